"""Group A: who acted, and were they allowed to (主体与人员)."""

from xiedu.checks.check import COERCION, INSPECTION, PENALTY, Check, Severity
from xiedu.checks.params import statutory
from xiedu.checks.sql import WD, due
from xiedu.law.citation import Cite
from xiedu.records.brief import ASSISTED
from xiedu.records.lists import exists

LEAST = statutory("officers_least", "执法人员最少人数", 2, Cite("处罚法", 42))
RECUSE = statutory("recusal_days", "回避决定期限（工作日）", 3, Cite("浙江程序办法", 42))

_TITLES = {PENALTY: "处罚", INSPECTION: "检查", COERCION: "强制"}
_WITHOUT_OFFICERS = f"o.kind NOT IN {ASSISTED} AND len(o.aux_staff) > 0 AND len(list_distinct(o.officers)) < {LEAST}"
_LATE_RECUSAL = (
    f"coalesce(coalesce(o.decided_on, :today) > {due('o.requested_on', RECUSE, WD)}, FALSE) "
    "OR (coalesce(o.related_party, FALSE) AND o.continued)"
)


def _two(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name=f"{_TITLES[kind]}执法人员少于两人",
        cites=(Cite("强制法", 18),) if kind == COERCION else (Cite("处罚法", 42),),
        kind=kind,
        severity=Severity.RED,
        needs=("officers",),
        clear=f"officers_certified >= {LEAST}",
        breach=(
            f"CASE WHEN officers_certified >= {LEAST} THEN FALSE WHEN officers_unnumbered > 0 THEN NULL "
            "WHEN officers_certified IS NOT NULL THEN TRUE END"
        ),
        facts={"count": "officers_certified", "limit": LEAST, "listed": "len(officers)", "aux": "len(aux_staff)"},
        explain="登记执法人员 {listed} 人，其中持证且不属辅助人员的 {count} 人，应不少于 {limit} 人；辅助人员 {aux} 人",
        false_positive="第二名人员只签在纸质文书上；法律另有规定",
    )


def _assistants(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name=f"{_TITLES[kind]}中辅助人员独立执法或充数",
        cites=(Cite("综合执法条例", 30), Cite("54号", 2)),
        kind=kind,
        severity=Severity.RED,
        needs=("steps",),
        clear=f"steps_aided_least >= {LEAST}",
        breach=f"CASE WHEN steps_aided_least >= {LEAST} THEN FALSE WHEN steps_aided_sure < {LEAST} THEN TRUE END",
        facts={
            "steps": f"list_transform(list_filter(steps, lambda o: {_WITHOUT_OFFICERS}), lambda o: o.start_at)",
            "aux": f"flatten(list_transform(list_filter(steps, lambda o: {_WITHOUT_OFFICERS}), lambda o: o.aux_staff))",
            "limit": LEAST,
        },
        explain="{steps} 的环节由辅助人员 {aux} 参加，执法人员不足 {limit} 人",
        exceptions="送达、宣传、信息采集等辅助事务",
        false_positive="人员身份当日变动",
    )


def _not_recused(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name=f"{_TITLES[kind]}应回避未回避",
        cites=(Cite("处罚法", 43), Cite("浙江程序办法", 42)),
        kind=kind,
        severity=Severity.ORANGE,
        needs=("recusals",),
        marks=("recused",),
        breach=exists("recusals", _LATE_RECUSAL),
        facts={
            "asked": "list_transform(recusals, lambda o: o.requested_on)",
            "decided": "list_transform(recusals, lambda o: o.decided_on)",
            "limit": RECUSE,
            "continued": "list_transform(recusals, lambda o: o.continued)",
        },
        explain="申请回避 {asked}，决定 {decided}（限 {limit} 个工作日）；有利害关系而继续参与：{continued}",
        false_positive="申请在决定之后提出",
    )


def _shown(kind: str, id_: str, needs: tuple[str, ...], breach: str) -> Check:
    return Check(
        id=id_,
        name=f"{_TITLES[kind]}未出示执法证件",
        cites=(Cite("处罚法", 55), Cite("处罚法", 52)) if kind != COERCION else (Cite("强制法", 18),),
        kind=kind,
        severity=Severity.ORANGE,
        needs=needs,
        marks=("certificate_hidden",),
        breach=breach,
        explain="登记为没有出示执法证件",
        false_positive="字段保留默认值",
    )


def _cross_area(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name=f"违规异地{_TITLES[kind]}",
        cites=(Cite("处罚法", 22), Cite("54号", 2), Cite("综合执法条例", 29)),
        kind=kind,
        severity=Severity.RED,
        needs=("agency_area", "place_area"),
        marks=("place_outside",),
        breach="coordination_no IS NULL AND NOT place_within",
        facts={"agency": "agency", "place": "place"},
        explain="{agency}（区划 {agency_area}）在 {place}（区划 {place_area}）实施，没有协助函、指定管辖或协同任务",
        exceptions="有协助函、指定管辖或协同任务文号",
        false_positive="注册地与经营地不同",
    )


CHECKS: tuple[Check, ...] = (
    _two(PENALTY, "off-lt-two"),
    _two(INSPECTION, "off-lt-two-ins"),
    _two(COERCION, "off-lt-two-coe"),
    _assistants(PENALTY, "off-aux-counted"),
    _assistants(INSPECTION, "off-aux-counted-ins"),
    _assistants(COERCION, "off-aux-counted-coe"),
    _not_recused(PENALTY, "off-not-recused"),
    _not_recused(INSPECTION, "off-not-recused-ins"),
    _not_recused(COERCION, "off-not-recused-coe"),
    _shown(PENALTY, "off-cert-not-shown", ("steps",), "certificate_hidden"),
    _shown(INSPECTION, "off-cert-not-shown-ins", ("cert_shown",), "NOT cert_shown"),
    _shown(COERCION, "off-cert-not-shown-coe", ("cert_shown",), "NOT cert_shown"),
    _cross_area(PENALTY, "ins-cross-area-pen"),
    _cross_area(INSPECTION, "ins-cross-area"),
    _cross_area(COERCION, "ins-cross-area-coe"),
    Check(
        id="sub-entrust-no-instrument",
        name="委托执法无书面委托",
        cites=(Cite("处罚法", 20), Cite("处罚法", 21)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("agency_code", "acting_entity_code", "entrustment_no"),
        marks=("entrusted",),
        breach="acting_entity_code IS NOT NULL AND acting_entity_code <> agency_code AND entrustment_no IS NULL",
        facts={"agency": "agency", "entity": "acting_entity"},
        explain="以{agency}名义，由{entity}（{acting_entity_code}）实施，没有登记委托书编号",
        exceptions="有书面委托",
        false_positive="依法授权的组织和派出机构不是受委托组织",
    ),
)
