"""Group C, second part: legal review, collective discussion, the time to decide, the decision paper."""

from xiedu.checks.check import PENALTY, Check, Severity, Standing
from xiedu.checks.params import internal, statutory
from xiedu.checks.profiles import Extension, Profile, by_domain
from xiedu.checks.shared import SHORTEST
from xiedu.law.citation import Cite
from xiedu.records.brief import ODD
from xiedu.records.codelists import DECISION_PARTS
from xiedu.records.lists import lacking, total

ATTENDEES = internal("collective_least", "集体讨论最少人数", 3, Cite("处罚法", 57, 2))
SHARE = internal("excluded_share", "扣除期间占全程的百分比上限", 60)
REVIEW_DAYS = statutory("told_reconsideration_days", "行政复议申请期限（日）", 60, Cite("复议法", 20))
SUIT_MONTHS = statutory("told_suit_months", "行政诉讼起诉期限（月）", 6, Cite("行诉法", 46))

_TO_REVIEW = "(coalesce(multi_law, FALSE) OR hearing_on IS NOT NULL OR major)"
_TO_DISCUSS = "(coalesce(complex, FALSE) OR coalesce(benchmark_departed, FALSE) OR major)"
_LACKING = lacking("decision_parts", DECISION_PARTS)
_EXCLUDED = "date_diff('day', filed_on, case_end) * " + SHARE


def _unlawful(number: int, extension: Extension) -> str:
    """Is the n-th extension longer than the profile allows, or approved by another than it names?"""
    roles = ", ".join(repr(role) for role in extension.approvers)
    wrong = f"extensions[{number}].approver_role NOT IN ({roles})"
    longer = "" if extension.days is None else f"extensions[{number}].days > {extension.days} OR "
    return f"(len(extensions) >= {number} AND ({longer}{wrong}))"


def _against(profile: Profile) -> str:
    allowed = len(profile.extensions)
    steps = [_unlawful(number, one) for number, one in enumerate(profile.extensions, 1)]
    return f"({' OR '.join([f'len(extensions) > {allowed}', *steps])})"


