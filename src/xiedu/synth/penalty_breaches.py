"""What may be wrong with a penalty: each breach is the smallest change of a clean case that breaks just this rule."""

from xiedu.synth.model import Breach
from xiedu.synth.penalty import RANGES
from xiedu.synth.words import after, at, later, rolled, workday
from xiedu.synth.world import ELSEWHERE, body, step

_ORDINARY = {"procedure": "'ordinary'", "course": "'plain'", "penalties": "['fine']", "by_announcement": "FALSE"}
_SIMPLE = {"procedure": "'simple'", "penalties": "['fine']"}
_COMPANY = {"party_type": "'organisation'", **_ORDINARY}
_GRAVE = {**_COMPANY, "tier": f"{len(RANGES) - 1}", "share": "10"}
_HEARD = {**_COMPANY, "course": "'hearing'"}
_MARKET = {"body": body("market body", "market"), **_ORDINARY}
_IN_COURT = {**_ORDINARY, "to_court": "TRUE", "began": after("early", "n % 149")}
_ON_SITE = {**_SIMPLE, "share": "1"}
_REPORTED = "CASE WHEN body.domain = 'market' THEN 7 ELSE 3 END"
_PUBLISHED = "CASE WHEN body.domain = 'market' THEN 20 ELSE 7 END"
_ASKED_TO_LEAVE = "'related_party': FALSE, 'continued': FALSE"


def base(least: str, most: str, rank: str = "law", version: str = "DATE '2021-01-01'") -> str:
    """A legal basis with these bounds of the fine in 分."""
    return (
        f"{{'law': '合成条例', 'article': '第一条', 'rank': '{rank}', 'version_on': {version}, "
        f"'fine_min': {least}, 'fine_max': {most}}}"
    )


_ASSISTANT = "['辅助人员']"
_AT_NINE = at("filed_on", 9)
_AT_TEN = at("filed_on", 10)

