"""Recognising a layout: which row is the header, which layout it is, which column leads to which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xiedu.records.faults import Fault, InputError, unreadable
from xiedu.records.fields import KINDS, kind_of
from xiedu.records.grids import Row
from xiedu.records.layouts import LAYOUTS, Column, Layout, fold_header

HEADER_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Recognised:
    """A header that was understood: its row, layout, and field → the columns (place, column) it is filled from."""

    row: int
    layout: Layout
    columns: Mapping[str, tuple[tuple[int, Column], ...]]
    headers: Mapping[str, str]
    unknown: tuple[str, ...]
    width: int


def recognise(
    rows: Sequence[Row], kind: str | None = None, layout: str = "auto", mapping: Mapping[str, str] | None = None
) -> Recognised:
    """Find the header among the first rows and the layout it belongs to.

    ``mapping`` (header → field name, "" = ignore; amounts in 万元 as ``field*10000``) goes before every layout.
    InputError when nothing fits, when two kinds fit equally, or when one field has two columns.
    """
    candidates = [_extended(one, mapping or {}) for one in _candidates(kind, layout)]
    scored = [(_score(row, one), -place, one) for place, row in enumerate(rows[:HEADER_WITHIN]) for one in candidates]
    best = max(scored, key=lambda s: s[:2], default=((0, 0), 0, None))
    if best[2] is None or best[0][0] < 2:
        raise _nothing(rows)
    rivals = {s[2].kind for s in scored if s[0] == best[0]}
    if len(rivals) > 1:
        names = "、".join(f"{k}（{KINDS[k].title}）" for k in KINDS if k in rivals)
        raise unreadable(f"表头同时符合几类记录：{names}", "请指明记录种类（--kind），或补上能区分的列。")
    return _assign(rows[-best[1]], best[2])


def _candidates(kind: str | None, layout: str) -> list[Layout]:
    if layout != "auto" and layout not in LAYOUTS:
        raise unreadable(f"没有“{layout[:40]}”这种版式", f"可用的有：auto、{'、'.join(LAYOUTS)}。")
    found = [one for one in LAYOUTS.values() if layout in ("auto", one.name)]
    try:
        return [one for one in found if kind is None or one.kind == kind_of(kind).name]
    except ValueError as error:
        reason, _, remedy = str(error).partition("。")
        raise unreadable(reason, remedy) from None


def _extended(layout: Layout, mapping: Mapping[str, str]) -> Layout:
    extra: dict[str, Column] = {}
    for header, target in mapping.items():
        name, star, factor = target.partition("*")
        if name and name not in KINDS[layout.kind].by_name:
            continue
        extra[fold_header(header)] = Column(name, 100 * int(factor) if star and factor.isdigit() else 100)
    if not extra:
        return layout
    columns = {**layout.columns, **extra}
    return Layout(layout.name, layout.title, layout.kind, columns, layout.required, layout.signs, layout.full)


def _score(row: Row, layout: Layout) -> tuple[int, int]:
    """(columns recognised, preference for a standard layout); a standard layout without its signs scores nothing."""
    found = [layout.columns[h].field for h in map(fold_header, row[1]) if h in layout.columns]
    return (len(found), int(not layout.full)) if layout.signs <= set(found) else (0, 0)


def _assign(row: Row, layout: Layout) -> Recognised:
    columns: dict[str, list[tuple[int, Column]]] = {}
    headers: dict[str, str] = {}
    unknown: list[str] = []
    doubled: list[Fault] = []
    seen: dict[str, str] = {}
    for place, header in enumerate(row[1]):
        folded = fold_header(header)
        column = layout.columns.get(folded)
        if column is None:
            unknown += [header] if header else []
        elif column.field:
            if column.field in columns and (folded in seen or column.field != "penalties"):
                reason = f"与“{headers[column.field]}”列是同一字段"
                doubled.append(Fault("", row[0], header, "", reason, "请只保留其中一列。"))
            seen[folded] = header
            headers.setdefault(column.field, header)
            columns.setdefault(column.field, []).append((place, column))
    if doubled:
        raise InputError(*doubled)
    return Recognised(row[0], layout, {k: tuple(v) for k, v in columns.items()}, headers, tuple(unknown), len(row[1]))


def _nothing(rows: Sequence[Row]) -> InputError:
    shown = "、".join(f"“{cell[:20]}”" for _, cells in rows[:3] for cell in cells if cell)[:300] or "（没有文字）"
    layouts = "、".join(one.title for one in LAYOUTS.values())
    return unreadable(
        f"认不出表头。开头几行的内容是：{shown}",
        f"能识别的版式有：{layouts}。请保留原表头，或用模板填写，或保存列的对应关系。",
    )
