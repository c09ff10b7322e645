"""Group C, third part: what was imposed and on what basis (简易程序、裁量、依据、幅度)."""

from xiedu.checks.check import PENALTY, Check, Severity
from xiedu.checks.params import internal, statutory
from xiedu.checks.sql import WD, due
from xiedu.law.citation import Cite

SIMPLE_PERSON = statutory("simple_person_yuan", "简易程序罚款上限：公民（元）", 200, Cite("处罚法", 51))
SIMPLE_UNIT = statutory("simple_unit_yuan", "简易程序罚款上限：法人和其他组织（元）", 3000, Cite("处罚法", 51))
SIMPLE_SINGLE = internal(
    "simple_individual_yuan", "简易程序罚款上限：个体工商户（元）", 3000, Cite("处罚法", 51), note="各领域做法不一"
)
SIMPLE_FILED = statutory("simple_filed_days", "当场处罚报备期限（工作日）", 3, Cite("浙江程序办法", 60))
SIMPLE_FILED_MARKET = internal(
    "simple_filed_market_days", "市场监管当场处罚归档期限（工作日）", 7, note="市场监管程序规定，条次待核对"
)
AGE = statutory("minor_age", "不予处罚的年龄（周岁）", 14, Cite("处罚法", 30))
YOUNG = statutory("young_age", "应当从轻减轻的年龄（周岁）", 18, Cite("处罚法", 30))

_CEILING = (
    f"(CASE party_type WHEN 'natural_person' THEN {SIMPLE_PERSON} WHEN 'organisation' THEN {SIMPLE_UNIT} "
    f"WHEN 'individual_business' THEN {SIMPLE_SINGLE} END * 100)"
)
_FILED_DAYS = f"(CASE WHEN domain = 'market' THEN {SIMPLE_FILED_MARKET} ELSE {SIMPLE_FILED} END)"
_FILED_DUE = due("decided_on", _FILED_DAYS, WD)


def _younger(years: str) -> str:
    """Under that age when the act ended (满周岁从生日次日起计)."""
    birthday = f"(party_birth + to_months(({years} * 12)::INTEGER))::DATE"
    return f"coalesce(act_end <= {birthday}, child_age < {years})"


