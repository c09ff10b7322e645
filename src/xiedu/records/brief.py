"""What the lists and texts of a record come to, each in one narrow value worked out when the record is recorded.

The checks ask the same few things of every list (how many, how few, is there one that ...), and reading a list costs
twenty times a number. A brief is a fact of the record alone: no limit, setting, calendar or day of asking enters into
it, so it stands as long as the record. A table without these columns (a sheet under check, a lake of an earlier
:data:`VERSION`) has them worked out on the way. NULL is "not recorded", as everywhere.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xiedu.law.calendars import Calendar
from xiedu.records import marks
from xiedu.records.calendar_sql import RELATION, workdays_between, worked_between
from xiedu.records.codelists import DECISION_PARTS, NOTICE_PARTS
from xiedu.records.fields import kind_of, struct_type
from xiedu.records.lists import distinct, exists, has_any, lacking, total, whole
from xiedu.records.marks import NOBODY

# To be raised whenever an expression below comes to something else.
VERSION = 3
# Steps in which assistants may act alone; at those and at the decision nobody need show a certificate.
ASSISTED = "('service', 'paper', 'other')"
AT_DESK = "('decision', 'paper', 'service', 'other')"
# What always calls for the right to a hearing to be told (处罚法 63).
GRAVE = ("licence_revoked", "grade_lowered", "production_stopped", "closed", "trade_barred")
# A name that is neither a member of an item nor a code.
_FIELD = re.compile(r"(?<![.'\w])[a-z][a-z0-9_]*")

_EDGE, _END = "(^|[^0-9A-Za-z])", "($|[^0-9A-Za-z])"
_BIRTH = "(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
# A span of time that is left out of the term without paper, or after the report was there.
_TESTED = "('inspection', 'quarantine', 'test', 'appraisal', 'monitoring', 'commissioned')"
ODD = (
    f"(o.kind IN {_TESTED} AND o.document IS NULL) OR coalesce(o.end_on > o.report_on, FALSE) "
    "OR coalesce(o.end_on < o.start_on, FALSE)"
)
NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "身份证号码": f"{_EDGE}[1-9][0-9]{{5}}{_BIRTH}[0-9]{{3}}[0-9Xx]{_END}",
        "手机号码": f"{_EDGE}1[3-9][0-9]{{9}}{_END}",
        "银行卡号": f"{_EDGE}62[0-9]{{14,17}}{_END}",
    }
)


@dataclass(frozen=True, slots=True)
class Brief:
    """One value: its DuckDB type, the expression over the fields of the kind, and what it says."""

    type: str
    sql: str
    note: str


# Who is on the list of assistants is no officer, whatever certificate number was typed beside the name.
_AUXILIARY = "coalesce(list_transform(aux_staff, lambda p: p.name), [])"
_REAL = f"list_filter(officers, lambda o: NOT coalesce(list_contains({_AUXILIARY}, o.name), FALSE))"
_CERTIFIED = (
    f"CASE WHEN coalesce(len(aux_staff), 0) = 0 THEN {distinct('officers', 'o.cert_no')} "
    f"ELSE len(list_distinct(list_transform({_REAL}, lambda o: o.cert_no))) END"
)
_PERHAPS = f"(o.kind IN {ASSISTED}) IS NOT TRUE AND (len(o.aux_staff) = 0) IS NOT TRUE"
_SURELY = f"o.kind NOT IN {ASSISTED} AND len(o.aux_staff) > 0"
_IN_STEP = distinct("o.officers", "o")
_CERTS = "list_transform(officers, lambda p: p.cert_no)"
_BOUNDED = "list_filter(bases, lambda o: o.fine_min IS NOT NULL AND o.fine_max IS NOT NULL)"
_HEAVIEST = (
    f"list_sort(list_transform({_BOUNDED}, lambda o: {{'most': o.fine_max, 'least': o.fine_min}}), 'DESC')[1].least"
)
_MONITORED = (
    "o.kind = 'electronic_monitoring' AND (NOT o.device_reviewed OR NOT o.site_published OR NOT o.record_reviewed)"
)
_FOUND = " OR ".join(f"regexp_matches(published_text, '{pattern}')" for pattern in NUMBERS.values())

_PEOPLE: Mapping[str, Brief] = {
    "officers_certified": Brief("INTEGER", _CERTIFIED, "持证且不属辅助人员的办案人员数（不同证号）"),
    "officers_unnumbered": Brief(
        "INTEGER", "len(list_filter(officers, lambda o: o.cert_no IS NULL))", "没有登记证号的办案人员数"
    ),
    "steps_aided_least": Brief(
        "INTEGER",
        f"CASE WHEN len(steps) = 0 THEN {NOBODY} WHEN steps IS NOT NULL THEN coalesce(list_min(list_transform("
        f"list_filter(steps, lambda o: {_PERHAPS}), lambda o: coalesce({_IN_STEP}, 0))), {NOBODY}) END",
        f"有或可能有辅助人员的执法环节中最少的执法人员数；没有这样的环节为 {NOBODY}",
    ),
    "steps_aided_sure": Brief(
        "INTEGER",
        f"list_min(list_transform(list_filter(steps, lambda o: {_SURELY}), lambda o: {_IN_STEP}))",
        "确有辅助人员的执法环节中最少的执法人员数",
    ),
}
_AREA: Mapping[str, Brief] = {
    "place_within": Brief(
        "BOOLEAN",
        "CASE WHEN place_area = agency_area THEN TRUE ELSE starts_with(place_area, rtrim(agency_area[1:6], '0')) "
        "OR starts_with(agency_area, rtrim(place_area[1:6], '0')) END",
        "发生地在机关所在区划之内，或包含它",
    ),
}


def _waited(start: str, day: str, note: str, unless: str = "", then: int = 0) -> Brief:
    """The working days between; where the rule does not ask, the number that breaks no limit."""
    waited = worked_between(start, day)
    spared = f"CASE WHEN {unless} THEN {then} ELSE {waited} END" if unless else waited
    return Brief("INTEGER", spared, f"{note}之间相隔的工作日数{f'；不涉及的为 {then}' if unless else ''}")


_COLLECTED = "coalesce(CASE WHEN on_water THEN landed_on END, collected_on)"
_WAITS: Mapping[str, Brief] = {
    "replied_wait": _waited(
        "transfer_received_on", "transfer_replied_on", "收到移送线索至反馈", "transfer_received_on IS NULL"
    ),
    "filing_wait": _waited("discovered_on", "filed_on", "发现至立案"),
    "decided_wait": _waited("notice_served_on", "decided_on", "告知书送达至决定"),
    "pleading_wait": _waited("notice_served_on", "pleading_on", "告知书送达至陈述申辩"),
    "request_wait": _waited("notice_served_on", "hearing_req_on", "告知书送达至申请听证"),
    "hearing_ahead": Brief(
        "INTEGER",
        f"CASE WHEN hearing_on IS NULL THEN {NOBODY} ELSE {workdays_between('hearing_notice_on', 'hearing_on')} END",
        f"听证通知至听证日的工作日数（含听证日）；没有听证的为 {NOBODY}",
    ),
    "served_wait": _waited("decided_on", "coalesce(service_start_on, served_on)", "决定至开始送达"),
    "reported_wait": _waited("decided_on", "filed_with_agency_on", "当场处罚至报备", "procedure <> 'simple'"),
    "remitted_wait": _waited(_COLLECTED, "to_agency_on", "当场收缴至交机关", "collection <> 'on_site'"),
    "banked_wait": _waited("to_agency_on", "to_bank_on", "交机关至缴付银行", "collection <> 'on_site'"),
    "applied_wait": _waited(
        "demand_served_on",
        "court_applied_on",
        "催告书送达至申请法院",
        "court_applied_on IS NULL AND execution_state <> 'court'",
        NOBODY,
    ),
    "closed_wait": _waited("executed_on", "closed_on", "执行完毕至结案"),
}
_SHOWN: Mapping[str, Brief] = {
    "published_wait": _waited("decided_on", "published_on", "决定至公示"),
    "uploaded_wait": _waited("decided_on", "uploaded_on", "决定至归集"),
}
_PUBLISHED: Mapping[str, Brief] = {
    "numbers_published": Brief(
        "BOOLEAN",
        # Each of the three has a 1 or a 2 in it, and eleven digits in a row; a text without is told apart fast.
        "CASE WHEN published_text NOT LIKE '%1%' AND published_text NOT LIKE '%2%' THEN FALSE "
        f"WHEN NOT regexp_matches(published_text, '[0-9]{{11}}') THEN FALSE ELSE {_FOUND} END",
        "公示内容中有形似身份证号码、手机号码或银行卡号的数字",
    ),
}
CITED: Mapping[str, str] = MappingProxyType(
    {
        "penalty": (
            "nullif(concat_ws('；', basis, array_to_string(list_transform(bases, "
            "lambda b: '《' || trim(b.law, '《》 ') || '》' || coalesce(b.article, '')), '；')), '')"
        ),
        "coercion": "basis",
    }
)


def _cited(kind: str) -> Brief:
    return Brief("UBIGINT", f"md5_number_lower({CITED[kind]})", "依据全文的摘要：相同的依据只解析一次")


_PENALTY: Mapping[str, Brief] = {
    "cited_key": _cited("penalty"),
    "certificate_hidden": Brief(
        "BOOLEAN", exists("steps", f"o.kind NOT IN {AT_DESK} AND NOT o.cert_shown"), "有没有出示证件的环节"
    ),
    "monitor_unreviewed": Brief("BOOLEAN", exists("evidence", _MONITORED), "有未经审核的电子监控证据"),
    "notice_lacking": Brief(
        "INTEGER",
        f"CASE WHEN {whole('notice_parts', NOTICE_PARTS)} THEN 0 ELSE len({lacking('notice_parts', NOTICE_PARTS)}) END",
        "告知书未载明的项数",
    ),
    "decision_lacking": Brief(
        "INTEGER",
        f"CASE WHEN {whole('decision_parts', DECISION_PARTS)} THEN 0 "
        f"ELSE len({lacking('decision_parts', DECISION_PARTS)}) END",
        "决定书未载明的项数",
    ),
    "fined": Brief(
        "BIGINT",
        "coalesce(fine, CASE WHEN NOT list_contains(penalties, 'fine') THEN 0 END)",
        "罚款（分），没有罚款的为 0",
    ),
    "penalties_n": Brief("INTEGER", "len(penalties)", "处罚类别数"),
    "only_warned": Brief("BOOLEAN", "coalesce(len(penalties) = 1 AND penalties[1] = 'warning', FALSE)", "只有警告"),
    "penalties_grave": Brief("BOOLEAN", has_any("penalties", *GRAVE), "处罚类别中有应当告知听证的"),
    "penalties_beyond": Brief(
        "BOOLEAN",
        "CASE WHEN len(penalties) = 1 AND penalties[1] IN ('fine', 'warning') THEN FALSE "
        "ELSE len(list_filter(penalties, lambda p: p NOT IN ('fine', 'warning'))) > 0 END",
        "处罚类别中有警告、罚款以外的",
    ),
    "penalties_added": Brief(
        "BOOLEAN",
        "CASE WHEN penalties = notice_penalties THEN FALSE "
        "ELSE len(list_filter(penalties, lambda p: NOT list_contains(notice_penalties, p))) > 0 END",
        "处罚类别中有没有告知过的",
    ),
    "collective_n": Brief("INTEGER", "len(collective)", "集体讨论人数"),
    "collective_away": Brief("BOOLEAN", exists("collective", "coalesce(o.on_leave, FALSE)"), "集体讨论人员当日休假"),
    "collective_handled": Brief(
        "BOOLEAN",
        exists("collective", f"coalesce(o.voted, FALSE) AND list_contains({_CERTS}, o.cert_no)"),
        "办案人员参加集体讨论的表决",
    ),
    "reviewer_handled": Brief("BOOLEAN", exists("officers", "o.cert_no = legal_reviewer_cert"), "审核人员办过本案"),
    "chair_handled": Brief("BOOLEAN", exists("officers", "o.cert_no = hearing_chair_cert"), "听证主持人办过本案"),
    "bases_n": Brief("INTEGER", "len(bases)", "处罚依据条数"),
    "bases_floor": Brief("BIGINT", f"list_min(list_transform({_BOUNDED}, lambda o: o.fine_min))", "法定罚款下限（分）"),
    "bases_ceiling": Brief(
        "BIGINT", f"list_max(list_transform({_BOUNDED}, lambda o: o.fine_max))", "法定罚款上限（分）"
    ),
    "bases_heaviest": Brief(
        "BIGINT",
        f"CASE WHEN len(bases) > 1 THEN {_HEAVIEST} END",
        "多条依据中罚款最高的一条的下限（分）",
    ),
    "bases_legal": Brief("BOOLEAN", exists("bases", "o.rank <> 'normative'"), "依据中有法律、法规、规章"),
    "bases_later": Brief("BOOLEAN", exists("bases", "o.version_on > act_end"), "依据的版本在行为终了后才施行"),
    "exclusions_odd": Brief("BOOLEAN", exists("exclusions", ODD), "有没有委托文书或晚于报告日的扣除期间"),
    "excluded_days": Brief(
        "BIGINT",
        f"CASE WHEN NOT {exists('exclusions', 'o.start_on IS NULL OR o.end_on IS NULL')} "
        f"THEN {total('exclusions', 'o.end_on - o.start_on + 1')} END",
        "扣除期间的日数合计（重叠的重复计入）；有未结束的为空",
    ),
    "clue_extended": Brief(
        "BIGINT", f"coalesce({total('clue_extensions', 'o.days')}, 0)", "核查立案期限延长的日数合计"
    ),
    "paid_n": Brief("INTEGER", "len(paid)", "缴款次数"),
    "paid_fine": Brief("BIGINT", total("paid", "o.amount", "coalesce(o.kind, 'fine') = 'fine'"), "已缴罚款（分）"),
}
BRIEFS: Mapping[str, Mapping[str, Brief]] = MappingProxyType(
    {
        "penalty": MappingProxyType({**_PEOPLE, **_AREA, **_PUBLISHED, **_SHOWN, **_WAITS, **_PENALTY}),
        "inspection": MappingProxyType({**_PEOPLE, **_AREA}),
        "coercion": MappingProxyType({**_PEOPLE, **_AREA, "cited_key": _cited("coercion")}),
        "licence": MappingProxyType({**_PUBLISHED, **_SHOWN}),
    }
)


def columns(kind: str) -> dict[str, str]:
    """Name → DuckDB type, to stand beside the fields of the kind: the briefs, the measures and marks."""
    return {name: brief.type for name, brief in BRIEFS[kind].items()} | marks.columns(kind)


def layers(kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """The briefs, then the measures and marks that are worked out from fields and briefs: name → expression."""
    return worked_out(kind), marks.worked_out(kind)


def beside(kind: str, query: str) -> str:
    """The query (a table or subquery with all fields of the kind) with everything of :func:`columns` added."""
    first, then = (", ".join(f"{sql} AS {name}" for name, sql in layer.items()) for layer in layers(kind))
    briefs = f"SELECT r.*, {first} FROM {query} r, {RELATION}"
    return f"SELECT *, {then} FROM ({briefs})"


def worked_out(kind: str) -> dict[str, str]:
    """The briefs, name → expression in its type, over a table that has the fields of the kind."""
    return {name: f"({brief.sql})::{brief.type}" for name, brief in BRIEFS[kind].items()}


def stamp(calendar: Calendar) -> str:
    """By what the briefs of a row were worked out: those of another stamp must be worked out again."""
    return f"{VERSION}/{calendar.version}"


def of_row(kind: str, filled: Collection[str]) -> dict[str, str]:
    """Name → expression for rows of which only these fields hold anything.

    What comes of empty fields alone is asked once instead of at every row.
    """
    types = {field.name: field.sql for field in kind_of(kind).fields}
    told: dict[str, str] = {}
    for name, sql in worked_out(kind).items():
        asked = sorted(types.keys() & set(_FIELD.findall(sql)))
        empty = ", ".join(f"NULL::{types[field]} AS {field}" for field in asked)
        told[name] = sql if set(asked) & set(filled) else f"(SELECT {sql} FROM (SELECT {empty}), {RELATION})"
    return told


def emptied(kind: str, filled: Collection[str]) -> str:
    """What follows ``SELECT *`` so that the fields the briefs ask, but for these, count as empty."""
    types = {field.name: field.sql for field in kind_of(kind).fields}
    nothing = _nothing(worked_out(kind), types, filled)
    return f" REPLACE ({', '.join(nothing.values())})" if nothing else ""


def marked(kind: str, select: str, filled: Collection[str]) -> str:
    """The select of the briefs and just these fields of a kind, with the measures and marks added."""
    then = marks.worked_out(kind)
    nothing = _nothing(then, struct_type(kind), filled)
    without = f" EXCLUDE ({', '.join(nothing)})" if nothing else ""
    added = ", ".join(f"{sql} AS {name}" for name, sql in then.items())
    return f"SELECT *{without}, {added} FROM (SELECT {', '.join(['*', *nothing.values()])} FROM ({select}))"


def _nothing(told: Mapping[str, str], types: Mapping[str, str], filled: Collection[str]) -> dict[str, str]:
    """The fields these expressions ask, but for the filled ones, each as an empty column."""
    asked = {field for sql in told.values() for field in _FIELD.findall(sql)} & types.keys()
    return {field: f"NULL::{types[field]} AS {field}" for field in sorted(asked - set(filled))}
