"""Supervision cases that were made public, written by hand as records: what was found in public must come out here.

The facts are those of the publication; what it leaves open stays empty. A fault of our checks must not be mended by
filling in more.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import duckdb

from tests.checks.harness import Row, load
from xiedu.checks import run
from xiedu.checks.catalogue import CHECKS
from xiedu.law.competence import route
from xiedu.law.parties import Kind, Level, Party


def outcomes(kind: str, rows: Sequence[Row], as_of: date, *only: str) -> list[run.Result]:
    """What the checks (all of the kind, or those named) say of the records."""
    chosen = [check for check in CHECKS if check.kind == kind and (not only or check.id in only)]
    needed = {name for check in chosen for name in check.needs}
    with duckdb.connect() as connection:
        load(connection, kind, rows, only=sorted(needed | {name for row in rows for name in row}))
        return list(run.run(connection, "records", kind, chosen, as_of).rows)


def hits(found: Sequence[run.Result]) -> set[str]:
    return {result.check.id for result in found if result.outcome == run.HIT}


def test_sichuan_the_date_on_the_document_counts() -> None:
    """四川 2025-01: filed 2024-09-09; opinion on day 86, telephone on day 87, the document dated 2024-12-11."""
    case: dict[str, Any] = {
        "document_no": "川1",
        "filed_on": "2024-09-09",
        "investigation_end": "2024-12-04",
        "decided_on": "2024-12-11",
        "status": "decided",
    }
    [found] = outcomes("penalty", [case], date(2025, 1, 31), "pen-90d")
    assert (found.outcome, found.facts["days"], found.facts["over"]) == (run.HIT, 93, 3)
    assert "共 93 日" in found.explain
    assert "超 3 日" in found.explain
    in_time = {**case, "decided_on": "2024-12-04"}
    assert outcomes("penalty", [in_time], date(2025, 1, 31), "pen-90d") == []


def test_inner_mongolia_two_officers_but_neither_shown_nor_recorded() -> None:
    """内蒙古 2024-01: two officers went, showed no certificates and had no recorder with them."""
    visit = {
        "document_no": "蒙1",
        "inspected_on": "2023-06-01",
        "officers": [{"name": "甲", "cert_no": "1"}, {"name": "乙", "cert_no": "2"}],
        "cert_shown": False,
        "steps": [{"kind": "inspection", "officers": ["1", "2"], "cert_shown": False, "recorded": False}],
    }
    found = hits(outcomes("inspection", [visit], date(2024, 1, 31)))
    assert {"off-cert-not-shown-ins", "ins-not-recorded"} <= found
    assert not {"off-lt-two-ins", "off-aux-counted-ins"} & found


def test_ministry_of_justice_one_firm_counted_across_bodies_and_levels() -> None:
    """司法部 1-1: one firm, 326, 156 and 110 visits in 2021, 2022 and up to July 2023 by bodies of four levels."""
    rows = []
    for year, number, length in ((2021, 326, 365), (2022, 156, 365), (2023, 110, 212)):
        for n in range(number):
            body = "省市县乡"[n % 4]
            rows.append(
                {
                    "document_no": f"检{year}-{n}",
                    "party": "某企业",
                    "party_key": "企业",
                    "inspected_on": (date(year, 1, 1) + timedelta(days=n * length // number)).isoformat(),
                    "mode": "on_site",
                    "agency": f"{body}级机关",
                    "agency_code": body,
                }
            )
    found = [r for r in outcomes("inspection", rows, date(2023, 8, 1), "ins-subject-year") if r.outcome == run.HIT]
    most: Counter[int] = Counter()
    for result in found:
        most[result.facts["day"].year] = max(most[result.facts["day"].year], result.facts["count"])
    assert most == {2021: 326, 2022: 156, 2023: 110}
    named = {line.split()[1][0] for result in found for line in result.facts["others"]}
    assert named == set("省市县乡")


def test_guizhou_auxiliary_staff_are_no_officers() -> None:
    """贵州 2025: auxiliary police acted alone, without an officer."""
    case: dict[str, Any] = {
        "document_no": "黔1",
        "decided_on": "2025-02-10",
        "status": "decided",
        "officers": [{"name": "辅警一", "cert_no": "F1"}, {"name": "辅警二", "cert_no": "F2"}],
        "aux_staff": [{"name": "辅警一"}, {"name": "辅警二"}],
        "steps": [{"kind": "investigation", "officers": [], "aux_staff": ["辅警一", "辅警二"]}],
    }
    found = outcomes("penalty", [case], date(2025, 6, 1), "off-lt-two", "off-aux-counted")
    assert hits(found) == {"off-lt-two", "off-aux-counted"}
    assert next(r for r in found if r.check.id == "off-lt-two").facts["count"] == 0


def test_qingshui_asked_too_late_and_without_a_demand() -> None:
    """清水县 2016: served 2015-11-29, 100,000 of 500,000 yuan paid, court asked 2016-10-21, no demand served."""
    case = {
        "document_no": "清1",
        "decided_on": "2015-11-27",
        "status": "decided",
        "penalties": ["fine"],
        "fine": 50_000_000,
        "served_on": "2015-11-29",
        "paid": [{"paid_on": "2016-01-10", "amount": 10_000_000, "kind": "fine"}],
        "court_applied_on": "2016-10-21",
        "own_power": False,
    }
    found = outcomes("penalty", [case], date(2016, 12, 1), "exe-court-3m", "exe-demand-missing")
    assert hits(found) == {"exe-court-3m", "exe-demand-missing"}
    late = next(r for r in found if r.check.id == "exe-court-3m")
    assert late.facts["unpaid"] == 40_000_000
    assert date(2016, 8, 29) <= late.facts["due"] <= date(2016, 9, 1)


def test_two_cities_are_refused_by_routing() -> None:
    """两市之间: bodies of two different cities; the province named the competent one."""
    here = Party(Level.CITY, "330800", Kind.DEPARTMENT, "衢州某局")
    there = Party(Level.CITY, "330700", Kind.DEPARTMENT, "邻市某局")
    answer = route([here, there])
    assert answer.handler is None
    assert answer.refused
    assert answer.explanation
