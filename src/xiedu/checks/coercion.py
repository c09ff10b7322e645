"""Group G: coercive measures (强制措施)."""

from xiedu.checks.check import COERCION, Check, Severity
from xiedu.checks.params import internal, statutory
from xiedu.checks.sql import CD, WD, due
from xiedu.law.citation import Cite
from xiedu.records.lists import exists

MAKE_UP = statutory("urgent_hours", "紧急措施补办批准的时限（小时）", 24, Cite("强制法", 19))
EXTEND = statutory("seizure_extension_days", "查封扣押延长上限（日）", 30, Cite("强制法", 25))
RELEASE = internal("release_days", "应解除后的解除期限（工作日）", 3, Cite("强制法", 28))
FREEZE_PAPER = statutory("freeze_paper_days", "冻结决定书交付期限（工作日）", 3, Cite("强制法", 31), Cite("强制法", 69))
RECORDED = internal("recorded_percent", "音像记录覆盖的最低百分比", 90, Cite("118号", 8))

_MEASURE = "coercion_kind IN ('seal', 'seize', 'freeze', 'restrict_person', 'other_measure')"
_SEIZED = "coercion_kind IN ('seal', 'seize')"
_FIRST_END = due("held_from", "held_days", CD, "test_spans")
_BAD_EXTENSION = f"coalesce(o.days > {EXTEND}, FALSE) OR o.approved_on > {_FIRST_END} OR o.told_on IS NULL"
_RELEASE_DUE = due("case_decided_on", RELEASE, WD)


def _held(id_: str, name: str, kinds: str, articles: tuple[Cite, ...]) -> Check:
    return Check(
        id=id_,
        name=name,
        cites=articles,
        kind=COERCION,
        severity=Severity.RED,
        needs=("coercion_kind", "started_on", "ended_on"),
        breach=f"{kinds} AND NOT coalesce(term_by_law AND term_days IS NULL, FALSE) AND held_to > held_due",
        facts={
            "end": "held_to",
            "days": "held_to - held_from",
            "limit": "held_limit",
            "over": "(held_to - held_from) - (held_due - held_from)",
            "due": "held_due",
        },
        explain="{started_on} 开始，至 {end} 共 {days} 日，限 {limit} 日（含延长），届满日 {due}，超 {over} 日",
        exceptions="法律法规另定期限；检测、检验、检疫、鉴定期间不计",
        false_positive="部分解除未登记",
    )


