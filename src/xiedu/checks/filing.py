"""Group B: from a lead to a filed case (线索与立案)."""

from itertools import combinations

from xiedu.checks.check import INSPECTION, PENALTY, Check, Severity, Standing
from xiedu.checks.params import internal, statutory
from xiedu.checks.profiles import PROFILES, Profile, by_domain
from xiedu.checks.sql import CD, WD, Y, after, due, late
from xiedu.law.citation import Cite, M
from xiedu.law.workdays import Unit
from xiedu.records.lists import exists

LIMITATION = statutory("limitation_years", "追责时效（年）", 2, Cite("处罚法", 36))
LIMITATION_LONG = statutory(
    "limitation_long_years", "涉及生命健康、金融安全且有危害后果的追责时效（年）", 5, Cite("处罚法", 36)
)
HOLD = statutory("evidence_hold_days", "先行登记保存处理期限（工作日）", 7, Cite("处罚法", 56), Cite("处罚法", 85))
FIRST = internal("urgent_filing_days", "紧急先行调查的补立案期限（工作日）", 7)
REPLY = internal("transfer_reply_days", "移送线索反馈期限（工作日）", 15, M(14, 1, 5))
UNFILED = internal("not_filed_days", "检查发现违法后立案或处理的期限（日）", 30, Cite("处罚法", 54))

_FILED = "coalesce(filed_on, CASE WHEN status = 'open' OR status IS NULL THEN :today END)"


def _lead_due(profile: Profile) -> str:
    if profile.lead is None:
        return "NULL"
    return due("clue_on", f"({profile.lead.n} + least(clue_extended, {profile.lead.extra}))", Unit(profile.lead.unit))


def _lead_days(profile: Profile) -> str:
    return "NULL" if profile.lead is None else f"({profile.lead.n} + least(clue_extended, {profile.lead.extra}))"


_LEAD_DUE = by_domain(_lead_due, "clue_on")
_YEARS = f"(CASE WHEN harm_serious THEN {LIMITATION_LONG} ELSE {LIMITATION} END)"
_LAPSED = due("act_end", _YEARS, Y)
_HELD_LATE = f"coalesce(o.end_on, :today) > {due('o.start_on', HOLD, WD)} AND coalesce(o.outcome, '') <> 'seized'"
_SUSPECTED = "o.result = 'breach'"
_EVENTS = ("investigation_end", "notice_served_on", "decided_on", "served_on")
_INVERTED = " OR ".join(f"coalesce({early} > {later}, FALSE)" for early, later in combinations(_EVENTS, 2))
_FILED_IN_TIME = f"coalesce(urgent_first AND filing_wait < {FIRST}, FALSE)"
_FILED_LATE = f"NOT {_FILED_IN_TIME} AND coalesce(filed_on > least(investigation_end, notice_served_on), FALSE)"


def _lead_late(profile: Profile) -> str:
    if profile.lead is None:
        return "FALSE"
    return after(_FILED, "clue_on", _lead_days(profile), Unit(profile.lead.unit))


_SHORTEST_LEAD = min(profile.lead.n for profile in PROFILES if profile.lead)
_LEAD_LATE = by_domain(_lead_late, "clue_on", otherwise="(CASE WHEN domain IS NOT NULL THEN FALSE END)")

