"""Cases of group I, single visits."""

from tests.checks.harness import Cases

VISIT = {"document_no": "检1", "inspected_on": "2025-03-03", "mode": "on_site", "party_type": "organisation"}
PLANNED = {**VISIT, "task_source": "plan", "plan_item": "计划 1"}
SCANNED = {**VISIT, "scanned_at": "2025-03-03 09:00:00"}
TOLD = {**VISIT, "result_told_on": "2025-03-03"}
DRAWN = {**VISIT, "inspection_type": "daily", "object_drawn": True, "officers_drawn": True}
LOOP = {**VISIT, "problem_found": True, "correct_by": "2026-10-30", "rechecked_on": "2026-11-02"}
BODY = {**VISIT, "agency_code": "A", "leader_body_code": "A"}

CASES = {
    "ins-no-plan": Cases(
        clean=PLANNED,
        hit={"plan_item": None},
        unknown={"plan_item": None, "task_source": None},
        last={"plan_item": None, "approved_on": "2025-03-03"},
        late={"plan_item": None, "approved_on": "2025-03-04"},
        exempt={"task_source": "complaint"},
        more=[({"plan_item": None, "urgent": True}, False)],
    ),
    "ins-complaint-unapproved": Cases(
        clean={**VISIT, "task_source": "complaint", "approved_on": "2025-03-02"},
        hit={"approved_on": None},
        unknown={"task_source": None, "approved_on": None},
        last={"approved_on": "2025-03-03"},
        late={"approved_on": "2025-03-04"},
        exempt={"urgent": True},
        more=[({"task_source": "plan", "approved_on": None}, False)],
    ),
    "ins-urgent-2": Cases(
        clean={**VISIT, "urgent": True, "approved_on": "2025-03-04"},
        hit={"approved_on": None},
        unknown={"urgent": None, "approved_on": "2025-03-06"},
        last={"approved_on": "2025-03-05"},
        late={"approved_on": "2025-03-06"},
    ),
    "ins-no-code": Cases(
        clean=SCANNED,
        hit={"scanned_at": None},
        unknown={"scanned_at": None, "mode": None},
        exempt={"scan_failed": True},
        more=[({"scanned_at": None, "mode": "remote"}, False), ({"scanned_at": None, "scan_code": "C1"}, False)],
    ),
    "ins-no-doc": Cases(
        clean={**VISIT, "notice_no": "通知1", "record_made": True},
        hit={"notice_no": None},
        unknown={"record_made": None},
        exempt={"covert_by_law": True},
        more=[({"record_made": False}, True)],
    ),
    "ins-unqualified-body": Cases(
        clean=BODY,
        hit={"leader_body_code": "B"},
        unknown={"leader_body_code": None},
        exempt={"entrustment_no": "委1"},
    ),
    "ins-result-untold": Cases(
        clean=TOLD,
        hit={"result_told_on": "2025-03-20"},
        unknown={"result_told_on": None},
        last={"result_told_on": "2025-03-13", "test_result_on": "2025-03-10"},
        late={"result_told_on": "2025-03-14", "test_result_on": "2025-03-10"},
        exempt={"handling": "filed"},
    ),
    "ins-not-random": Cases(
        clean=DRAWN,
        hit={"object_drawn": False},
        unknown={"object_drawn": None},
        exempt={"key_area": True},
        more=[({"officers_drawn": False}, True), ({"inspection_type": "special", "object_drawn": None}, False)],
    ),
    "ins-open-loop": Cases(
        clean=LOOP,
        hit={"rechecked_on": None},
        unknown={"rechecked_on": None, "correct_by": None},
        last={"rechecked_on": None, "correct_by": "2026-11-23"},
        late={"rechecked_on": None, "correct_by": "2026-11-22"},
        exempt={"correction_extensions": [{"days": 30}]},
    ),
    "ins-too-short": Cases(
        clean={**VISIT, "start_at": "2025-03-03 09:00:00", "end_at": "2025-03-03 10:00:00"},
        hit={"end_at": "2025-03-03 09:01:00"},
        unknown={"end_at": None},
        last={"end_at": "2025-03-03 09:05:00"},
        late={"end_at": "2025-03-03 09:04:59"},
    ),
    "ins-not-recorded": Cases(
        clean={**VISIT, "steps": [{"kind": "inspection", "recorded": True}]},
        hit={"steps": [{"kind": "inspection", "recorded": False}]},
        unknown={"steps": [{"kind": "inspection"}]},
    ),
}
