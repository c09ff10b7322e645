"""Names of instruments and of the five grounds (arts 16, 17) are dated settings: each paper and page bears its day's."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from tests.supervision.story import REASON, Story
from xiedu.base.models import DatedSetting, User, today
from xiedu.base.specs import spec
from xiedu.law.codes import DecisionGround
from xiedu.papers.models import Paper
from xiedu.supervision.policies import GROUNDS, INSTRUMENTS

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def paper(kind: str) -> Paper:
    return Paper.objects.filter(kind=kind).latest("pk")


def text(kind: str) -> str:
    return "\n".join(p["text"] for p in paper(kind).content["paragraphs"])


def renamed(setting: str, ago: int, **names: str) -> None:
    """From a day in the past things are called otherwise, as an instrument of higher rank may have it."""
    value = {**spec(setting).default, **names}
    since = today() - timedelta(days=ago)
    DatedSetting.objects.create(key=setting, value=value, valid_from=since, reason="上位条例的名称")


def test_papers_bear_the_names_in_force_on_their_day(cast: Cast) -> None:
    names = {"supervision_notice": "行政执法监督意见书", "supervision_decision": "行政执法监督处理决定书"}
    renamed(INSTRUMENTS, 45, **names)
    renamed(GROUNDS, 45, procedure="严重违反法定程序")
    story = Story(cast).decided()
    assert paper("supervision_notice").content["title"] == "行政执法监督通知书"
    asked, decided = text("decision_request"), paper("supervision_decision")
    assert "已制发《行政执法监督通知书》" in asked, "what was issued keeps its name"
    assert "制发《行政执法监督处理决定书》" in asked
    assert "严重违反法定程序" in asked
    assert decided.content["title"] == "行政执法监督处理决定书"
    assert "存在下列情形：严重违反法定程序" in text("supervision_decision")
    later = Story(cast, ago=40, subject="柯城区住建局").correcting()
    later.signed(later.bureau, "withdraw_notice", REASON)
    assert "《行政执法监督意见书》" in text("notice_withdrawal")
    assert story.id != later.id


@pytest.mark.parametrize("change", [70, 20])
def test_pages_show_the_name_a_ground_had_when_it_was_stated(cast: Cast, change: int) -> None:
    story = Story(cast).submitted()
    renamed(GROUNDS, change, procedure="严重违反法定程序")
    old, new = DecisionGround.PROCEDURE.label, "严重违反法定程序"
    stated = {70: new, 20: old}[change]
    client = Client()
    user = cast.people[story.government, "head"].user
    assert user
    client.force_login(user, BACKEND)
    page = client.get(f"/matters/{story.id}/").content.decode()
    assert (stated in page, ({old, new} - {stated}).pop() in page) == (True, False)
    form = client.get(f"/matters/{story.id}/do/issue_decision/").content.decode()
    assert f">{new}</option>" in form
    told = client.get(f"/api/matters/{story.id}/moves/issue_decision").json()
    grounds = next(field for field in told["fields"] if field["name"] == "grounds")
    assert {"value": "procedure", "title": new} in grounds["choices"]


def test_a_name_is_entered_on_the_settings_page_each_code_in_its_line(db: None) -> None:
    admin = User.objects.create(username="an", display_name="安全管理员", duty="security")
    client = Client()
    client.force_login(admin, BACKEND)
    page = client.get(f"/settings/{GROUNDS}/").content.decode()
    assert all(label in page for _, label in DecisionGround.choices())
    names = {**dict(DecisionGround.choices()), "procedure": "严重违反法定程序"}
    sent = {**names, "scope": "0", "valid_from": today().isoformat(), "reason": "上位条例的名称"}
    assert client.post(f"/settings/{GROUNDS}/", {**sent, "facts": ""}).status_code == 200
    assert client.post(f"/settings/{GROUNDS}/", sent).status_code == 302
    assert DatedSetting.objects.get().value == names
    assert "严重违反法定程序" in client.get("/settings/").content.decode()
