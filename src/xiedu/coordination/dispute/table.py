"""The dispute over duties as one literal table (arts 5(7), 6, 7, 8, 9, 11, 23; the Measures give no days: policy)."""

from xiedu.coordination import art23
from xiedu.coordination.dispute import effects as make
from xiedu.coordination.dispute import facts as say
from xiedu.coordination.dispute import guards as must
from xiedu.coordination.dispute import handover as hand
from xiedu.coordination.dispute import invariants as never
from xiedu.coordination.dispute import papers as write
from xiedu.coordination.dispute import recusal as aside
from xiedu.coordination.dispute import screens as show
from xiedu.coordination.dispute.guards import PARTIES, answers, parties, proposal
from xiedu.law.citation import Cite, M
from xiedu.procedure.common import WithReason, assigning, reading_up, receipts, redaction, review
from xiedu.procedure.situation import REVIEW_DRAFT, Situation
from xiedu.procedure.table import AGENCIES, START, Issue, Move, Procedure, Role, State, Term, Wait, Who

APPLICANT = Role("applicant", "申请机关", party=True)
RESPONDENT = Role("respondent", "争议对方", party=True)
HEARD = Role("heard", "已受理争议的各方", shown=False)
HANDLER = Role("handler", "承办的综合行政执法指导机构")
PRESENTER = Role("presenter", "主持单位（承办机构回避时）")
STAFFING = Role("staffing", "机构编制部门")
JUSTICE = Role("justice", "司法行政机关")
CONSULTEE = Role("consultee", "会商单位")
DECIDER = Role("decider", "同级人民政府")
READER = Role("reader", "调阅机关")
STARTER = Role("starter", "行政执法机关", shown=False)
ROLES = (APPLICANT, RESPONDENT, HEARD, HANDLER, PRESENTER, STAFFING, JUSTICE, CONSULTEE, DECIDER, READER, STARTER)

AGENCY = Who(STARTER.code, kinds=AGENCIES)
GUIDANCE = Who(STARTER.code, kinds=frozenset({"guidance"}))
BOTH = (APPLICANT.any, RESPONDENT.any)

SILENT = "办法未规定本环节，由平台政策设定。"
DAYS = "办法未规定期限，期限为内部目标。"
RECUSAL = "办法未规定回避，承办机构或其挂靠机关为争议一方时的办理方式为平台政策。"

ACCEPT = Term("accept", "审核申请", "dispute.accept")
SUPPLEMENT = Term("supplement", "补正申请", "dispute.supplement")
REPLY = Term("reply", "对方答复", "dispute.reply")
COORDINATE = Term("coordinate", "组织协调", "dispute.coordinate")
DELIBERATE = Term("deliberate", "组织会商", "dispute.deliberate")
ANSWER = Term("answer", "答复会商意见", "dispute.answer")
DRAFT = Term("draft", "出具意见书", "dispute.draft")
GOVERN = Term("govern", "政府决定", "dispute.govern")

REFER = Issue("dispute_copy", write.referral, serves=("justice",), when=art23.found)


def _coordinating(sit: Situation) -> tuple[Wait, ...]:
    said = {p.body_id for p in sit.every("reply")}
    silent = tuple(b for b in sit.bodies("respondent") if b not in said)
    plan = proposal(sit)
    given = answers(sit, "confirm", plan)
    open_ = tuple(b for b in parties(sit) if plan and b not in given)
    waits = [Wait("handler", "组织协调", "coordinate")]
    waits += [Wait("respondent", "答复申请", "reply", bodies=silent)] if silent else []
    return (*waits, *([Wait("", "确认协调方案", bodies=open_)] if open_ else []))