CHECKS: tuple[Check, ...] = (
    Check(
        id="pen-no-legal-review",
        name="应审未审",
        cites=(Cite("处罚法", 58), Cite("118号", 12)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("major", "legal_review_on", "decided_on"),
        marks=("unreviewed",),
        breach=(
            f"NOT undecided AND {_TO_REVIEW} AND (legal_review_on IS NULL "
            "OR coalesce(review_result IN ('return', 'reject'), FALSE) OR legal_review_on > decided_on)"
        ),
        facts={"review_result": "review_result", "hearing_on": "hearing_on", "multi_law": "multi_law"},
        explain=(
            "重大 {major}，多个法律关系 {multi_law}，听证 {hearing_on}；法制审核 {legal_review_on}（{review_result}），"
            "{decided_on} 作出决定"
        ),
        false_positive="是否重大只按金额登记",
    ),
    Check(
        id="pen-reviewer-unqualified",
        name="审核人员无法律职业资格",
        cites=(Cite("处罚法", 58, 2),),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("legal_review_on", "reviewer_first_on", "reviewer_qualified"),
        marks=("reviewer_unqualified",),
        breach="legal_review_on IS NOT NULL AND reviewer_first_on >= DATE '2018-01-01' AND NOT reviewer_qualified",
        facts={"legal_reviewer": "legal_reviewer"},
        explain="{legal_review_on} 由 {legal_reviewer} 审核，其 {reviewer_first_on} 初次从事审核，没有法律职业资格",
        exceptions="2018年1月1日前已从事审核",
        false_positive="资格信息未更新",
    ),
    Check(
        id="pen-reviewer-handler",
        name="办案人员兼任审核",
        cites=(Cite("市监", 49), Cite("处罚法", 58)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("legal_review_on", "legal_reviewer_cert", "officers"),
        marks=("reviewer_handled",),
        breach="legal_review_on IS NOT NULL AND reviewer_handled",
        explain="{legal_review_on} 的法制审核人员 {legal_reviewer_cert} 同时是本案执法人员",
        false_positive="人员很少的乡镇：仍应改用线上协同审核（综合执法条例第二十四条）",
    ),
    Check(
        id="pen-no-collective",
        name="应集体讨论未讨论",
        cites=(Cite("处罚法", 57, 2), Cite("浙江程序办法", 43, 2)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("major", "collective_on", "decided_on"),
        marks=("undiscussed",),
        breach=f"NOT undecided AND {_TO_DISCUSS} AND (collective_on IS NULL OR collective_on > decided_on)",
        facts={"complex": "complex", "departed": "benchmark_departed"},
        explain=(
            "重大 {major}，情节复杂 {complex}，偏离基准 {departed}；集体讨论 {collective_on}，{decided_on} 作出决定"
        ),
        false_positive="重大案件标准因地而异",
    ),
    Check(
        id="pen-collective-form",
        name="集体讨论人员不实",
        cites=(Cite("处罚法", 57, 2),),
        kind=PENALTY,
        severity=Severity.YELLOW,
        standing=Standing.PARTLY,
        needs=("collective_on", "collective", "officers"),
        clear=f"collective_fit >= {ATTENDEES}",
        breach=f"collective_on IS NOT NULL AND (collective_n < {ATTENDEES} OR collective_away OR collective_handled)",
        facts={
            "attendees": "collective_n",
            "limit": ATTENDEES,
            "voted": "collective_handled",
            "away": "collective_away",
        },
        explain=(
            "{collective_on} 集体讨论 {attendees} 人（至少 {limit} 人），办案人员参加表决：{voted}，"
            "有人当日休假：{away}"
        ),
        false_positive="办案人员可以列席汇报",
    ),
    Check(
        id="pen-90d",
        name="超期办案",
        cites=(Cite("处罚法", 60),),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("filed_on", "decided_on"),
        clear=f"case_days <= {SHORTEST}",
        breach="coalesce(status = 'not_filed', FALSE) = FALSE AND case_end > case_due",
        facts={
            "end": "case_end",
            "days": "case_end - filed_on",
            "limit": "case_limit + case_extended",
            "excluded": "case_excluded",
            "over": "(case_end - filed_on) - (case_limit + case_extended) - case_excluded",
            "due": "case_due",
            "how": "CASE WHEN decided_on IS NULL AND status = 'open' THEN '尚未决定' ELSE '决定' END",
        },
        explain=(
            "{filed_on} 立案，至 {end} {how}，共 {days} 日；限 {limit} 日，扣除 {excluded} 日，超 {over} 日"
            "（届满日 {due}）"
        ),
        exceptions="按领域规定延长；检测、检验、检疫、鉴定、公告、听证等期间不计",
        false_positive="移送退回、复议撤销后重作的案件重新起算",
    ),
    Check(
        id="pen-ext-invalid",
        name="延期审批无效",
        cites=(Cite("处罚法", 60), Cite("市监", 64)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("filed_on", "extensions"),
        marks=("extended",),
        breach=(
            "extensions IS NOT NULL AND len(extensions) > 0 AND (filed_on IS NOT NULL OR NULL) AND "
            f"({total('extensions', 'coalesce(o.days, 0)')} > case_extended OR "
            f"{by_domain(_against, 'filed_on', otherwise='NULL')})"
        ),
        facts={
            "due": "case_due_first",
            "asked": total("extensions", "coalesce(o.days, 0)"),
            "counted": "case_extended",
            "approved": "list_transform(extensions, lambda o: o.approved_on)",
            "roles": "list_transform(extensions, lambda o: o.approver_role)",
            "domain": "domain",
        },
        explain=(
            "{filed_on} 立案，原届满日 {due}；共延长 {asked} 日，其中在届满前批准的 {counted} 日"
            "（批准日 {approved}，批准层级 {roles:extensions.approver_role}，领域 {domain}）"
        ),
        false_positive="纸质审批早于录入",
    ),
    Check(
        id="pen-excl-abuse",
        name="扣除期间异常",
        cites=(Cite("浙江程序办法", 64),),
        kind=PENALTY,
        severity=Severity.YELLOW,
        standing=Standing.ANALYTIC,
        needs=("filed_on", "exclusions"),
        clear=f"excluded_percent <= {SHARE}",
        breach=(
            f"exclusions IS NOT NULL AND len(exclusions) > 0 AND (exclusions_odd OR case_excluded * 100 > {_EXCLUDED})"
        ),
        facts={
            "excluded": "case_excluded",
            "days": "case_end - filed_on",
            "limit": SHARE,
            "odd": f"len(list_filter(exclusions, lambda o: {ODD}))",
        },
        explain="全程 {days} 日中扣除 {excluded} 日（上限 {limit}%）；没有委托文书或晚于报告日仍在扣除的 {odd} 段",
        false_positive="法医、环境等鉴定确实耗时",
    ),
    Check(
        id="pen-doc-elements",
        name="决定书要素缺失",
        cites=(Cite("处罚法", 59),),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("decision_parts",),
        marks=("decision_incomplete",),
        breach="NOT undecided AND decision_lacking > 0",
        facts={"lacking": _LACKING},
        explain="决定书缺：{lacking:decision_parts}",
        false_positive="扫描件中的内容没有登记为要素",
    ),
    Check(
        id="pen-remedy-wrong",
        name="救济期限告知错误",
        cites=(Cite("处罚法", 59), Cite("复议法", 20), Cite("行诉法", 46)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("told_reconsideration_days", "told_suit_months"),
        clear=f"told_reconsideration_days = {REVIEW_DAYS} AND told_suit_months = {SUIT_MONTHS}",
        breach=(f"NOT undecided AND (told_reconsideration_days <> {REVIEW_DAYS} OR told_suit_months <> {SUIT_MONTHS})"),
        facts={"days": REVIEW_DAYS, "months": SUIT_MONTHS},
        explain=(
            "告知复议期限 {told_reconsideration_days} 日（应为 {days} 日）、"
            "起诉期限 {told_suit_months} 个月（应为 {months} 个月）"
        ),
        false_positive="特别法另定期限",
    ),
)
