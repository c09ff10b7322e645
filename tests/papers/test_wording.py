"""The wording of the papers of a dispute against arts 6–9 and 23 of the Measures."""

import datetime
import re

import pytest
from pydantic import ValidationError

from tests.papers import inputs
from tests.papers.inputs import (
    CASES,
    DECIDED,
    DELIBERATED,
    ENFORCEMENT,
    GUIDE,
    HOUSING,
    INPUTS,
    JUSTICE,
    OUTCOME,
    STAFFING,
)
from xiedu.law.citation import M
from xiedu.law.codes import LimitOrigin, OpinionBasis
from xiedu.papers.content import PaperContent, Para
from xiedu.papers.docx_in import DocxChanges, read_docx
from xiedu.papers.docx_out import render_docx
from xiedu.papers.pdf import render_pdf
from xiedu.papers.wording import COMPOSE, KINDS, dispute_name
from xiedu.papers.wording_input import Agreed, Allocation, CopyLetter, Head, Opinion, Recusal, Term


def compose(kind: str, given: Head) -> PaperContent:
    return COMPOSE[kind](given)


def text(content: PaperContent) -> str:
    """All of the body, one paragraph a line."""
    return "\n".join(one.text for one in content.paragraphs if isinstance(one, Para))


def test_every_kind_has_its_wording_and_its_own_series() -> None:
    assert set(KINDS) == set(COMPOSE) == set(INPUTS)
    assert len({kind.word for kind in KINDS.values()}) == len(KINDS)
    assert all(kind.articles for kind in KINDS.values())
    assert [code for code, kind in KINDS.items() if kind.upward] == ["dispute_suggestion"]


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_each_paper_carries_its_head_and_prints_and_survives_word(kind: str, given: Head) -> None:
    content = compose(kind, given)
    assert (content.kind, content.number, content.date) == (kind, given.number, given.date)
    assert content.issuer == given.issuer == content.signatories[0].name
    assert dispute_name(given.topic) in content.title
    assert read_docx(render_docx(content), content) == DocxChanges(content, ())
    assert render_pdf(content).data.startswith(b"%PDF")


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_each_paper_names_an_article_of_its_kind(kind: str, given: Head) -> None:
    printed = text(compose(kind, given))
    assert any(
        str(M(cite.article))[-4:].lstrip("》") in printed for cite in KINDS[kind].articles if cite.law == M(1).law
    )
    assert "衢州市行政执法协调监督暂行办法" in printed


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_the_short_title_is_explained_before_it_is_used(kind: str, given: Head) -> None:
    printed = text(compose(kind, given))
    if "《暂行办法》" in printed:
        assert printed.index("（以下简称《暂行办法》）") < printed.index("《暂行办法》") + 6


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_sentences_are_well_formed(kind: str, given: Head) -> None:
    printed = text(compose(kind, given))
    assert not re.search(r"。。|，，|，。|：。|、、|；。|。，|None|  ", printed)
    assert all(
        line[-1] in "。：；”？！"
        for line in printed.split("\n")
        if not re.match(r"[一二三四五]、|（[一二三四五]）衢州", line)
    )


@pytest.mark.parametrize("kind", ["dispute_acceptance", "dispute_supplement", "dispute_deliberation"])
def test_an_internal_target_is_never_printed_as_statutory(kind: str) -> None:
    printed = text(compose(kind, INPUTS[kind][0]))
    day = printed.index("2026年9月16日")
    assert "不是法定期限" in printed[day : day + 40]
    assert "依照" not in printed[printed.rindex("。", 0, day) : day]


def test_a_term_cites_an_article_if_and_only_if_it_is_not_internal() -> None:
    day = datetime.date(2026, 9, 16)
    with pytest.raises(ValidationError, match="内部目标不得引用条文"):
        Term(due=day, origin=LimitOrigin.INTERNAL, cite=M(8))
    with pytest.raises(ValidationError, match="须引用条文"):
        Term(due=day, origin=LimitOrigin.STATUTORY)
    statutory = inputs.ACCEPTANCE.model_copy(
        update={"reply": Term(due=day, origin=LimitOrigin.NORMATIVE, cite=M(8))},
    )
    assert f"依照{M(8)}的规定，应当于2026年9月16日前送达" in text(compose("dispute_acceptance", statutory))


def test_art7_the_application_states_focus_both_views_with_bases_and_the_rest() -> None:
    content = compose("dispute_application", inputs.APPLICATION)
    heads = [one.text for one in content.paragraphs if isinstance(one, Para) and one.level == 1]
    assert heads == ["一、争议焦点", "二、争议双方观点及法律、法规、规章依据", "三、其他需要说明的情况"]
    printed = text(content)
    assert "（一）" + HOUSING in printed
    assert f"（二）{ENFORCEMENT}\n该机关未答复。证明材料：商请函、送达回执。" in printed
    assert "1. 法律：《行政处罚法》第十八条：国家在城市管理等领域推行综合行政执法。" in printed
    assert "2. 地方性法规：《浙江省综合行政执法条例》第八条。" in printed
    assert content.addressee == GUIDE


def test_art6_a_routing_by_policy_is_worded_as_such() -> None:
    policy = inputs.ACCEPTANCE.model_copy(update={"policy": True})
    assert "《暂行办法》对此未作明文规定，比照" in text(compose("dispute_acceptance", policy))
    assert "未作明文规定" not in text(compose("dispute_acceptance", inputs.ACCEPTANCE))


