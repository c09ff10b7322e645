"""What the intake is measured against: pandera and django-import-export with the rules of :mod:`bench.rules`.

Each gives the rows (as the file counts them) in which it found anything. pandera's rules run over whole columns where
they can; the check digits have to run value by value.
"""

import csv
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench import rules as r


def pandera(path: Path) -> set[int]:
    """The rows its schema refuses."""
    import pandas as pd
    from pandera.errors import SchemaErrors

    frame = pd.read_csv(path, dtype=str)
    try:
        _schema().validate(frame, lazy=True)
    except SchemaErrors as errors:
        return {int(index) + 2 for index in errors.failure_cases["index"].dropna()}
    return set()


@cache
def _schema() -> Any:
    import pandera.pandas as pa

    found: dict[str, list[Any]] = {}
    for header in r.CODES:
        found[header] = [pa.Check(r.good_code, element_wise=True)]
    found |= {header: [pa.Check(_day)] for header in r.DAYS} | {header: [pa.Check(_amount)] for header in r.AMOUNTS}
    found |= {r.PARTY_TYPE: [pa.Check.isin(r.TYPES)], r.KINDS: [pa.Check(_kinds)]}
    found |= {header: [pa.Check.isin(r.ID_TYPES)] for header in (r.ID_TYPE, r.LEGAL_ID_TYPE)}
    columns = {
        header: pa.Column(str, found.get(header, []), nullable=header not in r.REQUIRED)
        for header in {*found, *r.REQUIRED}
    }
    return pa.DataFrameSchema(
        columns, checks=[pa.Check(rule) for rule in (_resident, _organised, _fined, _mixed, _once)]
    )


def _day(column: Any) -> Any:
    import pandas as pd

    days = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce")
    return days.between(pd.Timestamp(r.FIRST_DAY), pd.Timestamp(r.LAST_DAY))


def _amount(column: Any) -> Any:
    import pandas as pd

    return pd.to_numeric(column, errors="coerce").between(0, r.MUCH, inclusive="left")


def _kinds(column: Any) -> Any:
    return column.str.fullmatch(f"(?:{'|'.join(r.PENALTIES)})(?:[;；,，|](?:{'|'.join(r.PENALTIES)}))*")


def _resident(frame: Any) -> Any:
    said = (frame[r.ID_TYPE] == "身份证") & frame[r.ID_NO].notna()
    good = frame.loc[said, r.ID_NO].map(r.good_resident).astype(bool)
    return good.reindex(frame.index, fill_value=True)


def _organised(frame: Any) -> Any:
    return (frame[r.PARTY_TYPE] == "自然人") | frame[r.PARTY_CODE].notna() | frame[r.PARTY_TYPE].isna()


def _fined(frame: Any) -> Any:
    return ~frame[r.KINDS].str.contains("罚款", regex=False).fillna(False) | frame[r.FINE].notna()


def _mixed(frame: Any) -> Any:
    import pandas as pd

    parts = frame[r.CONTENT].str.extract(r.SAID)
    numbers = pd.to_numeric(parts[0].str.replace("[,，]", "", regex=True), errors="coerce")
    said = numbers.where(parts[1] == "元", numbers * 10_000)
    fine = pd.to_numeric(frame[r.FINE], errors="coerce") * 10_000
    return ~((said > 0) & (fine > 0) & ((said == fine * 10_000) | (fine == said * 10_000)))


def _once(frame: Any) -> Any:
    number = frame[r.NUMBER].str.translate(r.BRACKETS).str.replace(r"\s", "", regex=True).str.upper()
    return ~(frame[r.AGENCY].fillna("") + "|" + number).duplicated() | number.isna()


def import_export(path: Path) -> set[int]:
    """Its fields and widgets over plain objects, row by row; no database, no comparison with what is stored."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure()
        django.setup()
    from import_export import fields, resources
    from tablib import Dataset

    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        data = Dataset(headers=next(lines))
        data.extend(list(lines))
    made = [fields.Field(f"c{n}", header, _widget(header)) for n, header in enumerate(data.headers)]
    names = {header: f"c{n}" for n, header in enumerate(data.headers)}
    importing, wrong, seen = resources.Resource(), set(), set[str]()
    for number, row in enumerate(data.dict, start=2):
        if not _imported(importing, made, row, names, seen):
            wrong.add(number)
    return wrong


def _imported(importing: Any, made: list[Any], row: r.Row, names: dict[str, str], seen: set[str]) -> bool:
    target, good = SimpleNamespace(), True
    for field in made:
        try:
            importing.import_field(field, target, row)
        except ValueError:
            good = False
    key = f"{row[r.AGENCY]}|{r.folded(row[r.NUMBER])}"
    once = key not in seen
    seen.add(key)
    fine = getattr(target, names[r.FINE], None)
    return good and once and _agree(row, fine)


def _agree(row: r.Row, fine: Decimal | None) -> bool:
    """What holds between the cells of a row."""
    if row[r.ID_TYPE] == "身份证" and row[r.ID_NO] and not r.good_resident(row[r.ID_NO]):
        return False
    if row[r.PARTY_TYPE] in r.TYPES and row[r.PARTY_TYPE] != "自然人" and not row[r.PARTY_CODE]:
        return False
    if "罚款" in row[r.KINDS] and not row[r.FINE]:
        return False
    said = re.search(r.SAID, row[r.CONTENT])
    if not said or not fine:
        return True
    amount = Decimal(re.sub("[,，]", "", said[1])) * (10_000 if said[2] == "万元" else 1)
    yuan = fine * 10_000
    return not amount or (amount != yuan * 10_000 and yuan != amount * 10_000)


def _widget(header: str) -> Any:
    """The widget with the rule of a column."""
    from import_export import widgets

    class Ruled(widgets.CharWidget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            if not _good(header, value):
                raise ValueError(header)
            return value

    class Day(widgets.DateWidget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            day = super().clean(value, row, **kwargs)
            if header in r.REQUIRED if day is None else not r.FIRST_DAY <= day <= r.LAST_DAY:
                raise ValueError(header)
            return day

    class Amount(widgets.DecimalWidget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            try:
                amount = super().clean(value, row, **kwargs)
            except ArithmeticError:
                raise ValueError(header) from None
            if amount is not None and not 0 <= amount < r.MUCH:
                raise ValueError(header)
            return amount

    return Day("%Y-%m-%d") if header in r.DAYS else Amount() if header in r.AMOUNTS else Ruled()


def _good(header: str, value: str) -> bool:
    if not value:
        return header not in r.REQUIRED
    if header in r.CODES:
        return r.good_code(value)
    if header == r.KINDS:
        return all(word in r.PENALTIES for word in re.split("[;；,，|]", value))
    known = {r.PARTY_TYPE: r.TYPES, r.ID_TYPE: r.ID_TYPES, r.LEGAL_ID_TYPE: r.ID_TYPES}
    return header not in known or value in known[header]
