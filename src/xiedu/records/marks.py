"""What a rule need not look at: one bit a circumstance, and the narrow measures a limit is held against.

Both are worked out from the fields and the briefs when a record is recorded (see :mod:`xiedu.records.brief`). A bit is
set unless one of the circumstance's conditions plainly holds: an empty field sets it. So a bit that is not set spares
a rule the look, and a set one says nothing but that the rule must look. No limit, setting or day of asking enters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

WORD = "marks"
NOBODY = 1000
AGES = 100_000
_GENERAL, _SIMPLE = "procedure <> 'simple'", "procedure = 'simple'"
_OFF_SITE = "collection <> 'on_site'"
_KNOWN = "party_type IN ('natural_person', 'organisation', 'individual_business')"
_UNDECIDED = "decided_on IS NULL AND status IN ('open', 'not_filed', 'transferred', 'terminated')"


@dataclass(frozen=True, slots=True)
class Mark:
    """The conditions of which one that is TRUE leaves the bit unset, and what a set bit says."""

    plain: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A number or day a limit is held against: DuckDB type, expression, what it says."""

    type: str
    sql: str
    note: str


# Many records bear these; their bits are the lowest, so that the rest are found by comparing the word with a number.
_OFTEN: Mapping[str, Mark] = {
    "benchmark_off": Mark(("fined >= benchmark_min AND fined <= benchmark_max",), "罚款不在裁量基准之内"),
    "receipt_lacking": Mark((_OFF_SITE, "receipt_no IS NOT NULL"), "当场收缴，没有票据号"),
}
_RARE: Mapping[str, Mark] = {
    "certificate_hidden": Mark(("NOT certificate_hidden",), "有没有出示证件的环节"),
    "place_outside": Mark(("place_within",), "发生地在机关所在区划之外"),
    "entrusted": Mark(("acting_entity_code IS NULL", "entrustment_no IS NOT NULL"), "由他人实施，没有委托书号"),
    "out_of_order": Mark(
        (
            _SIMPLE,
            "filed_on <= investigation_end AND investigation_end <= notice_served_on"
            " AND notice_served_on <= decided_on AND decided_on <= served_on",
        ),
        "立案、调查、告知、决定、送达不是依次进行",
    ),
    "monitor_unreviewed": Mark(("NOT monitor_unreviewed",), "有未经审核的电子监控证据"),
    "notice_late": Mark(("notice_served_on <= decided_on", _SIMPLE, _UNDECIDED), "决定之前没有告知"),
    "notice_incomplete": Mark(("notice_lacking = 0", _SIMPLE), "告知书有未载明的项"),
    "pleading_open": Mark(("pleading_on IS NULL", "pleading_reviewed_on <= decided_on"), "陈述申辩没有复核"),
    "made_heavier": Mark(
        ("pleading_on IS NULL AND hearing_on IS NULL", "fine <= notice_fine AND NOT penalties_added"),
        "申辩、听证之后处罚重于告知",
    ),
    "hearing_unheld": Mark(("hearing_req_on IS NULL", "hearing_on <= decided_on"), "申请了听证，决定之前没有举行"),
    "hearing_chair": Mark(("hearing_on IS NULL", "NOT chair_handled"), "听证主持人办过本案"),
    "hearing_unused": Mark(
        ("hearing_on IS NULL", "hearing_record AND hearing_on <= decided_on AND hearing_on <= legal_review_on"),
        "听证没有笔录，或审核、决定在听证之前",
    ),
    "unreviewed": Mark(
        (
            "legal_review_on <= decided_on AND coalesce(review_result, '') NOT IN ('return', 'reject')",
            "NOT major AND hearing_on IS NULL AND NOT coalesce(multi_law, FALSE)",
        ),
        "应当法制审核，没有通过审核",
    ),
    "reviewer_unqualified": Mark(
        ("legal_review_on IS NULL", "reviewer_qualified", "reviewer_first_on < DATE '2018-01-01'"), "审核人员没有资格"
    ),
    "reviewer_handled": Mark(("legal_review_on IS NULL", "NOT reviewer_handled"), "审核人员办过本案"),
    "undiscussed": Mark(
        (
            "collective_on <= decided_on",
            "NOT major AND NOT coalesce(complex, FALSE) AND NOT coalesce(benchmark_departed, FALSE)",
        ),
        "应当集体讨论，决定之前没有讨论",
    ),
    "decision_incomplete": Mark(("decision_lacking = 0",), "决定书有未载明的项"),
    "uncorrected": Mark(("order_to_correct", "corrected"), "没有责令改正"),
    "several_bases": Mark(("bases_n <= 1",), "依据不止一条"),
    "beyond_bases": Mark(("fined <= 0", "fined >= bases_floor AND fined <= bases_ceiling"), "罚款不在法定幅度之内"),
    "bases_low": Mark(("bases_legal",), "依据中没有法律、法规、规章"),
    "bases_later": Mark(("NOT bases_later",), "依据在行为终了后才施行"),
    "benchmark_unstated": Mark(
        (_SIMPLE, "discretion_code IS NOT NULL AND benchmark_max IS NOT NULL"), "没有写明裁量基准"
    ),
    "minor_listed": Mark(("NOT on_minor_list",), "属于首违不罚清单"),
    "criminal": Mark(("NOT criminal_suspected",), "涉嫌犯罪"),
    "unannounced": Mark(("service_mode <> 'announcement'", "failed_attempts >= 1"), "没有试过其他方式就公告送达"),
    "numbers_published": Mark(("NOT numbers_published",), "公示内容中有形似证件号码的数字"),
    "bad_record": Mark(("bad_record_on IS NULL",), "列入了失信记录"),
    "changed": Mark(("changed_on IS NULL", "published_on IS NULL"), "公示后决定被变更、撤销"),
    "surcharged": Mark(("coalesce(surcharge, 0) <= 0",), "加处了罚款"),
    "extended": Mark(("extensions IS NULL", "len(extensions) = 0"), "延长了期限"),
    "evidence_held": Mark(("len(evidence_holds) = 0",), "先行登记保存了证据"),
    "recused": Mark(("len(recusals) = 0",), "有回避申请"),
    "unpaid": Mark(("paid_fine >= fined",), "罚款没有缴清"),
    "psb_filed": Mark(("psb_decision IS NULL AND psb_filed_on IS NULL",), "公安机关有立案决定"),
    "psb_returned": Mark(
        ("psb_decision IS NULL AND transferred_at IS NULL AND psb_received_on IS NULL",), "移送了公安机关"
    ),
}
_VISIT = {
    "certificate_hidden": Mark(("cert_shown",), "没有出示证件"),
    **{name: _RARE[name] for name in ("place_outside", "recused")},
}
MARKS: Mapping[str, Mapping[str, Mark]] = MappingProxyType(
    {
        "penalty": MappingProxyType({**_OFTEN, **_RARE}),
        "inspection": MappingProxyType(_VISIT),
        "coercion": MappingProxyType({**_VISIT, "unannounced": _RARE["unannounced"]}),
        "licence": MappingProxyType({"numbers_published": _RARE["numbers_published"]}),
    }
)
# The word of a record that bears any but the frequent marks is at least this.
SELDOM: Mapping[str, int] = MappingProxyType({kind: 1 << len(_OFTEN) if kind == "penalty" else 1 for kind in MARKS})

