"""Group J: what shows only in the whole of a body's year (机关层面). Signs for a closer look, mostly no legal limits.

A hit stands on the body's first record of the year and is named by body and year. Growth is told for years that are
over. Nothing here may be used to appraise a body by the number or the amount of its fines (处罚法 74).
"""

from xiedu.checks.check import EVENT_DAY, INSPECTION, PENALTY, Check, Reach, Severity, Standing
from xiedu.checks.params import internal
from xiedu.law.citation import Cite
from xiedu.records import calendar_sql

GROWTH = internal("fine_growth", "罚没收入增长提示线（%）", 20, note="参照司法部监督模型")
SURGE = internal("fine_surge", "罚款成倍增长提示线（%）", 100)
FLAT = internal("case_growth", "同时案件数增幅不足（%）", 20)
YEAR_LEAST = internal("year_least", "机关年度分析的最少案件数", 20)
OUTSIDE = internal("outside_share", "外地相对人占比提示线（%）", 50)
QUARTER = internal("quarter_share", "第四季度罚款占比提示线（%）", 50)
LOST_TIMES = internal("lost_times", "复议诉讼纠错率相当于全市的倍数", 2)
LOST_LEAST = internal("lost_least", "复议诉讼分析的最少件数", 10)
UPLOAD_DAYS = internal("upload_median_days", "数据归集中位数上限（工作日）", 3)
ARCHIVE = internal("archive_days", "结案后归档期限（日）", 30, Cite("处罚法", 47))
CLEAN_SHARE = internal("clean_share", "检查零问题占比提示线（%）", 98)
CLEAN_LEAST = internal("clean_least", "检查零问题分析的最少次数", 100)

_PROFIT = (Cite("处罚法", 74), Cite("27号", 6))
_STANDS = "coalesce(changed_how, '') NOT IN ('revoked', 'illegal', 'invalid')"
_WON = "['upheld', 'withdrawn', 'other']"
_LOST = "['revoked', 'changed', 'illegal', 'invalid', 'perform']"
_REMEDIES = "list_transform(remedy, lambda o: o.result)"


def _yearly(kind: str, figures: str, where: str = "TRUE") -> str:
    """One row a body and year: row_no and event_day of its first record, ``year``, and the figures."""
    day = EVENT_DAY[kind]
    return (
        f"SELECT agency_code, any_value(agency) AS agency, year({day}) AS year, count(*) AS cases, "
        f"min({{'d': {day}, 'n': row_no}}) AS head, {figures} FROM rows "
        f"WHERE {day} IS NOT NULL AND agency_code IS NOT NULL AND ({where}) GROUP BY agency_code, year({day})"
    )


def _named(query: str) -> str:
    return f"SELECT head.n AS row_no, agency || ' ' || year || ' 年' AS record, head.d AS event_day, * FROM ({query})"


