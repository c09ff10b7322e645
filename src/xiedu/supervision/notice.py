"""From a supervision matter to the notice, its correction and the government's decision (arts 14, 16, 17, 24)."""

from typing import Any

from xiedu.law.citation import Cite, M
from xiedu.procedure.common import WithReason, assigning, reading_up, receipts, redaction, review
from xiedu.procedure.situation import REVIEW_DRAFT, Situation
from xiedu.procedure.table import LEADING_POSTS, START, Issue, Move, Procedure, Role, State, Term, Wait, Who, latest
from xiedu.supervision import notice_facts as say
from xiedu.supervision import notice_papers as write
from xiedu.supervision import notice_rules as rule
from xiedu.supervision.common import DAYS, REPORT_CITE, SILENT, handled_somewhere, in_force, two_certified
from xiedu.supervision.notice_rules import LAW_73, notice_of

HANDLER = Role("handler", "承办的司法行政机关")
SUBJECT = Role("subject", "被监督机关", party=True)
GUIDANCE = Role("guidance", "综合行政执法指导机构")
DECIDER = Role("decider", "同级人民政府")
READER = Role("reader", "调阅机关")
STARTER = Role("starter", "司法行政机关")
BUREAU = Who(STARTER.code, kinds=frozenset({"justice"}))

EXPLAIN = Term("explain", "说明情况", "supervision.explain")
INVESTIGATE = Term("investigate", "调查核实", "supervision.investigate")
REPORT = Term("report", "报告整改情况", "supervision.report")
VERIFY = Term("verify", "核验整改", "supervision.verify")
REVIEW = Term("objection_review", "复核异议", "supervision.objection")
GOVERN = Term("govern", "政府决定", "supervision.govern")


def _copied(sit: Situation) -> tuple[Wait, ...]:
    """Whoever got a copy of the notice has to guide; the bureau closes."""
    choice = sit.last("art24")
    waits = [Wait("handler", "决定是否抄送并办结")]
    if choice and choice.facts.get("copy_it") and not sit.every("record_guidance"):
        waits.append(Wait("guidance", "登记加强指导的情况"))
    return tuple(waits)


STATES = (
    State("investigating", "调查核实中", (Wait("handler", "调查核实", "investigate"),)),
    State("hearing", "听取意见中", (Wait("subject", "说明情况", "explain"), Wait("handler", "提出处理意见"))),
    State("issued", "通知书已出具", (Wait("handler", "送达监督通知书"),)),
    State("correcting", "整改中", (Wait("subject", "整改并报告", "correct"), Wait("handler", "跟踪整改", "correct"))),
    State("objected", "异议复核中", (Wait("handler", "复核异议", "objection_review", LEADING_POSTS),)),
    State("reported", "待核验整改", (Wait("handler", "核验整改", "verify"),)),
    State("submitted", "待政府决定", (Wait("decider", "作出决定", "govern"),)),
    State("decided", "决定书已制发", (Wait("decider", "送达决定书"), Wait("handler", "送达决定书"))),
    State("executing", "决定执行中", (Wait("subject", "执行并报告", "execute"),)),
    State("executed", "已报告执行", (Wait("handler", "核实执行情况"),)),
    State("corrected", "整改已通过", _copied),
    State("closed", "已办结"),
    State("ended_without_notice", "未制发通知书结束", stopped=True),
    State("withdrawn", "通知书已撤回", stopped=True),
    State("escalated", "已报告或者移送"),
)  # fmt: skip
ENDS = frozenset({"closed", "ended_without_notice", "withdrawn", "escalated"})
EVERY = tuple(s.code for s in STATES)
OPEN = tuple(s for s in EVERY if s not in ENDS)
AFTER_NOTICE = (
    "issued",
    "correcting",
    "objected",
    "reported",
    "submitted",
    "decided",
    "executing",
    "executed",
    "corrected",
)
HEARD = tuple(s for s in OPEN if s != "investigating")