def _deliberating(sit: Situation) -> tuple[Wait, ...]:
    begun = sit.last("conclude_not_agreed", "accept_recused", "reopen_deliberation")
    spoke = {p.body_id for p in sit.every("consult") if begun is None or p.seq > begun.seq}
    asked = [b for role in ("staffing", "justice", "consultee") for b in sit.bodies(role)]
    silent = tuple(b for b in asked if b not in spoke and b not in sit.bodies("presenter"))
    waits = [Wait("handler", "组织会商", "deliberate")]
    return (*waits, *([Wait("", "提交会商意见", "deliberate", bodies=silent)] if silent else []))


def _proposed(sit: Situation) -> tuple[Wait, ...]:
    given = answers(sit, "answer", sit.last("deliberation"))
    silent = tuple(b for b in parties(sit) if b not in given)
    if silent:
        return (Wait("", "答复会商意见", "answer", bodies=silent),)
    return (Wait("handler", "认定会商结果"),)


STATES = (
    State("negotiating", "自行协商", (Wait("applicant", "登记协商情况，提请协调"),)),
    State("submitted", "待审核", (Wait("handler", "审核申请", "accept"),)),
    State("supplementing", "待补正", (Wait("applicant", "补正申请", "supplement"),)),
    State("coordinating", "协调中", _coordinating),
    State("agreed", "协调一致", (Wait("handler", "出具书面协调意见", "draft"),)),
    State("deliberating", "会商中", _deliberating),
    State("proposed", "征求会商意见", _proposed),
    State("accepted", "会商认同", (Wait("handler", "出具书面协调意见", "draft"),)),
    State("declined", "会商未认同", (Wait("handler", "报请政府决定", "draft"),)),
    State("with_government", "待政府决定", (Wait("decider", "作出决定", "govern"),)),
    State("decided", "政府已决定", (Wait("handler", "按政府决定出具意见", "draft"),)),
    State("issued", "意见已出具", (Wait("handler", "送达并抄送"),)),
    State("copied", "已送达抄送", (Wait("handler", "办结"),)),
    State("withdrawing", "申请撤回", (Wait("handler", "办理撤回"),)),
    State("closed", "已办结"),
    State("settled", "自行协商一致"),
    State("dropped", "放弃提请", stopped=True),
    State("case_routed", "转法定管辖途径", stopped=True),
    State("rejected", "不予受理", stopped=True),
    State("merged", "已并案", stopped=True),
    State("transferred_up", "已移送上级", stopped=True),
    State("withdrawn", "已撤回", stopped=True),
)
ENDS = frozenset({"closed", "settled", "dropped", "case_routed", "rejected", "merged", "transferred_up", "withdrawn"})
EVERY = tuple(s.code for s in STATES)
OPEN = tuple(s for s in EVERY if s not in ENDS)
HANDLED = tuple(s for s in OPEN if s != "negotiating")
RUNNING = ("coordinating", "deliberating", "proposed", "declined")
WITHDRAWABLE = ("submitted", "supplementing", *RUNNING, "with_government")

APPLICATION = Issue("dispute_application", write.application, "applicant", serves=("handler",))
NEGOTIATE = (
    Move("open", "登记争议", (START,), "negotiating", (AGENCY,), cites=(M(5, item=7), M(6, 1)), facts=say.Opening,
         guards=(must.in_force, must.distinct_parties, must.case_route_known), effect=make.opened,
         causes="建立争议事项，先自行协商；对方在受理前看不到本事项。", main=True, then="record_negotiation"),
    Move("record_negotiation", "登记协商情况", ("negotiating",), None, (APPLICANT.any,), cites=(M(6, 1),),
         facts=say.Negotiation, guards=(must.negotiation_day,), then=("submit", "settle"),
         causes="作为提请协调的前提材料存入案卷。"),
    Move("settle", "协商一致，结束", ("negotiating",), "settled", (APPLICANT.any,), cites=(M(6, 1),),
         facts=WithReason, guards=(must.negotiation_agreed,), causes="争议自行解决，事项结束，不进入协调。"),
    Move("take_case_route", "转法定管辖途径", ("negotiating",), "case_routed", (APPLICANT.any,),
         cites=(Cite("行政处罚法", 25, 2),), facts=WithReason,
         causes="按个案管辖报请共同的上一级行政机关指定，本事项结束。"),
    Move("drop", "放弃提请", ("negotiating",), "dropped", (APPLICANT.any,), policy=SILENT, facts=WithReason,
         causes="事项结束，记录保留。", confirm="放弃后需要时须重新登记，确认放弃？"),
    Move("submit", "提请协调", ("negotiating",), "submitted", (APPLICANT.any,), cites=(M(6), M(7)),
         facts=say.Application,
         guards=(must.negotiation_proved, must.both_views, must.routed, must.not_duplicate),
         effect=make.submitted, issues=(APPLICATION,),
         starts=(ACCEPT,), approval="application", main=True,
         causes="自动确定承办的综合行政执法指导机构，出具争议申请书并送达。"),
)  # fmt: skip

