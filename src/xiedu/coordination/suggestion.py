"""Written suggestion, request to correct, circular of criticism: art. 10 as one literal table.

The guidance body suggests and asks; only the government orders or criticises. 拒不履行 is proved by a refusal or an
expired term. The Measures give no days (policy), but for the report on an order (浙江省行政程序办法 92).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xiedu.coordination import art23
from xiedu.coordination import suggestion_facts as say
from xiedu.coordination import suggestion_papers as write
from xiedu.coordination import suggestion_rules as rule
from xiedu.coordination.suggestion_facts import COOPERATION, REPORT, Duty
from xiedu.law.citation import M
from xiedu.law.codes import Art23Case, CoordinationMatter
from xiedu.procedure.common import WithReason, assigning, reading_up, receipts, redaction, review
from xiedu.procedure.situation import REVIEW_DRAFT, Past, Situation
from xiedu.procedure.table import (
    START,
    Finder,
    First,
    Follow,
    Issue,
    Move,
    Procedure,
    Role,
    State,
    Term,
    Wait,
    Who,
    latest,
)

HANDLER = Role("handler", "承办的综合行政执法指导机构")
PRESENTER = Role("presenter", "主持单位（承办机构回避时）")
SUBJECT = Role("subject", "被建议机关", sees="nothing", party=True)
HEARD = Role("heard", "已收到文书的机关", shown=False)
DECIDER = Role("decider", "同级人民政府")
JUSTICE = Role("justice", "司法行政机关")
READER = Role("reader", "调阅机关")
STARTER = Role("starter", "综合行政执法指导机构")
ROLES = (HANDLER, PRESENTER, SUBJECT, HEARD, DECIDER, JUSTICE, READER, STARTER)
GUIDANCE = Who(STARTER.code, kinds=frozenset({"guidance"}))

SILENT = "办法未规定本环节，由平台政策设定。"
DAYS = "办法未规定期限，期限为内部目标。"

DRAFT = Term("draft", "研究提出建议", "suggestion.draft")
REPLY = Term("reply", "答复书面建议", "suggestion.reply")
PERFORM = Term("perform", "落实并报告", "suggestion.perform")
VERIFY = Term("verify", "核实落实情况", "suggestion.verify")
DECIDE = Term("decide", "研究是否提请", "suggestion.decide")
GOVERN = Term("govern", "政府决定", "suggestion.govern")
REPORTING = Term("report", "报告纠正结果", "suggestion.report")
CLOCKS = tuple(t.key for t in (DRAFT, REPLY, PERFORM, VERIFY, DECIDE, GOVERN, REPORTING))

_NEXT = (Wait("handler", "提请政府或者办结", "decide"),)
STATES = (
    State("drafting", "拟提建议", (Wait("handler", "发出书面建议或者提请政府纠正", "draft"),)),
    State("suggested", "待答复", (Wait("subject", "答复书面建议", "reply"), Wait("handler", "跟踪答复", "reply"))),
    State("accepted", "待落实", (Wait("subject", "落实并报告", "perform"),)),
    State("reported", "待核实", (Wait("handler", "核实落实情况", "verify"),)),
    State("refused", "拒不履行", _NEXT),
    State("correcting", "待决定纠正", (Wait("decider", "决定是否责令纠正", "govern"),)),
    State("ordered", "政府责令纠正", (Wait("subject", "纠正并报告", "report"),)),
    State("criticising", "待决定通报", (Wait("decider", "决定是否通报批评", "govern"),)),
    State("criticised", "政府通报批评", (Wait("subject", "整改并报告", "report"),)),
    State("returned", "政府退回", _NEXT),
    State("declined", "政府未予采纳", _NEXT),
    State("performed", "已履行"),
    State("closed", "已办结", stopped=True),
    State("withdrawn", "建议已撤回", stopped=True),
    State("dropped", "不提建议", stopped=True),
)
ENDS = ("performed", "closed", "withdrawn", "dropped")
EVERY = tuple(s.code for s in STATES)
OPEN = tuple(s for s in EVERY if s not in ENDS)
SEEN = tuple(s for s in EVERY if s not in {"drafting", "dropped"})
AFTER = ("refused", "returned", "declined")
ASKED = ("correcting", "criticising")

LETTER = Issue("suggestion_letter", write.letter, serves=("subject",), locked=write.letter_locked)
WITHDRAWAL = Issue("suggestion_withdrawal", write.withdrawal, serves=("subject",))
CORRECTION = Issue("suggestion_correction", write.correction, serves=("decider",), locked=write.request_locked)
CRITICISM = Issue("suggestion_criticism", write.criticism_asked, serves=("decider",), locked=write.request_locked)
ORDER = Issue("suggestion_order", write.order, "decider", serves=("subject",), copies=("handler",))
CIRCULAR = Issue("suggestion_notice", write.circular, "decider", serves=("subject",), copies=("handler",))
REFER = Issue("suggestion_copy", write.referral, serves=("justice",), when=art23.found)
_ENDING = (art23.addressee_known, rule.told_what_was_found)
_APART = (rule.in_force, rule.guided_from_here, rule.presented, rule.found_before, rule.founded, rule.from_our_dispute)

SUGGESTING = (
    Move("open", "登记不履行职责情形", (START,), "drafting", (GUIDANCE,), cites=(M(10, 1),), facts=say.Opening,
         guards=_APART, effect=rule.opened, starts=(DRAFT,), main=True, then=("suggest", "request_correction"),
         causes="建立事项，由本机构研究提出建议；有关机关在文书发出前看不到本事项。"),
    Move("suggest", "发出书面建议", ("drafting", *AFTER), "suggested", (HANDLER.any,), cites=(M(10, 1),), policy=DAYS,
         facts=say.Suggestion, guards=(rule.not_suggested_yet, rule.only_suggests), effect=rule.heard,
         issues=(LETTER,),
         starts=(REPLY,), stops=CLOCKS, approval="suggestion", main=True,
         causes="出具书面建议书送达该机关，请其书面答复；书面建议不具有强制力。"),
    Move("accept", "接受建议", ("suggested", "refused"), "accepted", (SUBJECT.any,), cites=(M(10),), policy=DAYS,
         facts=say.Acceptance, guards=(rule.suggested,), starts=(PERFORM,), stops=CLOCKS, main=True,
         causes="转入落实，完成后报告落实情况。"),
    Move("refuse", "不接受建议", ("suggested", "accepted"), "refused", (SUBJECT.head,), cites=(M(10, 2),),
         facts=say.Objection, starts=(DECIDE,), stops=CLOCKS, confirm="拒不履行的，可能被提请通报批评，确认不接受？",
         causes="理由存入案卷；指导机构可以提请本级政府纠正或者通报批评。"),
    Move("conclude_silent", "认定逾期未答复", ("suggested",), "refused", (HANDLER.lead,), cites=(M(10, 2),),
         policy=DAYS, facts=WithReason, guards=(rule.reply_overdue,), starts=(DECIDE,), stops=CLOCKS,
         causes="答复期限届满仍未答复，记为拒不履行。"),
    Move("report", "报告落实情况", ("accepted", "ordered", "criticised", "refused"), "reported", (SUBJECT.any,),
         cites=(M(10), REPORT), facts=say.Performance, starts=(VERIFY,), stops=CLOCKS, main=True,
         causes="送指导机构核实。"),
    Move("conclude_unperformed", "认定逾期未落实", ("accepted", "ordered", "criticised"), "refused", (HANDLER.lead,),
         cites=(M(10, 2),), policy=DAYS, facts=WithReason, guards=(rule.performance_overdue,), starts=(DECIDE,),
         stops=CLOCKS, causes="落实期限届满仍未落实，记为拒不履行。"),
    Move("send_back", "退回继续落实", ("reported",), "accepted", (HANDLER.any,), policy=SILENT, facts=say.SentBack,
         starts=(PERFORM,), stops=CLOCKS, causes="指明尚未落实的事项，由该机关继续落实并报告。"),
    Move("add_material", "补充材料", tuple(s for s in OPEN if s != "drafting"), None, (HANDLER.any, SUBJECT.any),
         cites=(M(4),), facts=say.Material, causes="材料存入案卷，双方均可查看。", routine=True),
)  # fmt: skip

ASKING = (
    Move("request_correction", "提请本级政府纠正", ("drafting", "refused", "returned"), "correcting", (HANDLER.any,),
         cites=(M(10, 1),), facts=say.Request, guards=(rule.government_registered,), effect=rule.to_government,
         issues=(CORRECTION,),
         starts=(GOVERN,), stops=CLOCKS, approval="suggestion", causes="出具请示报本级人民政府决定是否责令纠正。"),
    Move("request_criticism", "提请通报批评", AFTER, "criticising", (HANDLER.any,), cites=(M(10, 2), COOPERATION),
         facts=say.Request, guards=(rule.defied, rule.government_registered), effect=rule.to_government,
         issues=(CRITICISM,),
         starts=(GOVERN,), stops=CLOCKS, approval="suggestion", main=True,
         causes="出具请示报同级人民政府决定是否通报批评；须有书面建议和拒不履行的记录。"),
    Move("order_correction", "责令纠正", ("correcting",), "ordered", (DECIDER.head,), cites=(M(10, 1), REPORT),
         facts=say.Order, effect=rule.heard, starts=(REPORTING,), stops=CLOCKS, main=True,
         issues=(ORDER,),
         causes="以人民政府名义出具责令纠正通知书，送达该机关，抄送指导机构。"),
    Move("criticise", "通报批评", ("criticising",), "criticised", (DECIDER.head,),
         cites=(M(10, 2), COOPERATION, REPORT), facts=say.Criticism, guards=(rule.defied,), effect=rule.heard,
         issues=(CIRCULAR,), starts=(REPORTING,), stops=CLOCKS, main=True, confirm="确认以人民政府名义通报批评？",
         causes="以人民政府名义印发通报批评，送达该机关，抄送指导机构。"),
    Move("decline", "不予采纳", ASKED, "declined", (DECIDER.head,), cites=(M(10),), facts=WithReason,
         starts=(DECIDE,), stops=CLOCKS, causes="说明理由，退指导机构办理。"),
    Move("return_request", "退回补充", ASKED, "returned", (DECIDER.lead,), policy=SILENT, facts=WithReason,
         starts=(DECIDE,), stops=CLOCKS, causes="退回指导机构补充后重新提请。"),
    Move("recall", "撤回提请", ASKED, "returned", (HANDLER.lead,), policy=SILENT, facts=WithReason, starts=(DECIDE,),
         stops=CLOCKS, causes="政府决定前撤回请示，由本机构另行办理。"),
)  # fmt: skip

ENDING = (
    Move("verify", "核实已落实，办结", ("reported",), "performed", (HANDLER.any,), cites=(M(10), M(23)),
         facts=say.Verification, guards=_ENDING, effect=art23.ended, issues=(REFER,), opens=art23.REFERS, main=True,
         causes="登记核实情况并答复第二十三条问题，事项结束。"),
    Move("close", "不再提请，办结", AFTER, "closed", (HANDLER.lead,), cites=(M(23),), policy=SILENT, facts=art23.Ending,
         guards=_ENDING, effect=art23.ended, issues=(REFER,),
         opens=art23.REFERS, causes="说明理由并答复第二十三条问题，事项结束。"),
    Move("withdraw", "撤回建议", ("suggested", "accepted"), "withdrawn", (HANDLER.any,), cites=(M(10, 1), M(23)),
         policy="撤回须以函为之，说明理由。", facts=art23.Ending, guards=_ENDING, effect=rule.withdrawn,
         issues=(WITHDRAWAL, REFER), opens=art23.REFERS, approval="suggestion",
         causes="以函撤回，书面建议书作废，事项结束。"),
    Move("drop", "不提建议", ("drafting",), "dropped", (HANDLER.lead,), cites=(M(23),), policy=SILENT,
         facts=art23.Ending, guards=_ENDING, effect=art23.ended, issues=(REFER,), opens=art23.REFERS,
         causes="说明理由并答复第二十三条问题，事项结束，有关机关看不到本事项。"),
)  # fmt: skip

STEPS = (*SUGGESTING, *ASKING, *ENDING)
STANDING = frozenset({m.code for m in STEPS} - {"add_material"} | {REVIEW_DRAFT})
ACTING = (HANDLER, SUBJECT, DECIDER, JUSTICE)
SHARED = (
    *review((HANDLER,), OPEN),
    *assigning(ACTING, OPEN),
    *(replace(m, effect=rule.received) for m in receipts((HANDLER, SUBJECT, DECIDER, JUSTICE), EVERY, M(10))),
    *redaction(HANDLER, SEEN, STANDING),
    *reading_up(READER, frozenset({"guidance", "government"}), tuple(s for s in OPEN if s != "drafting")),
)


# --- what the forms show and begin with -------------------------------------------------------------------------------


def _facts(past: Past | None, *names: str) -> dict[str, Any]:
    return {n: past.facts[n] for n in names if n in past.facts} if past else {}


def _asked_items(sit: Situation) -> dict[str, Any]:
    """What was suggested, as what is asked for or required."""
    sent = sit.last("suggest")
    return {"items": [one["item"] for one in sent.facts.get("items", [])]} if sent else {}


def _criticism(sit: Situation) -> dict[str, Any]:
    """What a request under art. 10 para. 2 asks for."""
    named = "、".join(p.name for p in sit.parts if p.role == "subject")
    return {"items": [f"对{named}拒不履行书面建议予以通报批评", "责成其落实书面建议并报告结果"]}


def _to_do(sit: Situation) -> dict[str, Any]:
    """What was suggested or ordered last, to be answered thing by thing."""
    past = sit.last("suggest", "order_correction", "criticise")
    items = past.facts.get("items", []) if past else []
    return {"items": [{"item": one["item"] if isinstance(one, Mapping) else one} for one in items]}


def _answer(sit: Situation) -> dict[str, Any]:
    """The case art. 10 and art. 23 share; whether it is one is for the person to say."""
    if sit.past[0].facts.get("duty") != Duty.STATUTORY:
        return {}
    return {"art23": {"case": str(Art23Case.NON_PERFORMANCE), "subject": next(iter(sit.bodies("subject")), None)}}


def _from_opinion(sit: Situation, matter: int) -> dict[str, Any]:
    """An opinion that is not carried out."""
    opinion = sit.last("issue_opinion", "correct_opinion")
    papers = opinion.made.get("papers", []) if opinion else []
    title = str(sit.index.get("title", ""))[:150]
    return {
        "title": f"未落实“{title}”的书面协调意见",
        "field": sit.index.get("field", ""),
        "duty": str(Duty.OPINION),
        "matter": str(CoordinationMatter.DUTY_DISPUTE),
        "origin": matter,
        "document": next((number for kind, number, _ in papers if kind == "dispute_opinion"), ""),
    }


_SENT, _OPENED = ("书面建议", latest("suggest")), ("登记的情形", latest("open"))
_REPLIED = ("答复", latest("accept", "refuse", "conclude_silent", "conclude_unperformed"))
_REQUEST = ("请示", latest("request_correction", "request_criticism"))
ABOUT: Mapping[str, tuple[tuple[str, Finder], ...]] = {
    "suggest": (_OPENED,),
    **dict.fromkeys(("accept", "refuse", "conclude_silent"), (_SENT,)),
    "report": (_SENT, ("政府决定", latest("order_correction", "criticise")), ("退回", latest("send_back"))),
    "conclude_unperformed": (_SENT, _REPLIED),
    **dict.fromkeys(("verify", "send_back"), (_SENT, ("落实情况", latest("report")))),
    **dict.fromkeys(("request_correction", "request_criticism", "close"), (_OPENED, _SENT, _REPLIED)),
    **dict.fromkeys(
        ("order_correction", "criticise", "decline", "return_request"), (_OPENED, _SENT, _REPLIED, _REQUEST)
    ),
}
PREFILL: Mapping[str, First] = {
    "request_correction": _asked_items,
    "request_criticism": _criticism,
    "report": _to_do,
    "order_correction": lambda sit: _facts(sit.last("request_correction"), "items", "reasons"),
    "criticise": lambda sit: _facts(sit.last("open"), "facts") | _asked_items(sit),
    **dict.fromkeys(("verify", "close", "withdraw", "drop"), _answer),
}

SUGGESTION = Procedure(
    code="suggestion",
    title="书面建议与提请纠正、通报批评",
    kind="coordination",
    mark="建",
    cites=(M(10), COOPERATION),
    roles=ROLES,
    states=STATES,
    ends=frozenset(ENDS),
    moves=(*STEPS, *SHARED),
    invariants=(art23.answered(*ENDS), rule.criticised_after_defiance, rule.commanded_by_the_government),
    private=frozenset({"drafting"}),
    about=ABOUT,
    prefill=PREFILL,
    links={"follows": ("所依据的争议", "由此提出的书面建议")},
    follows=(Follow("open", "dispute", ("issued", "copied", "closed"), _from_opinion),),
)