FINDING = (
    Move("file", "立案监督", (START,), "investigating", (BUREAU,), cites=(M(14), M(15), M(16)), facts=say.Filing,
         guards=(in_force, handled_somewhere, rule.my_business, rule.act_before, rule.not_excluded), effect=rule.filed,
         starts=(INVESTIGATE,), causes="建立监督事项；听取意见前被监督机关看不到。", main=True),
    Move("investigate", "登记调查情况", ("investigating", "hearing"), None, (HANDLER.any,), cites=(M(13), M(15)),
         facts=say.Investigation, guards=(two_certified,), causes="调查情况和证据存入案卷。", main=True),
    Move("hear", "听取被监督机关意见", ("investigating", "hearing"), "hearing", (HANDLER.any,), cites=(M(12),),
         policy=SILENT, facts=say.Hearing, guards=(rule.investigated,),
         issues=(Issue("situation_letter", write.letter, serves=("subject",)),), starts=(EXPLAIN,),
         stops=("investigate",), approval="routine", main=True, causes="出具情况说明函；被监督机关从此可看到本事项。"),
    Move("explain", "提交情况说明", ("hearing",), None, (SUBJECT.any,), cites=(M(12),), policy=SILENT,
         facts=say.Explanation, stops=("explain",), main=True, causes="说明和材料存入案卷。"),
    Move("end_without_notice", "不制发通知书结束", ("investigating", "hearing"), "ended_without_notice",
         (HANDLER.head,), cites=(M(16),), policy="司法行政机关“有权”制作通知书，不制发的须说明理由。",
         facts=say.WithoutNotice, guards=(rule.investigated,), effect=rule.over, causes="说明情形和理由后结束。"),
)  # fmt: skip

NOTICE_PAPER = Issue("supervision_notice", write.notice, serves=("subject",), sent=False,
                     locked=write.locked)  # fmt: skip
WITHDRAWAL = Issue("notice_withdrawal", write.withdrawal, serves=("subject",))
NOTIFYING = (
    Move("issue_notice", "出具监督通知书", ("hearing",), "issued", (HANDLER.any,), cites=(M(16),), facts=say.Notice,
         guards=(rule.investigated, rule.heard, rule.no_decision), effect=rule.issued, issues=(NOTICE_PAPER,),
         stops=("explain", "investigate"), approval="notice", main=True,
         causes="出具《行政执法监督通知书》，送达后起算整改期限。"),
    Move("serve", "送达通知书", ("issued",), "correcting", (HANDLER.any,),
         cites=(M(16), Cite("浙江省行政程序办法", 66)), facts=say.Service, effect=rule.served, starts=(REPORT,),
         main=True, causes="自收到之日起算整改期限和三十日报告期限；出具后不得改动，只能更正或者撤回。"),
    Move("object", "提出异议", ("correcting",), "objected", (SUBJECT.any,), policy="办法未规定异议，由平台政策设定。",
         facts=say.Objection, guards=(rule.objects_once,), starts=(REVIEW,),
         causes="由通知书起草人、签发人以外的人员复核；整改期限继续计算。"),
    Move("maintain", "维持通知书", ("objected",), "correcting", (HANDLER.lead,), policy="异议复核为平台政策。",
         facts=say.Reviewed, guards=(rule.another_reviewer,), stops=("objection_review",), main=True,
         causes="异议不成立，继续整改。"),
    Move("uphold_correct", "异议成立，更正通知书", ("objected",), "issued", (HANDLER.lead,), cites=(M(16),),
         policy="异议复核为平台政策。", facts=say.Corrected, guards=(rule.another_reviewer, rule.no_decision),
         effect=rule.reissued, issues=(NOTICE_PAPER,), causes="作废原通知书，出具新的通知书并重新送达。"),
    Move("uphold_withdraw", "异议成立，撤回通知书", ("objected",), "withdrawn", (HANDLER.head,), cites=(M(16),),
         policy="异议复核为平台政策。", facts=say.Withdrawal, guards=(rule.another_reviewer,), effect=rule.withdrawn,
         issues=(WITHDRAWAL,), causes="以函撤回通知书，事项结束。"),
    Move("correct_notice", "更正通知书", ("issued", "correcting"), "issued", (HANDLER.any,), cites=(M(16),),
         policy="有错误的，作废原文书并重新出具，原文号不再使用。", facts=say.Corrected,
         guards=(rule.no_decision,), effect=rule.reissued, issues=(NOTICE_PAPER,), approval="notice",
         causes="作废原通知书，出具新的通知书并重新送达。"),
    Move("withdraw_notice", "撤回通知书", ("issued", "correcting"), "withdrawn", (HANDLER.any,), cites=(M(16),),
         policy="撤回须以函为之，说明理由。", facts=say.Withdrawal, effect=rule.withdrawn, issues=(WITHDRAWAL,),
         approval="notice", causes="以函撤回通知书，事项结束。"),
    Move("art24", "决定是否抄送指导机构", AFTER_NOTICE, None, (HANDLER.lead,), cites=(M(24),), facts=say.CopyChoice,
         guards=(rule.chosen_once, rule.guidance_exists), effect=rule.copied,
         issues=(Issue("guidance_copy", write.guidance_copy, serves=("guidance",), when=rule.chose_copy),),
         causes="视情抄送，说明理由；抄送后由指导机构登记加强指导的情况。"),
    Move("record_guidance", "登记加强指导的情况", AFTER_NOTICE, None, (GUIDANCE.any,), cites=(M(24),),
         facts=say.Guidance, main=True, causes="指导情况存入案卷，司法行政机关可见。"),
)  # fmt: skip

