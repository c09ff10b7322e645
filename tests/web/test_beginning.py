"""Beginning matters: every start of every table, for every kind of body and post, exactly to whom the table gives it."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.cast import POSTS, Cast, Dispute
from tests.web.browserlike import controls
from tests.web.conftest import As
from xiedu.bodies.models import Body, Post
from xiedu.procedure import registry
from xiedu.procedure.models import Draft, Matter
from xiedu.procedure.situation import REVIEW_DRAFT
from xiedu.procedure.table import Follow, Move
from xiedu.web.matters.choices import known, picks
from xiedu.web.matters.panels import PANELS
from xiedu.web.matters.ways import way

pytestmark = pytest.mark.django_db
STARTS = [(t, m) for t in registry.tables() for m in t.starts()]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _may(move: Move, kind: str, post: str) -> bool:
    return any(kind in who.kinds and post in who.posts for who in move.who)


def test_every_start_opens_to_exactly_the_kinds_and_posts_its_table_names(cast: Cast) -> None:
    person = cast.people["柯城区住建局", "handler"]
    assert person.user
    body = cast.bodies["柯城区住建局"]
    client = Client()
    client.force_login(person.user, BACKEND)
    for kind in Body.Kind.values:
        Body.objects.filter(pk=body.pk).update(kind=kind)
        for post in POSTS if kind == "justice" else POSTS[:1]:
            Post.objects.filter(person=person).update(rank=post)
            listed = client.get("/matters/new/").content.decode()
            for table, move in STARTS:
                address = f"/matters/new/{table.code}/{move.code}/"
                may = _may(move, kind, post)
                if not move.offered:
                    assert client.get(address).status_code == 404
                    may = False
                else:
                    assert client.get(address).status_code == (200 if may else 403), (address, kind, post)
                assert (f'href="{address}"' in listed) is may, (address, kind, post)


def test_who_may_not_begin_reads_who_may(cast: Cast, sign_in: As) -> None:
    Body.objects.filter(pk=cast.id("柯城区编办")).update(kind="external")
    page = sign_in("柯城区编办").get("/matters/new/dispute/open/")
    assert page.status_code == 403
    assert "“登记争议”由行政执法部门、" in page.content.decode()
    assert "您现在的岗位没有可以发起的事项" in sign_in("柯城区编办").get("/matters/new/").content.decode()


@pytest.mark.parametrize("address", ["dispute/absent", "absent/open", "dispute/accept", "dispute/import_closed"])
def test_what_begins_nothing_is_not_found(cast: Cast, sign_in: As, address: str) -> None:
    assert sign_in("柯城区住建局").get(f"/matters/new/{address}/").status_code == 404
    assert sign_in("柯城区住建局").post(f"/matters/new/{address}/panel/").status_code in {403, 404}


def test_a_follow_up_is_offered_where_its_table_says_and_keeps_a_draft_of_its_own(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    upper, lower = sign_in("衢州市指导"), sign_in("柯城区指导")
    address = f"/matters/new/dispute/take_over/?from={dispute.id}"
    assert "接着办" not in upper.get(f"/matters/{dispute.id}/").content.decode()
    early = upper.get(address).content.decode()
    assert "没有带入内容" in early
    assert "渣土车辆在道路上撒落由谁查处" not in early
    ending = {"reason": "涉及面广", "art23": {"found": False, "reason": "未发现"}}
    cast.do(dispute.id, "柯城区指导", "transfer_up", ending, post="section")
    assert f"{address.split('?')[0]}?from={dispute.id}" in upper.get(f"/matters/{dispute.id}/").content.decode()
    assert "接着办" not in lower.get(f"/matters/{dispute.id}/").content.decode()
    assert "没有带入内容" in lower.get(address).content.decode()
    sent = {**dict(controls(upper.get(address).content.decode())), "reason": "", "focus": "改过的焦点", "act": "do"}
    assert upper.post(address, sent).status_code == 422
    assert Draft.objects.get().key.endswith(f"-{dispute.id}")
    assert "改过的焦点" in upper.get(address).content.decode()
    assert "改过的焦点" not in upper.get("/matters/new/dispute/take_over/").content.decode()
    assert sign_in("衢江区指导").get(address).status_code == 404


def test_the_new_matter_and_its_origin_name_each_other(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    ending = {"reason": "涉及面广", "art23": {"found": False, "reason": "未发现"}}
    cast.do(dispute.id, "柯城区指导", "transfer_up", ending, post="section")
    upper = sign_in("衢州市指导")
    address = f"/matters/new/dispute/take_over/?from={dispute.id}"
    sent = {**dict(controls(upper.get(address).content.decode())), "reason": "接办", "act": "do"}
    assert upper.post(address, sent).status_code == 302
    new = Matter.objects.latest("pk")
    assert "接收自" in upper.get(f"/matters/{new.pk}/").content.decode()
    assert "已由上级接收为" in sign_in("柯城区指导").get(f"/matters/{dispute.id}/").content.decode()


def test_a_copy_takes_words_and_parties_of_a_past_matter_only_for_who_reads_it(cast: Cast, sign_in: As) -> None:
    dispute = Dispute(cast).coordinating()
    address = f"/matters/new/dispute/open/?copy={dispute.id}"
    fields = dict(controls(sign_in("柯城区住建局").get(address).content.decode()))
    assert fields["field"] == "渣土运输"
    assert fields["respondents-0"] == str(cast.id("柯城区交通局"))
    assert sign_in("衢江区交通局").get(address).status_code == 404


def test_every_pick_of_every_table_can_be_offered() -> None:
    for table in registry.tables():
        for move in table.moves:
            if move.code != REVIEW_DRAFT:
                assert [pick for pick in picks(move.facts) if not known(pick)] == [], (table.code, move.code)


def test_follows_and_panels_name_what_there_is() -> None:
    tables = {t.code: t for t in registry.tables()}
    for table in tables.values():
        for follow in table.follows:
            other = tables[follow.procedure]
            assert set(follow.states) <= {s.code for s in other.states}, (table.code, follow.move)
    for procedure, move in PANELS:
        assert tables[procedure].move(move), (procedure, move)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"about": {"gone": ()}}, "about: unknown move gone"),
        ({"prefill": {"gone": dict}}, "prefill: unknown move gone"),
        ({"follows": (Follow("accept", "dispute", ("closed",)),)}, "accept begins no matter"),
    ],
)
def test_a_table_that_names_no_move_of_its_own_does_not_start(wrong: dict[str, object], said: str) -> None:
    table = registry.table("dispute")
    with pytest.raises(ValueError, match=said):
        replace(table, **wrong)  # type: ignore[arg-type]


def test_the_way_a_start_begins_marks_where_one_is() -> None:
    steps = way(registry.table("dispute"), "open", "record_negotiation")
    assert [(s.title, s.past, s.now) for s in steps] == [
        ("登记争议", True, False), ("登记协商情况", False, True), ("提请协调", False, False),
    ]  # fmt: skip
    assert way(registry.table("dispute"), "take_over", "take_over") == []
