"""What holds between the values of a record: derived columns, check digits, required fields, the improbable.

The improbable is said and never corrected: an amount in the wrong unit stays as it was written.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiedu.records.cleaning import name, quoted
from xiedu.records.faulttable import FaultTable
from xiedu.records.fields import KINDS
from xiedu.records.layouts import WAN
from xiedu.records.parts import CREDIT_CODE, DIVISIONS
from xiedu.records.schema import Field
from xiedu.records.staging import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


# The same check digits as law.identifiers, written for columns; a test holds the two equal.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
RESIDENT_CHECK = "10X98765432"
RESIDENT_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))


def _sum(text: str, alphabet: str, weights: tuple[int, ...]) -> str:
    terms = (
        f"(strpos('{alphabet}', substr({text}, {place}, 1)) - 1) * {weight}"
        for place, weight in enumerate(weights, start=1)
    )
    return " + ".join(terms)


_C = f"[{CREDIT_ALPHABET}]"
MACROS = (
    r"x_bare(x) as upper(regexp_replace(x, '[\s　]', '', 'g'))",
    r"""x_key(x) as case when regexp_matches(x, '[()\[\]{}【】［］〈〉《》\s　a-zａ-ｚ０-９（）／－．，：]') then
        x_bare(translate(x_fold(x), '()[]{}【】［］〈〉《》', '〔〕〔〕〔〕〔〕〔〕〔〕〔〕')) else x end""",
    f"x_credit_shape(c) as regexp_full_match(c, '{_C}{{2}}\\d{{6}}{_C}{{10}}')",
    f"x_credit_ok(c) as substr('{CREDIT_ALPHABET}',"
    f" 1 + cast((31 - ({_sum('c', CREDIT_ALPHABET, CREDIT_WEIGHTS)}) % 31) % 31 as integer), 1) = substr(c, 18, 1)",
    r"x_resident_shape(c) as regexp_full_match(c, '\d{17}[\dX]') and x_birth(c) is not null",
    """x_birth(c) as case when regexp_full_match(c, '\\d{17}[\\dX]') then
        try_cast(substr(c, 7, 4) || '-' || substr(c, 11, 2) || '-' || substr(c, 13, 2) as date) end""",
    f"x_resident_ok(c) as substr('{RESIDENT_CHECK}',"
    f" 1 + cast(({_sum('c', '0123456789', RESIDENT_WEIGHTS)}) % 11 as integer), 1) = substr(c, 18, 1)",
)
_PARTY_NUMBERS = (
    "party_code",
    "party_id_no",
    "party_registration_no",
    "party_organisation_code",
    "party_tax_no",
    "party_institution_no",
    "party_society_no",
)


def install(db: "DuckDBPyConnection") -> None:
    """Define the macros of this module; those of ``cleaning`` must stand already."""
    for macro in sorted(MACROS, key=lambda m: not m.startswith("x_birth")):
        db.execute(f"create or replace temp macro {macro}")


def derived(column: str, have: set[str]) -> str:
    """The SQL of a derived column over the wide table ``w``, from those of its sources that are there."""
    if column == "row_no":
        return "w.row_no"
    if column == "record_key":
        body = _first(("agency_code", "agency"), have)
        return f"(coalesce({body}, '') || '|' || x_key({_first(('document_no', 'case_no'), have)}))"
    if column == "party_key":
        return _first(_PARTY_NUMBERS, have)
    return "x_birth(w.party_id_no)" if "party_id_no" in have else "null"


def _first(columns: tuple[str, ...], have: set[str]) -> str:
    found = [f"w.{column}" for column in columns if column in have]
    return f"coalesce({', '.join(found)})" if found else "null::VARCHAR"


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition over the finished table that is a fault of one field; needs every column of ``needs``."""

    field: str
    needs: tuple[str, ...]
    breach: str
    reason: str
    remedy: str
    grade: str = "doubt"


# Where the amount of the column follows the word at once there is nothing to compare; the pattern is for the others.
_SAID = r"""row_no in (
    with said as materialized (
        select row_no, fine, case when not starts_with(penalty_content, '罚款' || (fine // 100) || '元')
            and not starts_with(split_part(penalty_content, '罚款', 2), (fine // 100) || '元') then
            regexp_extract(penalty_content, '罚款(?:人民币)?([0-9][0-9,，.]*)(万?元)', ['n', 'u']) end as s
        from {table} where fine > 0 and contains(penalty_content, '罚款')
    ), stated as materialized (
        select row_no, fine, cast(try_cast(regexp_replace(s.n, '[,，]', '', 'g') as decimal(24, 6))
            * case s.u when '万元' then 1000000 else 100 end as hugeint) as fen
        from said where s.n <> ''
    )
    select row_no from stated where fen > 0 and (fen = fine * 10000 or fine = fen * 10000))"""
RULES = (
    Rule(
        "fine",
        ("fine", "penalty_content"),
        _SAID,
        "'与处罚内容所写的罚款相差一万倍，疑似元、万元混填；未作换算'",
        "请核对本列的单位，并更正金额。",
        "error",
    ),
    Rule(
        "fine",
        ("fine", "illegal_gain"),
        "illegal_gain > 0 and fine >= 10000::hugeint * illegal_gain",
        "'罚款达到违法所得的一万倍以上'",
        "请核对两项金额及其单位。",
    ),
    Rule("decided_on", ("filed_on", "decided_on"), "decided_on < filed_on", "'早于立案日期'", "请核对两个日期。"),
    Rule(
        "decided_on",
        ("filed_on", "decided_on"),
        "decided_on > filed_on + interval 10 year",
        "'距立案日期超过十年'",
        "请核对年份。",
    ),
    Rule("act_end", ("act_start", "act_end"), "act_end < act_start", "'早于违法行为开始日期'", "请核对两个日期。"),
    Rule("end_at", ("start_at", "end_at"), "end_at < start_at", "'早于开始时间'", "请核对两个时间。"),
    Rule("ended_on", ("started_on", "ended_on"), "ended_on < started_on", "'早于开始日期'", "请核对两个日期。"),
    Rule(
        "valid_until", ("valid_from", "valid_until"), "valid_until < valid_from", "'早于有效期自'", "请核对两个日期。"
    ),
    Rule(
        "party_code",
        ("party_code", "party_type"),
        "party_type in ('organisation', 'individual_business') and party_code is null",
        "'法人、非法人组织和个体工商户应有统一社会信用代码'",
        "确无代码的可不填，并在备注中说明。",
    ),
)