CORRECTING = (
    Move("report", "报告整改情况", ("correcting",), "reported", (SUBJECT.any,), cites=(M(16), REPORT_CITE),
         facts=say.CorrectionReport, guards=(rule.items_of_notice,),
         issues=(Issue("correction_report", write.report, "subject", serves=("handler",)),), starts=(VERIFY,),
         stops=("report",), approval="correction", main=True, causes="出具整改情况报告，送司法行政机关核验。"),
    Move("accept_correction", "通过核验", ("reported",), "corrected", (HANDLER.any,), cites=(M(16),),
         facts=say.Acceptance, stops=("verify", "correct"), main=True, causes="整改完成，转入办结。"),
    Move("return_correction", "部分或者未通过核验", ("reported",), "correcting", (HANDLER.any,), cites=(M(16),),
         facts=say.NotYet, stops=("verify",), causes="写明未落实的事项，退回继续整改；整改期限不重新计算。"),
    Move("extend", "延长整改期限", ("correcting",), None, (HANDLER.lead,), cites=(M(16),), policy=SILENT,
         facts=say.Extension, guards=(rule.still_time,), effect=rule.extended, causes="整改期限延长，理由对各方可见。"),
    Move("urge", "督办", ("correcting",), None, (HANDLER.any,), cites=(M(16),), policy="督办函为工作安排。",
         facts=say.Urging, guards=(rule.expired,),
         issues=(Issue("supervision_urging", write.urging, serves=("subject",)),), approval="routine",
         causes="整改逾期的，出具督办函。"),
    Move("escalate", "报告政府、移送或者建议追责", ("correcting", "executing"), "escalated",
         (HANDLER.head,), cites=(M(12), M(18)),
         policy=SILENT, facts=say.Escalated, guards=(rule.expired, rule.no_decidable_act), effect=rule.over,
         causes="整改逾期而不能变更、撤销，或者决定逾期未执行的，报告或者移送后结束。"),
)  # fmt: skip

DECISION_PAPER = Issue("supervision_decision", write.decision, "decider", serves=("subject",),
                       copies=("handler", "guidance"), sent=False, locked=write.locked)  # fmt: skip
REQUEST = Issue("decision_request", write.request, serves=("decider",), locked=write.locked)
DECIDING = (
    Move("submit", "提请政府决定", ("correcting",), "submitted", (HANDLER.any,), cites=(M(17), LAW_73),
         facts=say.Submission,
         guards=(rule.an_act, rule.expired, rule.government_controls, rule.no_remedy, rule.grounds_hold),
         effect=rule.to_government, issues=(REQUEST,), starts=(GOVERN,), approval="notice",
         causes="出具请示，提请同级人民政府变更或者撤销该行政行为。"),
    Move("issue_decision", "制发监督决定书", ("submitted",), "decided", (DECIDER.head,), cites=(M(17), LAW_73),
         facts=say.Decision, guards=(rule.within_submission, rule.no_remedy), issues=(DECISION_PAPER,),
         stops=("govern",), main=True, causes="以人民政府名义制发《行政执法监督决定书》，变更或者撤销该行政行为。"),
    Move("decline", "不予决定", ("submitted",), "correcting", (DECIDER.head,), cites=(M(17),), policy=SILENT,
         facts=WithReason, effect=rule.from_government, stops=("govern",), causes="说明理由，退司法行政机关另行处理。"),
    Move("government_return", "退回补充", ("submitted",), "correcting", (DECIDER.lead,), policy=SILENT,
         facts=WithReason, effect=rule.from_government, stops=("govern",), causes="退回补充后重新提请。"),
    Move("recall_submission", "撤回提请", ("submitted",), "correcting", (HANDLER.head,), policy=SILENT,
         facts=WithReason, effect=rule.from_government, stops=("govern",),
         causes="如被监督机关已自行纠正，说明理由撤回，退回整改环节。"),
    Move("serve_decision", "送达决定书并告知相对人", ("decided",), "executing", (DECIDER.any, HANDLER.any),
         cites=(M(17),), facts=say.DecisionServed, guards=(rule.not_before_filed,), effect=rule.decision_served,
         main=True, causes="登记送达和告知行政相对人的情况，起算执行报告期限。"),
    Move("report_execution", "报告执行情况", ("executing",), "executed", (SUBJECT.any,), cites=(M(17),),
         facts=say.Execution, stops=("execute",), main=True, causes="执行情况送司法行政机关核实。"),
    Move("return_execution", "退回继续执行", ("executed",), "executing", (HANDLER.any,), cites=(M(17),),
         facts=WithReason, causes="说明未执行到位之处，退回继续执行。"),
    Move("close", "办结", ("corrected", "executed"), "closed", (HANDLER.any,), cites=(M(16), M(17), M(24)),
         policy=DAYS, guards=(rule.art24_answered,), effect=rule.over, main=True,
         causes="整改或者执行到位，事项办结。"),
)  # fmt: skip

