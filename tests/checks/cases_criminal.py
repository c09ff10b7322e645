"""Cases of group D, of quiet days and of the archive."""

from tests.checks.harness import Cases

CASE = {"document_no": "罚1", "status": "decided", "decided_on": "2025-05-06", "penalties": ["fine"], "fine": 100_000}
CRIME = {**CASE, "criminal_suspected": True, "transferred_at": "2025-03-06 09:00:00"}
TRANSFER = {
    **CRIME,
    "transfer_reported_on": "2025-03-03",
    "transfer_approved_at": "2025-03-06 08:00:00",
    "transferred_at": "2025-03-07 08:00:00",
}
POLICE = {**CRIME, "psb_received_on": "2025-03-10", "psb_decided_on": "2025-03-12", "psb_decision": "filed"}
GOODS = {**POLICE, "psb_filed_on": "2025-03-11", "goods_transferred_on": "2025-03-12"}
RETURNED = {**CRIME, "decided_on": None, "psb_decision": "not_filed", "psb_decided_on": "2025-03-03", "resumed_on": "2025-03-20"}  # fmt: skip
CALM = {
    "document_no": "检1",
    "inspected_on": "2025-03-20",
    "mode": "on_site",
    "party_type": "organisation",
    "task_source": "plan",
}
FILE = {**CASE, "closed_on": "2025-06-02", "archived_on": "2025-06-10"}

CASES = {
    "cri-not-transferred": Cases(
        clean=CRIME,
        hit={"transferred_at": None},
        unknown={"criminal_suspected": None, "transferred_at": None},
        exempt={"decided_on": None, "status": "open"},
        more=[({"criminal_suspected": False, "transferred_at": None}, False)],
    ),
    "cri-transfer-late": Cases(
        clean=TRANSFER,
        hit={"transfer_approved_at": "2025-03-10 08:00:00", "transferred_at": "2025-03-10 09:00:00"},
        unknown={"transfer_reported_on": None},
        last={"transfer_approved_at": "2025-03-06 23:00:00", "transferred_at": "2025-03-07 23:00:00"},
        late={"transferred_at": "2025-03-07 08:00:01"},
        exempt={"criminal_suspected": False},
        more=[
            ({"transferred_at": None}, True),
            (
                {
                    "criminal_suspected": None,
                    "transfer_reported_on": None,
                    "transfer_approved_at": None,
                    "transferred_at": None,
                },
                False,
            ),
        ],
    ),
    "cri-fine-instead": Cases(
        clean={**CRIME, "closed_on": "2025-06-02"},
        hit={"transferred_at": None},
        unknown={"criminal_suspected": None, "transferred_at": None},
        exempt={"closed_on": None},
        more=[({"transferred_at": None, "psb_received_on": "2025-03-10"}, False)],
    ),
    "cri-psb-silent": Cases(
        clean=POLICE,
        hit={"psb_decided_on": None},
        unknown={"psb_received_on": None},
        last={"psb_decided_on": "2025-03-13"},
        late={"psb_decided_on": "2025-03-14"},
        exempt={"transferred_at": None, "psb_received_on": None},
    ),
    "cri-goods": Cases(
        clean=GOODS,
        hit={"goods_transferred_on": None},
        unknown={"psb_filed_on": None},
        last={"goods_transferred_on": "2025-03-14"},
        late={"goods_transferred_on": "2025-03-15"},
        exempt={"psb_decision": "not_filed"},
        more=[({"psb_decision": None, "psb_filed_on": None, "goods_transferred_on": None}, False)],
    ),
    "cri-returned-not-handled": Cases(
        clean=RETURNED,
        hit={"resumed_on": None},
        unknown={"psb_decision": None},
        last={"resumed_on": "2025-04-02"},
        late={"resumed_on": "2025-04-03"},
        exempt={"decided_on": "2025-04-10"},
        more=[({"psb_decision": "filed", "resumed_on": None}, False)],
    ),
    "ins-quiet-days": Cases(
        clean=CALM,
        hit={"inspected_on": "2025-03-03"},
        unknown={"inspected_on": "2025-03-03", "task_source": None},
        last={"inspected_on": "2025-03-16"},
        late={"inspected_on": "2025-03-15"},
        exempt={"approved_on": "2025-03-01"},
        more=[
            ({"inspected_on": "2025-03-03", "task_source": "complaint"}, False),
            ({"inspected_on": "2025-03-03", "joint_task": "联1"}, False),
            ({"inspected_on": "2025-03-03", "urgent": True}, False),
        ],
    ),
    "org-file-7d": Cases(
        clean=FILE,
        hit={"archived_on": None},
        unknown={"closed_on": None, "status": "closed"},
        last={"archived_on": "2025-07-02"},
        late={"archived_on": "2025-07-03"},
        exempt={"closed_on": None},
    ),
}
