"""Coercive measures and their execution, and what may be wrong with one."""

from xiedu.synth.model import Breach, Layer, Scene
from xiedu.synth.words import MARK, after, at, draw, later, one_of, only_if, rarely, rolled, workday
from xiedu.synth.world import (
    AGENCY,
    BIRTH,
    ELSEWHERE,
    IDENTIFIED,
    IDENTITY,
    OFFICERS_APART,
    PARTY,
    TEAM,
    body,
    body_at,
    step,
    subjects,
)

_MEASURE = "coercion_kind IN ('seal', 'seize', 'freeze')"
_SEIZED = "coercion_kind IN ('seal', 'seize')"


def measure(among: int, until: str) -> tuple[Layer, ...]:
    """The layers of a coercive act, none later than ``until`` (a date literal); ``among`` subjects."""
    return (_order(among, until), _start(), _end(), {**IDENTITY, **_papers()}, IDENTIFIED)


def _order(among: int, until: str) -> Layer:
    return {
        "last": f"(date_trunc('year', {until}) - INTERVAL 1 YEAR)::DATE",
        "body": body("body"),
        **subjects(among),
        "coercion_kind": one_of("kind", ("seal", "seize", "seize", "freeze", "substitute", "demolish")),
        "started_on": rolled(after(until, f"-120 - {draw('ago', 650)}")),
        "urgent": rarely("urgent", 5),
        "extended": rarely("extended", 8),
        "by_announcement": rarely("announcement", 4),
    }


def _start() -> Layer:
    return {
        **AGENCY,
        **PARTY,
        **TEAM,
        **BIRTH,
        "started_at": at("started_on", 9, draw("start", 420)),
        "approved_at": f"CASE WHEN urgent THEN {at('started_on', 30)} ELSE {at('started_on', 8)} END",
        "case_decided_on": only_if(_MEASURE, after("started_on", 25)),
        "extensions": only_if(
            f"extended AND {_SEIZED}",
            "[{'days': 30, 'approved_on': started_on + 28, 'told_on': started_on + 28, 'approver_role': 'head'}]",
        ),
        "held": "CASE WHEN extended THEN 45 ELSE 30 END",
        "executed_decision_served_on": only_if("coercion_kind = 'demolish'", later("started_on", -9)),
        "service_mode": "CASE WHEN by_announcement THEN 'announcement' ELSE 'direct' END",
    }


def _end() -> Layer:
    return {
        "approved_on": "approved_at::DATE",
        "ended_on": f"CASE WHEN {_MEASURE} THEN least({workday('case_decided_on', draw('released', 4))}, "
        "started_on + 30) ELSE started_on END",
        "announced_on": only_if("by_announcement", "started_on"),
        "served_on": f"CASE WHEN by_announcement THEN started_on + 30 + {draw('more', 3)}::INTEGER ELSE started_on END",
        "result_on": "ended_on",
        "acted_until": "(started_at + INTERVAL 2 HOUR)",
    }


def _papers() -> Layer:
    executed = f"NOT {_MEASURE}"
    return {
        "document_no": "'合成' || body.word || '强〔' || year(started_on) || '〕' || n || '号'",
        "case_no": "'合成' || body.word || '立〔' || year(started_on) || '〕强' || n || '号'",
        "target": f"CASE WHEN coercion_kind = 'freeze' THEN 'account' WHEN {executed} THEN 'other' ELSE 'goods' END",
        "status": "'ended'",
        "asset_id": only_if(_MEASURE, "'合成资产' || n"),
        "basis": f"'《行政强制法》第' || (1 + {draw('article', 71)}) || '条'",
        "acting_entrusted": "FALSE",
        "approver": f"'负责人' || body.no || '{MARK}'",
        "steps": f"[{step('coercion', 'started_at', 'acted_until')}]",
        "recusals": "[]",
        "cert_shown": "TRUE",
        "decision_delivered_at": only_if(
            _MEASURE,
            f"CASE WHEN coercion_kind = 'freeze' THEN {at(workday('started_on', draw('delivered', 4)), 16)} "
            "ELSE acted_until END",
        ),
        "list_delivered_at": only_if(_SEIZED, "acted_until"),
        "delivered_on_site": only_if(_SEIZED, "TRUE"),
        "party_present": "TRUE",
        "party_signed": "TRUE",
        "recorded_percent": f"90 + {draw('recorded', 11)}",
        "disposal": only_if(_MEASURE, "'released'"),
        "execution_decided_on": only_if(executed, after("started_on", -3)),
        "execution_state": only_if(executed, "'done'"),
        "executed_on": only_if(executed, "started_on"),
        "execution_document": only_if(executed, "TRUE"),
        "agency_present": only_if(executed, "TRUE"),
        "demand_served_on": only_if(executed, after("started_on", -30)),
        "means": "['none']",
        "residential": "FALSE",
        "demolition_announced_on": only_if("coercion_kind = 'demolish'", after("started_on", -40)),
        "failed_attempts": only_if("by_announcement", "2"),
        "publish_required": "TRUE",
        "published_on": workday("result_on", draw("published", 21)),
        "remarks": f"'合成数据{MARK}'",
    }