_DECIDED = f"decided_on IS NOT NULL AND {_STANDS}"
_INCOME = "sum(coalesce(fined, 0) + coalesce(confiscated, 0))::BIGINT AS income, max(fined) AS largest"
_YEARS = _yearly(PENALTY, _INCOME, _DECIDED)
_COMPARED = _named(
    "SELECT y.*, p.income AS income_before, p.cases AS cases_before, "
    "100.0 * (y.income - p.income) / nullif(p.income, 0) AS growth, "
    "100.0 * (y.cases - p.cases) / nullif(p.cases, 0) AS case_growth "
    f"FROM ({_YEARS}) y JOIN ({_YEARS}) p ON p.agency_code = y.agency_code AND p.year = y.year - 1 "
    "WHERE y.year < year(:today)"
)
_GROWN = {
    "agency": "agency",
    "year": "year",
    "income": "income",
    "before": "income_before",
    "cases": "cases",
    "cases_before": "cases_before",
    "growth": "round(growth, 1)",
    "case_growth": "round(case_growth, 1)",
    "largest": "largest",
}
_SHARES = _named(
    _yearly(
        PENALTY,
        "count(*) FILTER (WHERE party_area IS NOT NULL AND agency_area IS NOT NULL) AS placed, "
        "count(*) FILTER (WHERE NOT starts_with(party_area, rtrim(agency_area[1:6], '0'))) AS outside, "
        "sum(fined)::BIGINT AS total, "
        "coalesce(sum(fined) FILTER (WHERE quarter(decided_on) = 4), 0)::BIGINT AS last_quarter",
        f"{_DECIDED} AND fined > 0",
    )
)
_RESULTS = _yearly(
    PENALTY,
    f"sum(len(list_filter({_REMEDIES}, lambda x: list_contains({_WON + ' || ' + _LOST}, x)))) AS settled, "
    f"sum(len(list_filter({_REMEDIES}, lambda x: list_contains({_LOST}, x)))) AS lost",
    "remedy IS NOT NULL",
)
_LOST_RATE = _named(
    "SELECT *, 100.0 * lost / nullif(settled, 0) AS rate, "
    "100.0 * sum(lost) OVER (PARTITION BY year) / nullif(sum(settled) OVER (PARTITION BY year), 0) AS mean "
    f"FROM ({_RESULTS})"
)
_LAG = _named(
    _yearly(
        PENALTY,
        f"median({calendar_sql.workdays_between('decided_on', 'uploaded_on')}) AS lag",
        "decided_on IS NOT NULL AND uploaded_on IS NOT NULL",
    )
)
_CLEAN = _named(_yearly(INSPECTION, "count(*) FILTER (WHERE NOT problem_found) AS clean", "problem_found IS NOT NULL"))


def _body(
    id_: str,
    name: str,
    cites: tuple[Cite, ...],
    needs: tuple[str, ...],
    source: str,
    breach: str,
    facts: dict[str, str],
    explain: str,
    *,
    exceptions: str,
    false_positive: str,
    severity: Severity = Severity.YELLOW,
    kind: str = PENALTY,
) -> Check:
    return Check(
        id=id_,
        name=name,
        cites=cites,
        kind=kind,
        severity=severity,
        standing=Standing.ANALYTIC,
        reach=Reach.GROUP,
        of_body=True,
        needs=needs,
        source=source,
        breach=breach,
        facts={"agency": "agency", "year": "year", **facts},
        explain=explain,
        exceptions=exceptions,
        false_positive=false_positive,
    )


