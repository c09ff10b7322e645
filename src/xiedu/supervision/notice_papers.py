"""The papers from a supervision matter to its decision (arts 16, 17, 24): what each must say and must not."""

from typing import Any

from xiedu.law.citation import M
from xiedu.papers.content import PaperContent, Para, chinese_date, paragraphs_of
from xiedu.papers.kinds import Kind, register
from xiedu.procedure.situation import Ctx
from xiedu.supervision.common import REPORT_CITE
from xiedu.supervision.notice_facts import Fault
from xiedu.supervision.notice_rules import LAW_73, notice_of
from xiedu.supervision.writing import (
    DAY_NOTE,
    act_text,
    basis,
    clauses,
    edited,
    full,
    ground,
    h1,
    instrument,
    name,
    numbered,
    paper,
    ruled,
)  # fmt: skip

_HEARD = "《暂行办法》未规定事先听取意见和说明期限，为工作安排"
_PLAIN = "《暂行办法》未规定本文书，为工作安排"
KINDS = {
    "situation_letter": Kind("情况说明函", "监函", "handler", False, (M(12),), _HEARD),
    "supervision_notice": Kind("行政执法监督通知书", "监通", "handler", False, (M(16),)),
    "notice_withdrawal": Kind("撤回监督通知书的函", "监撤", "handler", False, (M(16),), _PLAIN),
    "correction_report": Kind("整改情况报告", "监改", "subject", True, (M(16), REPORT_CITE)),
    "supervision_urging": Kind("督办函", "监督", "handler", False, (M(16),), _PLAIN),
    "decision_request": Kind("提请制发监督决定书的请示", "监请", "handler", True, (M(17),)),
    "supervision_decision": Kind("行政执法监督决定书", "监决", "decider", False, (M(17), LAW_73)),
    "guidance_copy": Kind("抄送函", "监抄", "handler", False, (M(24),)),
}
register(KINDS)


def letter(ctx: Ctx, number: str) -> PaperContent:
    """情况说明函: the body is heard before anything is decided."""
    clock = ctx.sit.clocks["explain"]
    due = chinese_date(ctx.world.due(clock).due)
    body = [
        Para(text=f"我局正在就“{_topic(ctx)}”开展行政执法监督。依照{basis(ctx, M(12))}规定的公正、公开原则，"
                  "在作出处理之前听取你单位意见。请就下列问题作出书面说明，并附有关材料："),
        *paragraphs_of(ctx.facts.questions),
        Para(text=f"请于{due}前送达{DAY_NOTE}。届时未说明的，我局根据已有材料办理。"),
    ]  # fmt: skip
    return paper(ctx, "situation_letter", number, f"关于请说明{_topic(ctx)}有关情况的函", name(ctx, "subject"), body)


def notice(ctx: Ctx, number: str) -> PaperContent:
    """《行政执法监督通知书》 (art. 16): facts, clauses, what to correct, by when, measures, report, objection, contact.

    It never changes or revokes an act: that is for the government alone (art. 17).
    """
    facts = ctx.facts
    earlier = notice_of(ctx.sit) if ctx.move.code != "issue_notice" else None
    body = [
        *_source(ctx, earlier),
        h1(1, "认定的事实"),
        *paragraphs_of(facts.findings),
        *(paragraphs_of(f"你单位意见及采纳情况：{facts.heard}") if facts.heard else ()),
        h1(2, "违反的规定"),
        Para(text=f"上述{'行为' if facts.fault == Fault.ILLEGAL else '做法'}{facts.fault.label}，不符合下列规定："),
        *clauses(c.model_dump(mode="json") for c in facts.clauses),
        h1(3, "纠正内容、期限和整改措施"),
        Para(text=f"依照{basis(ctx, M(16))}的规定，通知你单位自收到本通知书之日起{facts.days}日内纠正下列问题："),
        *numbered(facts.correct),
        Para(text="并落实下列整改措施："),
        *numbered(facts.measures),
        h1(4, "报告"),
        Para(text=f"请在上述期限内，并依照{REPORT_CITE}的规定自收到本通知书之日起三十日内，书面报告整改情况，附证明材料。"),
        h1(5, "异议"),
        Para(text="对本通知书有异议的，请在收到后及时书面提出并说明理由，由我局另行指定人员复核；复核期间整改期限继续计算。"
                  "（异议的提出和复核为工作安排。）"),
        Para(text=f"联系人：{full(facts.contact)}"),
    ]  # fmt: skip
    content = paper(
        ctx, "supervision_notice", number, instrument(ctx, "supervision_notice"), name(ctx, "subject"), body
    )
    return edited(ctx, content, ruled(content))


