"""Penalties: a clean case from the clue to the closed file. Limits are kept to the day as often as not."""

from dataclasses import dataclass
from datetime import date, timedelta

from xiedu.synth.model import Layer
from xiedu.synth.words import MARK, after, at, draw, later, one_of, only_if, rarely, rolled, workday
from xiedu.synth.world import AGENCY, BIRTH, IDENTIFIED, IDENTITY, PARTY, TEAM, body_at, step, subjects

ORDINARY = "procedure <> 'simple'"
NOTICE_PARTS = "['basis', 'content', 'facts', 'reason', 'rights']"
DECISION_PARTS = "['agency_date', 'basis', 'facts', 'party', 'performance', 'remedy', 'seal']"
# Least and most of a fine in 元, one for each violation: like cases are fined alike.
RANGES = ((200, 2000), (1000, 10000), (2000, 9000), (5000, 50000), (20000, 80000), (100000, 500000))
_CRIMINAL = (
    "transfer_reported_on",
    "transfer_approved_at",
    "transferred_at",
    "psb_received_on",
    "psb_decided_on",
    "psb_decision",
    "psb_filed_on",
    "goods_transferred_on",
    "resumed_on",
)
_NOBODY = "[]::VARCHAR[]"
_FOUR = "(turn // 4)"
_MAY_BE_LATE = "slot = 4 AND breach IS NULL AND turn % 4 = 3"
_VIOLATIONS = (
    "['未按规定公示信息', '超范围经营', '未按规定处置垃圾', '擅自占用道路', '未落实安全管理制度', '未按规定检验']"
)


# A case is decided within so many days of its clue, and closed and filed within so many.
DECIDED, DONE = 125, 200
_EARLY, _WHOLE = 149, 356


@dataclass(frozen=True, slots=True)
class _Span:
    """Days from which a clue is drawn."""

    first: date
    days: int

    def drawn(self) -> str:
        """One of them, the same for a scene."""
        return f"(DATE '{self.first}' + {draw('began', self.days, 'peer')}::INTEGER)"


def case(among: int, until: date) -> tuple[Layer, ...]:
    """The layers of a penalty, no case open later than ``until``; ``among`` subjects.

    Four clean cases go together: one subject, one body, one fine. Two are of the year before the last, two of the last
    year, and one of either two is decided before October: so no body takes in more than the year before, nor most of it
    in a fourth quarter, however many cases there are. A third of the fours is of the year of ``until``, which is not
    over, as is what is planted. Before 20 August that year has no month of closed cases: they are older then, and the
    labels of bodies' years may be too few.
    """
    last = date(until.year - 1, 1, 1)
    recent = _Span(date(until.year, 1, 1), (until - date(until.year, 1, 1)).days - DONE)
    if recent.days < 30:
        recent = _Span(until - timedelta(days=DONE + 150), 150)
    return (
        _first(among),
        _began(date(until.year - 2, 1, 1), last, recent),
        _opening(),
        _course(),
        _dates(),
        _decision(),
        _after(f"DATE '{until}'"),
        _papers(),
        IDENTITY,
        IDENTIFIED,
    )


def _first(among: int) -> Layer:
    return {
        "peer": f"CASE WHEN breach IS NULL THEN {_FOUR} ELSE n - coalesce(part, 0) END",
        "body": body_at(f"CASE WHEN breach IS NULL THEN {_FOUR} ELSE {draw('body', 1 << 30)} END"),
        **subjects(among, "peer"),
        "procedure": f"CASE WHEN {rarely('simple', 20, 'peer')} THEN 'simple' ELSE 'ordinary' END",
        "course": f"""CASE WHEN {rarely("hearing", 4)} THEN 'hearing' WHEN {rarely("extended", 6)} THEN 'extended'
            WHEN {rarely("excluded", 5)} THEN 'excluded' ELSE 'plain' END""",
        "to_court": rarely("court", 3),
        "by_announcement": rarely("announcement", 3),
        # Few steps: a fine like any other must not stand out among its peers, be they ever so alike.
        "share": f"{draw('share', 3, 'peer')} * 5",
        "revoked": rarely("changed", 1, "peer"),
    }


