"""What the papers of supervision must say, and that the drafter cannot reword what the law asks for (arts 16, 17)."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.supervision.story import Story
from xiedu.base.models import today
from xiedu.papers.content import Para, chinese_date
from xiedu.papers.models import Paper
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, preview, situation

pytestmark = pytest.mark.django_db


def text(kind: str) -> str:
    paper = Paper.objects.filter(kind=kind).latest("pk")
    return "\n".join(p["text"] for p in paper.content["paragraphs"])


def test_art16_a_notice_says_all_it_must(cast: Cast) -> None:
    story = Story(cast).issued()
    said = text("supervision_notice")
    for part in (
        "柯城综执罚决〔2026〕9号", "较大数额罚款未告知听证权利", "《中华人民共和国行政处罚法》第六十三条",
        "自收到本通知书之日起20日内", "依法纠正该处罚决定", "组织执法人员培训", "第十六条", "三十日内", "异议", "承办科室",
    ):  # fmt: skip
        assert part in said, part
    paper = Paper.objects.get(kind="supervision_notice")
    assert paper.body_id == cast.id(story.bureau)
    assert paper.content["addressee"] == story.subject
    assert "法定" not in said


def test_art17_a_decision_says_all_it_must(cast: Cast) -> None:
    story = Story(cast).decided()
    said = text("supervision_decision")
    notice = Paper.objects.get(kind="supervision_notice")
    received = chinese_date(today() - timedelta(days=60))
    for part in (
        notice.number, received, "逾期未纠正", "违反法定程序，重大且明显违法", "予以撤销", "撤销该处罚决定", "返还罚款",
        "自收到本决定书之日起30日内", "第十七条", "第七十三条", "柯城综执罚决〔2026〕9号",
    ):  # fmt: skip
        assert part in said, part
    paper = Paper.objects.get(kind="supervision_decision")
    assert paper.body_id == cast.id(story.government)
    assert paper.content["issuer"] == story.government
    assert story.bureau in paper.content["copies"]


def test_a_matter_begun_since_the_regulation_names_it_first(cast: Cast) -> None:
    Story(cast).issued()
    assert "依照《行政执法监督条例》和《衢州市行政执法协调监督暂行办法》第十六条" in text("supervision_notice")


def test_the_drafter_words_a_notice_but_not_its_demands(cast: Cast) -> None:
    story = Story(cast, ago=0).heard()
    sit = situation(Matter.objects.get(pk=story.id))
    ask = Ask("issue_notice", cast.actor(story.bureau), story.notice())
    plain = preview(registry.table("notice"), sit, ask)[0]
    words = [{"level": p.level, "text": p.text} for p in plain.paragraphs if isinstance(p, Para)]
    refused = 0
    for place, word in enumerate(words):
        facts = {**story.notice(), "wording": [*words[:place], {**word, "text": "改写的文字。"}, *words[place + 1 :]]}
        if any(mark in str(word["text"]) for mark in ("自收到", "《", "（一）")):
            refused += 1
            with pytest.raises(NotMade, match="不得修改或删除"):
                cast.do(story.id, story.bureau, "review.draft", {"move": "issue_notice", "facts": facts})
    assert refused >= 5
    free = [{**w, "text": "经查，" + str(w["text"])} if w["text"] == story.notice()["findings"] else w for w in words]
    story.signed(story.bureau, "issue_notice", {**story.notice(), "wording": free})
    assert "经查，较大数额罚款" in text("supervision_notice")