def locked(ctx: Ctx, content: PaperContent) -> list[str]:
    """What of a notice, a request or a decision may not be reworded."""
    return ruled(content)


def _source(ctx: Ctx, earlier: Any) -> list[Para]:
    act = ctx.sit.past[0].facts.get("act")
    what = f"你单位{act_text(act)}" if act else f"“{_topic(ctx)}”"
    lines = [Para(text=full(f"我局依法对{what}进行监督，现将监督情况和要求通知如下"))]
    if earlier:
        numbers = "、".join(p[1] for p in earlier.made.get("papers", ()))
        lines.insert(0, Para(text=f"本通知书更正并代替{numbers}，原通知书作废。"))
    return lines


def withdrawal(ctx: Ctx, number: str) -> PaperContent:
    """A notice is taken back by a paper of its own (art. 16; policy)."""
    body = [Para(text=f"现撤回我局{_notice(ctx)}，该通知书自本函送达之日起作废。理由如下："),
            *paragraphs_of(ctx.facts.reason)]  # fmt: skip
    return paper(ctx, "notice_withdrawal", number, "关于撤回行政执法监督通知书的函", name(ctx, "subject"), body)


def report(ctx: Ctx, number: str) -> PaperContent:
    """整改情况报告 of the body, item by item."""
    body = [
        Para(text=f"根据{_notice(ctx)}的要求，现将整改情况报告如下："),
        *numbered(f"{item.item}：{item.done}" for item in ctx.facts.items),
        *paragraphs_of(ctx.facts.summary),
        Para(text="特此报告，证明材料附后。"),
    ]
    title = f"关于{_topic(ctx)}整改情况的报告"
    return paper(ctx, "correction_report", number, title, name(ctx, "handler"), body, issuer="subject",
                 signer=ctx.actor.person_name)  # fmt: skip


def urging(ctx: Ctx, number: str) -> PaperContent:
    """督办函 for a correction that is overdue."""
    due = chinese_date(ctx.world.due(ctx.sit.clocks["correct"]).due)
    body = [
        Para(text=f"{_notice(ctx)}确定的整改期限已于{due}届满，你单位尚未按要求完成整改。现予督办："),
        *paragraphs_of(ctx.facts.demand),
    ]
    return paper(ctx, "supervision_urging", number, f"关于督办{_topic(ctx)}整改的函", name(ctx, "subject"), body)


def request(ctx: Ctx, number: str) -> PaperContent:
    """提请政府决定的请示: the notice, its service, the expired limit, the grounds with their evidence (art. 17)."""
    facts = ctx.facts
    body = [
        *_story(ctx),
        h1(2, "提请的情形"),
        *(para for i, g in enumerate(facts.grounds, 1) for para in _ground(ctx, i, g)),
        h1(3, "提请内容"),
        Para(text=f"依照{basis(ctx, M(17))}和{LAW_73}的规定，提请{name(ctx, 'decider')}"
                  f"制发《{instrument(ctx, 'supervision_decision')}》，"
                  f"对{_act(ctx)}予以{facts.measure.label}，具体为："),
        *paragraphs_of(facts.content),
        Para(text="经核实，该行为没有正在进行的行政复议或者行政诉讼。"),
        *(paragraphs_of(f"后续处理建议：{facts.follow_up}") if facts.follow_up else ()),
        Para(text="妥否，请批示。"),
    ]  # fmt: skip
    title = f"关于提请对{name(ctx, 'subject')}有关行政行为制发监督决定书的请示"
    content = paper(ctx, "decision_request", number, title, name(ctx, "decider"), body, signer=ctx.actor.person_name)
    return edited(ctx, content, ruled(content))


