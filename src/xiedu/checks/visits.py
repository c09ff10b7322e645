"""Group I, visits of one subject over time: by whichever body, on whatever level (重复、多头、频次、安静期).

What counts is a visit on site that the body itself chose to make; a visit that was asked for or ordered
(投诉举报、转办交办、监测线索、复查、事故处置、个案) does not. Where the source of the task is not recorded, a visit
counts only "perhaps": the check then answers not recorded, never a hit. Several rows of a body on one day, or of one
joint task, are one visit.
"""

from collections.abc import Mapping
from types import MappingProxyType

from xiedu.checks.check import INSPECTION, Check, Reach, Severity, Standing
from xiedu.checks.params import internal
from xiedu.law.citation import Cite

REPEAT_DAYS = internal("repeat_days", "重复检查的间隔（日）", 30, note="参照多跨场景监测口径")
REPEAT_BODIES = internal("repeat_bodies", "重复检查的机关数", 2)
MANY_BODIES = internal("many_bodies", "多头检查的机关数", 3)
DAY_MOST = internal("visits_a_day", "同一企业一日内检查次数上限", 1, note="参照成都“一码检查”")
WEEK_MOST = internal("visits_a_week", "同一企业一周内检查次数上限", 2, note="参照成都“一码检查”")
MONTH_MOST = internal("visits_a_month", "同一企业一月内检查次数上限", 3, note="参照成都“一码检查”")
YEAR_MOST = internal("visits_a_year", "同一企业一年内检查次数提示线（各机关合计）", 12)
FRUITLESS = internal("fruitless_times", "同一人员连续未发现问题的检查次数", 3, note="参照成都“一码检查”")
FRUITLESS_DAYS = internal("fruitless_days", "连续未发现问题的计算期间（日）", 365)
CAP_LOW = internal("cap_low", "年度检查频次上限：低风险或信用优（次）", 1, note="国家部委公布上限前的内部目标")
CAP = internal("cap_general", "年度检查频次上限：一般（次）", 2, note="参照嘉善每年现场检查不超过 2 次")
CAP_HIGH = internal("cap_high", "年度检查频次上限：高风险或信用差（次）", 4)
CAP_SPECIAL = internal("cap_special", "年度检查频次上限：特殊重点领域（次）", 12)
CAP_TIMES = internal("cap_times", "含线索检查时的提示倍数", 2)
QUIET_FROM = internal("quiet_from", "企业安静期开始日（每月）", 1, note="参照浏阳、姜堰；衢州未规定时可设为 0 停用")
QUIET_TO = internal("quiet_to", "企业安静期结束日（每月）", 15, note="参照浏阳、姜堰；衢州未规定时可设为 0 停用")

_ON_SITE = "coalesce(mode, 'on_site') = 'on_site'"
_ASKED_FOR = "task_source IN ('complaint', 'assigned', 'monitoring', 'recheck', 'accident')"
_PLAIN = (
    f"{_ON_SITE} AND NOT coalesce(is_recheck, FALSE) AND NOT coalesce(accident_response, FALSE) "
    "AND coalesce(inspection_type, 'daily') <> 'case'"
)
_CHOSEN = f"({_PLAIN} AND NOT ({_ASKED_FOR}))"
_ALONE = f"({_CHOSEN} AND joint_task IS NULL)"
_SITE_ALONE = f"({_ON_SITE} AND NOT coalesce(accident_response, FALSE) AND joint_task IS NULL)"
_VISIT = "coalesce(joint_task, agency_code) || '/' || inspected_on"
# Rows without a subject are each a partition of their own: one heap of them would be the largest of all.
_SUBJECT = "coalesce(party_key, '#' || row_no)"
_CAP = (
    f"(CASE WHEN risk_level = 'special' OR key_area THEN {CAP_SPECIAL} "
    f"WHEN risk_level = 'high' OR credit_level = 'd' THEN {CAP_HIGH} "
    f"WHEN risk_level = 'low' OR credit_level = 'a' THEN {CAP_LOW} ELSE {CAP} END)"
)
_NEEDS = ("party_code", "inspected_on", "agency_code", "task_source")
_EXCEPTIONS = "投诉举报、转办交办、监测线索、复查、事故处置、个案检查；非现场检查"
_UNSAID = "同一对象的其他检查没有记录任务来源或结果，无法判断"
_DOCUMENT = Cite("54号", 4)


