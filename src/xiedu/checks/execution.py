"""Group F: paying and executing (罚缴与执行)."""

from xiedu.checks.check import COERCION, PENALTY, Check, Severity, Standing
from xiedu.checks.params import internal, statutory
from xiedu.checks.sql import CD, WD, M, after, due
from xiedu.law.citation import Cite
from xiedu.law.instruments import MEASURES
from xiedu.records import calendar_sql
from xiedu.records.lists import has_any

ON_SITE = statutory("on_site_yuan", "当场收缴上限（元）", 100, Cite("处罚法", 68))
REMIT = statutory("remit_days", "当场罚款交机关、交银行期限（各，工作日）", 2, Cite("处罚法", 71), Cite("处罚法", 85))
PAY = statutory("pay_days", "缴纳罚款期限（日）", 15, Cite("处罚法", 67))
PURSUE = internal("pursue_days", "逾期未缴后处置期限（日）", 30, Cite("处罚法", 72))
DAILY = statutory("surcharge_percent", "加处罚款每日百分比", 3, Cite("处罚法", 72))
DEMAND = statutory("demand_days", "催告后申请法院的间隔（工作日）", 10, Cite("强制法", 54), Cite("强制法", 69))
COURT = statutory("court_months", "申请法院强制执行期限（月）", 3, Cite("强制法", 53))
SUE = statutory("sue_months", "起诉期限（月）", 6, Cite("行诉法", 46))
IDLE = internal("idle_days", "决定未执行的天数", 180, Cite(MEASURES, 14, 1, 9))
NIGHT_FROM = internal("night_from", "夜间起点（时）", 22, Cite("强制法", 43))
NIGHT_TO = internal("night_to", "夜间终点（时）", 6, Cite("强制法", 43))
SUBSTITUTE = statutory("substitute_days", "代履行前催告期限（工作日）", 3, Cite("强制法", 51), Cite("强制法", 69))
CLOSE = statutory("close_days", "结案期限（工作日）", 15, Cite("市监", 77))

_REMEDY_OVER = "list_max(list_transform(remedy, lambda o: coalesce(o.end_on, :today)))"
_SUIT_END = due("served_on", SUE, M)
_REMEDY_END = f"greatest({_SUIT_END}, coalesce({_REMEDY_OVER}, {_SUIT_END}))"
_COURT_START = f"coalesce(list_max(list_transform(deferrals, lambda o: o.until_on)), {_REMEDY_END})"
_COURT_DUE = due(_COURT_START, COURT, M)
_UNPAID = "(fined - paid_fine)"
_PURSUE_DUE = due(due("served_on", PAY, CD), PURSUE, CD)
_ACTED = (
    "(coalesce(surcharge, 0) > 0 OR demand_served_on IS NOT NULL OR court_applied_on IS NOT NULL "
    "OR coalesce(len(deferrals), 0) > 0 OR coalesce(len(remedy), 0) > 0)"
)
_COLLECTED = "coalesce(CASE WHEN on_water THEN landed_on END, collected_on)"
_TO_AGENCY = due(_COLLECTED, REMIT, WD)
_TO_BANK = due("to_agency_on", REMIT, WD)
_IN_REMEDY = (
    "coalesce(list_sum(list_transform(remedy, lambda o: greatest(0, least(coalesce(o.end_on, :today), surcharge_to) "
    "- greatest(o.start_on, surcharge_from) + 1))), 0)"
)
_DAYS = f"(surcharge_to - surcharge_from + 1 - {_IN_REMEDY})"
_RIGHT = f"least(fined, fined * {DAILY} * {_DAYS} // 100)"
_EXECUTION = "coercion_kind IN ('transfer_funds', 'auction', 'clear', 'substitute', 'demolish', 'other_execution')"
_HOUR = "hour(started_at)"
_SERVED_END = due("executed_decision_served_on", SUE, M)
_DEMOLITION_END = f"greatest({_SERVED_END}, coalesce({_REMEDY_OVER}, {_SERVED_END}))"
_DONE_ON = "coalesce(executed_on, held_from)"

