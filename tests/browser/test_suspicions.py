"""The pages of checks and suspicions as the city's justice bureau opens them: axe, both widths, judging by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.suspicions.lake import put
from tests.suspicions.test_scan import CLEAN, LONE, SLOW
from xiedu.bodies.models import Body
from xiedu.checks.catalogue import by_id
from xiedu.suspicions.models import Suspicion
from xiedu.suspicions.scanning import scan

Enter = Callable[..., Page]
HEAD = "quzhou-sifa-zhuyao"


def test_pages_are_whole_and_a_suspicion_is_judged(
    signed_in: Enter,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("xiedu.suspicions.scanning.CHECKS", tuple(by_id(["off-lt-two", "pen-90d", "pub-7wd"])))
    lake = tmp_path / "lake"
    with override_settings(LAKE_DIR=lake):
        city = Body.objects.filter(kind="department", legal_level="city").order_by("id")[0]
        district = Body.objects.filter(kind="department", area__code="330803").order_by("id")[0]
        rows = [{"no": "衢市罚〔2026〕1号", **SLOW}, {"no": "衢市罚〔2026〕2号", **LONE}, {"no": "3号", **CLEAN}]
        put(lake, city.pk, 1, rows)
        put(lake, district.pk, 2, [{"no": "衢江罚〔2026〕1号", **SLOW}])
        run = scan(full=True)
        put(lake, city.pk, 3, [{"no": "衢市罚〔2026〕1号", **SLOW, "fine": 300000}])
        scan()
        assert run
        slow = Suspicion.objects.get(source=city, rule="pen-90d")
        foreign = Suspicion.objects.get(source=district, rule="pen-90d")
        page = signed_in(HEAD)
        paths = {
            "suspicions": "/suspicions/",
            "suspicion": f"/suspicions/{slow.pk}/",
            "suspicion-head": f"/suspicions/{foreign.pk}/",
            "suspicions-none": "/suspicions/?q=没有这条记录",
            "checks": "/checks/?kind=penalty",
            "check": "/checks/pen-90d/",
            "runs": "/runs/",
            "run": f"/runs/{run.pk}/",
            "record": f"/records/penalty/{slow.record_id}/",
            "record-head": f"/records/penalty/{foreign.record_id}/",
            "subject": "/subjects/?key=A1",
        }
        for name, path in paths.items():
            page.goto(path)
            expect(page.get_by_role("main")).to_be_visible()
            axe(page)
            shot(page, name)
        page.goto("/suspicions/")
        page.get_by_role("checkbox", name="处罚执法人员少于两人").check()
        page.get_by_role("button", name="排除所选").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("排除疑点 1 条")
        axe(page)
        shot(page, "suspicions-choose")
        page.get_by_role("button", name="排除疑点 1 条").click()
        expect(page.get_by_role("alert")).to_contain_text("需要修改")
        axe(page)
        page.get_by_role("radio", name="属于例外情形").check()
        page.get_by_role("button", name="排除疑点 1 条").click()
        expect(page.get_by_role("status")).to_contain_text("已排除 1 条疑点")
        page.goto(f"/suspicions/{slow.pk}/")
        page.get_by_role("button", name="确认", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已确认 1 条疑点")
        axe(page)
        shot(page, "suspicion-decided")