def since(days: str, *also: str) -> str:
    """The window of a subject over the days before, both ends counted."""
    by = ", ".join((_SUBJECT, *also))
    return f"(PARTITION BY {by} ORDER BY inspected_on RANGE BETWEEN to_days({days}::INTEGER) PRECEDING AND CURRENT ROW)"


def within(period: str, *also: str) -> str:
    """The window of a subject from the beginning of the day, week, month or year up to the day."""
    by = ", ".join((_SUBJECT, f"date_trunc('{period}', inspected_on)", *also))
    return f"(PARTITION BY {by} ORDER BY inspected_on)"


def counting(counted: str, key: str, window: str, also: str = "") -> str:
    """Source: how many distinct ``key`` surely and perhaps count in the window of each visit."""
    return (
        "SELECT row_no, record, inspected_on AS event_day, party, party_key, agency"
        f"{also}, {counted} AS counted, "
        f"count(DISTINCT CASE WHEN {counted} THEN {key} END) OVER {window} AS sure, "
        f"count(DISTINCT CASE WHEN {counted} IS NOT FALSE THEN {key} END) OVER {window} AS perhaps FROM rows"
    )


def reached(least: str) -> str:
    """At least so many count? A visit that does not count itself is no hit; NULL where what is recorded cannot say."""
    return (
        "CASE WHEN NOT counted THEN FALSE WHEN party_key IS NULL OR event_day IS NULL THEN NULL "
        f"WHEN counted AND sure >= {least} THEN TRUE WHEN perhaps >= {least} THEN NULL ELSE FALSE END"
    )


def _between(days: str) -> str:
    return f"o.party_key = r.party_key AND o.event_day BETWEEN r.event_day - {days}::INTEGER AND r.event_day"


def _period(unit: str) -> str:
    return (
        f"o.party_key = r.party_key AND date_trunc('{unit}', o.event_day) = date_trunc('{unit}', r.event_day) "
        "AND o.event_day <= r.event_day"
    )


_PERIODS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {"day": ("一日", "日", DAY_MOST), "week": ("一周", "周", WEEK_MOST), "month": ("一月", "月", MONTH_MOST)}
)


def _dense(unit: str) -> Check:
    words, short, most = _PERIODS[unit]
    return Check(
        id=f"ins-dense-{unit}",
        name=f"{words}内检查过密",
        cites=(_DOCUMENT,),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        standing=Standing.ANALYTIC,
        reach=Reach.WINDOW,
        unsaid=_UNSAID,
        needs=_NEEDS,
        source=counting(_CHOSEN, _VISIT, within(unit)),
        breach=reached(f"({most} + 1)"),
        others=_period(unit),
        facts={"party": "party", "day": "event_day", "count": "sure", "limit": most},
        explain=f"{{party}} 到 {{day}} 为止当{short}受检 {{count}} 次，上限 {{limit}} 次（内部目标）；此前：{{others}}",
        exceptions=_EXCEPTIONS + "；同一联合任务计一次",
        false_positive="一次检查按事项分行登记且日期不同；多个场所",
    )


def _capped(id_: str, name: str, counted: str, limit: str, severity: Severity, note: str) -> Check:
    return Check(
        id=id_,
        name=name,
        cites=(_DOCUMENT,),
        kind=INSPECTION,
        severity=severity,
        standing=Standing.PARTLY,
        reach=Reach.WINDOW,
        unsaid=_UNSAID,
        needs=_NEEDS,
        source=counting(
            counted, "inspected_on", within("year", "agency_code", "coalesce(domain, '')"), f", domain, {limit} AS cap"
        ),
        breach=reached("(cap + 1)"),
        others=_period("year") + " AND o.agency_code = r.agency_code AND o.domain IS NOT DISTINCT FROM r.domain",
        facts={"party": "party", "agency": "agency", "day": "event_day", "count": "sure", "limit": "cap"},
        explain=f"{{agency}} 到 {{day}} 为止当年对 {{party}} {note} {{count}} 次，上限 {{limit}} 次；此前：{{others}}",
        exceptions=_EXCEPTIONS if counted is _CHOSEN else "非现场检查",
        false_positive="一次检查按事项分行登记且日期不同；风险或信用等级未登记",
    )