INTAKE = (
    Move("return_for_supplement", "通知补正", ("submitted",), "supplementing", (HANDLER.any,), cites=(M(7),),
         policy=DAYS, facts=say.Supplement,
         issues=(Issue("dispute_supplement", write.supplement, serves=("applicant",)),), starts=(SUPPLEMENT,),
         stops=("accept",), approval="routine", causes="出具补正通知书送达申请机关。"),
    Move("supplement", "提交补正", ("supplementing",), "submitted", (APPLICANT.any,), cites=(M(7),),
         facts=say.Application, guards=(must.both_views,), effect=make.supplemented,
         starts=(ACCEPT,), stops=("supplement",), main=True, causes="补正后的申请送承办机构重新审核。"),
    Move("accept", "受理", ("submitted",), "coordinating", (HANDLER.any,), cites=(M(8),), policy=DAYS,
         facts=say.Acceptance, guards=(aside.not_recused,), effect=make.taken_up,
         issues=(Issue("dispute_acceptance", write.acceptance, serves=PARTIES),),
         starts=(REPLY, COORDINATE), stops=("accept",), approval="routine", main=True,
         causes="出具受理通知书送达各方，对方可查看申请并答复。"),
    Move("accept_recused", "受理并直接会商", ("submitted",), "deliberating", (HANDLER.any,), cites=(M(9, 1),),
         policy=RECUSAL, facts=say.Acceptance, guards=(aside.recused, hand.consultees_registered),
         effect=make.taken_up_recused,
         issues=(Issue("dispute_acceptance", write.acceptance, serves=PARTIES),),
         starts=(DELIBERATE,), stops=("accept",), approval="routine", main=True,
         causes="由主持单位出具受理通知书，会同编办、司法行政机关会商。"),
    Move("reject", "不予受理", ("submitted",), "rejected", (HANDLER.any,), cites=(M(6), M(8)), policy=SILENT,
         facts=say.Rejection, guards=(art23.addressee_known,), effect=art23.ended,
         issues=(Issue("dispute_rejection", write.rejection, serves=("applicant",)), REFER), opens=art23.REFERS,
         approval="routine",
         causes="出具不予受理通知书并告知途径，事项结束。"),
    Move("lapse", "逾期未补正", ("supplementing",), "rejected", (HANDLER.any,), cites=(M(7),), policy=DAYS,
         facts=say.Rejection, guards=(must.supplement_lapsed, art23.addressee_known), effect=art23.ended,
         issues=(Issue("dispute_rejection", write.rejection, serves=("applicant",)), REFER), opens=art23.REFERS,
         approval="routine",
         causes="补正期限届满仍未补正，出具不予受理通知书，事项结束。"),
    Move("override_route", "调整承办机构", ("submitted",), None, (HANDLER.lead,), cites=(M(6, 2),), facts=say.Override,
         guards=(hand.another_guidance,), effect=make.rerouted, causes="改由所选指导机构承办，理由对各方可见。"),
    Move("merge", "并案", ("submitted", "coordinating"), "merged", (HANDLER.lead,), policy=SILENT, facts=say.Merger,
         guards=(hand.mergeable, art23.addressee_known), effect=make.merged, issues=(REFER,), opens=art23.REFERS,
         causes="并入另一在办争议，本事项结束。"),
    Move("transfer_up", "移送上级", ("submitted", "coordinating", "deliberating"), "transferred_up", (HANDLER.lead,),
         policy="县级机构可请市级指导机构接办，办法未作规定。", facts=art23.Ending,
         guards=(hand.county_handler, art23.addressee_known), effect=art23.ended, issues=(REFER,), opens=art23.REFERS,
         causes="移送市级指导机构接收，本事项结束。"),
    Move("take_over", "接收移送", (START,), "submitted", (GUIDANCE,), cites=(M(6, 2),), policy=SILENT,
         facts=say.TakenOver, guards=(must.in_force, hand.handed_up, must.both_views), effect=make.taken_over,
         starts=(ACCEPT,), causes="按移送的申请建立新事项，由本机构审核。"),
)  # fmt: skip

