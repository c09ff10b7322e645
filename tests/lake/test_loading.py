"""What the lake holds after loading, and after loading again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lake.empty import empty_lake
from tests.records.sheets import PENALTY, csv_bytes
from xiedu.cli.migrate import migrate
from xiedu.lake import store
from xiedu.lake.loading import Arrival, Loaded, load
from xiedu.lake.sensitive import Keys, SealBrokenError, mask
from xiedu.lake.store import current, reading, writing
from xiedu.lake.tables import FED_LIST
from xiedu.lake.upkeep import tidy
from xiedu.records.fields import DERIVED, KINDS, struct_type
from xiedu.records.reading import read_records
from xiedu.synth.generate import City, write

KEYS = Keys("合成密钥" * 10)
IDS = {"自然人证件类型": "身份证", "行政相对人类别": "自然人", "行政相对人统一社会信用代码": ""}
PERSON = "11010519491231002X"


class Lake:
    """A lake of its own, with the few things the tests do to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = empty_lake(folder / "lake")
        self.batch = 0

    def load(self, *rows: dict[str, str], batch: int | None = None, source: int = 7, dry_run: bool = False) -> Loaded:
        self.batch = number = batch or self.batch + 1
        file = self.folder.parent / f"{number}.csv"
        file.write_bytes(csv_bytes([{**PENALTY, **row} for row in rows]))
        with store.connect() as db:
            found = read_records(db, file)
            arrival = Arrival(number, f"第{number}批", "penalty", source, found.columns, found.good_rows)
            with store.attached(db, self.folder):
                return load(db, found.table, arrival, KEYS, dry_run=dry_run)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with reading(self.folder) as db:
            return db.execute(sql, list(values)).fetchall()

    def now(self, columns: str, as_of: datetime | None = None) -> list[tuple[Any, ...]]:
        return self.rows(f"select {columns} from {current('penalty', as_of)} order by id")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    with store.connect() as db:
        write(db, City(600, 5), folder, csv=False)
    return folder


def numbered(n: int, **more: str) -> dict[str, str]:
    return {"行政处罚决定书文号": f"衢综执罚〔2024〕{n}号", **more}


def test_the_same_rows_again_change_nothing(lake: Lake) -> None:
    assert lake.load(numbered(1), numbered(2)) == Loaded(2, 0, 0)
    before = lake.now("*")
    assert lake.load(numbered(2), numbered(1)) == Loaded(0, 0, 2)
    assert lake.now("*") == before
    assert lake.rows("select added, changed, same from lake.batches order by batch") == [(2, 0, 0), (0, 0, 2)]


def test_a_changed_row_ends_the_version_before_it(lake: Lake) -> None:
    lake.load(numbered(1), numbered(2))
    between = datetime.now(UTC)
    assert lake.load(numbered(1, 罚款金额="6000"), numbered(2)) == Loaded(0, 1, 1)
    assert {fine for (fine,) in lake.now("fine")} == {600_000, 500_000}
    assert {fine for (fine,) in lake.now("fine", between)} == {500_000}
    ended, began = lake.rows("select recorded_to, recorded_from from lake.penalty where row_no = 2 order by id")
    assert ended[0] == began[1]
    assert len({key for (key,) in lake.rows("select id from lake.penalty")}) == 3


def test_a_batch_that_is_in_is_not_loaded_again_and_a_dry_run_leaves_nothing(lake: Lake) -> None:
    assert lake.load(numbered(1), batch=5) == Loaded(1, 0, 0)
    assert lake.load(numbered(1, 罚款金额="6000"), batch=5) == Loaded(1, 0, 0)
    files = sorted(lake.folder.rglob("*.parquet"))
    assert lake.load(numbered(3), dry_run=True) == Loaded(1, 0, 0)
    assert sorted(lake.folder.rglob("*.parquet")) == files
    assert lake.now("fine") == [(500_000,)]


def test_two_sources_may_report_the_same_number(lake: Lake) -> None:
    lake.load(numbered(1), source=1)
    assert lake.load(numbered(1), source=2) == Loaded(1, 0, 0)
    assert lake.now("reporter, batch") == [(1, 1), (2, 2)]