CHECKS: tuple[Check, ...] = (
    Check(
        id="exe-onsite-illegal",
        name="违规当场收缴",
        cites=(Cite("处罚法", 67), Cite("处罚法", 68), Cite("处罚法", 69)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("collection", "procedure", "fine"),
        clear=f"on_site_fine <= {ON_SITE} * 100",
        breach=(
            "on_site AND NOT coalesce(remote_area AND party_asked_on_site, FALSE) "
            "AND NOT coalesce(simple AND hard_to_execute, FALSE) "
            f"AND (NOT simple OR fined > {ON_SITE} * 100)"
        ),
        facts={"limit": ON_SITE, "hard": "hard_to_execute"},
        explain="{procedure}，罚款 {fine:yuan} 元当场收缴（当场处罚 {limit} 元以下可以），事后难以执行：{hard}",
        exceptions="边远、水上、交通不便地区且当事人提出；当场处罚且事后难以执行",
        false_positive="扫码直缴国库不是当场收缴",
    ),
    Check(
        id="exe-remit",
        name="当场罚款未及时上缴",
        cites=(Cite("处罚法", 71), Cite("处罚法", 85)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("collection", "collected_on", "to_agency_on", "to_bank_on"),
        clear=f"remitted_wait < {REMIT} AND banked_wait < {REMIT}",
        breach=f"on_site AND (remitted_wait >= {REMIT} OR banked_wait >= {REMIT})",
        facts={"limit": REMIT, "due": _TO_AGENCY, "bank_due": _TO_BANK},
        explain=(
            "{collected_on} 当场收缴，{to_agency_on} 交机关（限 {limit} 个工作日，至 {due}），"
            "{to_bank_on} 缴银行（至 {bank_due}）"
        ),
        exceptions="水上收缴自抵岸之日起算",
    ),
    Check(
        id="exe-no-receipt",
        name="当场收缴未开财政票据",
        cites=(Cite("处罚法", 70),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("collection", "collected_on", "receipt_no"),
        marks=("receipt_lacking",),
        breach="on_site AND (collected_on IS NOT NULL OR NULL) AND receipt_no IS NULL",
        explain="{collected_on} 当场收缴，没有登记财政票据号",
        false_positive="票据号未录入",
    ),
    Check(
        id="exe-fine-unpaid",
        name="罚款逾期未缴未处置",
        cites=(Cite("处罚法", 67), Cite("处罚法", 72)),
        kind=PENALTY,
        severity=Severity.YELLOW,
        needs=("served_on", "fine", "paid"),
        marks=("unpaid",),
        breach=f"NOT undecided AND fined > 0 AND NOT {_ACTED} AND :today > {_PURSUE_DUE} AND {_UNPAID} > 0",
        facts={"unpaid": _UNPAID, "pay_due": due("served_on", PAY, CD), "limit": PURSUE, "due": _PURSUE_DUE},
        explain=(
            "{served_on} 送达，罚款 {fine:yuan} 元，缴款期至 {pay_due}，尚欠 {unpaid:yuan} 元；"
            "逾期 {limit} 日（至 {due}）没有加处、催告、延期分期或申请执行"
        ),
        exceptions="已批准延期分期；复议诉讼中",
        false_positive="财政缴款数据迟到",
    ),
    Check(
        id="exe-surcharge",
        name="加处罚款计算错误",
        cites=(Cite("处罚法", 72), Cite("处罚法", 73), Cite("强制法", 45)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("fine", "surcharge"),
        marks=("surcharged",),
        breach=(
            "coalesce(surcharge, 0) > 0 AND NOT coalesce(surcharge_waived, FALSE) AND (surcharge > fined OR "
            f"(coalesce(paid_n, 0) = 0 AND surcharge <> {_RIGHT}))"
        ),
        facts={"percent": DAILY, "days": _DAYS, "right": _RIGHT},
        explain=(
            "罚款 {fine:yuan} 元，加处 {surcharge:yuan} 元；按每日 {percent}%、{days} 日计为 {right:yuan} 元，"
            "且不得超过本金"
        ),
        exceptions="执行协议减免",
        false_positive="部分缴纳后按余额计算",
    ),
    Check(
        id="exe-demand-missing",
        name="未催告即申请强制执行",
        cites=(Cite("强制法", 54), Cite("强制法", 69)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("court_applied_on", "demand_served_on"),
        clear=f"applied_wait >= {DEMAND}",
        breach=(
            "NOT coalesce(immediate_execution, FALSE) AND CASE WHEN court_applied_on IS NULL "
            "THEN (CASE WHEN coalesce(execution_state, '') <> 'court' THEN FALSE END) "
            f"ELSE coalesce(applied_wait < {DEMAND}, demand_served_on IS NULL) END"
        ),
        facts={"limit": DEMAND, "due": due("demand_served_on", DEMAND, WD)},
        explain="催告书送达 {demand_served_on}，申请法院 {court_applied_on}；满 {limit} 个工作日（{due}）方可申请",
        exceptions="为公共安全立即执行",
        false_positive="催告书公告送达未登记",
    ),
    Check(
        id="exe-court-3m",
        name="逾期未申请法院执行",
        cites=(Cite("强制法", 53), Cite("处罚法", 72)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("served_on", "fine", "paid", "court_applied_on"),
        marks=("unpaid",),
        breach=(
            "NOT undecided AND NOT coalesce(own_power, FALSE) AND fined > 0 "
            f"AND coalesce(court_applied_on, :today) > {_COURT_DUE} AND {_UNPAID} > 0"
        ),
        facts={"unpaid": _UNPAID, "remedy_end": _COURT_START, "limit": COURT, "due": _COURT_DUE},
        explain=(
            "{served_on} 送达，救济期或分期届满 {remedy_end}，其后 {limit} 个月至 {due}；"
            "申请法院 {court_applied_on}，尚欠 {unpaid:yuan} 元"
        ),
        exceptions="机关有强制执行权；批准分期的自分期届满起算",
        false_positive="特别法的起诉期限较短",
    ),
    Check(
        id="exe-decision-idle",
        name="决定长期未执行",
        cites=(Cite("强制法", 39), Cite(MEASURES, 14, 1, 9)),
        kind=COERCION,
        severity=Severity.YELLOW,
        standing=Standing.PARTLY,
        needs=("execution_decided_on", "execution_state"),
        breach=(
            f"execution_decided_on IS NOT NULL AND executed_on IS NULL AND :today > execution_decided_on + {IDLE} "
            "AND execution_state = 'running'"
        ),
        facts={"limit": IDLE, "days": ":today - execution_decided_on"},
        explain="{execution_decided_on} 决定强制执行，已 {days} 日未执行（内部目标 {limit} 日），状态{execution_state}",
        exceptions="中止、终结执行或已申请法院",
    ),
    Check(
        id="exe-night-holiday",
        name="夜间或节假日强制执行",
        cites=(Cite("强制法", 43),),
        kind=COERCION,
        severity=Severity.RED,
        needs=("coercion_kind", "started_at"),
        breach=(
            f"{_EXECUTION} AND urgent_reason IS NULL AND NOT coalesce(urgent, FALSE) AND "
            f"({_HOUR} >= {NIGHT_FROM} OR {_HOUR} < {NIGHT_TO} OR NOT {calendar_sql.is_workday('held_from')})"
        ),
        facts={"worked": calendar_sql.is_workday("held_from"), "begins": NIGHT_FROM, "ends": NIGHT_TO},
        explain="{coercion_kind}于 {started_at} 实施；夜间为 {begins} 时至 {ends} 时，当日为工作日：{worked}",
        exceptions="情况紧急",
        false_positive="法律称法定节假日，普通周末有争议",
    ),
    Check(
        id="exe-utilities",
        name="以停水停电等逼迫居民",
        cites=(Cite("强制法", 43, 2),),
        kind=COERCION,
        severity=Severity.RED,
        needs=("means", "residential"),
        breach=f"{has_any('means', 'water', 'power', 'heat', 'gas')} AND residential",
        explain="对居民生活采取 {means}",
        false_positive="经营场所登记为居民生活",
    ),
    Check(
        id="exe-demolish",
        name="救济期内强拆或未公告",
        cites=(Cite("强制法", 44),),
        kind=COERCION,
        severity=Severity.RED,
        needs=("coercion_kind", "executed_decision_served_on", "demolition_announced_on"),
        breach=(
            "coercion_kind = 'demolish' AND NOT coalesce(self_demolished, FALSE) AND NOT coalesce(under_construction, "
            f"FALSE) AND (demolition_announced_on IS NULL OR {_DONE_ON} <= {_DEMOLITION_END})"
        ),
        facts={"done": _DONE_ON, "due": _DEMOLITION_END},
        explain=(
            "限期拆除公告 {demolition_announced_on}，决定 {executed_decision_served_on} 送达，"
            "救济期至 {due}，{done} 拆除"
        ),
        exceptions="当事人自行拆除；正在建设的另有规定",
    ),
    Check(
        id="exe-substitute",
        name="代履行程序不全",
        cites=(Cite("强制法", 51), Cite("强制法", 69)),
        kind=COERCION,
        severity=Severity.ORANGE,
        needs=("coercion_kind", "demand_served_on", "execution_document", "agency_present"),
        breach=(
            "coercion_kind = 'substitute' AND NOT coalesce(immediate, FALSE) AND (NOT execution_document "
            f"OR NOT agency_present OR held_from <= {due('demand_served_on', SUBSTITUTE, WD)})"
        ),
        facts={"started": "held_from", "limit": SUBSTITUTE, "due": due("demand_served_on", SUBSTITUTE, WD)},
        explain=(
            "催告 {demand_served_on}（满 {limit} 个工作日为 {due}），{started} 代履行；"
            "决定书：{execution_document}，派员到场：{agency_present}"
        ),
        exceptions="立即代履行",
    ),
    Check(
        id="exe-close-late",
        name="应结未结",
        cites=(Cite("市监", 77),),
        kind=PENALTY,
        severity=Severity.BLUE,
        needs=("executed_on", "closed_on"),
        clear=f"closed_wait < {CLOSE}",
        breach=f"executed_on IS NOT NULL AND {after('coalesce(closed_on, :today)', 'executed_on', CLOSE, WD)}",
        facts={"limit": CLOSE, "due": due("executed_on", CLOSE, WD)},
        explain="{executed_on} 执行完毕，结案 {closed_on}，限 {limit} 个工作日（至 {due}）",
        false_positive="其他领域没有此期限",
    ),
)
