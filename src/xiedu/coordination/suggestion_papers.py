"""The papers of art. 10: 书面建议书, 撤回函, the two 请示, 责令纠正通知书 and 通报批评 of the government, 抄送函. Pure.

Each is composed as of the situation after its move. A guidance body's paper suggests or asks; what orders or
criticises goes out in the name of the government alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from xiedu.coordination.suggestion_facts import COOPERATION, REPORT, Duty
from xiedu.coordination.suggestion_rules import criticism_cites, defiance
from xiedu.law.citation import Cite, M
from xiedu.law.codes import CoordinationMatter, LimitOrigin
from xiedu.papers.content import PaperContent, Para, Signatory, Table, chinese_date, paragraphs_of
from xiedu.papers.kinds import Kind, register
from xiedu.papers.phrases import asked_by, basis_line, first, full, h1, listed, numbered, short
from xiedu.papers.rewording import reworded
from xiedu.papers.wording_input import Basis, Term
from xiedu.procedure.situation import Ctx, Past

_TERM = "《暂行办法》未规定答复期限，为工作安排"
KINDS = {
    "suggestion_letter": Kind("书面建议书", "协建议", "handler", False, (M(10, 1),), _TERM),
    "suggestion_correction": Kind("关于提请纠正的请示", "协请", "handler", True, (M(10, 1),)),
    "suggestion_criticism": Kind("关于提请通报批评的请示", "协请通", "handler", True, (M(10, 2), COOPERATION)),
    "suggestion_order": Kind(
        "责令纠正通知书", "纠", "decider", False, (M(10, 1), REPORT), "《暂行办法》未规定政府纠正的文书名称，为工作安排"
    ),
    "suggestion_notice": Kind("通报批评", "通报", "decider", False, (M(10, 2), COOPERATION, REPORT)),
    "suggestion_withdrawal": Kind(
        "撤回书面建议的函", "协建撤", "handler", False, (M(10, 1),), "《暂行办法》未规定撤回，为工作安排"
    ),
    "suggestion_copy": Kind("抄送函", "协抄送", "handler", False, (M(23),)),
}
register(KINDS)
Body = Iterable[Para | Table]


def letter(ctx: Ctx, number: str) -> PaperContent:
    """书面建议书 to the body concerned."""
    body = [
        Para(text=_found(ctx, "你单位") + f"依照{first(M(10, 1))}的规定，向你单位提出书面建议如下："),
        h1(1, "有关情况"),
        *_facts(ctx),
        h1(2, "职责依据"),
        *_bases(ctx),
        h1(3, "建议事项"),
        *_advice(ctx),
        h1(4, "理由"),
        *paragraphs_of(ctx.facts.reasons),
        h1(5, "答复"),
        *_reply(ctx),
    ]
    title = f"关于{_title(ctx)}的书面建议"
    content = _paper(ctx, "suggestion_letter", number, title, _names(ctx, "subject"), body)
    return _edited(ctx, content, letter_locked)


def letter_locked(ctx: Ctx, content: PaperContent) -> list[str]:
    """Opening with its ground, what is suggested, and how to reply."""
    return [_text(content.paragraphs[0]), *map(_text, (*_advice(ctx), *_reply(ctx)))]


def withdrawal(ctx: Ctx, number: str) -> PaperContent:
    """A suggestion that was sent is taken back by a paper of its own (policy)."""
    sent = ctx.sit.last("suggest")
    if sent is None:
        raise LookupError("only a matter in which a suggestion was sent has the states from which it is withdrawn")
    old = sent.made["papers"][0][1]
    text = (
        f"现撤回{chinese_date(sent.occurred_on)}向你单位发出的书面建议（{old}），"
        "该建议自本函送达之日起作废，不再要求答复和落实。"
    )
    body = [Para(text=text), h1(1, "理由"), *paragraphs_of(ctx.facts.reason)]
    title = f"关于撤回{_title(ctx)}书面建议的函"
    return _paper(ctx, "suggestion_withdrawal", number, title, _names(ctx, "subject"), body)


def correction(ctx: Ctx, number: str) -> PaperContent:
    """请示: the same-level government is asked to have it corrected (art. 10 para. 1)."""
    return _request(ctx, "suggestion_correction", number, (M(10, 1),), "予以纠正")


def criticism_asked(ctx: Ctx, number: str) -> PaperContent:
    """请示: the same-level government is asked to criticise in a circular (art. 10 para. 2)."""
    return _request(ctx, "suggestion_criticism", number, criticism_cites(ctx.sit), "予以通报批评")


def request_locked(ctx: Ctx, content: PaperContent) -> list[str]:
    """Opening with its ground, what came of the suggestion, and what is asked for."""
    came = _text(_came(ctx)[0])
    return [_text(content.paragraphs[0]), came, *map(_text, numbered(ctx.facts.items))]


def order(ctx: Ctx, number: str) -> PaperContent:
    """责令纠正通知书 of the government."""
    body = [
        Para(text=f"{_asked(ctx, '提请纠正')}经研究，依照{first(M(10, 1))}的规定，责令你单位纠正。"),
        h1(1, "有关情况"),
        *_facts(ctx),
        h1(2, "纠正要求"),
        *numbered(ctx.facts.items),
        h1(3, "理由"),
        *paragraphs_of(ctx.facts.reasons),
        h1(4, "报告"),
        Para(text=f"请将纠正结果书面报告{_names(ctx, 'decider')}，同时告知{_acting(ctx)}。{_within(ctx)}"),
    ]
    title = f"关于责令纠正{_title(ctx)}的通知"
    copies = (_names(ctx, "handler"),)
    return _paper(ctx, "suggestion_order", number, title, _names(ctx, "subject"), body, "decider", copies=copies)


def circular(ctx: Ctx, number: str) -> PaperContent:
    """通报批评 of the government: suggestion, refusal or silence, facts, what to do now."""
    named, grounds = _names(ctx, "subject"), _cited(criticism_cites(ctx.sit))
    body = [
        Para(text=f"{_found(ctx, named)}{_asked(ctx, '提请通报批评')}依照{grounds}的规定，现对{named}予以通报批评。"),
        h1(1, "通报的事实"),
        *paragraphs_of(ctx.facts.facts),
        *_came(ctx),
        h1(2, "整改要求"),
        *numbered(ctx.facts.items),
        h1(3, "报告"),
        Para(text=f"请{named}将整改结果书面报告{_names(ctx, 'decider')}，同时告知{_acting(ctx)}。{_within(ctx)}"),
    ]
    title = f"关于对{named}予以通报批评的通报"
    copies = (named, _names(ctx, "handler"))
    return _paper(ctx, "suggestion_notice", number, title, ctx.facts.scope, body, "decider", copies=copies)


def referral(ctx: Ctx, number: str) -> PaperContent:
    """抄送函 to the justice bureau of the same level (art. 23)."""
    answer = ctx.facts.art23
    named = ctx.world.body(answer.subject).name
    text = (
        f"在行政执法协调工作中办理“{_title(ctx)}”事项时，发现{named}存在{answer.case.label}的情形，"
        f"属于{answer.case.cites[0]}所列事项。现将有关情况抄送你单位，请根据具体情况依法处理："
    )
    body = [Para(text=text), *paragraphs_of(answer.reason), *_came(ctx)]
    title = f"关于抄送{_title(ctx)}有关情况的函"
    return _paper(ctx, "suggestion_copy", number, title, _names(ctx, "justice"), body)


# --- parts ------------------------------------------------------------------------------------------------------------


def _request(ctx: Ctx, kind: str, number: str, cites: tuple[Cite, ...], what: str) -> PaperContent:
    named, government = _names(ctx, "subject"), _names(ctx, "decider")
    body = [
        Para(
            text=f"{_found(ctx, named)}依照{_cited(cites)}的规定，现提请{government}对{named}{what}，有关情况报告如下："
        ),
        h1(1, "有关情况"),
        *_facts(ctx),
        h1(2, "职责依据"),
        *_bases(ctx),
        h1(3, "书面建议和答复情况"),
        *_came(ctx),
        h1(4, "提请事项"),
        *numbered(ctx.facts.items),
        h1(5, "理由"),
        *paragraphs_of(ctx.facts.reasons),
        Para(text="以上请示妥否，请批示。"),
    ]
    title = f"关于提请对{named}{what}的请示"
    content = _paper(ctx, kind, number, title, government, body, signer=ctx.actor.person_name)
    return _edited(ctx, content, request_locked)


def _edited(ctx: Ctx, content: PaperContent, locked: Any) -> PaperContent:
    words = [(w.level, w.text) for w in ctx.facts.wording]
    return reworded(content, words, locked(ctx, content), "依据、建议或者提请事项和答复段落") if words else content


def _paper(
    ctx: Ctx,
    kind: str,
    number: str,
    title: str,
    addressee: str,
    body: Body,
    role: str = "handler",
    *,
    copies: tuple[str, ...] = (),
    signer: str = "",
) -> PaperContent:
    """The parts all these papers share. A handler that stands aside never signs alone (policy)."""
    issuer, present = _names(ctx, role), _names(ctx, "presenter") if role == "handler" else ""
    aside = f"回避提示：{issuer}与本事项有利害关系，按回避工作安排由{present}主持办理。"
    return PaperContent(
        kind=kind,
        issuer=issuer,
        title=title,
        number=number,
        addressee=addressee,
        paragraphs=tuple(body),
        signatories=tuple(Signatory(name=name) for name in (issuer, present) if name),
        date=ctx.on,
        copies=tuple(dict.fromkeys(filter(None, copies))),
        printer=issuer,
        signer=signer,
        banners=(*ctx.world.banners(), *([aside] if present else [])),
    )


def _first(ctx: Ctx) -> Mapping[str, Any]:
    return ctx.sit.past[0].facts


def _title(ctx: Ctx) -> str:
    return str(ctx.sit.index.get("title", ""))


def _names(ctx: Ctx, role: str) -> str:
    return listed(ctx.world.body(b).name for b in ctx.sit.bodies(role))


def _acting(ctx: Ctx) -> str:
    body = ctx.sit.acting_handler()
    return ctx.world.body(body).name if body else ""


def _text(para: Para | Table) -> str:
    return para.text if isinstance(para, Para) else ""


def _cited(cites: tuple[Cite, ...]) -> str:
    return listed([first(cites[0]), *map(short, cites[1:])])


def _found(ctx: Ctx, named: str) -> str:
    """What was found, when, in which kind of coordination (art. 10: 在行政执法协调工作中发现)."""
    told = _first(ctx)
    matter, duty = CoordinationMatter.of(told["matter"]), Duty.of(told["duty"])
    day = chinese_date(date.fromisoformat(told["found_on"]))
    return f"{day}，在行政执法协调工作（{matter.label}）中发现{named}{duty.label}。"


def _facts(ctx: Ctx) -> tuple[Para, ...]:
    return paragraphs_of(str(_first(ctx)["facts"]))


def _bases(ctx: Ctx) -> tuple[Para, ...]:
    told = _first(ctx)
    lines = [basis_line(Basis(**ground)) for ground in told["bases"]]
    if told["document"]:
        lines.append(f"书面协调意见：{told['document']}")
    elif told["duty"] == Duty.OPINION:
        other = ctx.world.matter(told["origin"])
        lines.append(f"书面协调意见：{other[2] if other else ''} 号争议事项的意见书")
    return numbered(lines)


def _advice(ctx: Ctx) -> tuple[Para, ...]:
    return numbered(one.item + (f"（{one.note}）" if one.note else "") for one in ctx.facts.items)


def _reply(ctx: Ctx) -> tuple[Para, ...]:
    due = asked_by(_term(ctx, "reply"))
    return (
        Para(text=f"请书面答复是否接受本建议以及落实措施；不接受的，说明理由。{due}"),
        Para(text=f"拒不履行本建议的，可以依照{short(M(10, 2))}提请同级人民政府予以通报批评。"),
    )


def _term(ctx: Ctx, key: str) -> Term:
    clock = ctx.sit.clocks[key]
    origin = LimitOrigin.of(clock.origin)
    return Term(due=ctx.world.due(clock).due, origin=origin, cite=None if origin is LimitOrigin.INTERNAL else REPORT)


def _within(ctx: Ctx) -> str:
    """How long there is to report: from receipt under the provincial rule, else a day of work."""
    clock = ctx.sit.clocks["report"]
    if LimitOrigin.of(clock.origin) is LimitOrigin.INTERNAL:
        return asked_by(_term(ctx, "report"))
    unit = {"CD": "日", "WD": "个工作日"}.get(clock.unit, "")
    return (
        f"依照{REPORT}的规定，应当自收到本文之日起{clock.n}{unit}内报告。" if unit else asked_by(_term(ctx, "report"))
    )


def _asked(ctx: Ctx, what: str) -> str:
    """Which 请示 the government answers."""
    last = ctx.sit.last("request_correction", "request_criticism")
    number = last.made["papers"][0][1] if last else ""
    return f"{_acting(ctx)}以{number}{what}。"


def _came(ctx: Ctx) -> tuple[Para, ...]:
    """The written suggestion with its number and day, and what the body said to it, or that it said nothing."""
    sent = ctx.sit.last("suggest")
    if sent is None:
        return (Para(text="尚未发出书面建议，直接提请本级人民政府。"),)
    number = sent.made["papers"][0][1]
    text = f"{chinese_date(sent.occurred_on)}以{number}发出书面建议，{_receipt(ctx, sent)}"
    said = [p for p in ctx.sit.past if p.seq > sent.seq and p.move in _SAID]
    return (Para(text=full(text)), *(para for p in said for para in _answer(ctx, p)), *_conclusion(ctx))


_SAID = {"accept": "接受建议，落实措施", "refuse": "不接受建议，理由", "report": "报告落实情况"}


def _receipt(ctx: Ctx, sent: Past) -> str:
    bodies = set(ctx.sit.bodies("subject"))
    found = next((p for p in ctx.sit.every("receive") if p.body_id in bodies and p.seq > sent.seq), None)
    return f"{chinese_date(found.occurred_on)}签收" if found else "已通过平台送达"


def _answer(ctx: Ctx, past: Past) -> tuple[Para, ...]:
    """A reply in the body's own words."""
    told = past.facts.get("measures") or past.facts.get("reasons") or ""
    if past.move == "report":
        told = "；".join(f"{one['item']}——{one['done']}" for one in past.facts.get("items", ()))
    head = (
        f"{chinese_date(past.occurred_on)}，{_names(ctx, 'subject')}{_SAID[past.move]}：{' '.join(str(told).split())}"
    )
    return (Para(text=full(head)),)


def _conclusion(ctx: Ctx) -> tuple[Para, ...]:
    """That the time has run out, if that is how it was found not to perform."""
    turn = defiance(ctx.sit)
    if turn is None or turn.move == "refuse":
        return ()
    what = "答复期限届满未答复" if turn.move == "conclude_silent" else "落实期限届满未落实"
    return (
        Para(text=full(f"{chinese_date(turn.occurred_on)}认定{what}：{' '.join(str(turn.facts['reason']).split())}")),
    )
