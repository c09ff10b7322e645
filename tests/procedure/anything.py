"""Any procedure, played from its table alone: who may act is asked of the offers, what is stated is made from the
facts class, the picks of the page and the table's own first values. A new table is walked without a line about it.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from tests.cast import POSTS, Cast
from xiedu.base.models import User, today
from xiedu.bodies.principal import principal_of
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Matter
from xiedu.procedure.offers import offers
from xiedu.procedure.perform import Ask, Done, perform, situation, start
from xiedu.procedure.situation import REVIEW_AGREE, REVIEW_DRAFT, Actor, Situation
from xiedu.procedure.table import Move, Procedure
from xiedu.procedure.world import DbWorld
from xiedu.web.fields import Spec, specs
from xiedu.web.matters.choices import choices
from xiedu.web.matters.wording import FIELD

TRIES = 8
EMPTY: tuple[Any, ...] = (None, "", [])
ASIDE = frozenset({"redact", "assign", "hand_back", "review.return", "review.recall"})


@dataclass
class Player:
    """Plays matters of one table with a cast; ``states`` are those it has seen, ``made`` the moves it made.

    Every step happens ``ago`` days before today.
    """

    cast: Cast
    table: Procedure
    draw: random.Random
    states: set[str] = field(default_factory=set)
    made: list[str] = field(default_factory=list)
    rich: float = 1.0
    last: Ask | None = None
    ago: int = 0

    def __post_init__(self) -> None:
        """A file of everybody, so that none is undone with what was only tried."""
        for body, post in self.cast.people:
            self.cast.file(body, post)

    @property
    def on(self) -> date:
        """The day on which things happen."""
        return today() - timedelta(days=self.ago)

    def begin(self) -> int:
        """A matter by one of the starts, of somebody whose kind may.

        Raises:
            AssertionError: when no start could be made whatever was stated.
        """
        tried = [(move, body) for move in self.table.starts() for body in self._of_kinds(move)]
        for _ in range(60):
            move, body = self.draw.choice(tried)
            done = self.attempt(None, move, self.whole(body))
            if done and done.state not in self.table.ends:
                return done.matter_id
        raise AssertionError(f"{self.table.code} could not be begun")

    def walk(self, steps: int) -> list[int]:
        """Matters begun and moved on; a new one when the last has ended or nothing moves it."""
        begun = [self.begin()]
        for _ in range(steps):
            matter = Matter.objects.get(pk=begun[-1])
            if matter.state in self.table.ends or not self.step(begun[-1]):
                begun.append(self.begin())
        return begun

    def step(self, matter: int) -> bool:
        """One move of the matter; False when nothing that was tried could be made."""
        sit = situation(Matter.objects.get(pk=matter))
        if sit.pending:
            body = self.name(sit.pending.body_id)
            code = sit.pending.move if sit.pending.to_sign else REVIEW_AGREE
            move = self.table.move(code)
            assert move
            return self.attempt(sit, move, self.cast.actor(body, sit.pending.next_post)) is not None
        found = list(self._offered(sit))
        while found:
            weights = [self._weight(move) for move, *_ in found]
            move, who, review = found.pop(self.draw.choices(range(len(found)), weights)[0])
            if self.attempt(sit, move, who, review=review):
                return True
        return False

    def sure(self, steps: int) -> tuple[int, Ask]:
        """A matter some steps on, and something that can be done in it now: it was tried and taken back."""
        for _ in range(10):
            matter = self.walk(steps)[-1]
            with transaction.atomic():
                moves = Matter.objects.get(pk=matter).state not in self.table.ends and self.step(matter)
                transaction.set_rollback(True)
            if moves and self.last:
                return matter, self.last
        raise AssertionError(f"{self.table.code}: nothing can be done after {steps} steps")

    def sure_start(self) -> Ask:
        """A start that was tried and taken back."""
        with transaction.atomic():
            self.begin()
            transaction.set_rollback(True)
        assert self.last
        return self.last

    def name(self, body: int) -> str:
        """The name in the cast of a body."""
        return next(n for n, b in self.cast.bodies.items() if b.pk == body)

    def whole(self, body: str) -> Actor:
        """Somebody of a body, in all posts at once: what a post may is another test's."""
        return self.cast.actor(body, *self.draw.sample(POSTS, len(POSTS)))

    def attempt(self, sit: Situation | None, move: Move, who: Actor, *, review: bool = False) -> Done | None:
        """Make the move with whatever may be stated; None when every try was refused."""
        spoilt: set[str] = set()
        for _ in range(TRIES):
            facts = None if sit and sit.pending else self._without(move, self.facts(move, who, sit), spoilt)
            code = REVIEW_DRAFT if review else move.code
            stated = {"move": move.code, "facts": facts} if review else facts
            late: dict[str, Any] = {"occurred_on": self.on, "late_reason": "按实际日期补录"} if self.ago else {}
            ask = Ask(code, who, stated, **late)
            try:
                done = perform(sit.matter_id, ask) if sit else start(self.table.code, ask)
            except NotMade as fault:
                spoilt |= {path.removeprefix("facts.").split(".")[0] for path in fault.errors}
                continue
            self.last = ask
            self.states.add(done.state)
            self.made.append(code)
            return done
        return None

    def _without(self, move: Move, facts: dict[str, Any], spoilt: set[str]) -> dict[str, Any]:
        """The facts, mostly without what was at fault a moment ago and need not be stated."""
        if self.draw.random() < 0.3:
            return facts
        left_out = spoilt - {spec.name for spec in specs(move.facts) if spec.required}
        return {name: value for name, value in facts.items() if name not in left_out}

    def facts(self, move: Move, who: Actor, sit: Situation | None) -> dict[str, Any]:
        """Something a person might state: what the form begins with, and the rest made up."""
        self.rich = self.draw.choice((0.0, 0.5, 1.0, 1.0))
        here = sit or Situation(self.table.code)
        prefill = self.table.prefill.get(move.code)
        first = dict(prefill(here)) if prefill and sit else {}
        user = User.objects.get(person__pk=who.person_id)
        offered = choices(move.facts, principal_of(user), who, here)
        file = self.cast.file(self.name(who.body_id), user.username.removeprefix(f"u{who.body_id}"))
        return dict(self._filled(specs(move.facts), first, offered, file))

    def _filled(self, plan: Iterable[Spec], first: Mapping[str, Any], offered: Mapping[str, Any], file: int) -> Any:
        found = dict(first)
        for spec in plan:
            if found.get(spec.name) not in EMPTY:
                found[spec.name] = self._whole(spec, found[spec.name], offered, file)
                continue
            if spec.name == FIELD or not (spec.required or self.draw.random() < self.rich):
                continue
            values = [self._one(spec, offered, file) for _ in range(self.draw.randint(1, 2) if spec.many else 1)]
            values = [v for i, v in enumerate(values) if v is not None and v not in values[:i]]
            if spec.many:
                found[spec.name] = values
            elif values:
                found[spec.name] = values[0]
        return found

    def _whole(self, spec: Spec, value: Any, offered: Mapping[str, Any], file: int) -> Any:
        """What the form begins with, its groups filled up."""
        if spec.kind != "group" or not value:
            return value
        groups = [self._filled(spec.inner, v, offered, file) for v in (value if spec.many else [value])]
        return groups if spec.many else groups[0]

    def _one(self, spec: Spec, offered: Mapping[str, Any], file: int) -> Any:
        listed: Sequence[Any] = [value for value, _ in (offered.get(spec.pick) or spec.choices)]
        if spec.kind in {"ref", "choice"}:
            return self._pick(listed) if listed else None
        if spec.kind == "group":
            return self._filled(spec.inner, {}, offered, file)
        made: dict[str, Any] = {
            "bool": self.draw.random() < 0.5, "date": self.on.isoformat(), "int": 5, "file": file,
            "str": f"{spec.title}{self.draw.randint(1, 99)}"[: spec.max_length or 60],
        }  # fmt: skip
        return made[spec.kind]

    def _pick(self, listed: Sequence[Any]) -> Any:
        return self.draw.choice(listed)

    def _of_kinds(self, move: Move) -> list[str]:
        kinds = {kind for who in move.who for kind in who.kinds}
        return [name for name, body in self.cast.bodies.items() if body.kind in kinds]

    def _offered(self, sit: Situation) -> Iterable[tuple[Move, Actor, bool]]:
        world = DbWorld(self.on)
        for body in dict.fromkeys(p.body_id for p in sit.parts if p.body_id):
            who = self.whole(self.name(body))
            for offer in offers(self.table, sit, who, world):
                if offer.mode != "refused" and not self._leaves_out(offer.move):
                    yield offer.move, who, offer.mode == "review"

    def _leaves_out(self, move: Move) -> bool:
        return move.routine

    def _weight(self, move: Move) -> float:
        """The way on and what is new before what was done, and an end last."""
        if move.code in ASIDE or move.to in self.table.ends:
            return 0.1
        new = 3.0 if move.to and move.to not in self.states else 1.0
        return new * (6.0 if move.main else 2.0) / (1 + self.made.count(move.code))
