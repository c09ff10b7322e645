"""Items of a record (people, extensions, payments…) from JSON cells and from sheets of their own."""

from xiedu.records.cleaning import name, quoted, reason
from xiedu.records.columns import clean_columns, report_unread
from xiedu.records.faulttable import FaultTable
from xiedu.records.schema import Field
from xiedu.records.staging import Staged

# Items of a sheet come after those of the cell, in the order of the sheet.
_AFTER_CELLS = 1_000_000


def put_together(found: FaultTable, staged: Staged, field: Field) -> None:
    """Make ``<table>_list_<field>`` (row_no, items): cleaned like records, faults in the same table."""
    raw, wide = f"{staged.table}_items_{field.name}", f"{staged.table}_wide_{field.name}"
    sources = []
    if field.name in staged.headers:
        _report_cells(found, staged, field)
        sources.append(_from_cells(staged, field))
    if field.name in staged.item_sheets:
        _report_orphans(found, staged, field)
        sources.append(_from_sheet(staged, field))
    found.db.execute(f"create or replace table {name(raw)} as {' union all '.join(sources)}")
    clean_columns(found.db, field.members, raw, wide, {}, ("ord",))
    titles = {m.name: f"{staged.headers.get(field.name, field.title)}·{m.title}" for m in field.members}
    report_unread(found, "", field.members, titles, raw, wide)
    pack = ", ".join(f"{name(m.name)} := {name(m.name)}" for m in field.members)
    listed = f"select row_no, list(struct_pack({pack}) order by ord) as items from {name(wide)} group by row_no"
    found.db.execute(
        f"create or replace table {name(f'{staged.table}_list_{field.name}')} as {_with_none(staged, field, listed)}"
    )


def _with_none(staged: Staged, field: Field, listed: str) -> str:
    """A cell that says [] has a list with nothing in it; an empty cell has not been recorded and stays NULL."""
    if field.name not in staged.headers:
        return listed
    raw = name(f"{staged.table}_raw")
    return (
        f"select coalesce(l.row_no, r.row_no) as row_no, coalesce(l.items, []) as items from ({listed}) l"
        f" full join (select row_no from {raw} where x_listed({name(field.name)}) is not null) r on r.row_no = l.row_no"
    )


def _report_cells(found: FaultTable, staged: Staged, field: Field) -> None:
    column, title = name(field.name), staged.headers[field.name]
    unread = f"{column} is not null and x_listed({column}) is null"
    found.add(field, title, reason(field, column), f"{name(f'{staged.table}_raw')} where {unread}", column)
    elements = f"({_elements(staged, field)})"
    no_object = ("'明细的一项不是对象'", '请写成 [{"键": "值"}]。')
    found.add(field, title, no_object, f"{elements} where json_type(e) <> 'OBJECT'", "cast(e as varchar)")
    known = ", ".join(quoted(word) for m in field.members for word in (m.name, m.title))
    strange = f"list_filter(json_keys(e), lambda k: k not in ({known}))"
    said = (
        f"'不认识的键：' || array_to_string({strange}, '、')",
        f"可用的键：{'、'.join(m.name for m in field.members)}。",
    )
    found.add(
        field, title, said, f"{elements} where json_type(e) = 'OBJECT' and len({strange}) > 0", "cast(e as varchar)"
    )


def _elements(staged: Staged, field: Field) -> str:
    column = name(field.name)
    parsed = f"from_json(x_listed({column}), '[\"JSON\"]')"
    return (
        f"select row_no, unnest({parsed}) as e, generate_subscripts({parsed}, 1) as ord"
        f" from {name(f'{staged.table}_raw')} where {column} is not null"
    )


def _from_cells(staged: Staged, field: Field) -> str:
    columns = ", ".join(f"{_member(m)} as {name(m.name)}" for m in field.members)
    return f"select row_no, ord, {columns} from ({_elements(staged, field)}) where json_type(e) = 'OBJECT'"


def _member(member: Field) -> str:
    paths = (quoted('$."' + key + '"') for key in (member.name, member.title))
    return f"coalesce({', '.join(f'nullif(trim(json_extract_string(e, {path})), {quoted(str())})' for path in paths)})"


def _from_sheet(staged: Staged, field: Field) -> str:
    present = staged.item_columns[field.name]
    columns = ", ".join(
        f"{'s.' + name(m.name) if m.name in present else 'null::VARCHAR'} as {name(m.name)}" for m in field.members
    )
    return (
        f"select r.row_no, {_AFTER_CELLS} + s.row_no as ord, {columns} from {_sheet(staged, field)} s"
        f" join {_keys(staged)} r on r.k = x_key(s.key)"
    )


def _sheet(staged: Staged, field: Field) -> str:
    return name(f"{staged.table}_raw_{field.name}")


def _keys(staged: Staged) -> str:
    """(row number, folded document or case number) of the records of the file."""
    raw = name(f"{staged.table}_raw")
    known = [c for c in ("document_no", "case_no") if c in staged.headers]
    pairs = [f"select row_no, x_key({c}) as k from {raw} where {c} is not null" for c in known]
    listed = " union all ".join(pairs) or "select 0 as row_no, 'none' as k where false"
    return f"(select min(row_no) as row_no, k from ({listed}) group by k)"


def _report_orphans(found: FaultTable, staged: Staged, field: Field) -> None:
    lost = f"not exists (select 1 from {_keys(staged)} r where r.k = x_key(s.key))"
    said = ("'主表中没有这个文号'", "请核对文号。")
    sheet = staged.item_sheets[field.name]
    found.add(field, "文号", said, f"{_sheet(staged, field)} s where {lost}", "s.key", sheet=sheet)