def _began(early: date, last: date, recent: _Span) -> Layer:
    bodies = "len(getvariable('synth_bodies'))"
    days = f"CASE procedure WHEN 'simple' THEN {_WHOLE} ELSE {_WHOLE - DECIDED + 5} END"
    return {
        "early": f"DATE '{early}'",
        "last": f"DATE '{last}'",
        "slot": f"CASE WHEN breach IS NOT NULL OR {_FOUR} // {bodies} % 3 = 0 THEN 4 ELSE turn % 4 END",
        "began": f"""CASE slot WHEN 0 THEN early + {draw("began", _EARLY)}::INTEGER
            WHEN 1 THEN early + {draw("began", days)}::INTEGER WHEN 2 THEN last + {draw("began", _EARLY)}::INTEGER
            WHEN 3 THEN last + {draw("began", days)}::INTEGER ELSE {recent.drawn()} END""",
    }


def _opening() -> Layer:
    tier = " ".join(f"WHEN {n} THEN {{'least': {low}, 'most': {high}}}" for n, (low, high) in enumerate(RANGES))
    return {
        **AGENCY,
        **PARTY,
        **TEAM,
        "clue_on": rolled("began"),
        "course_kept": """CASE WHEN procedure = 'simple' THEN 'plain' WHEN course = 'extended' AND body.domain NOT IN
            ('market', 'housing', 'agriculture', 'transport') THEN 'plain' ELSE course END""",
        "tier": f"CASE party_type WHEN 'natural_person' THEN {draw('tier', 4, 'peer')} "
        f"ELSE {draw('tier', len(RANGES), 'peer')} END",
        "bounds": f"""CASE WHEN procedure = 'simple' THEN CASE party_type WHEN 'natural_person'
            THEN {{'least': 20, 'most': 200}} ELSE {{'least': 20, 'most': 3000}} END
            ELSE CASE tier {tier} END END""",
        "penalties": f"""CASE WHEN {rarely("warned", 8, "peer")} THEN ['warning'] WHEN procedure <> 'simple' AND
            {rarely("confiscated", 15, "peer")} THEN ['confiscation', 'fine'] ELSE ['fine'] END""",
        "threshold": "CASE party_type WHEN 'organisation' THEN 100000 ELSE 10000 END",
    }


def _course() -> Layer:
    return {
        "discovered_on": "clue_on",
        "filed_on": f"CASE WHEN procedure = 'simple' THEN clue_on ELSE {rolled(after('clue_on', draw('lead', 8)))} END",
        "act_end": after("clue_on", f"-1 - {draw('act', 300)}"),
        "benchmark_min": only_if(ORDINARY, "bounds.least * 100 + (bounds.most - bounds.least) * 30"),
        "benchmark_max": only_if(ORDINARY, "bounds.least * 100 + (bounds.most - bounds.least) * 70"),
        "slip": "CASE course_kept WHEN 'extended' THEN 30 WHEN 'excluded' THEN 16 ELSE 0 END",
    }


def _dates() -> Layer:
    return {
        **BIRTH,
        "act_start": after("act_end", f"-{draw('acting', 60)}"),
        "fine": only_if(
            "list_contains(penalties, 'fine')",
            "CASE WHEN procedure = 'simple' AND share < 4 THEN (50 + share) * 100 "
            "WHEN procedure = 'simple' THEN bounds.most * 100 "
            "ELSE benchmark_min + (benchmark_max - benchmark_min) // 1000 * share * 100 END",
        ),
        "noticed_on": only_if(ORDINARY, rolled(after("filed_on", f"10 + slip + {draw('noticed', 21)}"))),
        "exclusions": only_if(
            "course_kept = 'excluded'",
            f"""[{{'kind': {one_of("excluded", ("test", "appraisal", "inspection"))}, 'start_on': filed_on + 5,
                'end_on': filed_on + 20, 'document': '合成检测〔' || year(filed_on) || '〕' || n,
                'report_on': filed_on + 20}}]""",
        ),
        "extensions": only_if(
            "course_kept = 'extended'",
            "[{'days': 30, 'approved_on': filed_on + 80, 'approver_role': 'head', 'reason': '案情复杂（合成）'}]",
        ),
    }


