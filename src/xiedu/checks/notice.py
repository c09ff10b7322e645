"""Group C, first part: notice, pleading and hearing before a penalty (告知、陈述申辩、听证)."""

from xiedu.checks.check import PENALTY, Check, Severity
from xiedu.checks.params import internal, statutory
from xiedu.checks.sql import WD, due
from xiedu.law.citation import Cite
from xiedu.records.codelists import NOTICE_PARTS
from xiedu.records.lists import lacking

PLEAD = statutory("plead_days", "陈述申辩期（工作日）", 3, Cite("浙江程序办法", 52))
PLEAD_LONG = statutory(
    "plead_long_days", "听证类和市场监管案件陈述申辩期（工作日）", 5, Cite("处罚法", 64), Cite("市监", 57)
)
REQUEST = statutory("hearing_request_days", "申请听证期限（工作日）", 5, Cite("处罚法", 64))
AHEAD = statutory("hearing_ahead_days", "听证通知提前的工作日数", 7, Cite("处罚法", 64), Cite("处罚法", 85))
_OURS = "全省数额须按省政府规定核对；领域另有规定的从其规定"
PERSON = internal("hearing_person_yuan", "听证数额：公民（元）", 10_000, Cite("处罚法", 63), note=_OURS)
SINGLE = internal("hearing_individual_yuan", "听证数额：个体工商户（元）", 10_000, Cite("处罚法", 63), note=_OURS)
UNIT = internal("hearing_unit_yuan", "听证数额：法人和非法人组织（元）", 100_000, Cite("处罚法", 63), note=_OURS)

_LONG = "(coalesce(hearing_right_told, FALSE) OR coalesce(domain = 'market', FALSE))"
_WINDOW = f"CASE WHEN {_LONG} THEN {PLEAD_LONG} ELSE {PLEAD} END"
_PLEAD_DUE = due("notice_served_on", f"({_WINDOW})", WD)
_LACKING = lacking("notice_parts", NOTICE_PARTS)
_THRESHOLD = (
    f"(CASE party_type WHEN 'organisation' THEN {UNIT} WHEN 'individual_business' THEN {SINGLE} "
    f"WHEN 'natural_person' THEN {PERSON} END * 100)"
)

