"""Inspections: each subject at most twice, far apart; and what may be wrong with one visit."""

from datetime import date

from xiedu.synth.model import Breach, Layer
from xiedu.synth.words import MARK, after, at, draw, one_of, only_if, rarely, rolled, workday
from xiedu.synth.world import AGENCY, BIRTH, ELSEWHERE, IDENTIFIED, IDENTITY, PARTY, TEAM, body_at, step, subjects


def visit(among: int, until: date) -> tuple[Layer, ...]:
    """The layers of an inspection, none later than ``until``; ``among`` subjects."""
    return (_task(among, until), _visit(), _outcome(), {**IDENTITY, **_papers()}, IDENTIFIED)


def _task(among: int, until: date) -> Layer:
    return {
        **subjects(among),
        # By turns: the two visits to a subject are of two bodies and lie a hundred days apart at least.
        "subject": f"n % {among}",
        "body": body_at(f"n % {among} + n // {among}"),
        "last": f"DATE '{until.year - 1}-01-01'",
        "inspected_on": rolled(after(f"DATE '{until}'", f"-60 - (n // {among}) * 250 - {draw('ago', 150)}")),
        "task_source": one_of("task", ("plan", "plan", "plan", "complaint", "joint", "recheck")),
        "remote": rarely("remote", 8),
        "urgent": rarely("urgent", 3),
        "problem_found": rarely("problem", 30),
        "tested": rarely("tested", 6),
    }


def _visit() -> Layer:
    return {
        **AGENCY,
        **PARTY,
        **TEAM,
        **BIRTH,
        "inspection_type": f"CASE WHEN {rarely('special', 20)} THEN 'special' ELSE 'daily' END",
        "mode": "CASE WHEN remote THEN 'remote' ELSE 'on_site' END",
        "plan_item": only_if("task_source = 'plan'", "'合成计划' || n % 500"),
        "joint_task": only_if("task_source = 'joint'", "'合成联合' || n"),
        "is_recheck": "task_source = 'recheck'",
        "object_drawn": "task_source NOT IN ('complaint', 'recheck')",
        "officers_drawn": "task_source NOT IN ('complaint', 'recheck')",
        "approved_on": f"CASE WHEN urgent THEN {workday('inspected_on', draw('made up', 3))} ELSE inspected_on - 1 END",
        "start_at": at("inspected_on", 9, draw("start", 240)),
        "minutes": f"5 + {draw('minutes', 120)}",
        "test_result_on": only_if("tested", after("inspected_on", 6)),
        "result_on": after("inspected_on", draw("result", 5)),
    }


def _outcome() -> Layer:
    return {
        "end_at": "(start_at + to_minutes(minutes))",
        "handling": "CASE WHEN NOT problem_found THEN 'none' WHEN n % 5 = 0 THEN 'filed' ELSE 'order_correct' END",
        "result_told_on": f"CASE WHEN tested THEN {workday('test_result_on', draw('told', 4))} ELSE inspected_on END",
        "correct_by": only_if("problem_found", after("inspected_on", 15)),
        "published_on": workday("result_on", draw("published", 21)),
    }


def _papers() -> Layer:
    breach = "CASE WHEN problem_found AND n % 5 = 0 THEN 'breach' WHEN problem_found THEN 'problem' ELSE 'pass' END"
    return {
        "document_no": "'合成' || body.word || '检〔' || year(inspected_on) || '〕' || n || '号'",
        "risk_level": one_of("risk", ("low", "general", "general", "high")),
        "credit_level": one_of("credit", ("a", "b", "c")),
        "approver": f"'负责人' || body.no || '{MARK}'",
        "notice_no": "'合成检通〔' || year(inspected_on) || '〕' || n || '号'",
        "record_made": "TRUE",
        "leader_body": "body.name",
        "leader_body_code": "body.code",
        "steps": f"[{step('inspection', 'start_at', 'end_at')}]",
        "recusals": "[]",
        "scan_failed": f"NOT remote AND {rarely('no network', 2)}",
        "scanned_at": only_if("NOT remote AND NOT scan_failed", "start_at"),
        "scan_code": only_if("scanned_at IS NOT NULL", "'合成码' || n"),
        "cert_shown": "TRUE",
        "recording_no": "'合成录' || n",
        "items": f"[{{'code': '合成' || {draw('item', 40)}, 'name': '双随机检查事项{MARK}', 'result': {breach}}}]",
        "result": f"CASE WHEN problem_found THEN '发现问题{MARK}' ELSE '未发现问题{MARK}' END",
        "case_no": only_if(
            "handling = 'filed'", "'合成' || body.word || '立〔' || year(inspected_on) || '〕检' || n || '号'"
        ),
        "rechecked_on": only_if("problem_found AND handling <> 'filed'", after("correct_by", 3)),
        "recheck_of": only_if("is_recheck", "'合成前次' || n"),
        "publish_required": "TRUE",
        "remarks": f"'合成数据{MARK}'",
    }


