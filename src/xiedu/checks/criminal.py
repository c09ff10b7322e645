"""Group D: was a case that may be a crime handed over, in time, and not settled with a fine (行刑衔接)."""

from xiedu.checks.check import PENALTY, Check, Severity
from xiedu.checks.params import internal, statutory
from xiedu.checks.sql import CD, due
from xiedu.law.citation import Cite

APPROVE = statutory("transfer_approve_days", "移送审批期限（日）", 3, Cite("移送规定", 5))
HAND_OVER = statutory("transfer_hours", "批准后移送期限（小时）", 24, Cite("移送规定", 5))
ANSWER = statutory("psb_days", "公安机关审查期限（日）", 3, Cite("移送规定", 8))
GOODS = statutory("criminal_goods_days", "立案后涉案物品移交期限（日）", 3, Cite("移送规定", 12))
RESUME = internal("resume_days", "公安机关不予立案后继续处理期限（日）", 30, Cite("移送规定", 10))

_HANDED = "(transferred_at IS NOT NULL OR psb_received_on IS NOT NULL)"
_REFUSED = "coalesce(psb_decision, '') IN ('not_filed', 'returned')"
_REPORTED = due("transfer_reported_on", APPROVE, CD)
_ANSWERED = due("psb_received_on", ANSWER, CD)
_DELIVERED = due("psb_filed_on", GOODS, CD)
_RESUMED = due("psb_decided_on", RESUME, CD)
_BY_HOUR = f"(transfer_approved_at + to_hours({HAND_OVER}))"

CHECKS: tuple[Check, ...] = (
    Check(
        id="cri-not-transferred",
        name="涉罪未移送",
        cites=(Cite("处罚法", 27), Cite("移送规定", 3)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("criminal_suspected",),
        marks=("criminal",),
        breach=f"criminal_suspected AND NOT undecided AND NOT {_HANDED}",
        facts={"amount": "involved_amount", "day": "decided_on"},
        explain="登记为涉嫌犯罪（涉案金额 {amount:yuan} 元），{day} 已作处理，没有移送公安机关的记录",
        exceptions="尚在调查的案件；已移送",
        false_positive="追诉标准由人判断，本项只依登记的“涉嫌犯罪”",
    ),
    Check(
        id="cri-transfer-late",
        name="移送超期",
        cites=(Cite("移送规定", 5),),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("transfer_reported_on", "transfer_approved_at", "transferred_at"),
        marks=("criminal",),
        breach=(
            "CASE WHEN criminal_suspected IS FALSE OR (criminal_suspected IS NULL AND coalesce(transfer_reported_on, "
            "transfer_approved_at::DATE, transferred_at::DATE) IS NULL) THEN FALSE "
            f"ELSE coalesce(transfer_approved_at::DATE, transferred_at::DATE, :today) > {_REPORTED} "
            f"OR coalesce(transferred_at, :today) > {_BY_HOUR} END"
        ),
        facts={"due": _REPORTED, "limit": APPROVE, "hours": HAND_OVER},
        explain=(
            "{transfer_reported_on} 提出移送报告，{transfer_approved_at} 批准（限 {limit} 日，至 {due}），"
            "{transferred_at} 移送（限批准后 {hours} 小时）"
        ),
        exceptions="登记为不涉嫌犯罪",
        false_positive="三日按自然日计算，规定没有写明工作日",
    ),
    Check(
        id="cri-fine-instead",
        name="以罚代刑",
        cites=(Cite("处罚法", 27), Cite("移送规定", 11)),
        kind=PENALTY,
        severity=Severity.RED,
        needs=("criminal_suspected", "fine", "closed_on"),
        marks=("criminal",),
        breach=(f"CASE WHEN closed_on IS NULL THEN FALSE ELSE criminal_suspected AND fined > 0 AND NOT {_HANDED} END"),
        explain="登记为涉嫌犯罪，罚款 {fine:yuan} 元后于 {closed_on} 结案，没有移送公安机关的记录",
        exceptions="移送前已经依法罚款的（罚金折抵）；尚未结案",
        false_positive="移送记录没有登记",
    ),
    Check(
        id="cri-psb-silent",
        name="公安未按期反馈",
        cites=(Cite("移送规定", 8),),
        kind=PENALTY,
        severity=Severity.YELLOW,
        needs=("psb_received_on", "psb_decided_on"),
        marks=("criminal",),
        breach=(
            "CASE WHEN criminal_suspected IS FALSE OR transferred_at IS NULL AND psb_received_on IS NULL THEN FALSE "
            f"ELSE coalesce(psb_decided_on, :today) > {_ANSWERED} END"
        ),
        facts={"due": _ANSWERED, "limit": ANSWER},
        explain="公安机关 {psb_received_on} 受理，{psb_decided_on} 决定，限 {limit} 日（至 {due}）",
        exceptions="没有移送的案件",
        false_positive="后来的衔接规定允许更长；公安机关不属于本平台监督，转检察机关、政法委",
    ),
    Check(
        id="cri-goods",
        name="公安立案后涉案物品未移交",
        cites=(Cite("移送规定", 12), Cite("强制法", 21)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("psb_decision", "psb_filed_on", "goods_transferred_on"),
        marks=("psb_filed",),
        breach=(
            "CASE WHEN psb_decision <> 'filed' OR (psb_decision IS NULL AND psb_filed_on IS NULL) THEN FALSE "
            f"ELSE coalesce(goods_transferred_on, :today) > {_DELIVERED} END"
        ),
        facts={"due": _DELIVERED, "limit": GOODS},
        explain="{psb_filed_on} 接到立案通知，{goods_transferred_on} 移交涉案物品，限 {limit} 日（至 {due}）",
        exceptions="公安机关没有立案",
        false_positive="没有涉案物品；法律另有规定",
    ),
    Check(
        id="cri-returned-not-handled",
        name="公安不予立案后未继续处理",
        cites=(Cite("移送规定", 10),),
        kind=PENALTY,
        severity=Severity.YELLOW,
        needs=("psb_decision", "psb_decided_on", "resumed_on"),
        marks=("psb_returned",),
        breach=(
            f"CASE WHEN NOT {_REFUSED} THEN CASE WHEN psb_decision IS NOT NULL OR NOT {_HANDED} THEN FALSE END "
            "WHEN decided_on >= psb_decided_on OR closed_on >= psb_decided_on THEN FALSE "
            f"ELSE coalesce(resumed_on, :today) > {_RESUMED} END"
        ),
        facts={"due": _RESUMED, "limit": RESUME},
        explain="公安机关 {psb_decided_on} {psb_decision}，{resumed_on} 继续处理，限 {limit} 日（至 {due}，内部目标）",
        exceptions="公安机关立案；其后已作决定或结案",
        false_positive="正在复议或立案监督中",
    ),
)