_MONEY = ("agency_code", "decided_on", "fine")
CHECKS: tuple[Check, ...] = (
    _body(
        "org-fine-growth",
        "罚没收入增长异常",
        _PROFIT,
        _MONEY,
        _COMPARED,
        f"cases_before >= {YEAR_LEAST} AND growth >= {GROWTH}",
        {**_GROWN, "limit": GROWTH},
        "{agency} {year} 年罚没 {income:yuan} 元（{cases} 件），上年 {before:yuan} 元（{cases_before} 件），"
        "增长 {growth}%，提示线 {limit}%；最大一笔 {largest:yuan} 元",
        exceptions="上年案件不足最少件数；本年度尚未结束",
        false_positive="个别大案；法律修改；机构职责调整",
    ),
    _body(
        "org-fine-target",
        "趋利性执法迹象：罚款成倍增长而案件未增",
        _PROFIT,
        _MONEY,
        _COMPARED,
        f"cases_before >= {YEAR_LEAST} AND growth > {SURGE} AND case_growth < {FLAT}",
        {**_GROWN, "limit": SURGE},
        "{agency} {year} 年罚没 {income:yuan} 元，比上年 {before:yuan} 元增长 {growth}%（超过 {limit}%），"
        "案件由 {cases_before} 件到 {cases} 件，仅增 {case_growth}%；最大一笔 {largest:yuan} 元",
        exceptions="上年案件不足最少件数；本年度尚未结束",
        false_positive="一件大案可以解释；法律修改",
    ),
    _body(
        "org-outside-parties",
        "趋利性执法迹象：外地相对人占比过高",
        _PROFIT,
        (*_MONEY, "party_area", "agency_area"),
        _SHARES,
        f"placed >= {YEAR_LEAST} AND outside * 100 > placed * {OUTSIDE}",
        {"placed": "placed", "outside": "outside", "limit": OUTSIDE},
        "{agency} {year} 年登记了所在区划的 {placed} 件罚款中，外地相对人 {outside} 件，超过 {limit}%",
        exceptions="件数不足；没有登记区划的案件不计",
        false_positive="交通、旅游等流动性强的领域",
    ),
    _body(
        "org-fourth-quarter",
        "趋利性执法迹象：罚款集中在第四季度",
        _PROFIT,
        _MONEY,
        _SHARES,
        f"cases >= {YEAR_LEAST} AND last_quarter * 100 > total * {QUARTER} AND year < year(:today)",
        {"total": "total", "part": "last_quarter", "cases": "cases", "limit": QUARTER},
        "{agency} {year} 年罚款 {total:yuan} 元（{cases} 件），其中第四季度 {part:yuan} 元，超过 {limit}%",
        exceptions="件数不足；本年度尚未结束",
        false_positive="年末专项行动；个别大案",
    ),
    _body(
        "org-lost-rate",
        "复议诉讼纠错率高",
        (Cite("办法", 20),),
        ("agency_code", "decided_on", "remedy"),
        _LOST_RATE,
        f"settled >= {LOST_LEAST} AND rate > mean * {LOST_TIMES}",
        {"settled": "settled", "lost": "lost", "rate": "round(rate, 1)", "mean": "round(mean, 1)", "limit": LOST_TIMES},
        "{agency} {year} 年决定中复议诉讼已结 {settled} 件，被撤销、变更、确认违法或责令履行 {lost} 件（{rate}%），"
        "超过各机关合计 {mean}% 的 {limit} 倍",
        exceptions="已结件数不足",
        false_positive="行政复议本身不属于监督范围，只作信号",
    ),
    _body(
        "org-data-late",
        "数据归集不及时",
        (Cite("办法", 22), Cite("综合执法条例", 23)),
        ("agency_code", "decided_on", "uploaded_on"),
        _LAG,
        f"cases >= {YEAR_LEAST} AND lag > {UPLOAD_DAYS}",
        {"cases": "cases", "lag": "lag", "limit": UPLOAD_DAYS},
        "{agency} {year} 年 {cases} 件决定到归集的工作日中位数为 {lag}，应不超过 {limit} 个工作日（内部目标）",
        exceptions="件数不足",
        false_positive="历史数据集中补报",
        severity=Severity.BLUE,
    ),
    _body(
        "ins-clean-all",
        "走过场检查",
        (Cite("54号", 4),),
        ("agency_code", "inspected_on", "problem_found"),
        _CLEAN,
        f"cases >= {CLEAN_LEAST} AND clean * 100 > cases * {CLEAN_SHARE}",
        {"cases": "cases", "clean": "clean", "limit": CLEAN_SHARE},
        "{agency} {year} 年检查 {cases} 次，其中 {clean} 次未发现问题，超过 {limit}%",
        exceptions="次数不足",
        false_positive="抽查对象信用较好",
        severity=Severity.BLUE,
        kind=INSPECTION,
    ),
    Check(
        id="org-file-7d",
        name="案卷未归档",
        cites=(Cite("处罚法", 47),),
        kind=PENALTY,
        severity=Severity.BLUE,
        needs=("closed_on", "archived_on"),
        clear=f"archived_days <= {ARCHIVE}",
        breach=(
            "CASE WHEN closed_on IS NULL THEN CASE WHEN coalesce(status, '') <> 'closed' THEN FALSE END "
            f"ELSE coalesce(archived_on, :today) > closed_on + {ARCHIVE}::INTEGER END"
        ),
        facts={"limit": ARCHIVE, "due": f"closed_on + {ARCHIVE}::INTEGER"},
        explain="{closed_on} 结案，{archived_on} 归档，应在结案后 {limit} 日内（至 {due}，内部目标）",
        exceptions="尚未结案",
        false_positive="归档日期没有回填",
    ),
)
