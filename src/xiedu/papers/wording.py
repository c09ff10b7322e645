"""The wording of the papers of a duty dispute: pure functions from typed values to PaperContent.

Each paper names the articles it rests on. What the Measures leave open (受理、补正, day counts, recusal) is worded as
an arrangement of work and never as law.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from xiedu.law.citation import Cite, M
from xiedu.law.numerals import chinese
from xiedu.papers.content import PaperContent, Para, Signatory, Table, chinese_date, paragraphs_of
from xiedu.papers.kinds import Kind, register
from xiedu.papers.phrases import asked_by, basis_line, first, full, h1, listed, short
from xiedu.papers.wording_input import (
    Acceptance,
    Agreed,
    Allocation,
    Application,
    CopyLetter,
    Decided,
    Deliberated,
    Deliberation,
    Head,
    Opinion,
    Rejection,
    Suggestion,
    Supplement,
    View,
)

_SUGGEST = Cite("浙江省综合行政执法条例", 12, 0, 2)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "dispute_application": Kind("行政执法职责争议申请书", "协申", "applicant", False, (M(6), M(7))),
        "dispute_acceptance": Kind(
            "受理通知书", "协受", "handler", False, (M(6), M(8)), "《暂行办法》未规定受理环节和答复期限，为工作安排"
        ),
        "dispute_rejection": Kind(
            "不予受理通知书", "协不受", "handler", False, (M(6), M(8)), "《暂行办法》未规定不予受理环节，为工作安排"
        ),
        "dispute_supplement": Kind(
            "补正通知书", "协补", "handler", False, (M(7), M(8)), "《暂行办法》未规定补正环节和期限，为工作安排"
        ),
        "dispute_deliberation": Kind("会商纪要与处理意见", "协会", "handler", False, (M(9, 1),)),
        "dispute_suggestion": Kind("关于执法职责争议处理建议的请示", "协建", "handler", True, (M(9, 2), _SUGGEST)),
        "dispute_opinion": Kind("书面协调意见", "协调", "handler", False, (M(8), M(9, 2))),
        "dispute_copy": Kind(
            "抄送函", "协抄", "handler", False, (M(8), M(23)), "依第九条出具的意见，比照第八条抄送，为工作安排"
        ),
    }
)
"""Code → kind of every paper of the dispute."""
register(KINDS)


def dispute_name(topic: str) -> str:
    """``topic`` as the name of a dispute: 渣土运输 → 渣土运输行政执法职责争议; a name that already says so stays."""
    if topic.endswith("争议"):
        return topic
    return f"{topic}争议" if topic.endswith("职责") else f"{topic}行政执法职责争议"


def application(given: Application) -> PaperContent:
    """行政执法职责争议申请书 with the three blocks of art. 7."""
    body = [
        Para(
            text=f"我单位与{listed(given.respondents)}之间存在{dispute_name(given.topic)}，已依照{first(M(6, 1))}的规定"
            f"自行协商，{full(given.negotiated)}现书面提请你机构协调处理，并依照{short(M(7))}的规定说明如下："
        ),
        h1(1, "争议焦点"),
        *paragraphs_of(given.focus),
        h1(2, "争议双方观点及法律、法规、规章依据"),
        *(para for index, view in enumerate(given.views, 1) for para in _view(index, view)),
        h1(3, "其他需要说明的情况"),
        *paragraphs_of(given.other or ("" if given.interim else "无。")),
    ]
    if given.interim:
        body += paragraphs_of(f"争议期间的临时处置：{given.interim}")
    title = f"关于提请协调{dispute_name(given.topic)}的申请"
    return _paper("dispute_application", given, title, given.handler, body)


def acceptance(given: Acceptance) -> PaperContent:
    """受理通知书 to all parties."""
    ground = listed(map(short, given.competence))
    by = f"《暂行办法》对此未作明文规定，比照{ground}确定" if given.policy else f"依照{ground}的规定"
    body = [
        *_received(given),
        Para(text=f"经审核，该申请载明了{short(M(7))}规定的内容。{by}，{full(given.explanation)}本机构决定予以受理。"),
        Para(
            text=f"请{listed(given.respondents)}就争议焦点提出书面意见，附法律、法规、规章依据。{asked_by(given.reply)}"
        ),
    ]
    if given.reply:
        body.append(Para(text="届时未提出意见的，本机构根据现有材料继续组织协调，不视为同意申请机关的观点。"))
    body.append(
        Para(text="协调不停止有关案件办理期限的计算。需要紧急处置的，请先行发现或者先行立案的机关继续依法处置。")
    )
    return _paper("dispute_acceptance", given, _about(given, "受理通知书"), listed(given.parties), body)


def rejection(given: Rejection) -> PaperContent:
    """不予受理通知书 to the applicant, with the way that is open."""
    ground = listed(map(short, given.cites))
    body = [
        *_received(given),
        Para(text=f"经审核，依据{ground}，本机构决定不予受理。理由如下："),
        *paragraphs_of(given.reason),
        Para(text=f"建议你单位：{full(given.advice)}有关案件的办理期限不因本次申请停止计算。"),
    ]
    return _paper("dispute_rejection", given, _about(given, "不予受理通知书"), given.applicant, body)


def supplement(given: Supplement) -> PaperContent:
    """补正通知书 to the applicant: what is missing of art. 7."""
    body = [
        *_received(given),
        Para(text=f"经审核，申请尚未完整说明{short(M(7))}规定的内容。请补正下列事项："),
        *(Para(text=full(f"{index}. {item}"), level=3) for index, item in enumerate(given.items, 1)),
        *paragraphs_of(given.explanation),
        Para(text=f"请将补正材料送本机构。{asked_by(given.term)}补正后本机构继续审核。"),
    ]
    return _paper("dispute_supplement", given, _about(given, "补正通知书"), given.applicant, body)


def deliberation(given: Deliberation) -> PaperContent:
    """会商纪要与处理意见, signed by the guidance body together with those it deliberated with (art. 9 para. 1)."""
    body = [
        Para(
            text=f"{dispute_name(given.topic)}经协调未能达成一致意见。依照{first(M(9, 1))}的规定，"
            f"{given.issuer}于{chinese_date(given.held_on)}牵头，会同{listed(given.consultees)}对争议事项进行了会商，提出处理意见。"
        ),
        h1(1, "会商情况"),
        *paragraphs_of(full(f"参加单位和人员：{given.attendees}")),
        *paragraphs_of(given.minutes),
        h1(2, "处理意见"),
        *duties(given.outcome),
        h1(3, "理由和依据"),
        *paragraphs_of(given.reasons),
        h1(4, "答复"),
        Para(
            text=f"请争议各方书面答复认同或者不认同；未答复不视为认同。{asked_by(given.answer)}各方均认同的，由{given.issuer}"
            f"依照{short(M(9, 2))}的规定出具书面协调意见；不认同的，提出建议报同级人民政府决定。"
        ),
    ]
    title = f"关于{dispute_name(given.topic)}的会商纪要与处理意见"
    return _paper("dispute_deliberation", given, title, listed(given.parties), body, given.consultees)


def suggestion(given: Suggestion) -> PaperContent:
    """请示 to the government with the suggestion of art. 9 para. 2: each side's view, the difference, the proposal."""
    views = [para for index, view in enumerate(given.views, 1) for para in _view(index, view)]
    body = [
        Para(
            text=f"{dispute_name(given.topic)}经协调、会商，争议各方未能达成一致。依照{M(9, 2)}和{_SUGGEST}的规定，"
            "现将有关情况和处理建议报告如下："
        ),
        h1(1, "争议基本情况"),
        *paragraphs_of(given.facts),
        *views,
        h1(2, "协调和会商情况"),
        Para(
            text=f"{given.issuer}组织协调后，于{chinese_date(given.deliberated_on)}会同{listed(given.consultees)}进行了会商，"
            "提出了处理意见，争议各方对会商意见未全部认同。"
        ),
        *paragraphs_of(f"主要分歧：{given.disagreement}"),
        h1(3, "处理建议"),
        *duties(given.outcome),
        h1(4, "理由和依据"),
        *paragraphs_of(given.reasons),
        Para(text="以上建议妥否，请批示。"),
    ]
    title = f"关于提请决定{dispute_name(given.topic)}的请示"
    return _paper("dispute_suggestion", given, title, given.government, body, signer=given.signer)