def _fruitless() -> str:
    people = (
        "SELECT r.row_no, r.party_key, r.inspected_on, r.problem_found, p.cert_no, p.name "
        f"FROM (SELECT *, unnest(officers) AS p FROM rows WHERE {_CHOSEN}) r "
        "WHERE p.cert_no IS NOT NULL AND r.party_key IS NOT NULL AND r.inspected_on IS NOT NULL"
    )
    order = "PARTITION BY party_key, cert_no ORDER BY inspected_on, row_no"
    window = f"({order} ROWS BETWEEN {FRUITLESS} - 1 PRECEDING AND CURRENT ROW)"
    runs = (
        f"SELECT row_no, name, min(inspected_on) OVER {window} AS first_day, "
        f"count(*) FILTER (WHERE NOT problem_found) OVER {window} AS clean, "
        f"count(*) FILTER (WHERE problem_found IS NOT TRUE) OVER {window} AS perhaps FROM ({people})"
    )
    near = f"first_day >= inspected_on - {FRUITLESS_DAYS}::INTEGER"
    officers = (
        "SELECT row_no, bool_or(sure) AS sure, bool_or(perhaps) AS perhaps, "
        "list(name ORDER BY name) FILTER (WHERE sure) AS names, min(first_day) FILTER (WHERE sure) AS first_day "
        f"FROM (SELECT u.row_no, name, first_day, clean >= {FRUITLESS} AND {near} AS sure, "
        f"perhaps >= {FRUITLESS} AND {near} AS perhaps FROM ({runs}) u "
        "JOIN (SELECT row_no, inspected_on FROM rows) d ON d.row_no = u.row_no) GROUP BY row_no"
    )
    return (
        "SELECT v.row_no, v.record, v.inspected_on AS event_day, v.party, v.party_key, v.officers, "
        f"{_CHOSEN} AS counted, coalesce(f.sure, FALSE) AS sure, coalesce(f.perhaps, FALSE) AS perhaps, "
        f"f.names, f.first_day FROM rows v LEFT JOIN ({officers}) f ON f.row_no = v.row_no"
    )


