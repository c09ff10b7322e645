"""Sealed fields: shown to the body that stated them and to holders of the grant, to nobody else, at any depth."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import pytest

from xiedu.procedure import registry
from xiedu.procedure.facts import F, Facts, FileRef, Index, Line, NoFacts, Sealed, Show
from xiedu.procedure.sealed import VEIL, Reader, seals, seen, unsound, veiled, without_veil
from xiedu.procedure.situation import REVIEW_DRAFT, Part, Past, Pending, Situation
from xiedu.procedure.table import Move, Procedure

STATING, OTHER, GRANTED = 1, 2, 3
DAY = date(2026, 3, 2)


class Inner(Facts):
    name: Annotated[Line, Sealed("informed")] = F("姓名")
    word: Line = F("内容")


class Told(Facts):
    reporter: Annotated[Line, Sealed("informed")] = F("反映人")
    files: Annotated[list[FileRef], Sealed("informed"), Show("files")] = F("材料", default=[])
    rows: list[Inner] = F("各人", default=[])
    one: Inner | None = F("一人", default=None)
    open: Line = F("公开内容")


FACTS: dict[str, Any] = {
    "reporter": "张某", "files": [7], "rows": [{"name": "李某", "word": "甲"}],
    "one": {"name": "王某", "word": "乙"}, "open": "丙",
}  # fmt: skip
HIDDEN = {
    "reporter": VEIL, "files": VEIL, "rows": [{"name": VEIL, "word": "甲"}], "one": {"name": VEIL, "word": "乙"},
    "open": "丙",
}  # fmt: skip


def _table(facts: type[Facts] = Told) -> Procedure:
    """The lead's table with this in the place of what is stated first."""
    lead = registry.table("lead")
    first, *rest = lead.moves
    made = object.__new__(Procedure)
    for name in (*Procedure.__dataclass_fields__, "_states", "_roles"):
        object.__setattr__(made, name, getattr(lead, name))
    moves: tuple[Move, ...] = (replace(first, code="tell", facts=facts), *rest)
    object.__setattr__(made, "moves", moves)
    object.__setattr__(made, "_moves", {m.code: m for m in moves})
    return made


def _sit() -> Situation:
    draft = {"move": "tell", "facts": FACTS, "remark": ""}
    past = (
        Past(1, "tell", 11, STATING, DAY, FACTS, {}),
        Past(2, REVIEW_DRAFT, 11, STATING, DAY, draft, {}),
        Past(3, "gone", 11, STATING, DAY, {"word": "旧"}, {}),
    )
    parts = (Part("handler", STATING), Part("receiver", OTHER), Part("informed", OTHER, 33))
    pending = Pending("tell", FACTS, STATING, 11, ("head",), (), DAY)
    return Situation("lead", 5, "verifying", 3, past, parts, pending=pending)


@pytest.mark.parametrize(
    ("reader", "open_"),
    [
        (Reader({STATING}), True),
        (Reader({OTHER}, 33), True),
        (Reader({OTHER}, 34), False),
        (Reader({OTHER}), False),
        (Reader(set()), False),
        (Reader({GRANTED}, 33), True),
    ],
)
def test_only_the_stating_body_and_the_grant_read_it(reader: Reader, open_: bool) -> None:
    found = seen(_table(), _sit(), reader)
    assert dict(found.past[0].facts) == (FACTS if open_ else HIDDEN)
    assert dict(found.past[1].facts["facts"]) == (FACTS if open_ else HIDDEN)
    assert found.pending
    assert dict(found.pending.facts) == (FACTS if open_ else HIDDEN)
    assert found.past[2] == _sit().past[2]
    assert ("张某" in str(found)) is open_


def test_a_body_that_holds_the_grant_reads_it_too() -> None:
    sit = replace(_sit(), parts=(Part("informed", OTHER),))
    assert "张某" in str(seen(_table(), sit, Reader({OTHER})))


def test_what_was_left_empty_is_no_secret_and_a_form_begins_without_the_veil() -> None:
    assert veiled(Told, {"reporter": "", "files": [], "open": "丙"}, ()) == {"reporter": "", "files": [], "open": "丙"}
    assert without_veil(HIDDEN) == {"rows": [{"word": "甲"}], "one": {"word": "乙"}, "open": "丙"}


def test_a_table_that_seals_nothing_is_read_as_it_is() -> None:
    sit = Situation("dispute")
    assert not seals(registry.table("dispute"))
    assert seen(registry.table("dispute"), sit, Reader(set())) is sit


def test_what_nobody_could_open_or_what_lists_would_show_does_not_start() -> None:
    class Listed(NoFacts):
        name: Annotated[Line, Sealed("informed"), Index("name")] = F("姓名")

    class Lost(NoFacts):
        name: Annotated[Line, Sealed("absent")] = F("姓名")

    assert [fault.rpartition(": ")[2] for fault in unsound(_table(Listed))] == ["sealed and yet listed"]
    assert [fault.rpartition(": ")[2] for fault in unsound(_table(Lost))] == ["nobody can hold absent"]
    for table in registry.tables():
        assert list(unsound(table)) == []