_PLANNED = {"task_source": "'plan'", "urgent": "FALSE", "inspection_type": "'daily'"}
_ON_SITE = {"remote": "FALSE"}
_SUSPECT = "[{'code': '合成1', 'name': '检查事项（合成）', 'result': 'breach'}]"
BREACHES = (
    Breach("off-lt-two-ins", {"officers": "[({clean})[1]]", "certificates": "['合成备用1', '合成备用2']"}),
    Breach(
        "off-aux-counted-ins",
        {
            "steps": "["
            + step("inspection", "start_at", "end_at", officers="[certificates[1]]", aux="['辅助人员']")
            + "]"
        },
    ),
    Breach(
        "off-not-recused-ins",
        {
            "recusals": "[{'officer': certificates[1], 'requested_on': inspected_on, 'decided_on': inspected_on, "
            "'result': 'refused', 'related_party': TRUE, 'continued': TRUE}]"
        },
    ),
    Breach("off-cert-not-shown-ins", {"cert_shown": "FALSE"}),
    Breach("ins-cross-area", {"place_area": f"'{ELSEWHERE}'"}),
    Breach("case-not-filed", {"problem_found": "TRUE", "items": _SUSPECT, "handling": "'none'", "case_no": "NULL"}),
    # Late in the month, where no quiet days are broken beside it.
    Breach(
        "ins-no-plan",
        {
            **_PLANNED,
            "inspected_on": rolled("date_trunc('month', {clean})::DATE + 19"),
            "plan_item": "NULL",
            "approved_on": after("inspected_on", 1),
        },
    ),
    Breach(
        "ins-quiet-days",
        {
            **_PLANNED,
            **_ON_SITE,
            "party_type": "'organisation'",
            "inspected_on": rolled("date_trunc('month', {clean})::DATE + 4"),
            "approved_on": "NULL",
        },
    ),
    Breach(
        "ins-complaint-unapproved",
        {"task_source": "'complaint'", "urgent": "FALSE", "approved_on": after("inspected_on", 1)},
    ),
    Breach("ins-urgent-2", {"urgent": "TRUE", "approved_on": f"{workday('inspected_on', 2)} + 1"}),
    Breach(
        "ins-no-code",
        {
            **_ON_SITE,
            "party_type": "'organisation'",
            "scan_failed": "FALSE",
            "scanned_at": "NULL",
            "scan_code": "NULL",
        },
    ),
    Breach("ins-no-doc", {**_ON_SITE, "notice_no": "NULL"}),
    Breach(
        "ins-unqualified-body",
        {
            **_PLANNED,
            "leader_body": "'市场化机构（合成）'",
            "leader_body_code": "getvariable('synth_bodies')[1 + body.no % 20].code",
        },
    ),
    Breach(
        "ins-result-untold",
        {"tested": "TRUE", "problem_found": "FALSE", "result_told_on": f"{workday('test_result_on', 3)} + 1"},
    ),
    Breach("ins-not-random", {**_PLANNED, "object_drawn": "n % 2 = 0", "officers_drawn": "n % 2 = 1"}),
    Breach("ins-open-loop", {"problem_found": "TRUE", "handling": "'order_correct'", "rechecked_on": "NULL"}),
    Breach("ins-too-short", {**_ON_SITE, "minutes": "4"}),
    Breach("ins-not-recorded", {"steps": "[struct_update(({clean})[1], recorded := FALSE)]"}),
    Breach("pub-20wd", {"published_on": f"{workday('result_on', 20)} + 1"}),
)