def _decision() -> Layer:
    pleaded, after_pleading = workday("noticed_on", "plead_days"), f"1 + {draw('decided', 12)}"
    return {
        "confiscated": only_if("list_contains(penalties, 'confiscation')", "fine // 500 * 100"),
        "hearing_right_told": only_if(
            ORDINARY,
            "coalesce(fine, 0) >= threshold * 100 OR course_kept = 'hearing' OR benchmark_max >= threshold * 100",
        ),
        "plead_days": "CASE WHEN hearing_right_told OR body.domain = 'market' THEN 5 ELSE 3 END",
        "hearing_req_on": only_if("course_kept = 'hearing'", workday("noticed_on", f"1 + {draw('asked', 5)}")),
        "hearing_notice_on": workday("hearing_req_on", 1),
        "hearing_on": workday("hearing_notice_on", f"7 + {draw('heard', 3)}"),
        "decided_on": f"""CASE WHEN procedure = 'simple' THEN filed_on WHEN course_kept = 'hearing' THEN
            {workday("hearing_on", f"1 + {draw('decided', 4)}")} ELSE {rolled(after(pleaded, after_pleading))} END""",
    }


def _after(until: str) -> Layer:
    return {
        "notice_served_on": "noticed_on",
        "investigation_end": only_if(ORDINARY, after("noticed_on", f"-{draw('ended', 5)}")),
        "announced_on": only_if(f"by_announcement AND {ORDINARY}", after(workday("decided_on", 3), 2)),
        "service_start_on": only_if("announced_on IS NOT NULL", workday("decided_on", 3)),
        "served_on": f"""CASE WHEN announced_on IS NOT NULL THEN announced_on + 30 WHEN procedure = 'simple'
            THEN decided_on ELSE greatest(decided_on, {workday("decided_on", draw("served", 8))}) END""",
        "in_court": f"to_court AND fine IS NOT NULL AND {ORDINARY} AND decided_on < {after(until, -330)}",
        "major": f"{ORDINARY} AND coalesce(fine, 0) >= threshold * 200",
        "reviewed": "major OR hearing_on IS NOT NULL",
    }


def _papers() -> Layer:
    paid = f"served_on + {draw('paid', 16)}::INTEGER"
    market = "CASE WHEN body.domain = 'market' THEN 21 ELSE 8 END"
    return {
        **_papers_before(),
        "legal_review_on": only_if("reviewed", after("decided_on", f"-{draw('reviewed', 2)}")),
        "legal_reviewer": only_if("reviewed", f"'审核员' || body.no || '{MARK}'"),
        "legal_reviewer_cert": only_if("reviewed", "'合成审' || body.no"),
        "reviewer_qualified": only_if("reviewed", "n % 3 > 0"),
        "reviewer_first_on": only_if(
            "reviewed", "CASE WHEN n % 3 > 0 THEN DATE '2020-03-01' ELSE DATE '2015-03-01' END"
        ),
        "review_result": only_if("reviewed", one_of("review", ("pass", "revise"))),
        "collective_on": only_if("major", after("decided_on", f"-{draw('met', 2)}")),
        "collective": only_if("major", _discussants()),
        "published_on": workday("decided_on", draw("published", market)),
        # Within three working days but for one in four of this year: a body that is mostly late is planted.
        "uploaded_on": workday(
            "decided_on", f"CASE WHEN {_MAY_BE_LATE} THEN {draw('sent', 8)} ELSE {draw('uploaded', 4)} END"
        ),
        "remedy": _or_none(
            f"breach IS NULL AND {rarely('appealed', 4)}",
            "[{'kind': 'reconsideration', 'start_on': served_on + 10, 'end_on': served_on + 60, 'result': 'upheld'}]",
        ),
        "publish_until": later("published_on", 60),
        "service_mode": "CASE WHEN announced_on IS NOT NULL THEN 'announcement' "
        f"ELSE {one_of('served by', ('direct', 'post', 'electronic', 'leave'))} END",
        "failed_attempts": only_if("announced_on IS NOT NULL", f"1 + {draw('failed', 3)}"),
        "collection": only_if(
            "fine IS NOT NULL AND NOT in_court",
            "CASE WHEN procedure = 'simple' AND fine <= 10000 THEN 'on_site' "
            f"ELSE {one_of('paid by', ('bank', 'electronic'))} END",
        ),
        "collected_on": only_if("collection = 'on_site'", "decided_on"),
        "to_agency_on": workday("collected_on", draw("to agency", 3)),
        "to_bank_on": workday("to_agency_on", draw("to bank", 3)),
        "receipt_no": only_if("collection = 'on_site'", "'合成票' || n"),
        "paid_on": f"CASE WHEN collection = 'on_site' THEN decided_on WHEN NOT in_court THEN {paid} END",
        "paid": _or_none("NOT in_court AND fine IS NOT NULL", "[{'paid_on': paid_on, 'amount': fine, 'kind': 'fine'}]"),
        **_execution(),
        "criminal_suspected": "FALSE",
        **dict.fromkeys(_CRIMINAL, "NULL"),
    }