CHECKS: tuple[Check, ...] = (
    Check(
        id="pen-simple-ceiling",
        name="简易程序超上限",
        cites=(Cite("处罚法", 51),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("procedure", "penalties", "fine", "party_type"),
        clear=f"simple_fine <= least({SIMPLE_PERSON}, {SIMPLE_UNIT}, {SIMPLE_SINGLE}) * 100",
        breach=(f"simple AND (penalties_beyond OR fined > {_CEILING})"),
        facts={"limit": _CEILING},
        explain="当场处罚：{penalties}，罚款 {fine:yuan} 元，{party_type}的上限为 {limit:yuan} 元，且只能警告或罚款",
        false_positive="法律对道路交通、治安等另有规定",
    ),
    Check(
        id="pen-simple-unfiled",
        name="当场处罚未按期备案",
        cites=(Cite("处罚法", 52, 3), Cite("浙江程序办法", 60, 2)),
        kind=PENALTY,
        severity=Severity.YELLOW,
        needs=("procedure", "decided_on", "filed_with_agency_on"),
        clear=f"reported_wait < least({SIMPLE_FILED}, {SIMPLE_FILED_MARKET})",
        breach=f"simple AND reported_wait >= {_FILED_DAYS}",
        facts={"limit": _FILED_DAYS, "due": _FILED_DUE},
        explain="{decided_on} 当场处罚，{filed_with_agency_on} 报备，限 {limit} 个工作日（至 {due}）",
        exceptions="市场监管领域按七个工作日归档",
        false_positive="移动终端自动报备",
    ),
    Check(
        id="pen-no-order-correct",
        name="只罚不改",
        cites=(Cite("处罚法", 28),),
        kind=PENALTY,
        severity=Severity.YELLOW,
        needs=("fine", "order_to_correct"),
        marks=("uncorrected",),
        breach="NOT undecided AND fined > 0 AND NOT coalesce(corrected, FALSE) AND NOT order_to_correct",
        explain="罚款 {fine:yuan} 元，没有责令改正",
        exceptions="已经改正",
        false_positive="责令改正另文作出；行为已终了且无从改正",
    ),
    Check(
        id="pen-not-highest",
        name="竞合未按高额处罚",
        cites=(Cite("处罚法", 29),),
        kind=PENALTY,
        severity=Severity.YELLOW,
        needs=("fine", "bases"),
        marks=("several_bases",),
        breach=(
            "NOT undecided AND bases_n > 1 AND coalesce(mitigation, '') <> 'reduced' AND fined < bases_heaviest "
            "AND fined > 0"
        ),
        facts={"least": "bases_heaviest", "laws": "list_transform(bases, lambda o: o.law)"},
        explain="引用 {laws}，其中罚款最高的规定下限为 {least:yuan} 元，实罚 {fine:yuan} 元",
        exceptions="减轻处罚",
        false_positive="所引规定并不针对同一行为",
    ),
    Check(
        id="pen-minor",
        name="未成年人处罚不当",
        cites=(Cite("处罚法", 30),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("party_type", "act_end", "penalties"),
        clear=f"party_days > 366 * greatest({AGE}, {YOUNG})",
        breach=(
            "NOT undecided AND party_type = 'natural_person' AND penalties_n > 0 AND "
            f"({_younger(AGE)} OR ({_younger(YOUNG)} "
            "AND coalesce(mitigation, 'none') NOT IN ('lighter', 'reduced', 'exempt')))"
        ),
        facts={"birth": "party_birth", "age": "child_age", "least": AGE, "young": YOUNG, "mitigation": "mitigation"},
        explain=(
            "当事人出生于 {birth}（登记年龄 {age}），行为终了 {act_end}；未满 {least} 周岁不予处罚，"
            "未满 {young} 周岁应从轻或减轻；决定 {penalties}，情节 {mitigation}"
        ),
        exceptions="已满十四不满十八周岁并从轻或减轻",
        false_positive="证件号码录错",
    ),
    Check(
        id="pen-out-of-statute",
        name="罚款超法定幅度",
        cites=(Cite("处罚法", 4), Cite("处罚法", 16)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("fine", "bases"),
        marks=("beyond_bases",),
        breach=(
            "NOT undecided AND fined > 0 AND (fined > bases_ceiling OR "
            "(fined < bases_floor AND coalesce(mitigation, '') <> 'reduced'))"
        ),
        facts={"least": "bases_floor", "most": "bases_ceiling"},
        explain="罚款 {fine:yuan} 元，所引条款幅度 {least:yuan} 至 {most:yuan} 元",
        exceptions="减轻处罚的可低于下限",
        false_positive="按货值或违法所得倍数计算的幅度登记不准",
    ),
    Check(
        id="pen-basis-rank",
        name="以规范性文件为处罚依据",
        cites=(Cite("处罚法", 16),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("bases",),
        marks=("bases_low",),
        breach="NOT undecided AND NOT bases_legal",
        facts={"laws": "list_transform(bases, lambda o: o.law)"},
        explain="所引依据 {laws} 中没有法律、法规、规章",
        false_positive="依据位阶登记错误",
    ),
    Check(
        id="pen-basis-repealed",
        name="适用行为时未施行的规定",
        cites=(Cite("处罚法", 37),),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("act_end", "bases"),
        marks=("bases_later",),
        breach="NOT undecided AND NOT coalesce(act_continuing, FALSE) AND bases_later",
        facts={"versions": "list_transform(bases, lambda o: o.version_on)"},
        explain="行为终了 {act_end}，所引版本施行日期 {versions}",
        exceptions="连续或继续的行为",
        false_positive="新法处罚较轻或不认为违法的，适用新法",
    ),
    Check(
        id="pen-out-of-benchmark",
        name="偏离裁量基准",
        cites=(Cite("处罚法", 34), Cite("27号", 12), Cite("浙江程序办法", 43)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("fine", "benchmark_min", "benchmark_max"),
        marks=("benchmark_off",),
        breach=(
            "NOT undecided AND fined > 0 AND NOT (collective_on IS NOT NULL AND benchmark_reason IS NOT NULL) "
            "AND (fined < benchmark_min OR fined > benchmark_max)"
        ),
        facts={"step": "discretion_step", "collective_on": "collective_on", "reason": "benchmark_reason"},
        explain=(
            "罚款 {fine:yuan} 元，裁量阶次（{step}）为 {benchmark_min:yuan} 至 {benchmark_max:yuan} 元；"
            "集体讨论 {collective_on}，偏离理由：{reason}"
        ),
        exceptions="经集体讨论并说明理由",
        false_positive="阶次选错",
    ),
    Check(
        id="pen-benchmark-unstated",
        name="决定书未载明裁量适用",
        cites=(Cite("27号", 12),),
        kind=PENALTY,
        severity=Severity.YELLOW,
        needs=("procedure", "benchmark_max", "discretion_code"),
        marks=("benchmark_unstated",),
        breach=("NOT undecided AND NOT simple AND (benchmark_max IS NOT NULL OR NULL) AND discretion_code IS NULL"),
        explain="该行为有裁量基准（上限 {benchmark_max:yuan} 元），没有登记适用的基准编码",
        exceptions="简易程序",
    ),
    Check(
        id="pen-first-minor",
        name="应考虑不罚未说明",
        cites=(Cite("处罚法", 33),),
        kind=PENALTY,
        severity=Severity.BLUE,
        needs=("fine", "on_minor_list", "first_time", "corrected", "harmless"),
        marks=("minor_listed",),
        breach=(
            "NOT undecided AND fined > 0 AND penalise_reason IS NULL "
            "AND on_minor_list AND first_time AND corrected AND harmless"
        ),
        explain="属于轻微不罚、首违不罚清单，初次违法、已改正、无危害，仍罚款 {fine:yuan} 元而未说明理由",
        exceptions="已说明仍予处罚的理由",
    ),
)
