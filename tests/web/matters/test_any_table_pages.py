"""The pages of matters of every table there is, walked at random: they open to whom they are for, and to nobody else."""

import random
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.procedure.anything import Player
from tests.web.conftest import As
from xiedu.bodies.principal import principal_of
from xiedu.procedure import registry
from xiedu.procedure.models import Matter
from xiedu.procedure.policy import Sight, parts_of
from xiedu.procedure.table import Procedure

pytestmark = pytest.mark.django_db
each_table = pytest.mark.parametrize("table", registry.tables(), ids=lambda t: t.code)
MOST_QUERIES = 40


@each_table
def test_a_matter_opens_to_whoever_sees_it_and_its_forms_to_whoever_may(
    cast: Cast, sign_in: As, table: Procedure
) -> None:
    player = Player(cast, table, random.Random(21))
    matter = Matter.objects.select_related("area").get(pk=player.walk(25)[-1])
    address = f"/matters/{matter.pk}/"
    opened = 0
    parts = parts_of(matter.pk)
    holders = [n for n, b in cast.bodies.items() if b.pk in {p.body_id for p in parts}]
    for body in dict.fromkeys([*holders, *list(cast.bodies)[::5]]):
        client, user = sign_in(body, "head"), cast.people[body, "head"].user
        assert user
        level = Sight(principal_of(user)).of(matter, parts)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address)
        text = page.content.decode()
        assert page.status_code == (404 if level == "nothing" else 200), (body, level)
        if page.status_code == 200:
            assert len(asked) <= MOST_QUERIES, (body, len(asked))
            assert "未记录" not in text
            opened += _forms(client, address, text)
        for move in player.draw.sample(table.moves, 2):
            assert client.get(f"{address}do/{move.code}/").status_code in {200, 403, 404, 409}, (body, move.code)
    assert opened


def _forms(client: Any, address: str, text: str) -> int:
    """Every step and follow-up the page offers opens."""
    links = set(re.findall(rf'href="({address}do/[^"]+|/matters/new/[^"?]+\?from=[^"]+)"', text))
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    return len(links)


@each_table
def test_lists_and_export_know_the_words_of_every_table(cast: Cast, sign_in: As, table: Procedure) -> None:
    player = Player(cast, table, random.Random(22))
    matter = Matter.objects.get(pk=player.walk(5)[-1])
    holders = [n for n, b in cast.bodies.items() if b.pk in {p.body_id for p in parts_of(matter.pk)}]
    for body in holders[:2]:
        client = sign_in(body, "head")
        rows = client.get("/matters/", {"procedure": table.code, "col": ["procedure", "parties", "state"]})
        seen = client.get(f"/matters/{matter.pk}/").status_code == 200
        assert (f"/matters/{matter.pk}/" in rows.content.decode()) is seen
        assert client.post("/matters/export/", {"query": f"procedure={table.code}"}).status_code == 200
