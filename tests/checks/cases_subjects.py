"""Cases of group A."""

from typing import Any

from tests.checks.harness import Cases, officers

BASE = {"penalty": {"decided_on": "2024-09-30"}, "inspection": {"inspected_on": "2025-03-03"}}
BASE["coercion"] = {"started_on": "2024-09-02"}
STEP = {"kind": "inspection", "start_at": "2024-09-02 09:00:00", "officers": ["A", "B"], "aux_staff": ["协管员"]}
ASKED = {"officer": "A", "requested_on": "2024-09-09", "decided_on": "2024-09-10", "continued": False}
HOME = {"agency_area": "330802", "place_area": "330802005"}


def _two(base: dict[str, Any]) -> Cases:
    return Cases(
        clean={**base, "officers": officers("A", "B")},
        hit={"officers": officers("A")},
        unknown={"officers": None},
        last={"officers": officers("A", "B")},
        more=[
            ({"officers": officers("A", "A")}, True),
            ({"officers": [{"name": "甲", "cert_no": "A"}, {"name": "乙"}]}, None),
            ({"aux_staff": [{"name": "执法人员B"}]}, True),
        ],
    )


def _assistants(base: dict[str, Any]) -> Cases:
    return Cases(
        clean={**base, "steps": [STEP]},
        hit={"steps": [{**STEP, "officers": []}]},
        unknown={"steps": [{**STEP, "officers": None}]},
        last={"steps": [{**STEP, "officers": ["A", "B"]}]},
        late={"steps": [{**STEP, "officers": ["A"]}]},
        exempt={"steps": [{**STEP, "kind": "service", "officers": []}]},
    )


def _recused(base: dict[str, Any]) -> Cases:
    return Cases(
        clean={**base, "recusals": [ASKED]},
        hit={"recusals": [{**ASKED, "decided_on": None}]},
        unknown={"recusals": None},
        last={"recusals": [{**ASKED, "decided_on": "2024-09-12"}]},
        late={"recusals": [{**ASKED, "decided_on": "2024-09-13"}]},
        more=[
            ({"recusals": [{**ASKED, "related_party": True, "continued": True}]}, True),
            ({"recusals": [{**ASKED, "related_party": True, "continued": None}]}, None),
        ],
    )


def _shown(base: dict[str, Any]) -> Cases:
    return Cases(clean={**base, "cert_shown": True}, hit={"cert_shown": False}, unknown={"cert_shown": None})


def _abroad(base: dict[str, Any]) -> Cases:
    return Cases(
        clean={**base, **HOME},
        hit={"place_area": "330803001"},
        unknown={"place_area": None},
        exempt={"coordination_no": "协助函1"},
        more=[({"agency_area": "330800"}, False), ({"agency_area": "330802005", "place_area": "330802"}, False)],
    )


CASES = {
    "off-lt-two": _two(BASE["penalty"]),
    "off-lt-two-ins": _two(BASE["inspection"]),
    "off-lt-two-coe": _two(BASE["coercion"]),
    "off-aux-counted": _assistants(BASE["penalty"]),
    "off-aux-counted-ins": _assistants(BASE["inspection"]),
    "off-aux-counted-coe": _assistants(BASE["coercion"]),
    "off-not-recused": _recused(BASE["penalty"]),
    "off-not-recused-ins": _recused(BASE["inspection"]),
    "off-not-recused-coe": _recused(BASE["coercion"]),
    "off-cert-not-shown": Cases(
        clean={**BASE["penalty"], "steps": [{**STEP, "cert_shown": True}]},
        hit={"steps": [{**STEP, "cert_shown": False}]},
        unknown={"steps": [STEP]},
    ),
    "off-cert-not-shown-ins": _shown(BASE["inspection"]),
    "off-cert-not-shown-coe": _shown(BASE["coercion"]),
    "ins-cross-area-pen": _abroad(BASE["penalty"]),
    "ins-cross-area": _abroad(BASE["inspection"]),
    "ins-cross-area-coe": _abroad(BASE["coercion"]),
    "sub-entrust-no-instrument": Cases(
        clean={**BASE["penalty"], "agency_code": "A", "acting_entity_code": "A"},
        hit={"acting_entity_code": "B"},
        unknown={"acting_entity_code": "B", "agency_code": None},
        exempt={"entrustment_no": "委1"},
        more=[({"acting_entity_code": None}, False)],
    ),
}