def opinion(given: Opinion) -> PaperContent:
    """书面协调意见 on one of its three grounds; the duties are those agreed, accepted or decided."""
    body = [
        *_ground(given),
        h1(1, "争议事项"),
        *paragraphs_of(given.facts),
        h1(2, "协调意见"),
        *duties(given.ground.outcome),
        h1(3, "理由和依据"),
        *paragraphs_of(given.reasons),
    ]
    if given.requirement:
        body += [h1(4, "落实要求"), *paragraphs_of(given.requirement)]
    copies = tuple(dict.fromkeys((given.staffing, given.justice, *given.copies)))
    title = f"关于{dispute_name(given.topic)}的协调意见"
    return _paper("dispute_opinion", given, title, listed(given.parties), body, copies=copies)


def copy_letter(given: CopyLetter) -> PaperContent:
    """抄送函 with the ground on which it is sent."""
    if given.ground == "art23" and given.case:
        text = (
            f"在协调{dispute_name(given.topic)}过程中，发现{given.subject}存在{given.case.label}的情形，"
            f"属于{given.case.cites[0]}所列事项。现将有关情况抄送你单位，请根据具体情况依法处理："
        )
        title = f"关于抄送{dispute_name(given.topic)}协调中有关情况的函"
        body = [Para(text=text), *paragraphs_of(given.reason)]
        return _paper("dispute_copy", given, title, given.addressee, body)
    by = f"依照{M(8)}的规定" if given.ground == "art8" else f"比照{M(8)}（第九条未另行规定抄送，此为工作安排）"
    text = f"{by}，现将《{given.document_title}》（{given.document}）抄送你单位。"
    title = f"关于抄送{dispute_name(given.topic)}协调意见的函"
    return _paper("dispute_copy", given, title, given.addressee, [Para(text=text)])