CHECKS: tuple[Check, ...] = (
    Check(
        id="pen-no-notice",
        name="未事先告知",
        cites=(Cite("处罚法", 44), Cite("处罚法", 62)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("procedure", "notice_served_on", "decided_on"),
        marks=("notice_late",),
        breach="NOT undecided AND NOT simple AND notice_served_on > decided_on",
        explain="{decided_on} 作出决定，告知书 {notice_served_on} 才送达，决定在前、告知在后",
        exceptions="简易程序当场口头告知",
        false_positive="告知书多次送达，登记的是补送日期",
    ),
    Check(
        id="pen-notice-incomplete",
        name="告知要素不全",
        cites=(Cite("处罚法", 44),),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("procedure", "notice_parts"),
        marks=("notice_incomplete",),
        breach="NOT undecided AND NOT simple AND notice_lacking > 0",
        facts={"lacking": _LACKING},
        explain="告知书未载明：{lacking:notice_parts}",
        exceptions="简易程序当场口头告知",
        false_positive="扫描件中的内容没有登记为要素",
    ),
    Check(
        id="pen-plead-window",
        name="陈述申辩期未满即决定",
        cites=(Cite("浙江程序办法", 52), Cite("处罚法", 64), Cite("市监", 57)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("notice_served_on", "decided_on"),
        clear=f"decided_wait_long >= {PLEAD_LONG} AND decided_wait_short >= {PLEAD}",
        breach=(
            f"NOT undecided AND NOT coalesce(simple, FALSE) AND decided_wait < ({_WINDOW}) "
            "AND NOT coalesce(waiver_written, FALSE) AND hearing_on IS NULL AND NOT (pleading_on IS NOT NULL "
            "AND pleading_reviewed_on IS NOT NULL AND NOT coalesce(hearing_right_told, FALSE))"
        ),
        facts={"limit": _WINDOW, "due": _PLEAD_DUE},
        explain="{notice_served_on} 送达告知书，陈述申辩期 {limit} 个工作日至 {due} 届满，{decided_on} 即作出决定",
        exceptions="书面放弃；已举行听证；已陈述申辩并复核且不属听证案件",
        false_positive="放弃声明写在告知书回执上而未登记",
    ),
    Check(
        id="pen-plead-ignored",
        name="陈述申辩未复核",
        cites=(Cite("处罚法", 45),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("pleading_on", "pleading_reviewed_on", "decided_on"),
        marks=("pleading_open",),
        breach=(
            "NOT undecided AND pleading_on IS NOT NULL AND pleading_on <= decided_on "
            f"AND coalesce(pleading_wait < ({_WINDOW}), TRUE) AND coalesce(pleading_reviewed_on > decided_on, TRUE)"
        ),
        explain="{pleading_on} 陈述申辩，复核日期 {pleading_reviewed_on}，{decided_on} 作出决定",
        exceptions="逾期提出的陈述申辩",
        false_positive="复核写在集体讨论记录中",
    ),
    Check(
        id="pen-heavier",
        name="申辩或听证后加重",
        cites=(Cite("处罚法", 45, 2), Cite("市监", 58)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("fine", "notice_fine", "pleading_on"),
        marks=("made_heavier",),
        breach=(
            "NOT undecided AND (pleading_on IS NOT NULL OR hearing_on IS NOT NULL) AND second_notice_on IS NULL "
            "AND (coalesce(penalties_added, FALSE) OR fine > notice_fine)"
        ),
        facts={"more": "fine - notice_fine", "penalties": "penalties", "notice_penalties": "notice_penalties"},
        explain=(
            "告知拟罚 {notice_fine:yuan} 元（{notice_penalties}），决定罚款 {fine:yuan} 元（{penalties}），"
            "多 {more:yuan} 元，没有再次告知"
        ),
        exceptions="有新的事实并再次告知",
        false_positive="没收款重新计算",
    ),
    Check(
        id="pen-hearing-not-told",
        name="应告知听证未告知",
        cites=(Cite("处罚法", 63),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("penalties", "fine", "party_type", "hearing_right_told"),
        clear=f"untold_amount < least({UNIT}, {SINGLE}, {PERSON}) * 100",
        breach=(
            "NOT undecided AND NOT coalesce(simple, FALSE) AND NOT hearing_right_told AND "
            f"(penalties_grave OR fined >= {_THRESHOLD} OR coalesce(confiscated, 0) >= {_THRESHOLD})"
        ),
        facts={"threshold": _THRESHOLD, "confiscated": "confiscated"},
        explain=(
            "处罚类别 {penalties}，罚款 {fine:yuan} 元，没收 {confiscated:yuan} 元；"
            "听证数额 {threshold:yuan} 元，没有告知听证权利"
        ),
        exceptions="简易程序",
        false_positive="听证数额由省规定，领域另有规定的按领域设置",
    ),
    Check(
        id="pen-hearing-not-held",
        name="申请听证未组织",
        cites=(Cite("处罚法", 63), Cite("处罚法", 64)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("notice_served_on", "hearing_req_on", "hearing_on", "decided_on"),
        marks=("hearing_unheld",),
        breach=(
            "NOT undecided AND hearing_req_on IS NOT NULL AND hearing_withdrawn_on IS NULL "
            f"AND request_wait < {REQUEST} AND coalesce(hearing_on > decided_on, TRUE)"
        ),
        facts={"due": due("notice_served_on", REQUEST, WD)},
        explain="{hearing_req_on} 申请听证（期限至 {due}），听证日期 {hearing_on}，{decided_on} 作出决定",
        exceptions="书面撤回申请",
        false_positive="邮寄申请按期寄出、逾期收到；当事人无故缺席视为放弃",
    ),
    Check(
        id="pen-hearing-notice-7",
        name="听证通知不足七日",
        cites=(Cite("处罚法", 64), Cite("处罚法", 85)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("hearing_notice_on", "hearing_on"),
        clear=f"hearing_ahead >= {AHEAD}",
        breach=f"hearing_on IS NOT NULL AND hearing_ahead < {AHEAD}",
        facts={"ahead": "hearing_ahead", "limit": AHEAD},
        explain="{hearing_notice_on} 送达听证通知，{hearing_on} 听证，相隔 {ahead} 个工作日，应在 {limit} 个工作日前",
        false_positive="登记的是通知书落款日而不是送达日",
    ),
    Check(
        id="pen-hearing-chair",
        name="听证主持人为本案调查人员",
        cites=(Cite("处罚法", 64),),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("hearing_on", "hearing_chair_cert", "officers"),
        marks=("hearing_chair",),
        breach="hearing_on IS NOT NULL AND chair_handled",
        facts={"hearing_chair": "hearing_chair"},
        explain="{hearing_on} 听证由 {hearing_chair}（{hearing_chair_cert}）主持，其为本案执法人员",
    ),
    Check(
        id="pen-hearing-record",
        name="无听证笔录或未据笔录决定",
        cites=(Cite("处罚法", 64), Cite("处罚法", 65)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("hearing_on", "hearing_record"),
        marks=("hearing_unused",),
        breach=(
            "hearing_on IS NOT NULL AND (coalesce(legal_review_on < hearing_on, FALSE) "
            "OR coalesce(decided_on < hearing_on, FALSE) OR NOT hearing_record)"
        ),
        facts={"legal_review_on": "legal_review_on", "decided_on": "decided_on"},
        explain="{hearing_on} 听证，有笔录：{hearing_record}；法制审核 {legal_review_on}，决定 {decided_on}",
        false_positive="听证后又作过一次法制审核而只登记了第一次",
    ),
)