_SEIZE = {"coercion_kind": "'seize'", "urgent": "FALSE", "extended": "FALSE"}
_FREEZE = {**_SEIZE, "coercion_kind": "'freeze'"}
_SUBSTITUTE = {**_SEIZE, "coercion_kind": "'substitute'"}
_DEMOLISH = {**_SEIZE, "coercion_kind": "'demolish'"}
_TOO_LONG = {"case_decided_on": "NULL", "ended_on": f"{rolled(after('started_on', 30))} + 1"}
BREACHES = (
    Breach("bas-not-in-force-coe", {"basis": "'《浙江省城市管理相对集中行政处罚权条例》第3条'"}),
    Breach("bas-no-article-coe", {"basis": "'《行政强制法》第99条'"}),
    Breach("off-lt-two-coe", {"officers": "[({clean})[1]]", "certificates": "['合成备用1', '合成备用2']"}),
    Breach(
        "off-aux-counted-coe",
        {
            "steps": "["
            + step("coercion", "started_at", "acted_until", officers="[certificates[1]]", aux="['辅助人员']")
            + "]"
        },
    ),
    Breach(
        "off-not-recused-coe",
        {
            "recusals": f"[{{'officer': certificates[1], 'requested_on': started_on, "
            f"'decided_on': {workday('started_on', 3)} + 1, 'result': 'refused', 'continued': FALSE}}]"
        },
    ),
    Breach("off-cert-not-shown-coe", {"cert_shown": "FALSE"}),
    Breach("ins-cross-area-coe", {"place_area": f"'{ELSEWHERE}'"}),
    Breach("coe-no-approval", {**_SEIZE, "approved_at": "started_at + INTERVAL 1 MINUTE"}),
    Breach("coe-24h", {"urgent": "TRUE", "approved_at": "started_at + INTERVAL 1441 MINUTE"}),
    Breach("coe-30d", {**_SEIZE, **_TOO_LONG}),
    Breach("coe-freeze-30", {**_FREEZE, **_TOO_LONG}),
    Breach(
        "coe-ext-invalid",
        {"coercion_kind": "'seal'", "extended": "TRUE", "extensions": "[struct_update(({clean})[1], told_on := NULL)]"},
    ),
    Breach("coe-no-list", {**_SEIZE, "delivered_on_site": "FALSE"}),
    Breach(
        "coe-not-released",
        {**_SEIZE, "case_decided_on": "started_on + 5", "ended_on": f"{workday('case_decided_on', 3)} + 1"},
    ),
    Breach("coe-freeze-3", {**_FREEZE, "decision_delivered_at": at(f"{workday('started_on', 3)} + 1", 9)}),
    Breach("coe-no-av", {**_SEIZE, "recorded_percent": "89"}),
    Breach("coe-record-sign", {**_SEIZE, "party_signed": "FALSE"}),
    Breach("sub-coercion-entrusted", {**_SEIZE, "acting_entrusted": "TRUE"}),
    Breach(
        "exe-decision-idle",
        {
            **_SUBSTITUTE,
            "executed_on": "NULL",
            "execution_state": "'running'",
            "execution_decided_on": "started_on - 200",
        },
    ),
    Breach(
        "exe-night-holiday", {**_SUBSTITUTE, "started_at": at("started_on", 22), "approved_at": at("started_on", 8)}
    ),
    Breach("exe-utilities", {"means": "['power']", "residential": "TRUE"}),
    Breach("exe-demolish", {**_DEMOLISH, "demolition_announced_on": "NULL"}),
    Breach("exe-substitute", {**_SUBSTITUTE, "agency_present": "FALSE"}),
    Breach("srv-announce-coe", {"by_announcement": "TRUE", "served_on": "announced_on + 29"}),
    Breach("srv-announce-first-coe", {"by_announcement": "TRUE", "failed_attempts": "0"}),
    Breach("pub-20wd-coe", {"published_on": f"{workday('result_on', 20)} + 1"}),
)
_OURS = {
    "subject": "5000000 + n - part",
    **_SEIZE,
    "by_announcement": "FALSE",
    "started_on": "last + (act % 300)::INTEGER",
}
_ELSEWHERE = "'合成地点' || part"
SCENES = (
    Scene(
        "coe-duplicate",
        {
            **_OURS,
            "coercion_kind": "'seal'",
            "body": body_at("act + part"),
            "started_on": rolled("last + (act % 300 + part * 5)::INTEGER"),
            "asset_id": "'合成同一资产' || act",
        },
        parts=2,
        hits=(1,),
    ),
    Scene(
        "off-two-places-coe",
        {
            **_OURS,
            "body": body_at("act"),
            **OFFICERS_APART,
            "started_at": at("started_on", 9, "part * 10"),
            "steps": f"[{step('coercion', 'started_at', 'acted_until', place=_ELSEWHERE)}]",
        },
        parts=2,
        hits=(1,),
    ),
)
