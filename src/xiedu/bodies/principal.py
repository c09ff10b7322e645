"""Who is asking: a person with the bodies and posts he holds today, read once a request.

Everything that decides what somebody may see or do takes a :class:`Principal`, never a user row.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from xiedu.base.models import User, today
from xiedu.bodies.models import Post


@dataclass(frozen=True)
class Holding:
    """A body in which the person acts, and with which posts.

    ``for_person_id`` is the absent colleague for whom he stands in (代办), None when he acts for himself.
    """

    body_id: int
    body_name: str
    body_kind: str
    area_id: int
    area_code: str
    legal_level: str
    posts: frozenset[str]
    for_person_id: int | None = None
    for_person_name: str = ""


@dataclass(frozen=True)
class Principal:
    """A signed-in person; ``holdings`` is empty for administrators and for people without a post today."""

    user_id: int
    name: str
    person_id: int | None = None
    duty: str = ""
    is_superuser: bool = False
    holdings: tuple[Holding, ...] = ()
    body_ids: frozenset[int] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        """Derive the set of bodies once."""
        object.__setattr__(self, "body_ids", frozenset(h.body_id for h in self.holdings))

    def holding(self, body_id: int) -> Holding | None:
        """His own holding in the body if he has one, else the one in which he stands in for somebody."""
        mine = [h for h in self.holdings if h.body_id == body_id]
        return min(mine, key=lambda h: h.for_person_id is not None, default=None)


def current(prefix: str, on: date) -> Q:
    """The dated rows in force on a day."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    )


def principal_of(user: User, on: date | None = None) -> Principal:
    """The person behind a sign-in with posts in force on ``on`` (default today); one query."""
    day = on or today()
    mine = Q(person__user_id=user.pk)
    deputising = Q(
        person__leaves__deputy__user_id=user.pk,
        person__leaves__valid_from__lte=day,
        person__leaves__valid_to__gte=day,
    )
    rows = (
        Post.objects.filter(mine | deputising)
        .filter(current("", day), current("body__", day))
        .select_related("person", "body", "body__area")
        .order_by("id")
        .distinct()
    )
    return _assemble(user, list(rows))


def _assemble(user: User, rows: list[Post]) -> Principal:
    own = [p for p in rows if p.person.user_id == user.pk]
    groups: dict[tuple[int, int | None], list[Post]] = {}
    for post in rows:
        stands_in = None if post.person.user_id == user.pk else post.person_id
        groups.setdefault((post.body_id, stands_in), []).append(post)
    return Principal(
        user_id=user.pk,
        name=user.display_name or user.username,
        person_id=own[0].person_id if own else _person_id(user),
        duty=user.duty,
        is_superuser=user.is_superuser,
        holdings=tuple(_holding(posts, who) for (_, who), posts in groups.items()),
    )


def _person_id(user: User) -> int | None:
    person = getattr(user, "person", None)
    return person.pk if person else None


def _holding(posts: list[Post], stands_in: int | None) -> Holding:
    body = posts[0].body
    return Holding(
        body_id=body.pk,
        body_name=body.name,
        body_kind=body.kind,
        area_id=body.area_id,
        area_code=body.area.code,
        legal_level=body.legal_level,
        posts=frozenset(p.rank for p in posts),
        for_person_id=stands_in,
        for_person_name=posts[0].person.name if stands_in else "",
    )