CHECKS: tuple[Check, ...] = (
    Check(
        id="coe-no-approval",
        name="强制措施事前未批准",
        cites=(Cite("强制法", 18), Cite("强制法", 19)),
        kind=COERCION,
        severity=Severity.RED,
        needs=("coercion_kind", "approved_at", "started_at"),
        breach=f"{_MEASURE} AND NOT coalesce(urgent, FALSE) AND approved_at > started_at",
        explain="{started_at} 实施，{approved_at} 才批准，未登记为紧急情况",
        exceptions="情况紧急",
    ),
    Check(
        id="coe-24h",
        name="紧急措施未在二十四小时内补批",
        cites=(Cite("强制法", 19),),
        kind=COERCION,
        severity=Severity.ORANGE,
        needs=("urgent", "started_at", "approved_at"),
        breach=f"urgent AND approved_at > started_at + to_hours({MAKE_UP})",
        facts={"limit": MAKE_UP, "due": f"started_at + to_hours({MAKE_UP})"},
        explain="紧急情况下 {started_at} 实施，{approved_at} 补批，应在 {limit} 小时内（{due} 前）",
        false_positive="只登记了日期",
    ),
    _held("coe-30d", "查封扣押超期", _SEIZED, (Cite("强制法", 25), Cite("强制法", 28))),
    _held("coe-freeze-30", "冻结超期", "coercion_kind = 'freeze'", (Cite("强制法", 32), Cite("强制法", 33))),
    Check(
        id="coe-ext-invalid",
        name="延长未批准未告知",
        cites=(Cite("强制法", 25, 2),),
        kind=COERCION,
        severity=Severity.ORANGE,
        needs=("coercion_kind", "started_on", "extensions"),
        breach=f"{_SEIZED} AND extensions IS NOT NULL AND {exists('extensions', _BAD_EXTENSION)}",
        facts={
            "due": _FIRST_END,
            "days": "list_transform(extensions, lambda o: o.days)",
            "approved": "list_transform(extensions, lambda o: o.approved_on)",
            "told": "list_transform(extensions, lambda o: o.told_on)",
            "limit": EXTEND,
        },
        explain="原期限至 {due}；延长 {days} 日（上限 {limit} 日），批准 {approved}，告知当事人 {told}",
        false_positive="告知书未登记",
    ),
    Check(
        id="coe-no-list",
        name="未当场交付决定书和清单",
        cites=(Cite("强制法", 24),),
        kind=COERCION,
        severity=Severity.ORANGE,
        needs=("coercion_kind", "delivered_on_site"),
        breach=(
            f"{_SEIZED} AND NOT coalesce(NOT party_present AND witness IS NOT NULL, FALSE) AND NOT delivered_on_site"
        ),
        facts={"decision": "decision_delivered_at", "listed": "list_delivered_at"},
        explain="查封扣押当场交付：{delivered_on_site}；决定书 {decision}，清单 {listed}",
        exceptions="当事人不到场且有见证人",
    ),
    Check(
        id="coe-not-released",
        name="应解除未解除",
        cites=(Cite("强制法", 28), Cite("强制法", 33)),
        kind=COERCION,
        severity=Severity.ORANGE,
        needs=("coercion_kind", "status", "case_decided_on"),
        breach=(
            f"{_MEASURE} AND case_decided_on IS NOT NULL AND NOT coalesce(kept_for_execution, FALSE) "
            f"AND held_to > {_RELEASE_DUE}"
        ),
        facts={"end": "held_to", "limit": RELEASE, "due": _RELEASE_DUE},
        explain="关联案件 {case_decided_on} 已有决定，措施至 {end} 仍未解除，限 {limit} 个工作日（内部目标，至 {due}）",
        exceptions="依法留待执行",
    ),
    Check(
        id="coe-freeze-3",
        name="冻结决定书未按期交付",
        cites=(Cite("强制法", 31), Cite("强制法", 69)),
        kind=COERCION,
        severity=Severity.ORANGE,
        needs=("coercion_kind", "started_on", "decision_delivered_at"),
        breach=(f"coercion_kind = 'freeze' AND decision_delivered_at::DATE > {due('held_from', FREEZE_PAPER, WD)}"),
        facts={"limit": FREEZE_PAPER, "due": due("held_from", FREEZE_PAPER, WD)},
        explain="{started_on} 冻结，决定书 {decision_delivered_at} 交付，限 {limit} 个工作日（至 {due}）",
    ),
    Check(
        id="coe-no-av",
        name="查封强拆无全程音像",
        cites=(Cite("118号", 8),),
        kind=COERCION,
        severity=Severity.ORANGE,
        needs=("coercion_kind", "recorded_percent"),
        breach=(
            "coercion_kind IN ('seal', 'seize', 'demolish') AND recording_failure IS NULL "
            f"AND recorded_percent < {RECORDED}"
        ),
        facts={"limit": RECORDED},
        explain="{coercion_kind}的音像记录覆盖 {recorded_percent}%，应不少于 {limit}%（内部目标）",
        exceptions="设备故障并有说明",
        false_positive="上传延迟",
    ),
    Check(
        id="coe-record-sign",
        name="现场笔录签名缺失",
        cites=(Cite("强制法", 18),),
        kind=COERCION,
        severity=Severity.ORANGE,
        needs=("coercion_kind", "party_signed"),
        breach=f"{_MEASURE} AND refusal_note IS NULL AND witness IS NULL AND NOT party_signed",
        explain="当事人在笔录签名：{party_signed}，没有拒签注明和见证人",
        exceptions="拒签已注明；当事人不到场有见证人",
    ),
    Check(
        id="sub-coercion-entrusted",
        name="委托实施强制措施",
        cites=(Cite("强制法", 17),),
        kind=COERCION,
        severity=Severity.RED,
        needs=("coercion_kind", "acting_entrusted"),
        breach=f"{_MEASURE} AND NOT coalesce(concentrated_power, FALSE) AND acting_entrusted",
        facts={"entity": "acting_entity"},
        explain="强制措施由受委托的 {entity} 实施；强制措施不得委托",
        exceptions="行使相对集中处罚权的机关",
        false_positive="受委托单位的人员只是协助",
    ),
)
