"""The register goes out and comes back: nothing changes by itself, everything wrong is told at once."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from xiedu.base import audit
from xiedu.base.models import AuditEntry, User
from xiedu.base.sheets import SheetError
from xiedu.bodies.city import seed_city
from xiedu.bodies.models import Area, Body, Certificate, Hosting, Person, Post, Serving
from xiedu.bodies.register import export_register, import_register
from xiedu.bodies.register_layout import SHEETS, read_stored

ORIGIN = date(2022, 1, 1)
# PostgreSQL stores no NUL; everything else a field may hold is tried.
NAMES = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=12)
DAYS = st.integers(0, 400).map(lambda n: ORIGIN + timedelta(n))
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 300)).map(
    lambda s: (s[0], s[0] + timedelta(s[1]) if s[1] is not None else None)
)
POSTS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(Post.Rank.values), SPANS), max_size=8)


def state() -> dict[str, Any]:
    return {sheet.title: read_stored(sheet).rows for sheet in SHEETS}


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def small(names: list[str], posts: list[Any]) -> None:
    """A county with three bodies and three people; every name ends in its own number, so that none is used twice."""
    common = {"code_source": "测试", "code_date": ORIGIN}
    county = Area.objects.create(name="衢江区", rank="county", code="330803", **common)
    town = Area.objects.create(name="湖南镇", rank="township", code="330803113", parent=county, **common)
    kinds = (Body.Kind.GUIDANCE, Body.Kind.DEPARTMENT, Body.Kind.JUSTICE_OFFICE)
    bodies = [
        Body.objects.create(
            name=f"{name}{n}", short_name=name, kind=kind, area=county, legal_level="county", valid_from=ORIGIN
        )
        for n, (name, kind) in enumerate(zip(names, kinds, strict=False))
    ]
    people = [Person.objects.create(number=f"人{n}", name=name, phone=name) for n, name in enumerate(names)]
    Hosting.objects.create(guidance=bodies[0], host=bodies[1], valid_from=ORIGIN)
    Serving.objects.create(office=bodies[2], area=town, valid_from=ORIGIN)
    for who, where, rank, (start, end) in posts:
        Post.objects.create(person=people[who], body=bodies[where], rank=rank, valid_from=start, valid_to=end)


class RoundTrip(TestCase):
    """Properties over small registers with any names and any dated posts."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(NAMES, min_size=3, max_size=3), POSTS)
    def test_importing_the_export_changes_nothing(self, names: list[str], posts: list[Any]) -> None:
        small([name if name.strip() and name.isprintable() else "名" + name for name in names], _once(posts))
        before = state()
        report = import_register(export_register(None), None)
        assert report.changes == []
        assert state() == before

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(POSTS, POSTS)
    def test_importing_twice_is_importing_once_and_a_dry_run_tells_the_same(
        self, old: list[Any], new: list[Any]
    ) -> None:
        small(["甲", "乙", "丙"], _once(old))
        bodies = ["甲0", "乙1", "丙2"]

        def add(book: Any) -> None:
            known = {(*(str(c or "") for c in row[:3]), str(row[4])[:10]) for row in book["岗位"].values}
            for who, where, rank, (start, end) in _once(new):
                label = Post.Rank(rank).label
                if (f"人{who}", bodies[where], label, str(start)) not in known:
                    book["岗位"].append([f"人{who}", bodies[where], label, "", start, end])

        data = edited(export_register(None), add)
        before = state()
        tried = import_register(data, None, dry_run=True)
        assert state() == before
        done = import_register(data, None)
        assert done.changes == tried.changes
        after = state()
        again = import_register(data, None)
        assert again.changes == []
        assert state() == after


def _once(posts: list[Any]) -> list[Any]:
    return list({(who, where, rank, span[0]): (who, where, rank, span) for who, where, rank, span in posts}.values())


@pytest.mark.django_db
def test_the_whole_city_comes_back_unchanged() -> None:
    seed_city()
    before = state()
    report = import_register(export_register(None), None)
    assert report.changes == []
    assert report.unchanged == sum(len(rows) for rows in before.values()) > 2000
    assert state() == before
    assert audit.verify() == []


@pytest.mark.django_db
def test_the_city_can_be_moved_to_an_empty_system() -> None:
    seed_city()
    data, before = export_register(None), state()
    for model in (Serving, Certificate, Post, Hosting):
        model.objects.all().delete()
    Person.objects.filter(leaves__isnull=True, standins__isnull=True).delete()
    Body.objects.update(parent=None)
    Body.objects.all().delete()
    Area.objects.update(parent=None)
    Area.objects.all().delete()
    import_register(data, None)
    assert state() == before