COORDINATION = (
    Move("reply", "答复申请", ("coordinating", "deliberating"), None, (RESPONDENT.any,), cites=(M(7, item=2), M(8)),
         facts=say.Reply, effect=make.replied, main=True,
         causes="答复存入案卷，申请机关可见；不答复不影响协调继续进行。"),
    Move("add_material", "补充材料", RUNNING, None, (*BOTH, HANDLER.any), cites=(M(4),), facts=say.Material,
         causes="材料存入案卷，各方均可查看。", routine=True),
    Move("meeting", "登记协调会", ("coordinating",), None, (HANDLER.any,), cites=(M(8),), facts=say.Meeting,
         guards=(must.meeting_day, must.about_parties), main=True,
         causes="纪要存入案卷；填写协调方案的，请各方逐一确认。"),
    Move("confirm", "确认协调方案", ("coordinating",), None, BOTH, cites=(M(8),), facts=say.Confirmation,
         guards=(must.plan_before_parties,), main=True, causes="登记本机关对协调方案的明确意见。"),
    Move("expert_opinion", "登记专家意见", ("coordinating", "deliberating"), None, (HANDLER.any,),
         cites=(M(11), M(28)), facts=say.ExpertOpinion, guards=(must.honest_expert,),
         causes="作为参考存入案卷，不替代书面协调意见。"),
    Move("joint_conference", "登记联席会议纪要", ("coordinating", "deliberating"), None, (HANDLER.any,),
         cites=(M(11),), facts=say.Conference, guards=(must.meeting_day,), causes="作为参考存入案卷。"),
    Move("conclude_agreed", "认定协调一致", ("coordinating",), "agreed", (HANDLER.any,), cites=(M(8),),
         guards=(must.all_confirmed,), starts=(DRAFT,), stops=("coordinate", "reply"), main=True,
         causes="各方均已同意协调方案，转入出具书面协调意见。"),
    Move("conclude_not_agreed", "协调不成，转会商", ("coordinating",), "deliberating", (HANDLER.any,), cites=(M(9, 1),),
         facts=WithReason, guards=(must.tried_to_coordinate, hand.consultees_registered),
         effect=make.deliberators, starts=(DELIBERATE,),
         stops=("coordinate", "reply"), causes="会同机构编制部门、司法行政机关会商。"),
)  # fmt: skip