def _papers_before() -> Layer:
    law = "['浙江省综合行政执法条例', '行政处罚法'][1 + tier % 2]"
    article = "'第' || (1 + tier * 5) || '条'"
    half_day = at("filed_on", 9, draw("minute", 60))
    return {
        "document_no": "'合成' || body.word || '罚〔' || year(decided_on) || '〕' || n || '号'",
        "case_no": "'合成' || body.word || '立〔' || year(filed_on) || '〕' || n || '号'",
        "violation": f"({_VIOLATIONS})[1 + tier]",
        "violation_code": "'合成' || procedure || tier || CASE WHEN procedure = 'simple' AND share < 4 "
        "THEN '轻' ELSE '' END",
        "facts": f"'第' || n || '号合成案件的违法事实{MARK}'",
        "fact_key": "'合成事实' || n",
        "basis": f"'《' || {law} || '》' || {article}",
        "bases": f"""[{{'law': {law}, 'article': {article}, 'rank': 'law',
            'version_on': DATE '2021-01-01', 'fine_min': bounds.least * 100,
            'fine_max': bounds.most * CASE procedure WHEN 'simple' THEN 200 ELSE 100 END}}]""",
        "clue_source": one_of("clue", ("inspection", "complaint", "monitoring")),
        "transfer_received_on": only_if(rarely("transfer", 4), "clue_on"),
        "transfer_replied_on": workday("transfer_received_on", draw("replied", 16)),
        "acting_entity_code": only_if(rarely("entrusted", 3), "getvariable('synth_bodies')[1].code"),
        "entrustment_no": only_if("acting_entity_code IS NOT NULL", "'合成委〔2024〕' || n || '号'"),
        "steps": f"""[{step("investigation", half_day, f"{half_day} + INTERVAL 90 MINUTE")},
            {step("service", at("served_on", 15), at("served_on", 16), aux="['辅助人员']", officers=_NOBODY)}]""",
        "recusals": _or_none(
            rarely("recused", 2),
            f"""[{{'officer': certificates[1], 'requested_on': filed_on,
                'decided_on': {workday("filed_on", draw("recusal", 4))}, 'result': 'refused',
                'related_party': FALSE, 'continued': TRUE}}]""",
        ),
        "evidence_holds": _or_none(
            rarely("held", 5),
            f"""[{{'start_on': filed_on + 1, 'end_on': {workday("filed_on + 1", draw("held for", 8))},
                'approved_on': filed_on + 1, 'outcome': 'released', 'document': '合成保存' || n}}]""",
        ),
        "evidence": f"[{{'kind': CASE WHEN {rarely('monitored', 8)} THEN 'electronic_monitoring' ELSE 'document' END, "
        "'device_no': '合成设备', 'device_reviewed': TRUE, 'site_published': TRUE, 'record_reviewed': TRUE}]",
        "notice_fine": only_if(ORDINARY, "fine"),
        "notice_penalties": only_if(ORDINARY, "penalties"),
        "notice_parts": only_if(ORDINARY, NOTICE_PARTS),
        "waiver_written": only_if(ORDINARY, "FALSE"),
        "pleading_on": only_if(f"{ORDINARY} AND {rarely('pleaded', 10)}", after("noticed_on", 1)),
        "pleading_reviewed_on": only_if("pleading_on IS NOT NULL", "decided_on"),
        "hearing_chair": only_if("hearing_on IS NOT NULL", f"'主持人' || body.no || '{MARK}'"),
        "hearing_chair_cert": only_if("hearing_on IS NOT NULL", "'合成听' || body.no"),
        "hearing_record": only_if("hearing_on IS NOT NULL", "TRUE"),
        "complex": "FALSE",
        "multi_law": "FALSE",
    }


