"""Well-formed UTF-8 CSV straight into DuckDB; anything doubtful is left to the careful reader, with the same result."""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from xiedu.records.cleaning import name, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What DuckDB would take otherwise than Python's reader: control characters, NUL first among them, line ends that are
# not the file's own, a mark in the middle, and non-characters.
_DOUBTFUL = frozenset([*map(chr, range(0x20)), "\ufeff", "\ufffe", "\uffff"]) - {"\t"}
# What str.strip() takes off besides space and line feed.
_RARE = "\t\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
# Edges are looked for blank by blank; where more kinds of them stand in a file every cell is trimmed outright.
_FEW = 4
_PLAIN = " \n\r"
_MOST_LINE = 200_000
_CHUNK = 1 << 20
# A file this long is loaded while its text is still being looked through.
LONG = 16 << 20
_SAMPLES, _SAMPLE = 32, 1 << 16
UTF8 = "utf-8-sig"


class DoubtfulError(Exception):
    """A file that was hoped to be read directly may not be: it is to be read anew, carefully."""


@dataclass(frozen=True, slots=True)
class DirectCsv:
    """A file that may be read directly: where it is, what cuts its cells, which rarer blanks and whether CR it has.

    ``hoped``: only its beginning and samples of the rest have been looked at.
    """

    path: Path
    delimiter: str
    blanks: str = _RARE
    returns: bool = True
    hoped: bool = False

    def covers(self, other: "DirectCsv") -> bool:
        """Whether reading as this says reads what the other says as well."""
        return replace(self, blanks="", hoped=False) == replace(other, blanks="") and set(other.blanks) <= set(
            self.blanks
        )


class Look:
    """What one pass over the text of a file tells of it: whether it may be read directly, and what must be trimmed.

    Most lines are printable from end to end, and hold neither a blank but the space nor anything doubtful.
    """

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self.plain = delimiter.isascii()
        self._blanks: set[str] = set()
        self._end, self._rest = "", ""

    def take(self, text: str) -> None:
        """The next piece of the text, in order."""
        if not (self.plain and text):
            return
        self._end = self._end or ("\r\n" if "\r" in text else "\n")
        lines = (self._rest + text).split(self._end)
        self._rest = lines.pop()
        # An empty line would shift the row numbers.
        self.plain = len(self._rest) <= _MOST_LINE and "" not in lines and self._harmless(lines)

    def _harmless(self, lines: list[str]) -> bool:
        if not self.delimiter.isprintable():
            lines = [line.replace(self.delimiter, "") for line in lines]
        if all(map(str.isprintable, lines)):
            return True
        odd = {sign for line in lines if not line.isprintable() for sign in line if not sign.isprintable()}
        self._blanks |= odd & set(_RARE)
        return not odd & _DOUBTFUL

    def direct(self, path: Path) -> DirectCsv | None:
        """The file at ``path``, whose whole text was taken, as one to be read directly; None for the careful reader."""
        if not (self.plain and self._harmless([self._rest])):
            return None
        return DirectCsv(path, self.delimiter, "".join(sorted(self._blanks)), self._end == "\r\n")


def pieces(path: Path, encoding: str) -> Iterator[str]:
    """The text of a file, piece by piece. UnicodeError where it does not decode."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def direct(path: Path, delimiter: str) -> DirectCsv | None:
    """A UTF-8 file as one to be read directly, or None when it must be read carefully. UnicodeError if it is not."""
    look = Look(delimiter)
    for piece in pieces(path, UTF8):
        look.take(piece)
        if not look.plain:
            return None
    return look.direct(path)


def hoped(path: Path, delimiter: str) -> DirectCsv | None:
    """A long file as one to be read directly, going by its beginning; None for a short one and where that is doubtful.

    What blanks it has is guessed from samples: should the guess miss one, the load has to be done again.
    """
    size = path.stat().st_size
    if size < LONG:
        return None
    look = Look(delimiter)
    try:
        look.take(next(pieces(path, UTF8)))
    except UnicodeError:
        return None
    if (begun := look.direct(path)) is None:
        return None
    blanks = set(begun.blanks)
    with path.open("rb") as file:
        for n in range(1, _SAMPLES):
            file.seek(size * n // _SAMPLES)
            blanks |= set(file.read(_SAMPLE).decode(errors="ignore")) & set(_RARE)
    return replace(begun, blanks="".join(sorted(blanks)), hoped=True)


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
    return f"case{_touched(cell, full, file)} else {cell} end"


def _touched(cell: str, then: str, file: DirectCsv) -> str:
    """The cases of every cell that cleaning changes: ASCII blanks and the apostrophe sort before "("."""
    if len(file.blanks) > _FEW:
        return f" when true then {then}"
    signs = [f"{cell} < '('", *(f"ends_with({cell}, {quoted(blank)})" for blank in " \n" + file.blanks)]
    signs += [f"starts_with({cell}, {quoted(blank)})" for blank in file.blanks if blank > "("]
    if file.returns:
        signs.append(f"contains({cell}, chr(13))")
    # One after another: joined by OR they would cost twice as much.
    sign = "".join(f" when {sign} then true" for sign in signs[:-1])
    whole = f"case{sign} else {signs[-1]} end" if sign else signs[-1]
    return f" when {whole} then {then}"


def _joined(places: Sequence[int]) -> str:
    if len(places) == 1:
        return f"c{places[0]}"
    return f"nullif(concat_ws('；', {', '.join(f'c{n}' for n in places)}), '')"
