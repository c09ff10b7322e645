"""The file of a matter step by step, newest first: who did what when, and what he stated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xiedu.law.codes import LimitOrigin
from xiedu.law.workdays import label
from xiedu.procedure.common import Remark
from xiedu.procedure.facts import Facts
from xiedu.procedure.models import Event, IssuedPaper
from xiedu.procedure.policy import shows
from xiedu.procedure.record import past_of
from xiedu.procedure.sealed import told
from xiedu.procedure.situation import REVIEW_DRAFT, Clock
from xiedu.procedure.table import Move, Procedure
from xiedu.web.matters.case import Case
from xiedu.web.matters.stated import Line, Names, Wanted, lines, wanted

ORIGINS = dict(LimitOrigin.choices())


@dataclass(frozen=True)
class Entry:
    """One step as shown; ``lines`` are empty when nothing was stated or the content was redacted."""

    seq: int
    title: str
    body: str
    person: str
    stands_in_for: str
    at: datetime
    occurred_on: date
    late_reason: str
    inhouse: bool
    redacted: bool
    change: str
    lines: tuple[Line, ...]
    papers: tuple[IssuedPaper, ...]
    notes: tuple[str, ...]


def visible(case: Case) -> list[Event]:
    """The steps this person is shown: in-house ones only of his own bodies."""
    bodies = case.principal.body_ids
    return [e for e in case.events if shows(case.table, e.move, e.body_id, bodies)]


def referred(case: Case, events: Iterable[Event]) -> Wanted:
    """Everything the facts of these steps point to."""
    found: Wanted = set()
    for event in events:
        for model, facts in _stated(case, event):
            found |= wanted(model, facts)
    return found


def filed(case: Case) -> set[int]:
    """The files of the steps this person is shown."""
    return {number for kind, number in referred(case, visible(case)) if kind == "file"}


def entries(case: Case, events: Iterable[Event], names: Names, papers: Iterable[IssuedPaper]) -> list[Entry]:
    """The steps, newest first."""
    by_event: dict[int, list[IssuedPaper]] = {}
    for paper in papers:
        by_event.setdefault(paper.event_id, []).append(paper)
    found = [_entry(case, e, names, tuple(by_event.get(e.pk, ()))) for e in events]
    return found[::-1]


def _entry(case: Case, event: Event, names: Names, papers: tuple[IssuedPaper, ...]) -> Entry:
    table = case.table
    move = table.move(event.move)
    stated = tuple(
        line for model, facts in _stated(case, event) for line in lines(model, facts, names, event.occurred_on)
    )
    return Entry(
        seq=event.seq,
        title=_title(table, move, event),
        body=event.body.name,
        person=short(event.person.name, event.body.name),
        stands_in_for=short(event.for_person.name, event.body.name) if event.for_person else "",
        at=event.at,
        occurred_on=event.occurred_on,
        late_reason=event.late_reason,
        inhouse=bool(move and move.inhouse),
        redacted=not event.stated.body,
        change=table.state(event.to).title if event.to != event.frm else "",
        lines=stated,
        papers=papers,
        notes=tuple(_notes(table, event.made, case.sit.clocks)),
    )


def _stated(case: Case, event: Event) -> list[tuple[type[Facts], Mapping[str, Any]]]:
    """What was stated as this person may read it, with its class; of a paper under approval the drafted move's."""
    table = case.table
    move = table.move(event.move)
    facts = told(table, past_of(event), case.sit, case.reader).facts
    if move is None or not facts:
        return []
    if move.code == REVIEW_DRAFT:
        target = table.move(facts.get("move", ""))
        remark = (Remark, {"remark": facts.get("remark", "")})
        return [(target.facts, facts.get("facts", {})), remark] if target else [remark]
    return [(move.facts, facts)]


def _title(table: Procedure, move: Move | None, event: Event) -> str:
    title = move.title if move else event.move
    if event.move == REVIEW_DRAFT:
        target = table.move(event.made.get("notes", {}).get("review", {}).get("move", ""))
        return f"{title}：{target.title}" if target else title
    return title


def _notes(table: Procedure, made: Mapping[str, Any], clocks: Mapping[str, Clock]) -> Iterable[str]:
    notes = made.get("notes", {})
    hidden = {role.code for role in table.roles if not role.shown}
    joined = [name for role, body, _, name in made.get("join", ()) if body and name and role not in hidden]
    if notes.get("routing"):
        yield f"管辖确定：{notes['routing']['explanation']}"
    if notes.get("override"):
        yield f"承办机构由{notes['override']['by']}调整：{notes['override']['reason']}"
    if notes.get("voids"):
        yield f"作废文书：{'、'.join(notes['voids'])}。原文号不再使用。"
    if joined and not notes.get("routing"):
        yield f"参加：{'、'.join(dict.fromkeys(joined))}"
    if made.get("redacts"):
        yield f"遮蔽步骤：{'、'.join(f'第 {seq} 步' for seq in made['redacts'])}"
    stopped = [clocks[key].title for key in made.get("stops", ()) if key in clocks]
    if stopped:
        yield f"停止计算期限：{'、'.join(stopped)}。"
    for clock in made.get("clocks", ()):
        yield f"起算期限：{clock['title']}，{label(clock['n'], clock['unit'])}（{ORIGINS[clock['origin']]}）。"


def short(person: str, body: str) -> str:
    """A person's name beside his body's: a name that begins with the body's (demo people) does not repeat it."""
    return person.removeprefix(f"{body}·")
