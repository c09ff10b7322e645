"""A source, sheets of penalties and a lake of its own for the tests of the intake."""

from pathlib import Path
from typing import Any

from tests.records.sheets import PENALTY, csv_bytes
from xiedu.base.models import StoredFile
from xiedu.bodies.models import Area, Body
from xiedu.intake.files import store_records
from xiedu.lake.store import current, reading

PERSON = {
    "行政相对人类别": "自然人",
    "行政相对人统一社会信用代码": "",
    "自然人证件类型": "身份证",
    "自然人证件号码": "11010519491231002X",
}


def body(name: str = "衢江区综合行政执法局（合成）") -> Body:
    area, _ = Area.objects.get_or_create(
        code="330803", defaults={"name": "衢江区", "rank": "county", "code_source": "合成", "code_date": "2026-01-01"}
    )
    return Body.objects.create(
        name=name, short_name=name[:6], kind="department", area=area, legal_level="county", valid_from="2020-01-01"
    )


def numbered(n: int, **more: str) -> dict[str, str]:
    """A penalty with a number of its own, in the words of our layout."""
    return {**PENALTY, "行政处罚决定书文号": f"衢综执罚〔2024〕{n}号", **more}


def sheet(*rows: dict[str, str]) -> StoredFile:
    """The rows as a stored CSV."""
    return store_records(csv_bytes(rows), "处罚.csv", None)


def held(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    """What the lake holds now of penalties."""
    with reading(folder) as db:
        return db.execute(f"select {columns} from {current('penalty')} order by id").fetchall()