@pytest.mark.parametrize(
    ("ground", "basis"),
    [
        (inputs.AGREED, OpinionBasis.AGREED),
        (DELIBERATED, OpinionBasis.DELIBERATION_ACCEPTED),
        (DECIDED, OpinionBasis.GOVERNMENT_DECISION),
    ],
)
def test_arts8_9_an_opinion_names_the_article_of_its_ground_and_no_other(ground: Agreed, basis: OpinionBasis) -> None:
    printed = text(compose("dispute_opinion", inputs.opinion(ground)))
    assert ground.by == basis.value
    assert f"依照{basis.cites[0]}的规定" in printed
    assert len(re.findall("暂行办法》第", printed)) == 1


def test_art9_an_opinion_after_a_decision_quotes_it_with_its_number_and_has_its_duties() -> None:
    printed = text(compose("dispute_opinion", inputs.opinion(DECIDED)))
    assert DECIDED.document in printed
    assert "“一、运输途中撒落由市综合行政执法局查处。\n二、工地出入口由市住房和城乡建设局监管。”" in printed
    changed = (Allocation(item="全部事项", duty=HOUSING),)
    other = text(compose("dispute_opinion", inputs.opinion(DECIDED.model_copy(update={"outcome": changed}))))
    assert "（一）全部事项，由衢州市住房和城乡建设局负责。" in other
    assert "运输途中撒落的查处，由" not in other
    with pytest.raises(ValidationError):
        Opinion(**dict(inputs.opinion(DECIDED)) | {"outcome": OUTCOME})


def test_art9_a_decision_without_document_number_or_text_is_refused() -> None:
    for field in ("document", "text"):
        with pytest.raises(ValidationError):
            type(DECIDED)(**dict(DECIDED) | {field: ""})


@pytest.mark.parametrize("ground", [inputs.AGREED, DELIBERATED])
def test_arts8_9_silence_of_a_party_is_no_agreement(ground: Agreed) -> None:
    one_silent = ground.model_copy(update={"confirmed": (inputs.CONFIRMED[0], ("衢州市公安局", inputs.DAY))})
    with pytest.raises(ValidationError, match=f"{ENFORCEMENT}尚未明确同意"):
        inputs.opinion(one_silent)


def test_art8_an_opinion_is_copied_to_staffing_and_justice_once_each() -> None:
    content = compose("dispute_opinion", inputs.opinion(copies=(JUSTICE, "衢州市公安局")))
    assert content.copies == (STAFFING, JUSTICE, "衢州市公安局")


def test_art9_the_view_is_signed_by_all_who_deliberated_and_asks_for_an_explicit_answer() -> None:
    content = compose("dispute_deliberation", inputs.DELIBERATION)
    assert [one.name for one in content.signatories] == [GUIDE, STAFFING, JUSTICE]
    assert "未答复不视为认同" in text(content)


def test_art9_the_suggestion_goes_up_with_a_signer_both_views_and_the_closing_formula() -> None:
    content = compose("dispute_suggestion", inputs.SUGGESTION)
    assert content.signer == "主要负责人"
    assert content.addressee == inputs.GOVERNMENT
    assert text(content).endswith("以上建议妥否，请批示。")
    assert "《浙江省综合行政执法条例》第十二条第(二)项" in text(content)
    assert content.note.startswith("联系人")
    with pytest.raises(ValidationError):
        type(inputs.SUGGESTION)(**dict(inputs.SUGGESTION) | {"signer": ""})


def test_copy_letters_say_whether_the_measures_or_an_arrangement_asks_for_them() -> None:
    by_law, by_policy, lead = (text(compose("dispute_copy", one)) for one in INPUTS["dispute_copy"])
    assert by_law.startswith(f"依照{M(8)}的规定")
    assert by_policy.startswith(f"比照{M(8)}")
    assert "工作安排" in by_policy
    assert str(M(23, item=1)) in lead
    assert ENFORCEMENT in lead


@pytest.mark.parametrize("missing", [{"case": None}, {"subject": ""}, {"reason": ""}])
def test_art23_a_copy_without_case_subject_or_facts_is_refused(missing: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="须写明属于哪一项"):
        CopyLetter(**dict(inputs.COPY23) | missing)


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_under_recusal_every_paper_says_so_and_the_interested_body_never_signs_alone(kind: str, given: Head) -> None:
    recused = given.model_copy(update={"recusal": Recusal(interested=GUIDE, presenter=JUSTICE)})
    content = compose(kind, recused)
    assert any(banner.startswith("回避提示") and JUSTICE in banner for banner in content.banners)
    assert not any("依照" in banner or "第" in banner for banner in content.banners)
    signing = {one.name for one in content.signatories}
    assert signing - {GUIDE}
    assert not compose(kind, given).banners


def test_the_presenter_cannot_be_the_interested_body() -> None:
    with pytest.raises(ValidationError, match="应当回避"):
        Recusal(interested=GUIDE, presenter=GUIDE)


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("渣土运输", "渣土运输行政执法职责争议"),
        ("渣土运输的执法职责", "渣土运输的执法职责争议"),
        ("渣土运输职责争议", "渣土运输职责争议"),
    ],
)
def test_the_name_of_a_dispute_says_once_that_it_is_one(topic: str, name: str) -> None:
    assert dispute_name(topic) == name
