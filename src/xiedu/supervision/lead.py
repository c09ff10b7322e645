"""The lead as one literal table (arts 3, 12, 14, 18, 19, 23): where it comes from, who has it, how it ends."""

from xiedu.law.citation import M
from xiedu.procedure.common import WithReason, assigning, reading_up, receipts, redaction, review
from xiedu.procedure.situation import REVIEW_DRAFT, Situation
from xiedu.procedure.table import START, Issue, Move, Opens, Procedure, Role, State, Term, Wait, Who, latest
from xiedu.supervision import lead_facts as say
from xiedu.supervision import lead_papers as write
from xiedu.supervision import lead_rules as rule
from xiedu.supervision.common import AGENCIES, DAYS, SILENT, handled_somewhere, in_force, two_certified
from xiedu.supervision.lead_facts import INFORMED, Source

SOURCE = Role("source", "来源单位", sees="head", party=True)
HANDLER = Role("handler", "承办的司法行政机关")
SUBJECT = Role("subject", "被反映机关", sees="nothing", party=True)
RECEIVER = Role("receiver", "受移送机关")
INFORMED_ROLE = Role(INFORMED, "知悉反映人的人员", sees="nothing", personal=True, shown=False)
READER = Role("reader", "调阅机关")
STARTER = Role("starter", "司法所、行政执法机关、指导机构或者司法行政机关")

OFFICE = Who(STARTER.code, kinds=frozenset({"justice_office"}))
BUREAU = Who(STARTER.code, kinds=frozenset({"justice"}))
AGENCY = Who(STARTER.code, kinds=AGENCIES)
GUIDANCE = Who(STARTER.code, kinds=frozenset({"guidance", "justice", "staffing"}))
UPPER = Who(STARTER.code, frozenset({"section", "deputy", "head"}), frozenset({"justice"}))

SCREEN = Term("screen", "筛查线索", "lead.screen")
DISPOSE = Term("dispose", "核查处置", "lead.dispose")
RECEIVE = Term("receive_offer", "接收或退回移送", "lead.receive")

STATES = (
    State("reported", "待筛查", (Wait("handler", "筛查线索", "screen"),)),
    State("verifying", "核查中", (Wait("handler", "核查并处置线索", "dispose"),)),
    State("offered", "待接收", (Wait("receiver", "接收或退回移送的线索", "receive_offer"),)),
    State("held", "受移送机关办理中", (Wait("receiver", "反馈办理结果", "feedback"),)),
    State("filed", "已立案监督"),
    State("no_problem", "核查无问题"),
    State("self_corrected", "已自行整改"),
    State("transferred", "移送办结"),
    State("not_within", "不属职权，已告知途径", stopped=True),
    State("merged", "已并入其他线索", stopped=True),
    State("returned", "已退回来源单位", stopped=True),
)
ENDS = frozenset({"filed", "no_problem", "self_corrected", "transferred", "not_within", "merged", "returned"})
EVERY = tuple(s.code for s in STATES)
OPEN = tuple(s for s in EVERY if s not in ENDS)
WORKED = ("reported", "verifying")

_PUT = (in_force, handled_somewhere)
PUTTING = (
    Move("report_township", "报送线索", (START,), "reported", (OFFICE,), cites=(M(3),), facts=say.TownshipReport,
         guards=(*_PUT, rule.own_township, rule.found_before), effect=rule.put_down(Source.TOWNSHIP), starts=(SCREEN,),
         main=True, causes="提交县级司法行政机关处理；被反映的乡镇（街道）看不到。"),
    Move("hand_in", "移送监督线索", (START,), "reported", (AGENCY,), cites=(M(14, 1, 5),), facts=say.Report,
         guards=(*_PUT, rule.found_before), effect=rule.put_down(Source.AGENCY), starts=(SCREEN,),
         causes="送有监督权的司法行政机关筛查；被反映机关看不到。"),
    Move("refer", "抄送监督情形", (START,), "reported", (GUIDANCE,), cites=(M(23),), facts=say.Referral,
         guards=(in_force, rule.same_level_exists), effect=rule.referred, starts=(SCREEN,),
         causes="送同级司法行政机关，须作出处置，不能退回。"),
    Move("register", "登记线索", (START,), "reported", (BUREAU,), cites=(M(12), M(14), M(18), M(19)),
         facts=say.Registration,
         guards=(*_PUT, rule.found_before, rule.mine_to_handle, rule.not_registered_twice,
                 rule.reply_day, rule.named_source), effect=rule.registered,
         starts=(SCREEN,), main=True, causes="登记来源，由有监督权的司法行政机关筛查；反映人信息单独保密。"),
    Move("from_suspicion", "疑点转线索", (START,), "reported", (BUREAU,), cites=(M(14), M(22)), facts=say.FromSuspicion,
         guards=(*_PUT, rule.found_before, rule.mine_to_handle), effect=rule.put_down(Source.SUSPICION),
         starts=(SCREEN,), causes="已核实的疑点成为线索，由有监督权的司法行政机关筛查。"),
)  # fmt: skip