DELIBERATION = (
    Move("consult", "提交会商意见", ("deliberating",), None, (STAFFING.any, JUSTICE.any, CONSULTEE.any),
         cites=(M(9, 1),), facts=say.Consultation, main=True, causes="本单位会商意见存入案卷。"),
    Move("invite", "增加会商单位", ("deliberating",), None, (HANDLER.any,), cites=(M(9, 1),), facts=say.Invitation,
         guards=(hand.newcomer,), effect=make.invited, causes="该单位可查看案卷并提交会商意见。"),
    Move("deliberation", "形成会商意见", ("deliberating",), "proposed", (HANDLER.any,), cites=(M(9, 1),),
         facts=say.Deliberation, guards=(must.consulted, must.deliberation_day, must.about_parties),
         issues=(Issue("dispute_deliberation", write.minutes, serves=PARTIES, copies=("staffing", "justice"),
                       locked=write.locked),),
         starts=(ANSWER,), stops=("deliberate",), approval="opinion", main=True,
         causes="出具会商纪要与处理意见，送各方明确答复是否认同。"),
    Move("answer", "答复会商意见", ("proposed",), None, BOTH, cites=(M(9, 2),), facts=say.Confirmation,
         guards=(must.view_before_parties,), effect=make.answered, main=True,
         causes="登记本机关认同或不认同会商意见；沉默不视为认同。"),
    Move("conclude_accepted", "认定会商认同", ("proposed",), "accepted", (HANDLER.any,), cites=(M(9, 2),),
         guards=(must.all_accepted,), starts=(DRAFT,), stops=("answer",), main=True,
         causes="各方均认同会商意见，转入出具书面协调意见。"),
    Move("conclude_declined", "认定会商未认同", ("proposed",), "declined", (HANDLER.any,), cites=(M(9, 2),),
         policy=DAYS, facts=WithReason, guards=(must.declined_or_silent,), starts=(DRAFT,), stops=("answer",),
         causes="转入向同级人民政府提出建议。"),
    Move("reopen_deliberation", "重新会商", ("declined",), "deliberating", (HANDLER.lead,), policy=SILENT,
         facts=WithReason, starts=(DELIBERATE,), stops=("draft",), causes="再次组织会商，原会商意见保留在案卷。"),
    Move("suggest", "报请政府决定", ("declined",), "with_government", (HANDLER.any,), cites=(M(9, 2),),
         facts=say.Suggestion, guards=(hand.government_registered, must.about_parties), effect=make.to_government,
         issues=(Issue("dispute_suggestion", write.suggestion, serves=("decider",), locked=write.locked),),
         starts=(GOVERN,), stops=("draft",), approval="opinion", main=True,
         causes="出具处理建议报同级人民政府决定。"),
    Move("record_decision", "作出决定", ("with_government",), "decided", (DECIDER.head,), cites=(M(9, 2),),
         facts=say.Decision, guards=(must.decision_day, must.about_parties), starts=(DRAFT,), stops=("govern",),
         main=True, causes="承办机构据此出具书面协调意见，内容须与决定一致。"),
    Move("government_return", "退回补充", ("with_government",), "declined", (DECIDER.lead,), policy=SILENT,
         facts=WithReason, starts=(DRAFT,), stops=("govern",), causes="退回承办机构补充后重新报请。"),
)  # fmt: skip

OPINION = Issue("dispute_opinion", write.opinion, serves=PARTIES, copies=("staffing", "justice"), sent=False,
                locked=write.locked)  # fmt: skip