def _or_none(condition: str, items: str) -> str:
    """The list where the condition holds, else an empty one: recorded that there was none."""
    return f"CASE WHEN {condition} THEN {items} ELSE [] END"


def _discussants() -> str:
    people = (
        f"{{'name': '负责人' || body.no || '-{n}{MARK}', 'cert_no': '合成负' || body.no || '{n}', "
        "'voted': TRUE, 'on_leave': FALSE}"
        for n in range(1, 5)
    )
    return f"[{', '.join(people)}]"


def _execution() -> Layer:
    demanded = after(rolled(later("served_on", 6)), 3)
    return {
        "illegal_gain": "confiscated",
        "penalty_content": "CASE WHEN fine IS NULL THEN '警告' ELSE '罚款' || (fine // 100) || '元' END",
        "order_to_correct": "TRUE",
        "corrected": "TRUE",
        "mitigation": "'none'",
        "discretion_code": only_if(ORDINARY, "'合成裁量' || tier"),
        "discretion_step": only_if(ORDINARY, "'一般'"),
        "on_minor_list": "FALSE",
        "first_time": rarely("first", 60),
        "harmless": rarely("harmless", 30),
        "decision_parts": DECISION_PARTS,
        "told_reconsideration_days": "60",
        "told_suit_months": "6",
        "valid_until": "DATE '2099-12-31'",
        "filed_with_agency_on": only_if(
            "procedure = 'simple'",
            workday("decided_on", draw("reported", "CASE WHEN body.domain = 'market' THEN 8 ELSE 4 END")),
        ),
        "publish_required": "TRUE",
        "published_text": f"'经查，当事人的行为违反规定，依法予以处罚{MARK}'",
        "changed_on": only_if("revoked", after("decided_on", 40)),
        "changed_how": only_if("changed_on IS NOT NULL", "'revoked'"),
        "publish_withdrawn_on": only_if("changed_on IS NOT NULL", workday("changed_on", draw("withdrawn", 4))),
        "withdraw_reason_published": only_if("changed_on IS NOT NULL", "TRUE"),
        "unpublished_on": "NULL::DATE",
        "demand_served_on": only_if("in_court", demanded),
        "court_applied_on": workday("demand_served_on", 10) + f" + 1 + {draw('applied', 5)}::INTEGER",
        "surcharge_from": only_if("in_court", "served_on + 16"),
        "surcharge_to": only_if("in_court", "demand_served_on"),
        "surcharge": only_if("in_court", "least(fine, fine * 3 * (surcharge_to - surcharge_from + 1) // 100)"),
        "execution_state": "CASE WHEN in_court THEN 'court' ELSE 'done' END",
        "executed_on": only_if("NOT in_court", "coalesce(paid_on, served_on)"),
        "closed_on": workday("executed_on", draw("closed", 16)),
        "archived_on": after("closed_on", draw("archived", 31)),
        "status": "CASE WHEN changed_on IS NOT NULL THEN 'revoked' WHEN in_court THEN 'decided' ELSE 'closed' END",
        "bad_record_on": "NULL::DATE",
        "own_power": "FALSE",
        "benchmark_reason": "NULL::VARCHAR",
        "penalise_reason": "NULL::VARCHAR",
        "remarks": f"'合成数据{MARK}'",
    }