def run(found: FaultTable, staged: Staged) -> None:
    """Add the faults that show only in finished records."""
    _duplicates(found, staged)
    _required(found, staged)
    rules = [rule for rule in RULES if set(rule.needs) <= set(staged.headers)]
    for field in KINDS[staged.layout.kind].fields:
        if field.name in staged.headers:
            rules += _field_rules(field, staged.units.get(field.name, 100))
    for rule in rules:
        field = KINDS[staged.layout.kind].by_name[rule.field]
        title = staged.headers.get(field.name, field.title)
        source = f"{name(staged.table)} where {rule.breach.replace('{table}', name(staged.table))}"
        found.add(field, title, (rule.reason, rule.remedy), source, name(field.name), grade=quoted(rule.grade))


def _field_rules(field: Field, unit: int) -> list[Rule]:
    column = name(field.name)
    if field.source == CREDIT_CODE:
        said = (
            f"case when length({column}) <> 18 then '应为 18 位，现为 ' || length({column}) || ' 位'"
            f" when not x_credit_shape({column}) then '含有统一社会信用代码不使用的字符'"
            " else '校验位不符，至少有一位抄错' end"
        )
        breach = _wrong(column, "true", "x_credit_shape(c) and x_credit_ok(c)")
        return [Rule(field.name, (), breach, said, "请对照登记证照核对。", "error")]
    if field.source == DIVISIONS:
        breach = rf"not regexp_full_match({column}, '[1-8]\d{{5}}(\d{{3}}|\d{{6}})?')"
        return [Rule(field.name, (), breach, "'不是 6 位、9 位或 12 位区划代码'", "请核对。", "error")]
    if field.sensitive:
        return [_resident_rule(field)]
    if unit == WAN:
        said = "'折合一千万元以上，疑似以元填报；未作换算'"
        return [Rule(field.name, (), f"{column} >= 1000000000", said, "本列单位是万元，请核对。")]
    if field.name in ("fine", "confiscated"):
        said = "'不足一百元且带角分，疑似以万元填报；未作换算'"
        return [Rule(field.name, (), f"{column} < 10000 and {column} % 100 <> 0", said, "本列单位是元，请核对。")]
    return []


def _wrong(column: str, among: str, good: str) -> str:
    """The column holds a number that is not ``good`` (of ``c``); each distinct one of the rows ``among`` is tried once.

    As a list, since a condition on rows, even of a materialised query, is moved before "distinct".
    """
    numbers = f"select unnest(list(distinct {column}) filter ({among})) as c from {{table}}"
    return f"{column} in (select c from ({numbers}) where not ({good}))"


def _resident_rule(field: Field) -> Rule:
    """Only what is said to be, or looks like, a resident ID has a check digit."""
    column = name(field.name)
    kind = name(field.name.replace("_no", "_type"))
    resident = f"({kind} = 'resident_id' or ({kind} is null and regexp_full_match({column}, '\\d{{17}}[\\dX]')))"
    breach = f"{resident} and {_wrong(column, resident, 'x_resident_shape(c) and x_resident_ok(c)')}"
    return Rule(field.name, (), breach, "'居民身份号码的位数、日期或校验位不符'", "请对照证件核对。", "error")


def _duplicates(found: FaultTable, staged: Staged) -> None:
    table = name(staged.table)
    field = KINDS[staged.layout.kind].by_name["document_no"]
    twice = (
        f"{table} t join (select record_key, min(row_no) as first_row from {table} where record_key is not null"
        " group by record_key having count(*) > 1) d on d.record_key = t.record_key and t.row_no > d.first_row"
    )
    said = ("'与第 ' || first_row || ' 行是同一文号（括号写法不同视为相同）'", "请删去重复的行，或更正文号。")
    found.add(field, staged.headers.get(field.name, field.title), said, twice, "coalesce(document_no, case_no)")


def _required(found: FaultTable, staged: Staged) -> None:
    """A required column that is missing is one fault of the file; an empty cell is a fault of its row."""
    layout = staged.layout
    covered = {column.field for column in layout.columns.values()}
    for field in KINDS[layout.kind].fields:
        if field.name not in covered:
            continue
        if field.name in layout.required:
            _missing(found, staged, field, "true", "必填")
        elif field.required_when:
            _missing(found, staged, field, field.required_when.sql, f"{field.required_when.words}必填")


def _missing(found: FaultTable, staged: Staged, field: Field, condition: str, words: str) -> None:
    reported = f"select row_no from {found.name} where field = {quoted(field.name)}"
    empty = f"{name(staged.table)} where ({condition}) and {name(field.name)} is null and row_no not in ({reported})"
    if field.name in staged.headers:
        found.add(field, staged.headers[field.name], (f"'{words}，此处为空'", "请补填。"), empty)
    else:
        said = (f"'缺少这一列（{words}），涉及 ' || count(*) || ' 行'", "请补上这一列。")
        found.add(field, field.title, said, f"{empty} having count(*) > 0", row="0")
