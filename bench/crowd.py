"""A database of many matters for the list benchmarks: rows written directly, not by ``perform``; bench data only."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

BODIES, MINE = 120, 12
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
STATES = (("closed", 0.9), ("coordinating", 0.05), ("submitted", 0.03), ("deliberating", 0.02))


def people() -> tuple[Any, list[int], list[int]]:
    """(user of a person with posts in 12 bodies, ids of 120 agencies, ids of 7 guidance bodies)."""
    from xiedu.base.models import User
    from xiedu.bodies.models import Area, Body, Person, Post

    since = date(2020, 1, 1)
    city = Area.objects.create(name="衢州市", rank="city", code="330800", code_source="基准", code_date=since)
    counties = [
        Area.objects.create(
            name=f"县{n}", rank="county", code=f"33080{n}", parent=city, code_source="基准", code_date=since
        )
        for n in range(2, 8)
    ]
    areas = [city, *counties]
    agencies = [
        Body.objects.create(
            name=f"基准机关{n}",
            short_name=f"机关{n}",
            kind="department",
            area=areas[n % 7],
            legal_level=areas[n % 7].rank,
            valid_from=since,
        )
        for n in range(BODIES)
    ]  # fmt: skip
    guidance = [
        Body.objects.create(
            name=f"{a.name}指导", short_name=a.name, kind="guidance", area=a, legal_level=a.rank, valid_from=since
        )
        for a in areas
    ]
    user = User.objects.create_user("bench", password="bench-0000", display_name="基准用户")
    person = Person.objects.create(name="基准用户", user=user)
    for body in agencies[:MINE]:
        Post.objects.create(person=person, body=body, rank="handler", valid_from=since)
    return user, [b.pk for b in agencies], [b.pk for b in guidance]


def fill(start: int, stop: int, agencies: Sequence[int], guidance: Sequence[int], areas: Sequence[int]) -> None:
    """Matters number ``start`` to ``stop``, each with two parties, a handler, a field; a tenth is open and waits."""
    rng = random.Random(start)
    plan = [_one(rng, pk, agencies, guidance, areas) for pk in range(start, stop)]
    _load("procedure_matter", _MATTER, (p["matter"] for p in plan))
    _load("procedure_participant", _PART, (row for p in plan for row in p["parts"]))
    _load("procedure_matterindex", _INDEX, (p["index"] for p in plan))
    _load("procedure_waiting", _WAIT, (p["waiting"] for p in plan if p["waiting"]))
    _load("procedure_runningterm", _TERM, (p["term"] for p in plan if p["term"]))


_MATTER = ("id", "procedure", "number", "title", "state", "seq", "regime", "area_id", "opened_on", "ended_on",
           "changed_at", "search", "digest", "seal")  # fmt: skip
_PART = ("matter_id", "role", "body_id", "name", "since_seq", "sighted")
_INDEX = ("matter_id", "key", "text")
_WAIT = ("matter_id", "body_id", "posts", "label", "since", "due", "term_key")
_TERM = ("matter_id", "key", "title", "seq", "start", "n", "unit", "roll", "origin", "setting", "due", "provisional",
         "calendar_version")  # fmt: skip


def _one(rng: random.Random, pk: int, agencies: Sequence[int], guidance: Sequence[int], areas: Sequence[int]) -> Any:
    applicant, respondent = rng.sample(agencies, 2)
    place = rng.randrange(len(guidance))
    state = rng.choices([s for s, _ in STATES], [w for _, w in STATES])[0]
    day = date(2022, 7, 14) + timedelta(days=rng.randrange(1500))
    number, title = f"基准{pk:08d}", f"第 {pk} 件职责争议"
    ended = day + timedelta(days=30) if state == "closed" else None
    due = date(2026, 11, 1) + timedelta(days=rng.randrange(60))
    open_ = ended is None
    return {
        "matter": (pk, "dispute", number, title, state, 9, "measures", areas[place], day, ended, NOW,
                   f"{number}\n{title}\n渣土运输", "d", "s"),
        "parts": [(pk, "applicant", applicant, f"机关{applicant}", 1, True), (pk, "respondent", respondent,
                  f"机关{respondent}", 1, True), (pk, "handler", guidance[place], "指导", 4, True)],
        "index": (pk, "field", "渣土运输"),
        "waiting": (pk, respondent, "handler", "答复申请", day, due, "reply") if open_ else None,
        "term": (pk, "reply", "对方答复", 5, day, 7, "WD", False, "internal", "dispute.reply", due, False, "基准")
        if open_ else None,
    }  # fmt: skip


def _load(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from django.db import connection

    names = ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as out:
                for row in rows:
                    out.write_row(row)
        else:
            marks = ", ".join(["?"] * len(columns))
            cursor.cursor.connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", (list(_plain(row)) for row in rows)
            )


def _plain(row: Sequence[Any]) -> Iterator[Any]:
    for value in row:
        yield value.isoformat(" ") if isinstance(value, datetime) else str(value) if isinstance(value, date) else value
