"""Small words of SQL over the lists of a record; each keeps the three values apart."""

import re
from collections.abc import Iterable

_ITEM = re.compile(r"\bo(?=\.)")


def exists(items: str, condition: str) -> str:
    """Does a condition on ``o`` hold for an item? NULL when the list or a deciding value is not recorded.

    A list of one, as most are, is asked without a lambda, which costs microseconds a row.
    """
    none = f"len(list_filter({items}, lambda o: ({condition}) IS NOT FALSE)) = 0"
    some = f"len(list_filter({items}, lambda o: {condition})) > 0"
    return (
        f"(CASE len({items}) WHEN 0 THEN FALSE WHEN 1 THEN ({only(items, condition)}) "
        f"ELSE CASE WHEN {none} THEN FALSE WHEN {some} THEN TRUE END END)"
    )


def only(items: str, expression: str) -> str:
    """An expression on ``o`` for the first item of a list."""
    return _ITEM.sub(f"{items}[1]", expression)


def has_any(codes: str, *wanted: str) -> str:
    """Does a list of codes hold one of these? NULL when the list is not recorded."""
    listed = ", ".join(repr(w) for w in wanted)
    one = f"coalesce({codes}[1] IN ({listed}), FALSE)"
    return f"(CASE WHEN len({codes}) = 1 THEN {one} ELSE list_has_any({codes}, [{listed}]) END)"


def total(items: str, value: str, condition: str = "TRUE") -> str:
    """The sum of ``value`` over the items ``o`` that meet the condition; 0 for none, NULL for no list."""
    kept = items if condition == "TRUE" else f"list_filter({items}, lambda o: {condition})"
    summed = f"coalesce(list_sum(list_transform({kept}, lambda o: {value})), 0)::BIGINT"
    one = f"coalesce(CASE WHEN {only(items, condition)} THEN {only(items, value)} END, 0)::BIGINT"
    more = f"CASE WHEN {items} IS NOT NULL THEN {summed} END"
    return f"(CASE len({items}) WHEN 0 THEN 0 WHEN 1 THEN {one} ELSE {more} END)"


def distinct(items: str, value: str) -> str:
    """How many different values of ``o`` a list has (empty ones left out); two unlike ones are told apart fast."""
    first, second = (value.replace("o.", f"{items}[{n}].") for n in (1, 2))
    if value == "o":
        first, second = f"{items}[1]", f"{items}[2]"
        all_ = items
    else:
        all_ = f"list_transform({items}, lambda o: {value})"
    return f"(CASE WHEN len({items}) = 2 AND {first} <> {second} THEN 2 ELSE len(list_distinct({all_})) END)"


def whole(codes: str, listed: Iterable[str]) -> str:
    """Does a list of codes hold just the listed ones? Lists of codes are kept in order, each code once."""
    return f"{codes} = [{', '.join(repr(code) for code in sorted(listed))}]"


def lacking(codes: str, listed: Iterable[str]) -> str:
    """Those of the listed codes that a list of codes does not hold; NULL when it is not recorded."""
    wanted = ", ".join(repr(code) for code in listed)
    return f"(CASE WHEN {codes} IS NOT NULL THEN list_filter([{wanted}], lambda c: NOT list_contains({codes}, c)) END)"
