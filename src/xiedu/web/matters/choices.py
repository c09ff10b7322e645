"""What may be picked in the fields of a move, by the pick a field names; only the picks a form has are read."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db.models import Q
from pydantic import BaseModel

from xiedu.base.models import StoredFile, User, today
from xiedu.bodies.models import Body, Post
from xiedu.bodies.principal import Principal, current
from xiedu.coordination.dispute.handover import MERGE_INTO
from xiedu.coordination.dispute.table import AGENCIES
from xiedu.procedure.models import EventRef, Matter
from xiedu.procedure.policy import Sight
from xiedu.procedure.situation import Actor, Situation
from xiedu.procedure.table import Procedure
from xiedu.web.fields import Choice, Spec, specs

MOST = 300


def picks(model: type[BaseModel]) -> set[str]:
    """The picks of a facts class, inner ones included."""
    return set(_picks(specs(model)))


def _picks(plan: Iterable[Spec]) -> Iterable[str]:
    for spec in plan:
        if spec.pick and spec.kind == "ref":
            yield spec.pick
        yield from _picks(spec.inner)


def choices(model: type[BaseModel], who: Principal, actor: Actor, sit: Situation) -> dict[str, Sequence[Choice]]:
    """The choices of every pick of the class; one query each."""
    makers: Mapping[str, Callable[[], Sequence[Choice]]] = {
        "agencies": lambda: agencies(actor),
        "parties": lambda: parties(sit),
        "guidance": lambda: _bodies(Q(kind="guidance"), actor),
        "colleagues": lambda: colleagues(actor),
        "open_disputes": lambda: _open_disputes(who, sit),
        "matter": lambda: _handed_up(who),
    }
    found = {pick: makers[pick]() for pick in picks(model) if pick in makers}
    if "agencies" in found:
        # A view is that of a party; nobody is in dispute with himself.
        found["respondents"] = [(pk, name) for pk, name in found["agencies"] if pk != actor.body_id]
        found["views.*.body"] = sides(sit) or found["agencies"]
    return found


def agencies(actor: Actor) -> list[Choice]:
    """Every enforcement body of today, the actor's own area first."""
    return _bodies(Q(kind__in=AGENCIES), actor)


def _bodies(wanted: Q, actor: Actor) -> list[Choice]:
    rows = Body.objects.filter(wanted, current("", today())).values_list("pk", "name", "area__code")
    mine = actor.area_code[:6]

    def near(row: tuple[int, str, str]) -> tuple[bool, bool, str, int]:
        return not row[2].startswith(mine), len(row[2]) > 6, row[2], row[0]

    return [(pk, name) for pk, name, _ in sorted(rows, key=near)]


def parties(sit: Situation) -> list[Choice]:
    """The bodies in the matter, parties first."""
    return list(dict([*sides(sit), *((p.body_id, p.name) for p in sit.parts if p.body_id)]).items())


def sides(sit: Situation) -> list[Choice]:
    """The bodies in dispute, applicant first."""
    return [(p.body_id, p.name) for role in ("applicant", "respondent") for p in sit.parts if p.role == role]


def colleagues(actor: Actor) -> list[Choice]:
    """The people in post in the actor's body today."""
    rows = Post.objects.filter(current("", today()), body_id=actor.body_id).order_by("pk")
    titles: dict[int, str] = {}
    for person, name, rank in rows.values_list("person_id", "person__name", "rank"):
        word = Post.Rank(rank).label
        titles[person] = f"{titles[person]}、{word}" if person in titles else f"{name}（{word}"
    return [(person, f"{text}）") for person, text in titles.items()]


def _open_disputes(who: Principal, sit: Situation) -> list[Choice]:
    rows = Sight(who).matters().filter(procedure="dispute", state__in=MERGE_INTO).exclude(pk=sit.matter_id)
    return [(pk, f"{number} {title}") for pk, number, title in
            rows.order_by("-pk").values_list("pk", "number", "title")[:MOST]]  # fmt: skip


def _handed_up(who: Principal) -> list[Choice]:
    rows: Iterable[tuple[int, str, str]] = (
        Sight(who)
        .matters()
        .filter(procedure="dispute", state="transferred_up")
        .order_by("-pk")
        .values_list("pk", "number", "title")[:MOST]
    )
    return [(pk, f"{number} {title}") for pk, number, title in rows]


def usable_files(user: User, matter_id: int) -> Callable[[Collection[int]], Mapping[int, str]]:
    """Names of the files the person may put into this matter: his own, and those already in its file."""

    def names(ids: Collection[int]) -> Mapping[int, str]:
        filed = EventRef.objects.filter(event__matter_id=matter_id, file_id__in=list(ids)).values("file_id")
        rows = StoredFile.objects.filter(Q(uploaded_by_id=user.pk) | Q(pk__in=filed), pk__in=list(ids))
        return dict(rows.values_list("pk", "name"))

    return names


def copyable(who: Principal, table: Procedure, besides: int = 0) -> list[Choice]:
    """Past matters of a procedure that bodies of mine began, to copy from; newest first."""
    mine = Q(participants__body_id__in=who.body_ids, participants__role=table.roles[0].code)
    rows = Matter.objects.filter(mine, participants__until_seq=None, procedure=table.code).exclude(pk=besides)
    rows = rows.order_by("-pk").distinct()
    return [(pk, f"{number} {title}") for pk, number, title in rows.values_list("pk", "number", "title")[:30]]


__all__ = ["agencies", "choices", "colleagues", "copyable", "parties", "picks", "usable_files"]
