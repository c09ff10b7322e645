"""The table of faults beside a table of records: written set by set, never row by row."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiedu.law.identifiers import HIDDEN, RESIDENT_LIKE
from xiedu.records.cleaning import name, quoted
from xiedu.records.schema import Field, FieldType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = (
    "sheet VARCHAR, row_no BIGINT, field VARCHAR, title VARCHAR, value VARCHAR, reason VARCHAR, remedy VARCHAR, "
    "grade VARCHAR"
)
ERROR, DOUBT = "'error'", "'doubt'"


@dataclass(frozen=True, slots=True)
class FaultTable:
    """The faults of the records in ``table``; it stands under ``<table>_faults``."""

    db: "DuckDBPyConnection"
    table: str

    @property
    def name(self) -> str:
        """The table's own name as an SQL identifier."""
        return name(f"{self.table}_faults")

    def create(self) -> None:
        """Begin with none."""
        self.db.execute(f"create or replace table {self.name} ({COLUMNS})")

    def add(
        self,
        field: Field,
        title: str,
        said: tuple[str, str],
        source: str,
        value: str = "null",
        *,
        sheet: str = "",
        grade: str = ERROR,
        row: str = "row_no",
    ) -> None:
        """A fault for every row of ``source`` (``table where …``).

        ``said`` is the reason as SQL and the remedy as text; ``value``, ``grade`` and ``row`` are SQL. Identity numbers
        are shown masked, whatever the caller gives, also where one stands in the column of something else.
        """
        reason, remedy = said
        self.db.execute(
            f"insert into {self.name} select {quoted(sheet)}, {row}, {quoted(field.name)}, {quoted(title)},"
            f" {_shown(field, value)}, {reason}, {quoted(remedy)}, {grade} from {source}"
        )


def _shown(field: Field, value: str) -> str:
    if field.sensitive:
        return f"case when length({value}) > 10 then left({value}, 6) || '********' || right({value}, 2) else '***' end"
    if field.type is FieldType.MONEY and value == name(field.name):
        return f"cast({value} // 100 as varchar) || '.' || lpad(cast({value} % 100 as varchar), 2, '0') || ' 元'"
    text = f"cast({value} as varchar)"
    return f"left(regexp_replace({text}, {quoted(RESIDENT_LIKE)}, {quoted(HIDDEN)}, 'g'), 60)"