def _story(ctx: Ctx) -> list[Para]:
    """What art. 17 asks for beforehand: which notice, received when, until when, and that it was not carried out."""
    last, served = notice_of(ctx.sit), ctx.sit.last("serve")
    if last is None or served is None:
        raise LookupError("guards `expired` and `an_act` let no submission pass without a served notice")
    due = chinese_date(ctx.world.due(ctx.sit.clocks["correct"]).due)
    again = ctx.sit.last("return_correction")
    still = "；".join(again.facts.get("open", ())) if again and again.seq > served.seq else ""
    text = (
        f"因{_act(ctx)}存在问题，已制发{_notice(ctx)}，{name(ctx, 'subject')}于"
        f"{chinese_date(served.occurred_on)}收到。整改期限（含延长）已于{due}届满，该单位逾期未纠正或者未落实整改措施。"
    )
    return [h1(1, "监督和逾期未改情况"), Para(text=text), *(paragraphs_of(f"未落实的事项：{still}") if still else ())]


def _ground(ctx: Ctx, index: int, told: Any) -> list[Para]:
    return [Para(text=full(f"（{index}）{ground(ctx, told.ground)}")), *paragraphs_of(told.statement)]


def decision(ctx: Ctx, number: str) -> PaperContent:
    """《行政执法监督决定书》 of the government (art. 17): that act, changed or revoked, on some of the five grounds."""
    facts = ctx.facts
    labels = "；".join(ground(ctx, g) for g in facts.grounds)
    body = [
        *_story(ctx),
        h1(2, "理由和依据"),
        Para(text=full(f"该行政行为存在下列情形：{labels}")),
        *paragraphs_of(facts.reasons),
        h1(3, "决定"),
        Para(text=f"依照{basis(ctx, M(17))}和{LAW_73}的规定，决定对{_act(ctx)}予以{facts.measure.label}："),
        *paragraphs_of(facts.content),
        h1(4, "后续处理和报告"),
        *paragraphs_of(facts.follow_up),
        Para(text=f"请自收到本决定书之日起{facts.days}日内，书面报告执行结果。"),
    ]
    copies = (name(ctx, "handler"), name(ctx, "guidance"))
    title = instrument(ctx, "supervision_decision")
    content = paper(ctx, "supervision_decision", number, title, name(ctx, "subject"), body,
                    issuer="decider", copies=copies)  # fmt: skip
    return edited(ctx, content, [*ruled(content), *(p.text for p in paragraphs_of(facts.content))])


def guidance_copy(ctx: Ctx, number: str) -> PaperContent:
    """抄送函 to the guidance body, chosen by a person with reason (art. 24)."""
    body = [
        Para(text=f"依照{M(24)}的规定，现将{_notice(ctx)}抄送你单位，"
                  f"请对{name(ctx, 'subject')}的相关执法工作加强指导，并告知指导情况。"),
        *paragraphs_of(f"抄送理由：{ctx.facts.reason}"),
    ]  # fmt: skip
    return paper(ctx, "guidance_copy", number, "关于抄送行政执法监督通知书的函", name(ctx, "guidance"), body)


def _notice(ctx: Ctx) -> str:
    """The notice as it stands, by the name it was issued under and its number."""
    past = notice_of(ctx.sit)
    if past is None:
        return ""
    called = past.made.get("notes", {}).get("called") or KINDS["supervision_notice"].title
    return f"《{called}》（{'、'.join(p[1] for p in past.made.get('papers', ()))}）"


def _topic(ctx: Ctx) -> str:
    return str(ctx.sit.index.get("title", ""))


def _act(ctx: Ctx) -> str:
    act = ctx.sit.past[0].facts.get("act")
    return f"{name(ctx, 'subject')}{act_text(act)}" if act else f"{name(ctx, 'subject')}的行政行为"