_LONG = "hearing_right_told OR domain = 'market'"
_PENALTY: Mapping[str, Measure] = {
    "decided_wait_long": Measure(
        "INTEGER",
        f"CASE WHEN {_SIMPLE} THEN {NOBODY} WHEN {_LONG} THEN decided_wait ELSE {NOBODY} END",
        f"告知至决定的工作日数，告知了听证权或市场监管领域的；其他为 {NOBODY}",
    ),
    "decided_wait_short": Measure(
        "INTEGER",
        f"CASE WHEN {_SIMPLE} THEN {NOBODY} WHEN {_LONG} THEN {NOBODY} ELSE decided_wait END",
        f"告知至决定的工作日数，其余普通程序的；其他为 {NOBODY}",
    ),
    "untold_amount": Measure(
        "BIGINT",
        f"CASE WHEN hearing_right_told THEN 0 WHEN {_SIMPLE} THEN 0 WHEN NOT penalties_grave AND {_KNOWN} THEN "
        "CASE WHEN fined >= coalesce(confiscated, 0) THEN fined WHEN fined IS NOT NULL THEN confiscated END END",
        "没有告知听证权的，罚款与没收中较大的一项（分）；告知了的为 0，处罚类别应当告知的为空",
    ),
    "simple_fine": Measure(
        "BIGINT",
        f"CASE WHEN {_GENERAL} THEN 0 WHEN NOT penalties_beyond AND {_KNOWN} THEN fined END",
        "简易程序的罚款（分）；普通程序的为 0，有其他处罚的为空",
    ),
    "on_site_fine": Measure(
        "BIGINT",
        f"CASE WHEN {_OFF_SITE} THEN 0 WHEN {_SIMPLE} THEN fined END",
        "简易程序当场收缴的罚款（分）；没有当场收缴的为 0，普通程序的为空",
    ),
    "collective_fit": Measure(
        "BIGINT",
        f"CASE WHEN collective_on IS NULL THEN {NOBODY} "
        "WHEN NOT collective_away AND NOT collective_handled THEN collective_n END",
        f"集体讨论人数；没有讨论的为 {NOBODY}，有休假或办过本案的为空",
    ),
    "party_days": Measure(
        "BIGINT",
        f"CASE WHEN party_type <> 'natural_person' THEN {AGES} ELSE act_end - party_birth END",
        f"当事人行为终了时出生的天数；不是自然人的为 {AGES}",
    ),
    "announced_days": Measure(
        "BIGINT",
        f"CASE WHEN service_mode <> 'announcement' THEN {NOBODY} ELSE served_on - announced_on END",
        f"公告至送达的天数；不是公告送达的为 {NOBODY}",
    ),
    "archived_days": Measure("BIGINT", "archived_on - closed_on", "结案至归档的天数"),
    "case_days": Measure("BIGINT", "decided_on - filed_on", "立案至决定的天数"),
    "excluded_percent": Measure(
        "BIGINT",
        "CASE WHEN coalesce(len(exclusions), 0) = 0 THEN 0 WHEN NOT exclusions_odd AND domain IS NOT NULL "
        "AND coalesce(len(extensions), 0) = 0 AND decided_on > filed_on "
        "THEN (excluded_days * 100 + (decided_on - filed_on) - 1) // (decided_on - filed_on) END",
        "扣除的日数占立案至决定的百分比，至多如此；没有扣除的为 0，有异常的为空",
    ),
    "clue_days": Measure("BIGINT", "CASE WHEN domain IS NOT NULL THEN filed_on - clue_on END", "线索至立案的天数"),
    "unseen_days": Measure("BIGINT", "discovered_on - act_end", "行为终了至发现的天数"),
    "shown_until": Measure(
        "DATE",
        "CASE WHEN unpublished_on IS NULL THEN publish_until "
        "WHEN unpublished_on <= publish_until THEN publish_until END",
        "公示到期日，除非撤下得更晚",
    ),
}
MEASURES: Mapping[str, Mapping[str, Measure]] = MappingProxyType(
    {
        "penalty": MappingProxyType(_PENALTY),
        "coercion": MappingProxyType({"announced_days": _PENALTY["announced_days"]}),
    }
)