WORKING = (
    Move("screen", "筛查", WORKED, "verifying", (HANDLER.any,), cites=(M(14), M(15)), policy=DAYS, facts=say.Screening,
         starts=(DISPOSE,), stops=("screen",), main=True, causes="确定办理方式和监督事项，转入核查。"),
    Move("return_lead", "退回来源单位", ("reported",), "returned", (HANDLER.lead,), policy=SILENT, facts=say.Ending,
         guards=(rule.returnable, rule.told_back), effect=rule.ended,
         causes="说明理由退回；司法所报送和第二十三条抄送的不能退回。"),
    Move("verify", "登记核查情况", ("verifying",), None, (HANDLER.any,), cites=(M(12), M(13), M(15)),
         facts=say.Verification, guards=(two_certified,), main=True, causes="核查情况和证据存入案卷。"),
    Move("take_up", "提级办理", WORKED, None, (UPPER,), cites=(M(2, 3),), policy="市级可提级办理，办法未作规定。",
         facts=say.Moved, guards=(rule.upper_bureau,), effect=rule.taken_up, causes="改由市级司法行政机关承办。"),
    Move("hand_down", "交由下级办理", WORKED, None, (HANDLER.lead,), cites=(M(2, 3),),
         policy="市级可交由有监督权的县级机关办理，办法未作规定。", facts=say.Moved, guards=(rule.lower_bureau,),
         effect=rule.handed_down, causes="改由被反映机关本级的司法行政机关承办。"),
    Move("grant", "授权知悉反映人", OPEN, None, (HANDLER.head,), policy="反映人信息按工作需要单独授权。",
         facts=say.Grant, guards=(rule.colleague,), effect=rule.granted, routine=True,
         causes="所选人员可看到反映人信息；授权留痕。"),
)  # fmt: skip

LETTER = Issue("lead_transfer", write.transfer, serves=("receiver",))
OUTSIDE = Issue("lead_transfer", write.sent_out)
PASSING = (
    Move("offer", "移送其他机关", ("verifying",), "offered", (HANDLER.any,), cites=(M(14, 1, 5),), policy=DAYS,
         facts=say.Offer, guards=(rule.another_body,), effect=rule.offered, issues=(LETTER,), starts=(RECEIVE,),
         approval="routine", causes="出具线索移送函；对方接收后由其办理并反馈，也可以退回。"),
    Move("accept_offer", "接收移送", ("offered",), "held", (RECEIVER.any,), cites=(M(14, 1, 5),), policy=DAYS,
         effect=rule.taken_in, stops=("receive_offer",), main=True, causes="由本机关办理，并在期限内反馈结果。"),
    Move("return_offer", "退回移送", ("offered",), "verifying", (RECEIVER.any,), cites=(M(14, 1, 5),), policy=SILENT,
         facts=WithReason, effect=rule.given_back, stops=("receive_offer",), causes="说明理由退回移送机关。"),
    Move("recall_offer", "收回移送", ("offered", "held"), "verifying", (HANDLER.lead,), policy=SILENT, facts=WithReason,
         effect=rule.called_back, causes="对方久未答复或者需要自行处置的，说明理由收回。"),
    Move("feedback", "反馈办理结果", ("held",), "verifying", (RECEIVER.any,), cites=(M(14, 1, 5),), facts=say.Feedback,
         stops=("feedback",), main=True, causes="结果送移送机关，由其作出最后处置。"),
    Move("send_out", "移送外部机关", ("verifying",), None, (HANDLER.any,), cites=(M(18),), facts=say.SentOut,
         issues=(OUTSIDE,), approval="routine", causes="出具线索移送函，送纪检监察、公安、检察等机关。"),
    Move("answer_organ", "答复来函机关", WORKED, None, (HANDLER.any,), cites=(M(18),), facts=say.OrganAnswer,
         guards=(rule.organ_waits,), stops=("organ",),
         causes="答复司法建议、检察建议等来函；有答复期限的须在办结前答复。"),
    Move("tell_reporter", "登记告知反映人", EVERY, None, (HANDLER.any,), cites=(M(19), M(27)), policy=SILENT,
         facts=say.ReporterTold, guards=(rule.without_account, rule.told_by_now), routine=True,
         causes="法治监督员、联系点、群众在平台上没有账号，由承办机关告知并登记。"),
    Move("organ_reply", "登记外部机关答复", ("verifying",), None, (HANDLER.any,), cites=(M(18),), facts=say.OrganReply,
         causes="答复存入案卷。"),
)  # fmt: skip

