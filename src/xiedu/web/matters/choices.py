"""What may be picked in the fields of a form, by the pick a field names; only the picks a form has are read.

``agencies``: every enforcement body of today; ``others``: the same without one's own; ``bodies:justice,government``:
bodies of today of these kinds; ``parties``: the bodies in the matter, ``parties:applicant,respondent`` those in these
roles (before there is a matter, every agency); ``colleagues``: people in post in one's own body;
``matters:lead`` and ``matters:dispute:submitted,coordinating``: matters the person sees, of a procedure (in states).
``names:supervision.grounds``: the codes under the names a dated setting gives them today.
A field that names no pick is offered by the kind of row it points to: every body, colleagues, every matter seen.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db.models import Q
from pydantic import BaseModel

from xiedu.base.dated import snapshot
from xiedu.base.models import StoredFile, User, today
from xiedu.bodies.models import Body, Post
from xiedu.bodies.principal import Principal, current
from xiedu.procedure import registry
from xiedu.procedure.models import Matter
from xiedu.procedure.policy import Sight
from xiedu.procedure.situation import Actor, Situation
from xiedu.procedure.table import AGENCIES, Procedure
from xiedu.web.fields import Choice, Spec, specs

MOST = 300


def picks(model: type[BaseModel]) -> set[str]:
    """The picks of a facts class, inner ones included."""
    return set(_picks(specs(model)))


def _picks(plan: Iterable[Spec]) -> Iterable[str]:
    for spec in plan:
        if spec.pick and spec.kind in {"ref", "choice"}:
            yield spec.pick
        yield from _picks(spec.inner)


Maker = Callable[[str, Principal, Actor, Situation], Sequence[Choice]]
_MAKERS: Mapping[str, Maker] = {
    "agencies": lambda _, who, actor, sit: agencies(actor),
    "others": lambda _, who, actor, sit: [c for c in agencies(actor) if c[0] != actor.body_id],
    "bodies": lambda kinds, who, actor, sit: _bodies(Q(kind__in=kinds.split(",")), actor),
    "parties": lambda roles, who, actor, sit: parties(sit, tuple(filter(None, roles.split(",")))) or agencies(actor),
    "body": lambda _, who, actor, sit: _bodies(Q(), actor),
    "colleagues": lambda _, who, actor, sit: colleagues(actor),
    "person": lambda _, who, actor, sit: colleagues(actor),
    "matter": lambda _, who, actor, sit: _matters("", who, sit),
    "matters": lambda wanted, who, actor, sit: _matters(wanted, who, sit),
    "names": lambda key, who, actor, sit: list(snapshot().value(key).items()),
}


def known(pick: str) -> bool:
    """Whether the pages can offer anything for a pick."""
    return pick.partition(":")[0] in _MAKERS


def choices(model: type[BaseModel], who: Principal, actor: Actor, sit: Situation) -> dict[str, Sequence[Choice]]:
    """The choices of every pick of the class; one query each."""
    found = {}
    for pick in filter(known, picks(model)):
        name, _, more = pick.partition(":")
        found[pick] = _MAKERS[name](more, who, actor, sit)
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


def parties(sit: Situation, roles: Sequence[str] = ()) -> list[Choice]:
    """The bodies in the matter that the page names, in the order of the table's roles; with ``roles`` only those."""
    shown = [r.code for r in registry.table(sit.procedure).roles if r.shown and not r.personal]
    wanted = roles or shown
    return list({p.body_id: p.name for role in wanted for p in sit.parts if p.role == role and p.body_id}.items())


def colleagues(actor: Actor) -> list[Choice]:
    """The people in post in the actor's body today."""
    rows = Post.objects.filter(current("", today()), body_id=actor.body_id).order_by("pk")
    titles: dict[int, str] = {}
    for person, name, rank in rows.values_list("person_id", "person__name", "rank"):
        word = Post.Rank(rank).label
        titles[person] = f"{titles[person]}、{word}" if person in titles else f"{name}（{word}"
    return [(person, f"{text}）") for person, text in titles.items()]


def _matters(wanted: str, who: Principal, sit: Situation) -> list[Choice]:
    procedure, _, states = wanted.partition(":")
    rows = Sight(who).matters().exclude(pk=sit.matter_id)
    if procedure:
        rows = rows.filter(procedure=procedure)
    if states:
        rows = rows.filter(state__in=states.split(","))
    return labelled(rows.order_by("-pk").values_list("pk", "number", "title")[:MOST])


def labelled(rows: Iterable[tuple[int, str, str]]) -> list[Choice]:
    """Matters as choices: number and title."""
    return [(pk, f"{number} {title}") for pk, number, title in rows]


def usable_files(user: User, filed: Callable[[], Collection[int]] = set) -> Callable[[Collection[int]], dict[int, str]]:
    """Names of the files the person may put into a matter: his own, and those in its file that he is shown."""

    def names(ids: Collection[int]) -> dict[int, str]:
        there = set(ids) & set(filed())
        rows = StoredFile.objects.filter(Q(uploaded_by_id=user.pk) | Q(pk__in=there), pk__in=list(ids))
        return dict(rows.values_list("pk", "name"))

    return names


def copyable(who: Principal, table: Procedure, besides: int = 0) -> list[Choice]:
    """Past matters of a procedure that bodies of mine began, to copy from; newest first."""
    mine = Q(participants__body_id__in=who.body_ids, participants__role=table.sides[0])
    rows = Matter.objects.filter(mine, participants__until_seq=None, procedure=table.code).exclude(pk=besides)
    return labelled(rows.order_by("-pk").distinct().values_list("pk", "number", "title")[:30])