def columns(kind: str) -> dict[str, str]:
    """Name → DuckDB type: the measures of a kind, if it has any, and the word of its marks."""
    return {name: measure.type for name, measure in MEASURES.get(kind, {}).items()} | {WORD: "BIGINT"}


def worked_out(kind: str) -> dict[str, str]:
    """Name → expression in its type, over a table that has the fields and the briefs of the kind."""
    found = {name: f"({m.sql})::{m.type}" for name, m in MEASURES.get(kind, {}).items()}
    return found | {WORD: _word(MARKS[kind])}


def bits(kind: str, *names: str) -> int:
    """The word in which these marks alone are set; KeyError for one the kind does not have."""
    places = {name: place for place, name in enumerate(MARKS[kind])}
    return sum(1 << places[name] for name in set(names))


def apart(kind: str) -> str:
    """SQL over the word: 0 without a mark, 1 with frequent ones alone, 2 with a seldom one."""
    return f"CASE WHEN {WORD} = 0 THEN 0 WHEN {WORD} < {SELDOM[kind]} THEN 1 ELSE 2 END"


def _word(marks: Mapping[str, Mark]) -> str:
    # One case a mark with its conditions in turn: alternatives joined by OR cost DuckDB three times as much.
    each = (
        f"CASE {' '.join(f'WHEN {plain} THEN 0' for plain in mark.plain)} ELSE {1 << place} END"
        for place, mark in enumerate(marks.values())
    )
    return f"({' | '.join(each)})::BIGINT"