def test_identity_numbers_leave_the_lake_readable_by_nobody_without_the_key(lake: Lake) -> None:
    lake.load(numbered(1, **IDS, 自然人证件号码=PERSON), numbered(2, **IDS, 自然人证件号码=PERSON))
    digest = KEYS.digest(PERSON)
    row = lake.now("party_id_no, party_id_no_digest, party_id_no_valid, party_key, party_birth::varchar")[0]
    assert row == ("110***********002X", digest, True, digest, "1949-12-31")
    ((kept, cipher),) = lake.rows("select digest, cipher from lake.secrets")
    assert kept == digest
    assert KEYS.decrypt(cipher, digest) == PERSON
    with pytest.raises(SealBrokenError, match="解不开"):
        Keys("另一个密钥" * 8).decrypt(cipher, digest)
    with pytest.raises(SealBrokenError):
        KEYS.decrypt(cipher, "0" * 64)
    store.prepare(lake.folder)
    assert not [p for p in lake.folder.rglob("*") if p.is_file() and PERSON.encode() in p.read_bytes()]


@pytest.mark.parametrize(
    ("value", "shown"), [(PERSON, "110***********002X"), ("E12345678", "E1*****78"), ("123", "***")]
)
def test_masks(value: str, shown: str) -> None:
    assert mask(value) == shown


def test_a_reader_sees_one_moment_and_cannot_write(lake: Lake) -> None:
    store.prepare(lake.folder)
    with reading(lake.folder) as db:
        count = "select count(*) from lake.penalty"
        assert db.execute(count).fetchone() == (0,)
        lake.load(numbered(1))
        assert db.execute(count).fetchone() == (0,)
        db.execute("create temp table mine as select 1 as one")
        with pytest.raises(Exception, match="read-only"):
            db.execute("delete from lake.penalty")
    assert lake.rows("select count(*) from lake.penalty") == [(1,)]


def test_a_lake_of_an_earlier_version_grows_the_columns_it_lacks(lake: Lake) -> None:
    lake.load(numbered(1))
    with writing(lake.folder) as db:
        db.execute("alter table lake.penalty drop column remarks")
    store.prepare(lake.folder)
    assert lake.now("remarks, fine") == [(None, 500_000)]


@pytest.mark.django_db
def test_migrating_brings_the_lake_along(lake: Lake) -> None:
    lake.load(numbered(1))
    with writing(lake.folder) as db:
        db.execute("alter table lake.penalty drop column remarks")
    with override_settings(LAKE_DIR=lake.folder):
        migrate()
    with store.reading(lake.folder) as db:
        assert db.execute("select remarks from lake.penalty").fetchall() == [(None,)]


def test_a_lake_that_was_moved_opens_where_it_is(lake: Lake, tmp_path: Path) -> None:
    lake.load(numbered(1))
    moved = tmp_path / "it's elsewhere"
    lake.folder.rename(moved)
    lake.folder = moved
    assert lake.now("fine") == [(500_000,)]


def test_the_same_file_from_two_hands_at_once_goes_in_once(lake: Lake) -> None:
    rows = [numbered(1), numbered(2)]
    with ThreadPoolExecutor(2) as hands:
        done = [each.result() for each in [hands.submit(lake.load, *rows, batch=n) for n in (1, 2)]]
    assert sorted(done, key=lambda one: one.added) == [Loaded(0, 0, 2), Loaded(2, 0, 0)]
    assert len(lake.now("id")) == 2


def test_another_batch_under_the_same_key_is_not_taken_for_it(lake: Lake) -> None:
    lake.load(numbered(1))
    with writing(lake.folder) as db:
        db.execute("update lake.batches set number = '别的批次'")
    with pytest.raises(ValueError, match="一并恢复"):
        lake.load(numbered(2), batch=1)