ENDING = (
    Move("file", "立案监督", ("verifying",), "filed", (HANDLER.lead,), cites=(M(14), M(16)), facts=say.Filing,
         guards=(rule.not_excluded, rule.breach_found, rule.organ_answered), effect=rule.ended,
         opens=(Opens("notice", "file", rule.filing),),
         main=True, causes="建立监督事项，调查后可以制发监督通知书；线索由此办结。"),
    Move("end_no_problem", "核查无问题", ("verifying",), "no_problem", (HANDLER.lead,), cites=(M(12),),
         facts=say.Ending, guards=(rule.verified, rule.organ_answered, rule.told_back), effect=rule.ended,
         causes="说明理由后办结，结果反馈来源单位。"),
    Move("end_self_corrected", "已自行整改", ("verifying",), "self_corrected", (HANDLER.lead,), cites=(M(12), M(16)),
         policy="司法行政机关有权制作通知书，自行整改的可以不制发。", facts=say.SelfCorrected,
         guards=(rule.verified, rule.organ_answered, rule.told_back),
         effect=rule.ended, causes="记明整改情况后办结，结果反馈来源单位。"),
    Move("end_transferred", "移送办结", ("verifying",), "transferred", (HANDLER.lead,), cites=(M(14, 1, 5), M(18)),
         facts=say.Ending, guards=(rule.transferred_out, rule.organ_answered, rule.told_back),
         effect=rule.ended, causes="已由其他机关办理，线索办结。"),
    Move("end_not_within", "不属职权，告知途径", WORKED, "not_within", (HANDLER.lead,), cites=(M(12), M(14, 2)),
         facts=say.OutOfPower, guards=(rule.organ_answered, rule.told_back), effect=rule.ended,
         causes="告知来源单位应走的途径后办结。"),
    Move("merge", "并入其他线索", WORKED, "merged", (HANDLER.lead,), policy=SILENT, facts=say.Merger,
         guards=(rule.mergeable, rule.organ_answered), effect=rule.merged,
         causes="并入同一问题的另一线索一并核查，本线索结束。"),
)  # fmt: skip

STEPS = (*PUTTING, *WORKING, *PASSING, *ENDING)
ADVICE = {"grant", "organ_reply", "answer_organ", "tell_reporter"}
STANDING = frozenset({m.code for m in STEPS} - ADVICE | {REVIEW_DRAFT})
SHARED = (
    *review((HANDLER,), OPEN),
    *assigning((HANDLER, RECEIVER), OPEN),
    *receipts((RECEIVER,), EVERY, M(14, 1, 5)),
    *redaction(HANDLER, EVERY, STANDING),
    *reading_up(READER, frozenset({"justice", "government"}), OPEN),
)


def _screened(sit: Situation) -> dict[str, str]:
    """The lane by rule: what must be disposed of and what comes from outside is never simple."""
    source = sit.index.get("source")
    lane = "simple" if source in {Source.SUSPICION, Source.HOTLINE, Source.SELF} else "general"
    matter = {"agency": "leads", "guidance": "duties", "township": "duties"}.get(str(source), "quality")
    return {"lane": lane, "matter": str(sit.index.get("suggested") or matter)}


def _filing(sit: Situation) -> dict[str, str]:
    return {"title": str(sit.index.get("title", ""))}


_TOLD = ("线索", lambda sit: sit.past[0] if sit.past else None)
_SCREENED = ("筛查意见", latest("screen"))
_VERIFIED = ("核查情况", latest("verify"))
_OFFERED = ("移送", latest("offer"))

LEAD = Procedure(
    code="lead",
    title="监督线索",
    kind="supervision",
    mark="线",
    cites=(M(3), M(12), M(14), M(18), M(23)),
    roles=(STARTER, SOURCE, SUBJECT, HANDLER, RECEIVER, INFORMED_ROLE, READER),
    states=STATES,
    ends=ENDS,
    moves=(*STEPS, *SHARED),
    invariants=(rule.subject_named, rule.art23_disposed),
    sees={(SOURCE.code, "reported"): "file"},
    threads={"company": "同一企业或当事人的其他线索"},
    links={"merged_into": ("并入", "并入本线索的"), "referred_from": ("抄送自", "已抄送司法行政机关为")},
    prefill={"screen": _screened, "file": _filing},
    about={
        "screen": (_TOLD,),
        "verify": (_TOLD, _SCREENED),
        "return_lead": (_TOLD,),
        "offer": (_TOLD, _VERIFIED),
        "accept_offer": (_TOLD, _OFFERED),
        "return_offer": (_TOLD, _OFFERED),
        "feedback": (_TOLD, _OFFERED),
        "send_out": (_TOLD, _VERIFIED),
        "end_no_problem": (_TOLD, _VERIFIED),
        "end_self_corrected": (_TOLD, _VERIFIED),
        "end_transferred": (_TOLD, ("反馈", latest("feedback", "organ_reply"))),
        "end_not_within": (_TOLD, _SCREENED),
        "file": (_TOLD, _VERIFIED),
        "merge": (_TOLD,),
        "take_up": (_TOLD,),
        "hand_down": (_TOLD,),
    },
)
