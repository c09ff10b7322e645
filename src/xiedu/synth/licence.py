"""Licences: from the application to the certificate, and what may be wrong with one."""

from xiedu.synth.model import Breach, Layer
from xiedu.synth.words import MARK, after, draw, later, one_of, only_if, rarely, rolled, workday
from xiedu.synth.world import AGENCY, BIRTH, IDENTIFIED, IDENTITY, PARTY, body, subjects

_NAMES = ("食品经营许可证", "道路运输经营许可证", "城市道路占用许可证", "卫生许可证", "取水许可证")


def grant(among: int, until: str) -> tuple[Layer, ...]:
    """The layers of a licence, none later than ``until`` (a date literal); ``among`` subjects."""
    return (_application(among, until), _handling(), _decision(), {**IDENTITY, **_papers()}, IDENTIFIED)


def _application(among: int, until: str) -> Layer:
    return {
        "body": body("body"),
        **subjects(among),
        "received_on": rolled(after(until, f"-150 - {draw('ago', 650)}")),
        "joint": rarely("joint", 8),
        "refused": rarely("refused", 6),
        "renewal": rarely("renewal", 15),
        "heard": rarely("heard", 3),
        "supplemented": rarely("supplemented", 12),
        "tested": rarely("tested", 8),
    }


def _handling() -> Layer:
    return {
        **AGENCY,
        **PARTY,
        **BIRTH,
        "supplements": "CASE WHEN supplemented THEN [{'noticed_on': "
        f"{workday('received_on', draw('noticed', 6))}, 'supplied_on': {workday('received_on', 6)}, "
        "'content': '补正材料（合成）'}] ELSE [] END",
        "accepted_on": f"CASE WHEN supplemented THEN {workday('received_on', 7)} ELSE received_on END",
        "extensions": only_if(
            rarely("extended", 4), "[{'days': 10, 'approver_role': 'head', 'reason': '情况复杂（合成）'}]"
        ),
    }


def _decision() -> Layer:
    most = "CASE WHEN joint THEN 45 ELSE 20 END + CASE WHEN extensions IS NOT NULL THEN 10 ELSE 0 END + 1"
    return {
        "most": most,
        "hearing_req_on": only_if("heard", "accepted_on"),
        "hearing_notice_on": only_if("heard", workday("accepted_on", 2)),
        "hearing_on": workday("hearing_notice_on", f"7 + {draw('hearing', 4)}"),
        "decided_on": f"CASE WHEN heard THEN {workday('hearing_on', 3)} "
        f"ELSE {workday('accepted_on', draw('decided', 'most'))} END",
        "promised_days": only_if("NOT heard AND extensions IS NULL", "most - 1"),
        "site_check_on": only_if(rarely("site", 20), "accepted_on"),
        "test_assigned_on": only_if("tested", workday("accepted_on", draw("assigned", 6))),
    }


def _papers() -> Layer:
    renewed = "renewal AND NOT refused"
    return {
        "document_no": "'合成' || body.word || '许〔' || year(decided_on) || '〕' || n || '号'",
        "document_title": f"'行政许可决定书{MARK}'",
        "case_no": "'合成' || body.word || '受〔' || year(received_on) || '〕' || n || '号'",
        "status": "CASE WHEN refused THEN 'refused' ELSE 'granted' END",
        "licence_category": "'ordinary'",
        "certificate_name": f"{one_of('certificate', _NAMES)} || '{MARK}'",
        "certificate_no": "'合成证' || n",
        "licence_content": f"'准予从事所申请的活动{MARK}'",
        "valid_from": "decided_on",
        "valid_until": later("decided_on", 60),
        "state": "'1'",
        "application": "CASE WHEN renewal THEN 'renewal' ELSE 'new' END",
        "previous_valid_until": only_if("renewal", after("decided_on", draw("in time", 30))),
        "renewal_applied_on": only_if("renewal", "received_on"),
        "site_checkers": only_if("site_check_on IS NOT NULL", "2"),
        "test_staff": only_if("tested", "2"),
        "refusal_reason": only_if("refused", f"'不符合法定条件{MARK}'"),
        "remedy_told": only_if("refused", "TRUE"),
        "issued_on": only_if("NOT refused", workday("decided_on", draw("issued", 11))),
        "electronic": only_if("NOT refused", "FALSE"),
        "fee": f"CASE WHEN {rarely('fee', 5)} THEN 5000 ELSE 0 END",
        "fee_basis": only_if("fee > 0", f"'法律规定的收费{MARK}'"),
        "publish_required": "TRUE",
        "published_on": workday("decided_on", draw("published", 8)),
        "published_text": f"'准予许可{MARK}'",
        # Mostly within three working days: a city in which every body is late would show nothing.
        "uploaded_on": workday("decided_on", f"least({draw('uploaded', 8)}, {draw('sent', 8)})"),
        "remarks": f"CASE WHEN {renewed} THEN '延续{MARK}' ELSE '合成数据{MARK}' END",
    }


_PUBLISHED = "CASE WHEN body.domain = 'market' THEN 20 ELSE 7 END"
_PLAIN = {"heard": "FALSE", "refused": "FALSE", "renewal": "FALSE", "extensions": "NULL", "promised_days": "NULL"}
_TWICE = "[{'noticed_on': received_on, 'content': '合成一'}, {'noticed_on': received_on, 'content': '合成二'}]"
BREACHES = (
    Breach(
        "lic-accept-5",
        {
            "supplements": f"[{{'noticed_on': {workday('received_on', 5)} + 1, 'content': '补正材料（合成）'}}]",
            "supplemented": "TRUE",
        },
    ),
    Breach("lic-once", {"supplements": _TWICE}),
    Breach("lic-20", {**_PLAIN, "joint": "FALSE", "decided_on": f"{workday('accepted_on', 20)} + 1"}),
    Breach("lic-45", {**_PLAIN, "joint": "TRUE", "decided_on": f"{workday('accepted_on', 45)} + 1"}),
    Breach(
        "lic-promised",
        {**_PLAIN, "joint": "FALSE", "promised_days": "5", "decided_on": f"{workday('accepted_on', 5)} + 1"},
    ),
    Breach("lic-issue-10", {"refused": "FALSE", "issued_on": f"{workday('decided_on', 10)} + 1"}),
    Breach("lic-refuse", {"refused": "TRUE", "refusal_reason": "NULL"}),
    Breach("lic-check-two", {"site_check_on": "accepted_on", "site_checkers": "1"}),
    Breach(
        "lic-hearing", {"heard": "TRUE", "refused": "FALSE", "hearing_on": f"{workday('hearing_notice_on', 7)} - 1"}
    ),
    Breach(
        "lic-renew",
        {"renewal": "TRUE", "renewal_applied_on": "decided_on - 40", "previous_valid_until": "decided_on - 1"},
    ),
    Breach("lic-fee", {"fee": "5000", "fee_basis": "NULL"}),
    Breach("pub-7wd-lic", {"refused": "FALSE", "published_on": f"{workday('decided_on', _PUBLISHED)} + 1"}),
    Breach("pub-privacy-lic", {"published_text": "'经办人电话13800000000（合成）'"}),
    Breach("crd-not-sent-lic", {"uploaded_on": f"{workday('decided_on', 7)} + 1"}),
)