CHECKS: tuple[Check, ...] = (
    Check(
        id="case-clue-overdue",
        name="线索超期未核查立案",
        cites=(Cite("处罚法", 54), Cite("市监", 18)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("domain", "clue_on", "filed_on"),
        clear=f"clue_days <= {_SHORTEST_LEAD}",
        breach=f"clue_on IS NOT NULL AND coalesce(status, '') <> 'not_filed' AND {_LEAD_LATE}",
        facts={"end": _FILED, "limit": by_domain(_lead_days, "clue_on"), "due": _LEAD_DUE},
        explain="{clue_on} 收到线索，至 {end} 立案或仍未立案；{domain}领域限 {limit} 日，{due} 届满",
        exceptions="经批准延长",
        false_positive="线索并入另案；检测鉴定时间",
    ),
    Check(
        id="case-not-filed",
        name="有案不立",
        cites=(Cite("处罚法", 54), Cite("处罚法", 76)),
        kind=INSPECTION,
        severity=Severity.ORANGE,
        needs=("inspected_on", "items", "handling"),
        breach=(
            f"{exists('items', _SUSPECTED)} AND NOT coalesce(on_minor_list, FALSE) "
            f"AND case_no IS NULL AND :today > {due('inspected_on', UNFILED, CD)} AND handling = 'none'"
        ),
        facts={"due": due("inspected_on", UNFILED, CD)},
        explain="{inspected_on} 检查发现涉嫌违法，登记为{handling}，至 {due} 没有立案、责令改正或移送",
        exceptions="属于轻微不罚清单",
        false_positive="已并入另一案号办理",
    ),
    Check(
        id="case-transferred-silent",
        name="移送线索未反馈",
        cites=(Cite("综合执法条例", 12), M(14, 1, 5)),
        kind=PENALTY,
        severity=Severity.YELLOW,
        standing=Standing.PARTLY,
        needs=("transfer_received_on", "transfer_replied_on"),
        clear=f"replied_wait < {REPLY}",
        breach=(
            "transfer_received_on IS NOT NULL AND "
            + late("transfer_replied_on", "transfer_received_on", REPLY, WD, still_open="TRUE")
        ),
        facts={"limit": REPLY, "due": due("transfer_received_on", REPLY, WD)},
        explain="{transfer_received_on} 收到移送线索，反馈 {transfer_replied_on}，限 {limit} 个工作日（至 {due}）",
        false_positive="纸质反馈未登记",
    ),
    Check(
        id="case-limitation",
        name="超过追责时效",
        cites=(Cite("处罚法", 36),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("act_end", "discovered_on"),
        clear=f"unseen_days <= 365 * least({LIMITATION}, {LIMITATION_LONG})",
        breach=(
            "coalesce(status, '') NOT IN ('not_filed', 'no_penalty', 'terminated') "
            "AND NOT coalesce(act_continuing AND act_end IS NULL, FALSE) "
            f"AND {after('discovered_on', 'act_end', _YEARS, Y)}"
        ),
        facts={"years": _YEARS, "due": _LAPSED},
        explain="行为终了 {act_end}，{discovered_on} 才发现，追责时效 {years} 年至 {due}",
        exceptions="连续或继续状态自终了之日起算；涉及生命健康、金融安全且有危害后果的五年",
        false_positive="任一机关发现或接到举报即为发现，发现日期可能早于登记",
    ),
    Check(
        id="case-order",
        name="程序倒置",
        cites=(Cite("处罚法", 54), Cite("处罚法", 57), Cite("处罚法", 62)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("procedure", "filed_on", "decided_on", "served_on"),
        marks=("out_of_order",),
        breach=(
            f"NOT undecided AND NOT simple AND ({_INVERTED} OR ({_FILED_LATE}) "
            "OR filed_on > decided_on OR decided_on > served_on)"
        ),
        facts={"investigation_end": "investigation_end", "notice": "notice_served_on"},
        explain=(
            "立案 {filed_on}、调查终结 {investigation_end}、告知 {notice}、决定 {decided_on}、送达 {served_on}，"
            "先后颠倒"
        ),
        exceptions="紧急先行调查，七个工作日内补立案",
        false_positive="同日各步没有时刻，同日不算颠倒",
    ),
    Check(
        id="case-evidence-hold-7d",
        name="先行登记保存超期",
        cites=(Cite("处罚法", 56), Cite("处罚法", 85)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("evidence_holds",),
        marks=("evidence_held",),
        breach=exists("evidence_holds", _HELD_LATE),
        facts={
            "held": "list_transform(evidence_holds, lambda o: o.start_on)",
            "ended": "list_transform(evidence_holds, lambda o: o.end_on)",
            "dues": f"list_transform(evidence_holds, lambda o: {due('o.start_on', HOLD, WD)})",
            "limit": HOLD,
        },
        explain="先行登记保存自 {held}，处理 {ended}，限 {limit} 个工作日（至 {dues}）",
        exceptions="期内转为查封扣押",
        false_positive="处理决定登记在另一文书下",
    ),
    Check(
        id="case-edevice",
        name="电子监控证据未经审核",
        cites=(Cite("处罚法", 41),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("evidence",),
        marks=("monitor_unreviewed",),
        breach="NOT undecided AND monitor_unreviewed",
        facts={
            "reviewed": "list_transform(evidence, lambda o: o.device_reviewed)",
            "published": "list_transform(evidence, lambda o: o.site_published)",
            "checked": "list_transform(evidence, lambda o: o.record_reviewed)",
        },
        explain="电子监控证据：设备审核 {reviewed}，地点公布 {published}，记录审核 {checked}",
        false_positive="手持记录仪不是电子技术监控设备",
    ),
)
