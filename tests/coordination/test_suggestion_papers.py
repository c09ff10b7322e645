"""The papers of art. 10: what each must and must not contain, and what a drafter may not change."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.coordination.letter import REASON, WAYS, Letter
from xiedu.base.models import today
from xiedu.coordination.suggestion_papers import KINDS
from xiedu.papers.content import PaperContent, Para, chinese_date
from xiedu.papers.docx_in import DocxChanges, read_docx
from xiedu.papers.docx_out import render_docx
from xiedu.papers.models import Paper
from xiedu.papers.pdf import render_pdf
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Delivery, Matter
from xiedu.procedure.perform import Ask, preview, situation

pytestmark = pytest.mark.django_db


def paper(kind: str, matter: int) -> PaperContent:
    """The paper of that kind in a matter."""
    return PaperContent.model_validate(Paper.objects.get(kind=kind, issued_by__matter=matter).content)


def text(content: PaperContent) -> str:
    """All its running text."""
    return "\n".join(p.text for p in content.paragraphs if isinstance(p, Para))


def holds(content: PaperContent, *words: str) -> None:
    """Each of the words stands in the text."""
    assert [w for w in words if w not in text(content)] == []


def test_the_way_to_criticism_paper_by_paper(cast: Cast) -> None:
    one = Letter(cast, ago=0).refused().do("柯城区住建局", "receive")
    one.signed("request_criticism", one.request()).do(one.government, "criticise", one.criticism(), "head")
    one.do(one.subject, "report", one.report()).do(one.handler, "verify", one.verification(**one.yes()))
    letter, request = paper("suggestion_letter", one.id), paper("suggestion_criticism", one.id)
    circular, copy = paper("suggestion_notice", one.id), paper("suggestion_copy", one.id)
    _letter(letter)
    _request(request, letter)
    _circular(circular, letter, request)
    assert (copy.issuer, copy.addressee) == ("柯城区指导", "柯城区司法局")
    holds(copy, "第二十三条第(一)项", "未依法履行法定职责", letter.number, "拒不履行协作义务")
    for content in (letter, request, circular, copy):
        _sound(content)


def _letter(letter: PaperContent) -> None:
    assert (letter.issuer, letter.addressee, letter.signer) == ("柯城区指导", "柯城区住建局", "")
    holds(
        letter, "第十条第一款", "在行政执法协调工作", "不依法履行行政执法协作义务", "三次收到协作请求均未派员到场",
        "地方性法规：《浙江省综合行政执法条例》第十七条第一款", "（一）对撒落行为派员到场查处（接到请求后一日内）",
        "（二）指定协作联系人", "是否接受本建议", "说明理由", "不是法定期限", "第十条第二款",
    )  # fmt: skip
    for word in ("责令", "决定对", "处分", "罚款", "撤销", "应当于"):
        assert word not in text(letter)


def _request(request: PaperContent, letter: PaperContent) -> None:
    assert (request.addressee, request.signer) == ("柯城区政府", "柯城区指导·head")
    assert KINDS["suggestion_criticism"].upward
    holds(
        request, "第十条第二款", "《浙江省综合行政执法条例》第三十六条第二款", "提请柯城区政府对柯城区住建局予以通报批评",
        letter.number, f"{chinese_date(today())}签收", "不接受建议，理由：不属于本机关职责", "对该机关拒不履行书面建议",
        "妥否，请批示",
    )  # fmt: skip


def _circular(circular: PaperContent, letter: PaperContent, request: PaperContent) -> None:
    assert (circular.issuer, circular.signatories[0].name) == ("柯城区政府", "柯城区政府")
    assert circular.addressee.startswith("各乡镇人民政府")
    assert circular.copies == ("柯城区住建局", "柯城区指导")
    holds(
        circular, "第十条第二款", "第三十六条第二款", "现对柯城区住建局予以通报批评", letter.number, request.number,
        "不接受建议", "建立协作响应制度", "《浙江省行政程序办法》第九十二条", "自收到本文之日起30日内",
    )  # fmt: skip
    for word in ("处分", "罚款", "撤销", "变更"):
        assert word not in text(circular)


def _sound(content: PaperContent) -> None:
    """It prints, survives Word, and calls no target of work a statutory limit."""
    assert read_docx(render_docx(content), content) == DocxChanges(content, ())
    assert render_pdf(content).data.startswith(b"%PDF")
    for before in text(content).split("法定期限")[:-1]:
        assert before.endswith("不是")


def test_a_correction_asked_for_at_once_says_that_there_was_no_suggestion(cast: Cast) -> None:
    one = Letter(cast, duty="statutory", ago=0).ordered()
    request, order = paper("suggestion_correction", one.id), paper("suggestion_order", one.id)
    holds(request, "提请柯城区政府对柯城区住建局予以纠正", "尚未发出书面建议", "第十条第一款")
    assert request.signer
    assert (order.issuer, order.addressee, order.copies) == ("柯城区政府", "柯城区住建局", ("柯城区指导",))
    holds(order, request.number, "责令你单位纠正", "十日内派员参加联合查处", "自收到本文之日起30日内")
    for content in (request, order):
        assert "第三十六条" not in text(content), "art. 36 speaks of the duty to cooperate"
        assert "通报批评" not in text(content)
        _sound(content)


def test_a_suggestion_is_taken_back_by_a_paper_that_names_it(cast: Cast) -> None:
    one = WAYS["withdrawn"](Letter(cast, ago=0))
    letter, back = paper("suggestion_letter", one.id), paper("suggestion_withdrawal", one.id)
    assert (back.issuer, back.addressee) == (letter.issuer, letter.addressee)
    holds(back, letter.number, f"{chinese_date(today())}向你单位发出的书面建议", "作废", REASON["reason"])
    for word in ("第十条第二款", "通报批评", "责令"):
        assert word not in text(back)
    _sound(back)
    assert Delivery.objects.filter(paper__kind="suggestion_withdrawal", body=cast.bodies[one.subject]).exists()


def test_silence_is_told_with_its_day(cast: Cast) -> None:
    one = Letter(cast, duty="statutory").silent()
    one.signed("request_criticism", one.request()).do(one.government, "criticise", one.criticism(), "head")
    for kind in ("suggestion_criticism", "suggestion_notice"):
        holds(paper(kind, one.id), "已通过平台送达", "答复期限届满未答复", "两次催告仍未答复")
        assert "第三十六条" not in text(paper(kind, one.id))


def test_a_drafter_words_the_reasons_anew_but_not_ground_advice_and_reply(cast: Cast) -> None:
    one = Letter(cast, ago=0).drafting()
    plain = [(p.level, p.text) for p in _preview(cast, one, one.suggestion()).paragraphs if isinstance(p, Para)]
    kept = [(level, said.replace("协作请求有明确依据。", "理由另行说明。")) for level, said in plain]
    assert "理由另行说明。" in text(_preview(cast, one, one.suggestion(wording=_words(kept))))
    for turned, match in (
        ([p for p in plain if "指定协作联系人" not in p[1]], "不得修改或删除"),
        ([(level, said.replace("第十条第一款", "第十条")) for level, said in plain], "不得修改或删除"),
        ([(level, said.replace("不是法定期限", "为法定期限")) for level, said in plain], "不得修改"),
        ([*plain, (0, "请在法定期限内落实。")], "法定期限"),
    ):
        with pytest.raises(NotMade, match=match):
            _preview(cast, one, one.suggestion(wording=_words(turned)))


def _words(told: list[Any]) -> list[dict[str, Any]]:
    return [{"level": level, "text": said} for level, said in told]


def _preview(cast: Cast, one: Letter, facts: dict[str, Any]) -> PaperContent:
    sit = situation(Matter.objects.get(pk=one.id))
    return preview(registry.table("suggestion"), sit, Ask("suggest", cast.actor(one.handler, "head"), facts))[0]
