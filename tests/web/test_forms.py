"""Forms made from facts: what is drawn is read back as the same values, nothing typed is lost, errors stand at their field."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from django.http import QueryDict
from django.test import override_settings
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.web.browserlike import controls, posted
from xiedu.law.citation import M
from xiedu.procedure.facts import (
    BodyRef,
    Day,
    F,
    Facts,
    FileRef,
    Line,
    OptionalLine,
    OptionalText,
    Show,
    Text,
    dump,
)
from xiedu.web.fields import specs
from xiedu.web.forms import FactsForm

pytestmark = pytest.mark.filterwarnings("error")


class Weight(StrEnum):
    LAW = "law"
    RULE = "rule"

    @property
    def label(self) -> str:
        return {"law": "法律", "rule": "规章"}[self]


class Basis(Facts):
    weight: Weight = F("位阶")
    text: Line = F("条款")
    since: Day | None = F("施行日", default=None)


class Side(Facts):
    body: BodyRef = F("机构")
    claims: bool = F("主张本机关有权管辖")
    view: OptionalText = F("意见", default="")
    basis: Annotated[list[Basis], Show(label_each="依据")] = F("依据", min_length=1)


class Contact(Facts):
    name: Line = F("联系人")
    phone: OptionalLine = F("电话", default="")


class Application(Facts):
    title: Line = F("标题", help="一句话写明争议事项", cite=M(7))
    story: Text = F("事实")
    since: Day = F("发生日")
    way: Literal["书面", "会议", "电话"] = F("方式")
    kind: Literal["甲", "乙", "丙", "丁", "戊", None] = F("类别", default=None)
    count: int = F("件数", ge=0, le=10**6)
    urgent: bool = F("是否紧急", default=False)
    contact: Contact = F("联系人")
    second: Contact | None = F("第二联系人", default=None)
    sides: Annotated[list[Side], Show(label_each="一方")] = F("各方", min_length=1, max_length=4)
    topics: list[Weight] = F("涉及", default=[])
    helpers: list[BodyRef] = F("协助机构", default=[])
    tags: list[Line] = F("标签", default=[])
    proof: FileRef | None = F("证明", default=None)
    papers: list[FileRef] = F("附件", default=[])


CHOICES = {"body": [(n, f"机构{n}") for n in range(1, 9)]}
FILES = {n: f"材料{n}.pdf" for n in range(1, 9)}


def form(data: QueryDict | None = None, initial: dict[str, Any] | None = None, **more: Any) -> FactsForm[Application]:
    return FactsForm(
        Application, data, initial, CHOICES, "a", files=lambda ids: {n: FILES[n] for n in ids if n in FILES}, **more
    )


word = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=12)
line = word.map(lambda t: __import__("unicodedata").normalize("NFC", t)).filter(lambda t: t == t.strip())
prose = st.lists(line, min_size=1, max_size=3).map("\n".join)
number = st.integers(1, 8)
day = st.dates(date(2000, 1, 1), date(2099, 12, 31))
basis = st.builds(Basis, weight=st.sampled_from(Weight), text=line, since=st.none() | day)
side = st.builds(
    Side, body=number, claims=st.booleans(), view=st.just("") | prose, basis=st.lists(basis, min_size=1, max_size=3)
)
contact = st.builds(Contact, name=line, phone=st.just("") | line)
application = st.builds(
    Application,
    title=line,
    story=prose,
    since=day,
    way=st.sampled_from(["书面", "会议", "电话"]),
    kind=st.sampled_from(["甲", "乙", "丙", "丁", "戊", None]),
    count=st.integers(0, 10**6),
    urgent=st.booleans(),
    contact=contact,
    second=st.none() | contact,
    sides=st.lists(side, min_size=1, max_size=3),
    topics=st.lists(st.sampled_from(Weight), unique=True).map(sorted),
    helpers=st.lists(number, unique=True).map(sorted),
    tags=st.lists(line, max_size=3),
    proof=st.none() | number,
    papers=st.lists(number, unique=True),
)


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(application)
def test_what_is_drawn_is_read_back(facts: Application) -> None:
    html = str(form(initial=dump(facts)))
    back = form(posted(html))
    assert back.value() == dump(facts)
    assert back.validate() == facts
    assert back.errors == {}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([n for n, _ in controls(str(form()))] + ["a-sides-3-view", "a-tags-7"]), st.text(max_size=20)
    )
)
def test_any_posted_text_is_answered_and_shown_again(typed: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(typed)
    answered = form(data)
    assert answered.validate() is None
    assert answered.errors
    again = form(posted(str(answered)))
    assert again.validate() is None


def test_nothing_typed_is_lost_when_something_is_wrong() -> None:
    data = posted(str(form()), ("a-title", "甲" * 201), ("a-since", "2026-02-30"), ("a-sides-0-basis-0-text", "第一条"))
    wrong = form(data)
    assert wrong.validate() is None
    html = str(wrong)
    assert "甲" * 201 in html
    assert 'value="2026-02-30"' in html
    assert 'value="第一条"' in html
    assert wrong.errors["title"] == "太长：最多 200 个字，请精简或改用附件。"
    assert wrong.errors["since"] == "日期格式应为 2026-11-23。"


def test_every_error_stands_at_its_field_and_in_the_summary() -> None:
    wrong = form(QueryDict(""))
    wrong.validate()
    wrong.add_error("", "已有相同争议正在办理。")
    html = str(wrong)
    ids = set(re.findall(r'id="([^"]+)"', html))
    for anchor, _, text in wrong.summary:
        assert text in html
        assert not anchor or {anchor, f"{anchor}-error"} <= ids
    assert "已有相同争议正在办理。" in html
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= ids


def test_ids_are_unique_and_every_label_has_its_control(application_html: str) -> None:
    outside = re.sub(r"<template.*?</template>", "", application_html, flags=re.S)
    ids = re.findall(r'\bid="([^"]+)"', outside)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label for="([^"]+)"', outside)) <= set(ids)


@pytest.fixture
def application_html() -> str:
    one = {"body": 1, "claims": True, "view": "", "basis": [{"weight": "law", "text": "一", "since": None}] * 2}
    return str(form(initial={"sides": [one, one], "tags": ["x", "y"], "papers": [1, 2]}))


@pytest.mark.parametrize("typed", ["2026年1月3日", "2026/1/3", "2026.01.03", " 2026-1-3 "])
def test_dates_as_officials_write_them(typed: str) -> None:
    data = QueryDict(mutable=True)
    data["a-since"] = typed
    assert form(data).value()["since"] == "2026-01-03"


def test_rows_are_added_and_removed_without_script(application_html: str) -> None:
    added = form(posted(application_html, ("_add", "a-sides-1-basis")))
    assert added.editing
    assert added.validate() is None
    assert added.errors == {}
    assert 'name="a-sides-1-basis-2-text"' in str(added)
    removed = form(posted(application_html, ("_remove", "a-sides-0")))
    assert len(removed.value()["sides"]) == 1
    assert removed.validate() is None
    fewer = form(posted(application_html, ("_remove", "a-papers-0")))
    assert fewer.value()["papers"] == [2]
    stale = form(posted(application_html, ("_remove", "a-nowhere-9-x")))
    assert stale.value() == form(posted(application_html)).value()


def test_removing_a_row_beside_a_blank_one_removes_that_row() -> None:
    html = str(form(initial={"tags": ["x", "y"]}))
    data = posted(html, ("_remove", "a-tags-1")).copy()
    data["a-tags-0"] = ""
    left = form(data)
    assert left.value()["tags"] == [""]
    assert form(posted(str(left))).value()["tags"] == []
    data = posted(str(form()), ("_add", "a-sides"))
    assert 'name="a-sides-1-view"' in str(form(data))


def test_a_row_taken_from_the_middle_leaves_the_others_in_order(application_html: str) -> None:
    data = posted(application_html).copy()
    for name in list(data):
        if name.startswith("a-tags-0"):
            del data[name]
    data["a-tags-9"] = "z"
    assert form(data).value()["tags"] == ["y", "z"]


def test_a_choice_that_was_not_offered_is_refused() -> None:
    facts = dump(_sample())
    facts["sides"][0]["body"] = 99
    refused = form(initial=facts)
    assert refused.validate() is None
    assert refused.errors == {"sides.0.body": "请从列表中选择一项。"}


def test_a_file_of_somebody_else_is_refused_and_not_named() -> None:
    facts = dump(_sample()) | {"papers": [1, 77]}
    refused = form(initial=facts)
    assert refused.validate() is None
    assert set(refused.errors) == {"papers"}
    assert "77" not in [v for n, v in controls(str(refused)) if n == "a-papers"]


def test_a_step_shows_its_fields_and_keeps_the_others() -> None:
    draft = dump(_sample())
    step = form(QueryDict("a-title=新标题"), initial=draft, only=("title",))
    assert step.value() == draft | {"title": "新标题"}
    assert {n for n, _ in controls(str(step))} == {"a-title"}


def test_files_posted_together_are_stored_and_named() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils.datastructures import MultiValueDict

    taken = form(posted(str(form(initial=dump(_sample())))))
    files = MultiValueDict(
        {"a-papers-upload": [SimpleUploadedFile("证据.pdf", b"x"), SimpleUploadedFile("二.pdf", b"x")]}
    )
    numbers = iter([3, 4])
    taken.take(files, lambda upload: next(numbers))
    assert taken.value()["papers"] == [3, 4]
    assert "材料3.pdf" in str(taken)

    def refuse(upload: Any) -> int:
        raise ValueError("文件超过 50 MB（系统限制）。请压缩后重新上传。")

    refused = form(posted(str(form())))
    refused.take(MultiValueDict({"a-proof-upload": [SimpleUploadedFile("大.zip", b"x")]}), refuse)
    refused.validate()
    assert refused.errors["proof"].startswith("文件超过")


def test_nul_is_shown_as_a_mark_and_explained() -> None:
    data = QueryDict(mutable=True)
    data["a-title"] = "甲\x00乙"
    bad = form(data)
    bad.validate()
    assert "U+0000" in bad.errors["title"]
    assert "甲\ufffd乙" in str(bad)


def test_text_is_escaped() -> None:
    html = str(form(initial={"title": '"><script>x</script>', "story": "</textarea><b>"}))
    assert "<script" not in html
    assert "</textarea><b>" not in html


def test_a_type_no_widget_can_show_is_refused_by_name() -> None:
    class Odd(Facts):
        ratio: float = F("比例")

    with pytest.raises(TypeError, match=r"Odd\.ratio"):
        specs(Odd)


@override_settings(USE_I18N=True)
def test_required_marks_and_articles_are_drawn() -> None:
    html = str(form())
    assert 'href="/articles/7/"' in html
    assert html.count("必填") >= 6
    assert "一句话写明争议事项" in html


def _sample() -> Application:
    return Application(
        title="渣土运输管理职责争议",
        story="事实",
        since=date(2026, 1, 2),
        way="书面",
        count=1,
        contact=Contact(name="衢江区司法局·承办人一"),
        sides=[Side(body=1, claims=True, basis=[Basis(weight=Weight.LAW, text="第一条")])],
    )