@pytest.mark.django_db
def test_a_new_post_ends_the_old_one_and_the_sign_in_may_pass_on() -> None:
    small(["甲", "乙", "丙"], [(0, 0, "handler", (ORIGIN, None))])
    user = User.objects.create(username="zhang")
    Person.objects.filter(number="人0").update(user=user)

    def change(book: Any) -> None:
        book["岗位"].append(["人0", "甲0", "科室负责人", "协调科", "2026年3月1日", None])
        book["岗位"].append(["人9", "甲0", "经办", None, date(2026, 3, 1), None])
        book["人员"].append(["人9", "新人", "zhang", 13800000000])
        for row in book["人员"].iter_rows(min_row=2):
            if row[0].value == "人0":
                row[2].value = None

    report = import_register(edited(export_register(user), change), user)
    old, new = Post.objects.filter(person__number="人0").order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.valid_to) == (date(2026, 2, 28), date(2026, 3, 1), None)
    assert Person.objects.get(number="人9").user == user
    assert Person.objects.get(number="人9").phone == "13800000000"
    assert report.counts == {"人员": {"新增": 1, "修改": 1}, "岗位": {"新增": 2, "修改": 1}}
    ended = next(c for c in report.changes if c.sheet == "岗位" and not c.new)
    assert ended.fields == {"止": ("", "2026-02-28")}
    assert list(AuditEntry.objects.order_by("seq").values_list("action", flat=True)) == ["导出登记册", "导入登记册"]


@pytest.mark.django_db
def test_every_fault_at_once_and_nothing_changed() -> None:
    small(["甲", "乙", "丙"], [])

    def spoil(book: Any) -> None:
        book["区域"].append(["3308", "某县", "县（市、区）", None, "测试", "2022-01-01"])
        book["机构"].append(["新局", "新局", "局", "339999", "县（市、区）", "无此局", "123", None, None, "昨天", None])
        book["挂靠"].append(["乙1", "甲0", "2026-01-02", "2026-01-01"])
        book["挂靠"].append(["乙1", "丙2", "2026-01-02", None])
        book["人员"].append(["人0", "重复", None, None])
        book["人员"].append([None, "无编号", "nobody", "9" * 31])
        book["岗位"].append(["人7", "甲0", "局长", None, None, None])
        book["证件"].append(["证1", "人0", "工作证", "厅", "2026-01-01", None, None, None])

    before = state()
    with pytest.raises(SheetError) as caught:
        import_register(edited(export_register(None), spoil), None)
    found = {(e.sheet, e.column) for e in caught.value.errors}
    assert found == {
        ("区域", "区划代码"),
        *(("机构", c) for c in ("类别", "区划代码", "所属机关", "统一社会信用代码", "设立日")),
        ("挂靠", "止"),
        ("挂靠", "指导机构"),
        *(("人员", c) for c in ("人员编号", "账号", "电话")),
        *(("岗位", c) for c in ("人员编号", "岗位", "起")),
        ("证件", "种类"),
        ("证件", "止"),
    }
    assert all(e.row > 1 and e.reason for e in caught.value.errors)
    assert "“机构”第 5 行“类别”为“局”：不在可选范围内。请改为" in str(caught.value)
    assert state() == before


@pytest.mark.django_db
def test_circles_and_shared_sign_ins_are_found() -> None:
    small(["甲", "乙", "丙"], [])
    User.objects.create(username="zhang")

    def spoil(book: Any) -> None:
        for row in book["机构"].iter_rows(min_row=2):
            row[5].value = {"甲0": "乙1", "乙1": "甲0"}.get(row[0].value)
        for row in book["人员"].iter_rows(min_row=2):
            row[2].value = "zhang"

    with pytest.raises(SheetError) as caught:
        import_register(edited(export_register(None), spoil), None)
    assert sorted(e.reason for e in caught.value.errors) == ["上下级绕成了圈"] * 2 + ["这个账号已属于另一人"] * 2


@pytest.mark.django_db
def test_a_name_used_twice_is_told_apart_by_its_day() -> None:
    small(["甲", "乙", "丙"], [(0, 1, "head", (ORIGIN, date(2023, 1, 1)))])
    old = Body.objects.get(name="乙1")
    Body.objects.filter(pk=old.pk).update(valid_to=date(2023, 12, 31))
    again = Body.objects.create(
        name="乙1", short_name="乙", kind="department", area=old.area, legal_level="county", valid_from=date(2024, 1, 1)
    )
    Post.objects.create(person=Person.objects.get(number="人1"), body=again, rank="head", valid_from=date(2024, 1, 1))
    data = export_register(None)
    assert import_register(data, None).changes == []

    def vague(book: Any) -> None:
        book["岗位"].append(["人2", "乙1", "经办", None, "2024-02-01", None])

    with pytest.raises(SheetError, match="有几个同名机构"):
        import_register(edited(data, vague), None)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A0", "+1", "-1", "@SUM(1)", "'=1", "\t=1"])
def test_no_formula_leaves_the_house(name: str) -> None:
    small([name, "乙", "丙"], [])
    data = export_register(None)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" and not cell.value.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
    assert import_register(data, None).changes == []


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", "编号,姓名".encode(), b"%PDF-1.7"])
def test_what_is_no_register_is_refused(data: bytes) -> None:
    with pytest.raises(SheetError):
        import_register(data, None)
