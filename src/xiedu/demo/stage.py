"""The stage of the demo: who plays, on which working day; every step goes through the door as anybody's would."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction

from xiedu.base import calendar
from xiedu.base.files import store
from xiedu.base.models import StoredFile, User, today
from xiedu.bodies.city_data import bodies
from xiedu.bodies.models import Body
from xiedu.bodies.principal import principal_of
from xiedu.demo.evidence import evidence
from xiedu.procedure import registry
from xiedu.procedure.authority import chain_of
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, Done, actor_of, perform, start
from xiedu.procedure.situation import REVIEW_AGREE, REVIEW_DRAFT, Actor
from xiedu.procedure.world import DbWorld

PLAYERS = {"handler": "jingban1", "section": "keshi", "deputy": "fenguan", "head": "zhuyao"}
LATE = "演示数据按情节日期补录"


def seed(kind: str, plays: "Mapping[str, Callable[[Stage], Any]]") -> int:
    """Make the matters that are not there yet, each whole or not at all; returns how many were made.

    ``kind`` begins their tokens, by which they are known again.

    Raises:
        RuntimeError: in production.
    """
    if not settings.DEMO:
        raise RuntimeError("生产模式不得建立演示事项。")
    tokens = {f"demo-{kind}-{code}": play for code, play in plays.items()}
    known = set(Matter.objects.filter(token__in=list(tokens)).values_list("token", flat=True))
    stage = Stage()
    for play in [play for token, play in tokens.items() if token not in known]:
        with transaction.atomic():
            play(stage)
    return len(tokens) - len(known)


@dataclass
class Stage:
    """Bodies and people of the demo city by their slugs, and the calendar counted back from today."""

    _actors: dict[tuple[str, str], Actor] = field(default_factory=dict)

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        """Slug → body."""
        rows = {body.name: body for body in Body.objects.all()}
        return {plan.slug: rows[plan.name] for plan in bodies() if plan.name in rows}

    @cached_property
    def workdays(self) -> list[date]:
        """Today or the working day before it, and the working days before that, newest first."""
        known = calendar.current()
        found = [today()]
        while len(found) <= 120:
            day = found[-1] - timedelta(days=1)
            while not known.is_workday(day):
                day -= timedelta(days=1)
            found.append(day)
        return found

    def day(self, ago: int) -> date:
        """The day so many working days ago."""
        return self.workdays[ago]

    def id(self, slug: str) -> int:
        """A body's id."""
        return self.bodies[slug].pk

    def user(self, slug: str, post: str) -> User:
        """The sign-in of the person in a post."""
        return User.objects.get(username=f"{slug}-{PLAYERS[post]}")

    def actor(self, slug: str, post: str = "handler") -> Actor:
        """The person in a post of a body, with what he holds today."""
        key = (slug, post)
        if key not in self._actors:
            self._actors[key] = actor_of(principal_of(self.user(slug, post)), self.id(slug))
        return self._actors[key]

    def file(self, slug: str, name: str, text: str, ago: int, post: str = "handler") -> int:
        """A synthetic PDF uploaded by a person of the body; its id."""
        body = self.bodies[slug]
        data = evidence(name, body.name, text, self.day(ago))
        stored: StoredFile = store(data, f"{name}（演示合成）.pdf", self.user(slug, post))
        return stored.pk

    def begin(
        self, slug: str, move: str, facts: Mapping[str, Any], *, ago: int, token: str, procedure: str = "dispute"
    ) -> Done:
        """Begin a matter."""
        return start(procedure, self._ask(slug, move, facts, ago, "handler", token))

    def step(
        self,
        matter: int,
        slug: str,
        move: str,
        facts: Mapping[str, Any] | None = None,
        *,
        ago: int,
        post: str = "handler",
    ) -> Done:
        """Make a move as the person in a post of a body."""
        return perform(matter, self._ask(slug, move, facts, ago, post))

    def _ask(
        self, slug: str, move: str, facts: Mapping[str, Any] | None, ago: int, post: str, token: str | None = None
    ) -> Ask:
        actor = self.actor(slug, post)
        return Ask(move, actor, facts, occurred_on=self.day(ago), late_reason=LATE if ago else "", token=token)

    def draft(self, matter: int, slug: str, move: str, facts: Mapping[str, Any], *, ago: int, agreed: int = 0) -> None:
        """Send a move up for approval; ``agreed`` posts of the chain have agreed so far."""
        self.step(matter, slug, REVIEW_DRAFT, {"move": move, "facts": dict(facts)}, ago=ago)
        for post in self.chain(matter, slug, move, ago)[:agreed]:
            self.step(matter, slug, REVIEW_AGREE, {"remark": "同意"}, ago=ago, post=post)

    def signed(self, matter: int, slug: str, move: str, facts: Mapping[str, Any], *, ago: int) -> Done:
        """A move through the whole in-house approval; the last post of the chain signs."""
        chain = self.chain(matter, slug, move, ago)
        self.draft(matter, slug, move, facts, ago=ago, agreed=len(chain) - 1)
        return self.step(matter, slug, move, None, ago=ago, post=chain[-1])

    def chain(self, matter: int, slug: str, move: str, ago: int) -> tuple[str, ...]:
        """The posts that have to agree to a move in a body."""
        found = registry.table(Matter.objects.values_list("procedure", flat=True).get(pk=matter)).move(move)
        if found is None:
            raise LookupError(f"no move {move}")
        return chain_of(found, self.id(slug), DbWorld(self.day(ago)))