SHEETS = st.lists(st.dictionaries(st.integers(1, 3), st.integers(1, 3), min_size=1), min_size=1, max_size=3)


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHEETS)
def test_the_lake_holds_what_was_said_last_and_saying_it_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, sheets: list[dict[int, int]]
) -> None:
    lake = Lake(tmp_path_factory.mktemp("lake"))
    said: dict[int, int] = {}
    for sheet in sheets:
        new, other = sheet.keys() - said.keys(), {n for n in sheet.keys() & said.keys() if said[n] != sheet[n]}
        rows = [numbered(n, 罚款金额=str(fine)) for n, fine in sheet.items()]
        assert lake.load(*rows) == Loaded(len(new), len(other), len(sheet) - len(new) - len(other))
        said |= sheet
    assert sorted(lake.now("fine")) == sorted((fine * 100,) for fine in said.values())
    before = lake.now("*")
    assert lake.load(*(numbered(n, 罚款金额=str(fine)) for n, fine in said.items())) == Loaded(0, 0, len(said))
    assert lake.now("*") == before


def test_upkeep_keeps_every_version_and_removes_what_nobody_names(lake: Lake) -> None:
    for fine in ("1", "2", "3"):
        lake.load(numbered(1, 罚款金额=fine))
    versions = lake.rows("select id, fine, recorded_from, recorded_to from lake.penalty order by id")
    lost = lake.folder / "data" / "main" / "penalty" / "ducklake-lost.parquet"
    spilt = lake.folder / "spill" / "duckdb_temp_storage_DEFAULT-0.tmp"
    spilt.parent.mkdir(exist_ok=True)
    for left in (lost, spilt):
        left.write_bytes(b"half")
    tidy(lake.folder)
    assert lost.exists()
    assert spilt.exists()
    tidy(lake.folder, datetime.now(UTC) + timedelta(days=40))
    assert not lost.exists()
    assert not spilt.exists()
    assert lake.rows("select id, fine, recorded_from, recorded_to from lake.penalty order by id") == versions


def test_a_version_of_an_earlier_lake_whose_fed_fields_stand_as_a_list_is_known_again(lake: Lake) -> None:
    lake.load(numbered(1))
    with writing(lake.folder) as db:
        db.execute("update lake.penalty set fed = list_reverse(string_split(fed_names, ',')), fed_names = null")
    assert lake.load(numbered(1)) == Loaded(0, 0, 1)
    assert "document_no" in lake.now(FED_LIST)[0][0]


def test_rows_without_a_number_are_known_by_what_stands_in_them(lake: Lake) -> None:
    with writing(lake.folder) as db:
        columns = {**dict.fromkeys(struct_type("penalty"), "null"), "row_no": "col0", "party": "col1"}
        values = ", ".join(f"{columns[c]}::{t} as {c}" for c, t in struct_type("penalty").items())
        db.execute(f"create table arriving as select {values} from (values (2, '甲'), (3, '乙'), (4, '甲'))")
        fed = ("party", "party_id_no")
        assert load(db, "arriving", Arrival(1, "一", "penalty", 7, fed), KEYS) == Loaded(2, 0, 0)
        assert load(db, "arriving", Arrival(2, "二", "penalty", 7, fed), KEYS) == Loaded(0, 0, 2)
        assert load(db, "arriving", Arrival(3, "三", "penalty", 7, (*fed, "party_id_type")), KEYS) == Loaded(2, 0, 0)
    assert lake.now("row_no, party") == [(2, "甲"), (3, "乙")] * 2


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_column_counts_when_a_record_comes_again(lake: Lake, city: Path, kind: str) -> None:
    fields = [field for field in struct_type(kind) if field not in DERIVED]
    with writing(lake.folder) as db:
        db.execute(
            f"create table arriving as select *, false as spoilt from read_parquet('{city / kind}.parquet') order by row_no limit 60"
        )
        given = db.execute(f"select {', '.join(f'count({field})' for field in fields)} from arriving").fetchall()[0]
        filled = [field for field, count in zip(fields, given, strict=True) if count]

        def come(batch: int) -> Loaded:
            return load(db, "arriving", Arrival(batch, str(batch), kind, 1, tuple(fields)), KEYS)

        assert come(1) == Loaded(60, 0, 0)
        assert come(2) == Loaded(0, 0, 60)
        for field in filled:
            row = f"(select min(row_no) from arriving where {field} is not null and not spoilt)"
            db.execute(f"update arriving set {field} = null, spoilt = true where row_no = {row}")
        changed = db.execute("select count(*) from arriving where spoilt").fetchall()[0][0]
        assert come(3) == Loaded(0, changed, 60 - changed)
        assert come(4) == Loaded(0, 0, 60)
