"""Well-formed UTF-8 CSV straight into DuckDB; anything doubtful is left to the careful reader, with the same result."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xiedu.records.cleaning import name, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Control characters, a mark in the middle, non-characters, and empty lines (which would shift the row numbers).
_DOUBTFUL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]|\n\r?\n")
# What str.strip() takes off.
_BLANKS = " \t\n\r\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
_PLAIN_BLANKS = " \n\r"
# The others of them in UTF-8; a tab counts, since it is rare in a cell.
_WIDE_BLANK = re.compile(rb"\t|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80")
_MOST_LINE = 200_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class DirectCsv:
    """A file that may be read directly: where it is, what cuts its cells, whether rarer blanks and CR stand in it."""

    path: Path
    delimiter: str
    wide_blanks: bool = True
    returns: bool = True


def direct(path: Path, encoding: str, delimiter: str) -> DirectCsv | None:
    """The file as one to be read directly, or None when it must be read carefully."""
    if encoding != "utf-8-sig" or not delimiter.isascii():
        return None
    ends = returns = pairs = 0
    wide = False
    with path.open("rb") as file:
        before, chunk = b"", file.read(_CHUNK).removeprefix(b"\xef\xbb\xbf")
        if chunk.startswith((b"\n", b"\r\n")):
            return None
        while chunk:
            # Two bytes of the chunk before: no sign looked for is longer than three.
            if _DOUBTFUL.search(before + chunk):
                return None
            ends, returns = ends + chunk.count(b"\n"), returns + chunk.count(b"\r")
            wide = wide or _WIDE_BLANK.search(before + chunk) is not None
            pairs += (before[-1:] + chunk).count(b"\r\n")
            before, chunk = chunk[-2:], file.read(_CHUNK)
    return DirectCsv(path, delimiter, wide, returns > 0) if returns == 0 or returns == ends == pairs else None


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

    ``unwanted`` is the SQL condition, over ``first`` (first filled cell), ``filled`` (their number) and ``c0``…, of
    rows that are no records.
    """
    import duckdb

    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(width))
    cells = ", ".join(f"{_clean(f'c{n}', file)} as c{n}" for n in range(width))
    source = (
        f"read_csv({quoted(str(file.path))}, header = false, auto_detect = false, columns = {{{columns}}},"
        f" delim = {quoted(file.delimiter)}, quote = '\"', escape = '\"', nullstr = '',"
        f" skip = {header_row}, strict_mode = true, max_line_size = {_MOST_LINE})"
    )
    picked = ", ".join(f"{_joined(places)} as {name(field)}" for field, places in picks.items())
    every = ", ".join(f"c{n}" for n in range(width))
    kept = " or ".join(f"c{n} is not null" for places in picks.values() for n in places)
    try:
        db.execute(
            f"create or replace table {name(table)} as with cells as (select row_number() over () + {header_row} as"
            f" row_no, {cells} from {source}), seen as (select *, coalesce({every}) as first,"
            f" {' + '.join(f'(c{n} is not null)::int' for n in range(width))} as filled from cells)"
            f" select row_no, {picked}, ({unwanted}) as unwanted from seen where {kept}"
        )
    except duckdb.Error:
        return None
    out = [row[0] for row in db.execute(f"select row_no from {name(table)} where unwanted order by 1").fetchall()]
    db.execute(f"delete from {name(table)} where unwanted")
    db.execute(f"alter table {name(table)} drop column unwanted")
    count = db.execute(f"select count(*) from {name(table)}").fetchone()
    return (int(count[0]) if count else 0), out


def _clean(cell: str, file: DirectCsv) -> str:
    """The cell as ``grids.clean`` leaves it; what the file has nowhere need not be looked for in every cell."""
    lines = f"replace({cell}, chr(13) || chr(10), chr(10))" if file.returns else cell
    plain = f"trim({lines}, {quoted(_BLANKS if file.wide_blanks else _PLAIN_BLANKS)})"
    formula = f"starts_with({plain}, '''') and regexp_matches({plain}, '^''[=+\\-@''\\t\\r]')"
    return f"nullif(case when {formula} then substr({plain}, 2) else {plain} end, '')"


def _joined(places: Sequence[int]) -> str:
    if len(places) == 1:
        return f"c{places[0]}"
    return f"nullif(concat_ws('；', {', '.join(f'c{n}' for n in places)}), '')"
