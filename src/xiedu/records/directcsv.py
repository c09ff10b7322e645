"""Well-formed UTF-8 CSV straight into DuckDB; anything doubtful is left to the careful reader, with the same result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xiedu.records.cleaning import name, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What DuckDB would take otherwise than Python's reader: control characters, NUL first among them,
_CONTROL = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])
# a mark in the middle, and non-characters.
_MARK, _STRANGE = b"\xef\xbb\xbf", (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
# What str.strip() takes off besides space and line feed, by the byte it begins with in UTF-8.
_RARE = "\t\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
_BY_LEAD = {lead: [b for b in _RARE if b.encode()[:1] == lead] for lead in sorted({b.encode()[:1] for b in _RARE})}
# Edges are looked for blank by blank; where more kinds of them stand in a file every cell is trimmed outright.
_FEW = 4
_PLAIN = " \n\r"
_MOST_LINE = 200_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class DirectCsv:
    """A file that may be read directly: where it is, what cuts its cells, which rarer blanks and whether CR it has."""

    path: Path
    delimiter: str
    blanks: str = _RARE
    returns: bool = True


def direct(path: Path, encoding: str, delimiter: str) -> DirectCsv | None:
    """The file as one to be read directly, or None when it must be read carefully."""
    if encoding != "utf-8-sig" or not delimiter.isascii():
        return None
    blanks: set[str] = set()
    controls = _CONTROL.replace(delimiter.encode(), b"")
    with path.open("rb") as file:
        before, chunk = b"", file.read(_CHUNK).removeprefix(_MARK)
        returns = b"\r" in chunk
        if chunk.startswith((b"\n", b"\r\n")):
            return None
        while chunk:
            # Two bytes of the chunk before: no sign looked for is longer than three.
            seen = before + chunk
            if _doubtful(seen, controls) or not _one_line_end(before[-1:] + chunk, returns):
                return None
            blanks.update(_rare(seen))
            before, chunk = chunk[-2:], file.read(_CHUNK)
    return None if before.endswith(b"\r") else DirectCsv(path, delimiter, "".join(sorted(blanks)), returns)


def _doubtful(seen: bytes, controls: bytes) -> bool:
    return (
        len(seen.translate(None, controls)) < len(seen)
        or _MARK in seen
        or (b"\xef\xbf" in seen and any(sign in seen for sign in _STRANGE))
    )


def _one_line_end(seen: bytes, returns: bool) -> bool:
    """No empty line (it would shift the row numbers), and either no CR or one before every LF.

    ``seen`` may begin with the last byte before, so that a pair that is cut is seen whole; a CR at its end belongs to
    what follows.
    """
    if not returns:
        return b"\r" not in seen and b"\n\n" not in seen
    body = seen[1:] if seen[:1] == b"\n" else seen
    alone = body.count(b"\r") - body.endswith(b"\r")
    return body.count(b"\n") == alone == body.count(b"\r\n") and b"\n\r" not in seen


def _rare(seen: bytes) -> list[str]:
    return [b for lead, some in _BY_LEAD.items() if lead in seen for b in some if b.encode() in seen]


def load_direct(
    db: "DuckDBPyConnection",
    file: DirectCsv,
    table: str,
    header_row: int,
    width: int,
    picks: Mapping[str, Sequence[int]],
    unwanted: str,
) -> tuple[int, list[int]] | None:
    """Load the picked columns below the header; (rows, numbers of the rows left out) or None when DuckDB balks.

    ``unwanted`` is the SQL condition, over ``first`` (first filled cell), ``{filled}`` (their number) and ``c0``…, of
    rows that are no records. ``table`` is a view over ``<table>_cells``: a row's number is its place in the file.
    """
    import duckdb

    cells, every = name(f"{table}_cells"), [f"c{n}" for n in range(width)]
    picked = ", ".join(f"{_joined(places)} as {name(field)}" for field, places in picks.items())
    kept = " or ".join(f"c{n} is not null" for places in picks.values() for n in places)
    filled = " + ".join(f"(c{n} is not null)::int" for n in range(width))
    left = f"case when not ({kept}) then 'blank' when {unwanted.replace('{filled}', filled)} then 'unwanted' end"
    clean = ", ".join(f"{_clean(c, file)} as {c}" for c in every)
    source = f"(select {clean} from {_source(file, header_row, width)})"
    seen = f"select *, coalesce({', '.join(every)}) as first from {source}"
    try:
        db.execute(f"create or replace table {cells} as select {picked}, {left} as left_out from ({seen})")
    except duckdb.Error:
        return None
    number = f"rowid + {header_row + 1} as row_no"
    out = db.execute(f"select {number}, left_out from {cells} where left_out is not null order by 1").fetchall()
    only = " where left_out is null" if out else ""
    db.execute(f"create or replace view {name(table)} as select {number}, * exclude (left_out) from {cells}{only}")
    count = db.execute(f"select count(*) from {cells}{only}").fetchone()
    return (int(count[0]) if count else 0), [row for row, why in out if why == "unwanted"]


def _source(file: DirectCsv, header_row: int, width: int) -> str:
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(width))
    return (
        f"read_csv({quoted(str(file.path))}, header = false, auto_detect = false, columns = {{{columns}}},"
        f" delim = {quoted(file.delimiter)}, quote = '\"', escape = '\"', nullstr = '',"
        f" skip = {header_row}, strict_mode = true, max_line_size = {_MOST_LINE})"
    )


def _clean(cell: str, file: DirectCsv) -> str:
    """The cell as ``grids.clean`` leaves it; most cells need nothing, and what tells so is cheap."""
    lines = f"replace({cell}, chr(13) || chr(10), chr(10))" if file.returns else cell
    plain = f"trim({lines}, {quoted(_PLAIN + file.blanks)})"
    formula = f"starts_with({plain}, '''') and regexp_matches({plain}, '^''[=+\\-@''\\t\\r]')"
    full = f"nullif(case when {formula} then substr({plain}, 2) else {plain} end, '')"
    return f"case when {_touched(cell, file)} then {full} else {cell} end"


def _touched(cell: str, file: DirectCsv) -> str:
    """True of every cell that cleaning changes: ASCII blanks and the apostrophe sort before "("."""
    if len(file.blanks) > _FEW:
        return "true"
    signs = [f"{cell} < '('", *(f"ends_with({cell}, {quoted(blank)})" for blank in " \n" + file.blanks)]
    signs += [f"starts_with({cell}, {quoted(blank)})" for blank in file.blanks if blank > "("]
    return " or ".join([*signs, f"contains({cell}, chr(13))"] if file.returns else signs)


def _joined(places: Sequence[int]) -> str:
    if len(places) == 1:
        return f"c{places[0]}"
    return f"nullif(concat_ws('；', {', '.join(f'c{n}' for n in places)}), '')"
