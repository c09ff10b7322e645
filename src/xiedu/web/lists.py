"""Lists: filters stay in the address so that a list can be sent to a colleague; counts are capped; pages are numbered.

A view asks (:class:`Asked`), narrows its queryset by what was asked and shows a :class:`Listing` of the rest.
Two queries: the capped count and the rows of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

PER_PAGE = 50
CAP = 500
LAST_PAGE = 1000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Filter:
    """One filter of a list: key in the address, label, choices; ``kind`` is the input's type where there are none."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]] = ()
    kind: str = "search"
    value: str = ""


class Asked:
    """What the address asks for. Values that a filter does not offer count as not asked."""

    def __init__(self, request: HttpRequest, filters: Sequence[Filter], sorts: Sequence[str] = ()) -> None:
        self.filters = [_filled(one, request.GET.get(one.key, "")) for one in filters]
        wish = request.GET.get("sort", "")
        self.sort = wish if wish.lstrip("-") in sorts else ""
        number = request.GET.get("page", "1")
        self.page = min(int(number), LAST_PAGE) if number.isdecimal() and int(number[:9]) > 0 else 1

    def __getitem__(self, key: str) -> str:
        return next(one.value for one in self.filters if one.key == key)

    def day(self, key: str) -> date | None:
        """A date filter as a date; None if empty or not a date."""
        try:
            return date.fromisoformat(self[key])
        except ValueError:
            return None

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(one.value for one in self.filters)


def _filled(one: Filter, value: str) -> Filter:
    value = "".join(c for c in value if c.isprintable()).strip()[:100]
    if one.choices and value not in {str(v) for v, _ in one.choices}:
        value = ""
    return Filter(one.key, one.label, one.choices, one.kind, value)


class Listing(Generic[Row]):
    """One page of a queryset, with its count up to :data:`CAP`.

    Where the caller has counted, ``count`` says so; where it has picked the page's rows and the one that follows,
    ``rows`` are these alone (``picked``).
    """

    def __init__(
        self,
        asked: Asked,
        rows: "QuerySet[Row]",
        per_page: int = PER_PAGE,
        *,
        count: int | None = None,
        picked: bool = False,
    ) -> None:
        self.filters, self.sort, self.narrowed, self.page = asked.filters, asked.sort, asked.narrowed, asked.page
        first = 0 if picked else (self.page - 1) * per_page
        self.count = rows.order_by().values("pk")[: CAP + 1].count() if count is None else count
        found = list(rows[first : first + per_page + 1])
        self.more = len(found) > per_page
        self.rows = found[:per_page]

    @property
    def count_text(self) -> str:
        """共 37 条, or 共 500+ 条 where counting on would cost more than it tells."""
        return f"共 {CAP}+ 条" if self.count > CAP else f"共 {self.count} 条"

    @property
    def before(self) -> int:
        """Number of the page before."""
        return self.page - 1

    @property
    def after(self) -> int:
        """Number of the page after."""
        return self.page + 1