STEPS = (*FINDING, *NOTIFYING, *CORRECTING, *DECIDING)
ADVICE = {"record_guidance", "urge"}
STANDING = frozenset({m.code for m in STEPS} - ADVICE | {REVIEW_DRAFT})
ACTING = (HANDLER, SUBJECT, GUIDANCE, DECIDER)
SHARED = (
    *review((HANDLER, SUBJECT), OPEN),
    *assigning(ACTING, OPEN),
    *receipts(ACTING, EVERY, M(16)),
    *redaction(HANDLER, EVERY, STANDING),
    *reading_up(READER, frozenset({"justice", "government"}), OPEN),
)


def _again(sit: Situation) -> dict[str, Any]:
    last = notice_of(sit)
    return {k: v for k, v in last.facts.items() if k != "error"} if last else {}


def _report(sit: Situation) -> dict[str, Any]:
    last = notice_of(sit)
    asked = [*last.facts.get("correct", ()), *last.facts.get("measures", ())] if last else []
    return {"items": [{"item": item, "done": ""} for item in asked]}


def _decision(sit: Situation) -> dict[str, Any]:
    asked = sit.last("submit")
    if asked is None or not asked.facts:
        return {}
    found = {k: asked.facts[k] for k in ("measure", "content", "follow_up")}
    return found | {"grounds": [g["ground"] for g in asked.facts["grounds"]]}


_NOTICE = ("监督通知书", notice_of)
_SAID = ("被监督机关的说明", latest("explain"))
_FOUND = ("调查情况", latest("investigate"))
_ASKED = ("提请内容", latest("submit"))
_OBJECTED = ("异议", latest("object"))

NOTICE = Procedure(
    code="notice",
    title="行政执法监督",
    kind="supervision",
    mark="督",
    cites=(M(12), M(14), M(15), M(16), M(17), M(24)),
    roles=(STARTER, SUBJECT, HANDLER, GUIDANCE, DECIDER, READER),
    states=STATES,
    ends=ENDS,
    moves=(*STEPS, *SHARED),
    invariants=(rule.decision_after_notice, rule.closed_copies_followed),
    sees={(SUBJECT.code, "investigating"): "nothing"},
    links={"from_lead": ("来源线索", "已立案监督为")},
    prefill={
        "correct_notice": _again, "uphold_correct": _again, "report": _report, "issue_decision": _decision,
    },
    about={
        "hear": (_FOUND,),
        "explain": (("请说明的问题", latest("hear")),),
        "issue_notice": (_FOUND, _SAID),
        "correct_notice": (_NOTICE,),
        "maintain": (_NOTICE, _OBJECTED),
        "uphold_correct": (_NOTICE, _OBJECTED),
        "uphold_withdraw": (_NOTICE, _OBJECTED),
        "object": (_NOTICE,),
        "report": (_NOTICE, ("未落实的事项", latest("return_correction"))),
        "accept_correction": (_NOTICE, ("整改报告", latest("report"))),
        "return_correction": (_NOTICE, ("整改报告", latest("report"))),
        "submit": (_NOTICE, ("未落实的事项", latest("return_correction"))),
        "issue_decision": (_ASKED, _NOTICE),
        "decline": (_ASKED,),
        "government_return": (_ASKED,),
        "record_guidance": (_NOTICE,),
        "close": (_NOTICE,),
    },
)  # fmt: skip