OUTCOME = (
    Move("issue_opinion", "出具书面协调意见", ("agreed", "accepted", "decided"), "issued", (HANDLER.any,),
         cites=(M(8), M(9, 2)), policy="第九条情形的抄送比照第八条办理。", facts=say.Opinion,
         guards=(must.follows_outcome, hand.consultees_registered), effect=make.copied, issues=(OPINION,),
         stops=("draft",), approval="opinion", main=True,
         causes="出具书面协调意见，待送达各方并抄送同级编办、司法行政机关。"),
    Move("correct_opinion", "更正意见书", ("issued", "copied"), "issued", (HANDLER.any,), cites=(M(8),),
         policy="文书有笔误的，作废原文书并重新出具，原文号不再使用。", facts=say.CorrectedOpinion,
         guards=(must.follows_outcome,), effect=make.corrected, issues=(OPINION,), approval="opinion",
         causes="作废原意见书并重新出具、送达、抄送。"),
    Move("dispatch", "送达并抄送", ("issued",), "copied", (HANDLER.any,), cites=(M(8),), facts=say.Dispatch,
         effect=make.dispatched, main=True, causes="登记意见书已送达各方并抄送同级编办、司法行政机关。"),
    Move("close", "办结", ("copied",), "closed", (HANDLER.any,), cites=(M(8), M(23)), facts=art23.Closing,
         guards=(must.all_sent, art23.addressee_known), effect=art23.ended, issues=(REFER,), opens=art23.REFERS,
         main=True, causes="答复第二十三条问题后办结；答“是”的同时抄送司法行政机关。"),
    Move("withdraw", "撤回申请", WITHDRAWABLE, "withdrawing", (APPLICANT.any,), policy=SILENT, facts=WithReason,
         causes="停止协调；承办机构答复第二十三条问题后结束。", confirm="撤回后需要时须重新提请，确认撤回？",
         routine=True),
    Move("close_withdrawn", "办理撤回", ("withdrawing",), "withdrawn", (HANDLER.any,), cites=(M(23),), policy=SILENT,
         facts=art23.Closing, guards=(art23.addressee_known,), effect=art23.ended, issues=(REFER,),
         opens=art23.REFERS, main=True, causes="答复第二十三条问题，事项结束。"),
    Move("import_closed", "台账导入", (START,), "closed", (GUIDANCE,), policy="纸质台账已办结的争议按原编号导入。",
         facts=say.LedgerEntry, guards=(must.ledger_days,), effect=make.ledgered,
         causes="建立已办结的历史事项，不产生待办、期限和文书。", offered=False),
)  # fmt: skip

PRIVATE = frozenset({"negotiating", "settled", "dropped", "case_routed"})
ADVICE = {"reply", "add_material", "expert_opinion", "joint_conference", "consult", "invite"}
STEPS = (*NEGOTIATE, *INTAKE, *COORDINATION, *DELIBERATION, *OUTCOME)
STANDING = frozenset({m.code for m in STEPS} - ADVICE | {REVIEW_DRAFT})
ACTING = (APPLICANT, RESPONDENT, HANDLER, STAFFING, JUSTICE, CONSULTEE, DECIDER)
SHARED = (
    *review((APPLICANT, HANDLER), OPEN),
    *assigning(ACTING, OPEN),
    *receipts((APPLICANT, RESPONDENT, HANDLER, STAFFING, JUSTICE, DECIDER), EVERY, M(8)),
    *redaction(HANDLER, tuple(s for s in EVERY if s not in PRIVATE), STANDING),
    *reading_up(READER, frozenset({"guidance", "government"}), HANDLED),
)

UNHEARD = ("negotiating", "submitted", "supplementing", "settled", "dropped", "case_routed", "rejected", "withdrawing",
           "withdrawn", "merged", "transferred_up")  # fmt: skip

DISPUTE = Procedure(
    code="dispute",
    title="执法职责争议协调",
    kind="coordination",
    mark="争",
    cites=(M(5, item=7), M(6), M(7), M(8), M(9), M(11)),
    roles=ROLES,
    states=STATES,
    ends=ENDS,
    moves=(*STEPS, *SHARED),
    invariants=(art23.answered("closed", "rejected", "merged", "transferred_up", "withdrawn"), never.opinion_copied),
    private=PRIVATE,
    sees={(RESPONDENT.code, state): "nothing" for state in UNHEARD},
    about=show.ABOUT,
    asides=show.ASIDES,
    prefill=show.PREFILL,
    copies=show.COPIES,
    follows=show.FOLLOWS,
    links={"merged_into": ("并入", "并入本事项的"), "transferred_from": ("接收自", "已由上级接收为")},
)