CHECKS: tuple[Check, ...] = (
    Check(
        id="ins-repeat-bodies",
        name="跨机关重复检查",
        cites=(Cite("综合执法条例", 13), _DOCUMENT),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        reach=Reach.WINDOW,
        unsaid=_UNSAID,
        needs=_NEEDS,
        source=counting(_ALONE, "agency_code", since(REPEAT_DAYS)),
        breach=reached(REPEAT_BODIES),
        others=_between(REPEAT_DAYS),
        facts={"party": "party", "day": "event_day", "count": "sure", "limit": REPEAT_DAYS},
        explain="到 {day} 为止 {limit} 日内有 {count} 家机关各自检查 {party}，没有联合任务；此前：{others}",
        exceptions=_EXCEPTIONS + "；联合任务",
        false_positive="检查内容不同且无法合并；多个场所",
    ),
    Check(
        id="ins-repeat-agency",
        name="同机关未一次性检查",
        cites=(Cite("综合执法条例", 13, 3), Cite("优化营商环境条例", 54)),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        reach=Reach.WINDOW,
        unsaid=_UNSAID,
        needs=_NEEDS,
        source=counting(_ALONE, "inspected_on", since(REPEAT_DAYS, "agency_code", "coalesce(premises_no, 0)")),
        breach=reached("2"),
        others=_between(REPEAT_DAYS) + " AND o.agency_code = r.agency_code",
        facts={"party": "party", "agency": "agency", "day": "event_day", "count": "sure", "limit": REPEAT_DAYS},
        explain="{agency} 到 {day} 为止 {limit} 日内分 {count} 次检查 {party}，应合并一次完成；此前：{others}",
        exceptions=_EXCEPTIONS + "；不同经营场所",
        false_positive="不同场所没有登记序号",
    ),
    Check(
        id="ins-multi-agency",
        name="多头检查",
        cites=(Cite("综合执法条例", 13), _DOCUMENT),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        reach=Reach.WINDOW,
        unsaid=_UNSAID,
        needs=("party_code", "inspected_on", "agency_code"),
        source=counting(_SITE_ALONE, "agency_code", since(REPEAT_DAYS)),
        breach=reached(MANY_BODIES),
        others=_between(REPEAT_DAYS),
        facts={"party": "party", "day": "event_day", "count": "sure", "limit": REPEAT_DAYS},
        explain="到 {day} 为止 {limit} 日内有 {count} 家机关到 {party} 现场检查，没有联合任务；此前：{others}",
        exceptions="事故处置；联合任务",
        false_positive="其中有投诉举报引起的检查",
    ),
    *(_dense(unit) for unit in _PERIODS),
    _capped("ins-freq-cap", "超年度检查频次上限", _CHOSEN, _CAP, Severity.ORANGE, "检查"),
    _capped(
        "ins-freq-cap-all",
        "连同线索检查大幅超过年度频次",
        f"({_ON_SITE})",
        f"({_CAP} * {CAP_TIMES})",
        Severity.BLUE,
        "现场检查（含线索、复查）",
    ),
    Check(
        id="ins-subject-year",
        name="企业全年受检过多",
        cites=(Cite("优化营商环境条例", 54), _DOCUMENT),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        standing=Standing.ANALYTIC,
        reach=Reach.WINDOW,
        unsaid=_UNSAID,
        needs=("party_code", "inspected_on", "agency_code"),
        source=counting(f"({_ON_SITE})", _VISIT, within("year")),
        breach=reached(f"({YEAR_MOST} + 1)"),
        others=_period("year"),
        facts={"party": "party", "day": "event_day", "count": "sure", "limit": YEAR_MOST},
        explain=(
            "{party} 到 {day} 为止当年受检 {count} 次（各级各机关合计），提示线 {limit} 次（内部目标）；此前：{others}"
        ),
        exceptions="非现场检查；同一机关同日、同一联合任务计一次",
        false_positive="重点场所检查较多",
    ),
    Check(
        id="ins-fruitless-officer",
        name="同一人员多次检查同一企业均无问题",
        cites=(_DOCUMENT,),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        standing=Standing.ANALYTIC,
        reach=Reach.WINDOW,
        unsaid=_UNSAID,
        needs=(*_NEEDS, "officers", "problem_found"),
        source=_fruitless(),
        breach=(
            "CASE WHEN NOT counted THEN FALSE "
            "WHEN party_key IS NULL OR event_day IS NULL OR officers IS NULL THEN NULL "
            "WHEN counted AND sure THEN TRUE WHEN perhaps OR counted IS NULL THEN NULL ELSE FALSE END"
        ),
        others=_between(FRUITLESS_DAYS),
        facts={"party": "party", "day": "event_day", "first": "first_day", "names": "names", "limit": FRUITLESS},
        explain="{names} 自 {first} 至 {day} 连续 {limit} 次检查 {party}，均未发现问题；此前：{others}",
        exceptions=_EXCEPTIONS,
        false_positive="驻点监管；是否发现问题未如实登记",
    ),
    Check(
        id="ins-quiet-days",
        name="安静期入企检查",
        cites=(_DOCUMENT,),
        kind=INSPECTION,
        severity=Severity.BLUE,
        standing=Standing.ANALYTIC,
        needs=("party_type", "inspected_on", "task_source", "approved_on"),
        breach=(
            f"{_CHOSEN} AND party_type <> 'natural_person' AND NOT coalesce(urgent, FALSE) "
            "AND NOT coalesce(key_area, FALSE) AND joint_task IS NULL "
            f"AND day(inspected_on) BETWEEN {QUIET_FROM} AND {QUIET_TO} "
            "AND NOT coalesce(approved_on <= inspected_on, FALSE)"
        ),
        facts={"first": QUIET_FROM, "last": QUIET_TO},
        explain="{inspected_on} 在每月 {first} 日至 {last} 日的安静期内入企检查，事先没有批准（{approved_on}）",
        exceptions=_EXCEPTIONS + "；联合任务；紧急情况；重点领域；事先批准",
        false_positive="衢州未统一规定安静期，参数由主管机关设定",
    ),
)