WHO = (
    Breach("off-lt-two", {"officers": "[({clean})[1]]", "certificates": "['合成备用1', '合成备用2']"}),
    Breach(
        "off-aux-counted",
        {"steps": f"[{step('investigation', _AT_NINE, _AT_TEN, officers='[certificates[1]]', aux=_ASSISTANT)}]"},
    ),
    Breach(
        "off-not-recused",
        {
            "recusals": f"""[{{'officer': certificates[1], 'requested_on': filed_on,
            'decided_on': {workday("filed_on", 3)} + 1, 'result': 'refused', {_ASKED_TO_LEAVE}}}]"""
        },
    ),
    Breach("off-cert-not-shown", {"steps": f"[{step('investigation', _AT_NINE, _AT_TEN, shown='FALSE')}]"}),
    Breach("ins-cross-area-pen", {"place_area": f"'{ELSEWHERE}'"}),
    Breach(
        "sub-entrust-no-instrument",
        {"acting_entity_code": "getvariable('synth_bodies')[1 + body.no % 20].code", "entrustment_no": "NULL"},
    ),
)
FILING = (
    Breach("case-clue-overdue", {**_MARKET, "filed_on": f"{rolled(workday('clue_on', 15))} + 1"}),
    Breach(
        "case-transferred-silent",
        {"transfer_received_on": "clue_on", "transfer_replied_on": f"{workday('transfer_received_on', 15)} + 1"},
    ),
    Breach("case-limitation", {"act_end": after(later("clue_on", -24), -20)}),
    Breach("case-order", {**_ORDINARY, "served_on": after("decided_on", -1)}),
    Breach(
        "case-evidence-hold-7d",
        {
            "evidence_holds": f"""[{{'start_on': filed_on, 'end_on': {workday("filed_on", 7)} + 1,
            'approved_on': filed_on, 'outcome': 'released', 'document': '合成保存' || n}}]"""
        },
    ),
    Breach(
        "case-edevice",
        {
            "evidence": "[{'kind': 'electronic_monitoring', 'device_no': '合成设备', 'device_reviewed': n % 2 = 0, "
            "'site_published': n % 2 = 1, 'record_reviewed': TRUE}]"
        },
    ),
)
NOTICE = (
    # A notice after the decision is the order of steps reversed as well.
    Breach(
        "pen-no-notice",
        {
            **_ORDINARY,
            "notice_served_on": after("decided_on", 1),
            "waiver_written": "TRUE",
            "investigation_end": "filed_on",
        },
        also=("case-order",),
    ),
    Breach("pen-notice-incomplete", {**_ORDINARY, "notice_parts": "({clean})[1:4]"}),
    Breach("pen-plead-window", {**_ORDINARY, "decided_on": workday("noticed_on", "plead_days"), "pleading_on": "NULL"}),
    Breach(
        "pen-plead-ignored",
        {**_ORDINARY, "pleading_on": after("noticed_on", 1), "pleading_reviewed_on": after("decided_on", 1)},
    ),
    Breach(
        "pen-heavier",
        {
            **_ORDINARY,
            "pleading_on": after("noticed_on", 1),
            "pleading_reviewed_on": "decided_on",
            "notice_fine": "{clean} - 10000",
        },
    ),
    Breach("pen-hearing-not-told", {**_GRAVE, "hearing_right_told": "FALSE"}),
    Breach(
        "pen-hearing-not-held",
        {**_GRAVE, "hearing_req_on": workday("noticed_on", 5), "hearing_notice_on": "NULL", "hearing_on": "NULL"},
    ),
    Breach("pen-hearing-notice-7", {**_HEARD, "hearing_on": workday("hearing_notice_on", 6)}),
    Breach("pen-hearing-chair", {**_HEARD, "hearing_chair_cert": "officers[1].cert_no"}),
    Breach("pen-hearing-record", {**_HEARD, "hearing_record": "FALSE"}),
)
DECISION = (
    Breach("pen-no-legal-review", {**_GRAVE, "legal_review_on": "NULL"}),
    Breach(
        "pen-reviewer-unqualified",
        {**_GRAVE, "reviewer_first_on": "DATE '2019-06-01'", "reviewer_qualified": "FALSE"},
    ),
    Breach("pen-reviewer-handler", {**_GRAVE, "legal_reviewer_cert": "officers[2].cert_no"}),
    Breach("pen-no-collective", {**_GRAVE, "collective_on": "NULL", "collective": "NULL"}),
    Breach("pen-collective-form", {**_GRAVE, "collective": "({clean})[1:2]"}),
    Breach("pen-90d", {**_MARKET, "decided_on": f"{rolled(after('filed_on', 90))} + 1"}),
    Breach(
        "pen-ext-invalid",
        {
            **_MARKET,
            "extensions": "[{'days': 30, 'approved_on': filed_on + 60, 'approver_role': 'department'}]",
        },
    ),
    Breach(
        "pen-excl-abuse",
        {
            **_ORDINARY,
            "exclusions": "[{'kind': 'test', 'start_on': filed_on + 2, 'end_on': filed_on + 4, "
            "'report_on': filed_on + 4}]",
        },
    ),
    Breach("pen-doc-elements", {"decision_parts": "({clean})[1:6]"}),
    Breach("pen-remedy-wrong", {"told_suit_months": "3"}),
)
SANCTION = (
    Breach(
        "pen-simple-ceiling",
        {
            **_SIMPLE,
            "share": "10",
            "bounds": "{'least': 50, 'most': CASE party_type WHEN 'natural_person' THEN 201 ELSE 3001 END}",
        },
    ),
    Breach(
        "pen-simple-unfiled",
        {
            **_SIMPLE,
            "filed_with_agency_on": f"{workday('decided_on', _REPORTED)} + 1",
        },
    ),
    Breach("pen-no-order-correct", {"penalties": "['fine']", "order_to_correct": "FALSE", "corrected": "FALSE"}),
    Breach(
        "pen-not-highest",
        {**_ORDINARY, "bases": f"[{base('fine // 2', 'fine * 2')}, {base('fine + 100', 'fine * 3')}]"},
    ),
    Breach(
        "pen-minor",
        {**_ORDINARY, "party_type": "'natural_person'", "birth": "(act_end - INTERVAL 13 YEAR)::DATE"},
    ),
    Breach("pen-out-of-statute", {"penalties": "['fine']", "bases": f"[{base('100', 'fine - 100')}]"}),
    Breach("pen-basis-rank", {"bases": f"[{base('100', 'fine * 2', 'normative')}]"}),
    Breach("pen-basis-repealed", {"bases": f"[{base('100', 'fine * 2', version='act_end + 1')}]"}),
    Breach(
        "pen-out-of-benchmark",
        {**_ORDINARY, "fine": "benchmark_max + 100", "violation_code": "'合成独案' || n"},
    ),
    Breach("pen-benchmark-unstated", {**_ORDINARY, "discretion_code": "NULL"}),
    Breach(
        "pen-first-minor",
        {
            "penalties": "['fine']",
            "on_minor_list": "TRUE",
            "first_time": "TRUE",
            "corrected": "TRUE",
            "harmless": "TRUE",
        },
    ),
)
CITED = (
    Breach("bas-not-in-force", {"basis": "'《浙江省城市管理相对集中行政处罚权条例》第3条'"}),
    Breach("bas-no-article", {"basis": "'《行政处罚法》第99条'"}),
)
PUBLICITY = (
    Breach("srv-7wd", {**_ORDINARY, "served_on": f"{workday('decided_on', 7)} + 1"}),
    Breach("srv-announce", {**_ORDINARY, "by_announcement": "TRUE", "served_on": "announced_on + 29"}),
    Breach("srv-announce-first", {**_ORDINARY, "by_announcement": "TRUE", "failed_attempts": "0"}),
    Breach(
        "pub-7wd",
        {
            "penalties": "['fine']",
            "published_on": f"{workday('decided_on', _PUBLISHED)} + 1",
        },
    ),
    Breach(
        "pub-withdraw",
        {"changed_on": after("decided_on", 40), "publish_withdrawn_on": f"{workday('changed_on', 3)} + 1"},
    ),
    Breach("pub-privacy", {"published_text": "'当事人电话13800000000（合成）'"}),
    Breach("pub-over-term", {"publish_until": after("published_on", 20), "unpublished_on": after("published_on", 21)}),
    Breach("crd-not-sent", {"uploaded_on": f"{workday('decided_on', 7)} + 1"}),
    Breach("crd-premature-bad", {**_ORDINARY, "bad_record_on": after("served_on", 1)}),
)
_REPORTED_ON = {"criminal_suspected": "TRUE", "transfer_reported_on": "filed_on"}
_HANDED_OVER = {
    **_REPORTED_ON,
    "transfer_approved_at": at("filed_on", 9),
    "transferred_at": at("filed_on", 20),
    "psb_received_on": "filed_on",
}
CRIMINAL = (
    Breach("cri-not-transferred", {"criminal_suspected": "TRUE", "executed_on": "NULL"}),
    Breach("cri-transfer-late", {**_HANDED_OVER, "psb_decided_on": "filed_on", "transferred_at": at("filed_on", 34)}),
    # A fine that settles what may be a crime is a case not handed over as well.
    Breach(
        "cri-fine-instead",
        {**_ORDINARY, "to_court": "FALSE", "criminal_suspected": "TRUE"},
        also=("cri-not-transferred",),
    ),
    Breach("cri-psb-silent", {**_HANDED_OVER, "psb_decided_on": f"{rolled(after('filed_on', 3))} + 1"}),
    Breach(
        "cri-goods",
        {
            **_HANDED_OVER,
            "psb_decided_on": "filed_on",
            "psb_decision": "'filed'",
            "psb_filed_on": "filed_on",
            "goods_transferred_on": f"{rolled(after('filed_on', 3))} + 1",
        },
    ),
    Breach(
        "cri-returned-not-handled",
        {
            **_ORDINARY,
            "to_court": "FALSE",
            "criminal_suspected": "TRUE",
            "transfer_reported_on": "closed_on + 1",
            "transfer_approved_at": at("closed_on + 1", 9),
            "transferred_at": at("closed_on + 1", 20),
            "psb_received_on": "closed_on + 1",
            "psb_decided_on": "closed_on + 1",
            "psb_decision": "'returned'",
            "resumed_on": f"{rolled(after('closed_on + 1', 30))} + 1",
        },
    ),
)
EXECUTION = (
    Breach(
        "exe-onsite-illegal",
        {
            **_ORDINARY,
            "to_court": "FALSE",
            "collection": "'on_site'",
            "collected_on": "decided_on",
            "receipt_no": "'合成票' || n",
        },
    ),
    Breach("exe-remit", {**_ON_SITE, "to_agency_on": f"{workday('collected_on', 2)} + 1"}),
    Breach("exe-no-receipt", {**_ON_SITE, "receipt_no": "NULL"}),
    Breach(
        "exe-fine-unpaid",
        {
            **_ORDINARY,
            "to_court": "FALSE",
            "paid_on": "NULL",
            "paid": "[]",
            "own_power": "TRUE",
            "executed_on": "NULL",
            "execution_state": "'running'",
        },
    ),
    Breach("exe-surcharge", {**_IN_COURT, "surcharge": "fine + 100"}),
    Breach("exe-demand-missing", {**_IN_COURT, "court_applied_on": workday("demand_served_on", 10)}),
    Breach("exe-court-3m", {**_IN_COURT, "court_applied_on": f"{rolled(later(rolled(later('served_on', 6)), 3))} + 1"}),
    Breach("org-file-7d", {"to_court": "FALSE", "archived_on": after("closed_on", 31)}),
    Breach("exe-close-late", {"to_court": "FALSE", "closed_on": f"{workday('executed_on', 15)} + 1"}),
)
BREACHES = WHO + FILING + NOTICE + DECISION + SANCTION + CITED + CRIMINAL + PUBLICITY + EXECUTION