def _paper(
    kind: str,
    given: Head,
    title: str,
    addressee: str,
    body: Iterable[Para | Table],
    joint: tuple[str, ...] = (),
    *,
    copies: tuple[str, ...] | None = None,
    signer: str = "",
) -> PaperContent:
    """The parts all papers share. Under recusal the presenter signs too: the interested body never signs alone."""
    names = [given.issuer, *joint]
    if given.recusal and KINDS[kind].issuer == "handler":
        names.append(given.recusal.presenter)
    return PaperContent(
        kind=kind,
        issuer=given.issuer,
        title=title,
        number=given.number,
        addressee=addressee,
        paragraphs=tuple(body),
        attachments=given.attachments,
        signatories=tuple(Signatory(name=name) for name in dict.fromkeys(names)),
        date=given.date,
        note=f"联系人：{given.contact}" if given.contact else "",
        copies=given.copies if copies is None else copies,
        printer=given.issuer,
        signer=signer,
        banners=(*given.banners, *recusal_banner(given)),
    )


def recusal_banner(given: Head) -> tuple[str, ...]:
    """The notice on every page when the handler or its host is a party; it says that this is policy."""
    if given.recusal is None:
        return ()
    return (
        f"回避提示：{given.recusal.interested}与本争议有利害关系，按回避工作安排由{given.recusal.presenter}主持办理。",
    )


def _received(given: Acceptance | Rejection | Supplement) -> tuple[Para, ...]:
    text = f"{chinese_date(given.applied_on)}，{given.applicant}就其与{listed(given.respondents)}之间的"
    return (Para(text=f"{text}{dispute_name(given.topic)}，依据{first(M(6, 1))}书面提请本机构协调处理。"),)


def _ground(given: Opinion) -> tuple[Para, ...]:
    """The opening of an opinion: how it came about and the article it rests on (arts 8, 9)."""
    ground, name = given.ground, dispute_name(given.topic)
    if isinstance(ground, Agreed):
        text = f"{name}经{given.issuer}审核并组织协调，{_confirmed(ground)}同意协调方案，协调一致。"
        return (Para(text=f"{text}依照{M(8)}的规定，出具协调意见如下："),)
    if isinstance(ground, Deliberated):
        text = (
            f"{name}经协调未能达成一致，{given.issuer}牵头会同{listed(ground.consultees)}会商并提出处理意见"
            f"（{ground.document}），{_confirmed(ground)}认同会商意见。依照{M(9, 2)}的规定，出具协调意见如下："
        )
        return (Para(text=text),)
    return _decided(name, ground)


def _decided(name: str, ground: Decided) -> tuple[Para, ...]:
    text = (
        f"{name}经协调、会商未能达成一致，已报{ground.government}决定。{chinese_date(ground.decided_on)}，"
        f"{ground.government}作出决定（{ground.document}），内容为："
    )
    quoted = list(paragraphs_of(ground.text))
    quoted[0] = Para(text=f"“{quoted[0].text}")
    quoted[-1] = Para(text=f"{quoted[-1].text}”")
    return (Para(text=text), *quoted, Para(text=f"依照{M(9, 2)}的规定，根据上述决定出具协调意见如下："))


def _confirmed(ground: Agreed | Deliberated) -> str:
    return "，".join(f"{name}于{chinese_date(day)}" for name, day in ground.confirmed) + "分别书面"


def _view(index: int, view: View) -> list[Para]:
    """A side's view: heading, statement, bases numbered; or that it did not answer, with the proof."""
    paras = [Para(text=f"（{chinese(index)}）{view.body}", level=2)]
    if view.no_answer:
        proof = f"证明材料：{listed(view.proofs)}。" if view.proofs else ""
        paras.append(Para(text=f"该机关未答复。{proof}"))
    paras += paragraphs_of(f"观点：{view.statement}") if view.statement else ()
    paras += [Para(text=f"{number}. {basis_line(one)}", level=3) for number, one in enumerate(view.bases, 1)]
    return paras


def duties(outcome: tuple[Allocation, ...]) -> tuple[Para | Table, ...]:
    """An outcome as numbered sentences: item, body in charge, bodies that assist."""
    paras = []
    for index, one in enumerate(outcome, 1):
        assist = f"，{listed(one.assist)}予以配合" if one.assist else ""
        paras.append(Para(text=full(f"（{chinese(index)}）{one.item}，由{one.duty}负责{assist}")))
        paras += paragraphs_of(full(one.note)) if one.note else ()
    return tuple(paras)


def _about(given: Head, title: str) -> str:
    return f"关于{dispute_name(given.topic)}的{title}"


COMPOSE: Mapping[str, Callable[[Any], PaperContent]] = MappingProxyType(
    {
        "dispute_application": application,
        "dispute_acceptance": acceptance,
        "dispute_rejection": rejection,
        "dispute_supplement": supplement,
        "dispute_deliberation": deliberation,
        "dispute_suggestion": suggestion,
        "dispute_opinion": opinion,
        "dispute_copy": copy_letter,
    }
)
"""Code → the function that words the paper from its input of the same name in :mod:`xiedu.papers.wording_input`."""
