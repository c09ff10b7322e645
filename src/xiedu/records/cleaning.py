"""Raw text to values, as DuckDB expressions: one a field type. NULL for a value that cannot be read, never a guess."""

from collections.abc import Iterable, Mapping

from xiedu.records.parts import CREDIT_CODE, DIVISIONS
from xiedu.records.schema import Field, FieldType

# Written in files beside the official words; what is missing here is refused with the list of words, not guessed.
SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "party_type": {
        "法人": "organisation",
        "非法人组织": "organisation",
        "其他组织": "organisation",
        "单位": "organisation",
        "企业": "organisation",
        "个体": "individual_business",
        "个人": "natural_person",
        "公民": "natural_person",
    },
    "penalties": {
        "没收违法所得": "confiscation",
        "没收非法财物": "confiscation",
        "吊销营业执照": "licence_revoked",
        "吊销许可证": "licence_revoked",
        "暂扣许可证": "licence_suspended",
        "停产停业": "production_stopped",
        "拘留": "detention",
    },
    "procedure": {"普通": "ordinary", "一般程序": "ordinary", "简易": "simple"},
}
_TRUE = "'是','有','真','已','√','✓','Y','YES','TRUE','T','1','1.0'"
_FALSE = "'否','无','假','未','×','✗','N','NO','FALSE','F','0','0.0'"
_PIECES = {FieldType.CODES: r"[;；、,，|\s]+", FieldType.TEXTS: r"[;；\n]+"}

MACROS = (
    # Full-width digits and signs; what has none, by far the commonest, is left alone.
    """x_fold(x) as case when regexp_matches(x, '[０-９．／－：，　（）％]') then
        translate(x, '０１２３４５６７８９．／－：，　（）％', '0123456789./-:, ()%') else x end""",
    "x_tight(x) as case when regexp_full_match(x, '[0-9A-Z]*') then x"
    " else upper(regexp_replace(x_fold(x), '[\\s‐‑–—−-]', '', 'g')) end",
    "x_ymd(x) as regexp_extract(x,"
    r" '^(\d{4})[-./年\\](\d{1,2})[-./月\\](\d{1,2})(?:日|号)?(?:[T ]?\d{1,2}[:时点].*)?$',"
    " ['y', 'm', 'd'])",
    """x_day_of(s) as case when s.y <> '' then
        try_cast(s.y || '-' || lpad(s.m, 2, '0') || '-' || lpad(s.d, 2, '0') as date) end""",
    r"""x_day(x) as case
        when regexp_full_match(x, '\d{4}-\d{2}-\d{2}') then try_cast(x as date)
        when regexp_full_match(x, '(?:19|20)\d{6}') then
            try_cast(substr(x, 1, 4) || '-' || substr(x, 5, 2) || '-' || substr(x, 7, 2) as date)
        when regexp_full_match(x, '[1-7]\d{4}(?:\.\d+)?') then
            date '1899-12-30' + cast(floor(try_cast(x as double)) as integer)
        else x_day_of(x_ymd(x)) end""",
    "x_sane(d) as case when d between date '1949-10-01' and date '2100-12-31' then d end",
    "x_date(x) as x_sane(x_day(trim(x_fold(x))))",
    r"x_hms(x) as regexp_extract(x, '(?:[日号T ])\s*(\d{1,2})(?:[:时点](\d{1,2})?)分?(?::?(\d{1,2})(?:\.\d+)?秒?)?"
    r"(?:\+08:00)?$', ['h', 'i', 's'])",
    """x_two(t) as lpad(case when t = '' then '0' else t end, 2, '0')""",
    """x_time_of(d, s) as case when s.h <> '' then
        try_cast(strftime(d, '%Y-%m-%d ') || x_two(s.h) || ':' || x_two(s.i) || ':' || x_two(s.s) as timestamp)
        end""",
    r"""x_moment(x) as case
        when regexp_full_match(x, '[1-7]\d{4}\.\d+') then
            date_trunc('second', (timestamp '1899-12-30' +
                to_milliseconds(cast(round(try_cast(x as double) * 86400) * 1000 as bigint))))
        else x_time_of(x_sane(x_day(x)), x_hms(x)) end""",
    "x_datetime(x) as x_moment(trim(x_fold(x)))",
    "x_amount(x) as regexp_replace(x_fold(x), '[,，￥¥\\s]', '', 'g')",
    r"""x_yuan(x) as case when regexp_full_match(x, '\d{1,13}(?:\.\d{1,2}0*)?元?')
        then cast(try_cast(rtrim(x, '元') as decimal(24, 6)) * 100 as bigint) end""",
    r"""x_wan(x) as case when regexp_full_match(x, '\d{1,9}(?:\.\d{1,6}0*)?(?:万元)?')
        then cast(try_cast(regexp_replace(x, '万元$', '') as decimal(24, 6)) * 1000000 as bigint) end""",
    r"""x_int(x) as case when regexp_full_match(x, '\d{1,12}(?:\.0+)?')
        then cast(try_cast(x as double) as bigint) end""",
    r"""x_number(x) as case when regexp_full_match(x, '[+-]?\d{1,15}(?:\.\d{1,15})?') then try_cast(x as double) end""",
    f"x_bool(x) as case when upper(x_fold(x)) in ({_TRUE}) then true"
    f" when upper(x_fold(x)) in ({_FALSE}) then false end",
    """x_listed(x) as case json_type(try_cast(x as json)) when 'ARRAY' then x when 'OBJECT' then '[' || x || ']' end""",
    """x_pieces(x, cut) as case when x[1] = '[' and x_listed(x) is not null then from_json(x, '["VARCHAR"]')
        else list_filter(list_transform(string_split_regex(x, cut), lambda p: trim(p)), lambda p: p <> '') end""",
    """x_known(w) as case when len(w) > 0 and len(w) = len(list_filter(w, lambda e: e is not null))
        then list_sort(list_distinct(w)) end""",
)


def install(db: object) -> None:
    """Define the macros on a connection."""
    for macro in MACROS:
        db.execute(f"create or replace temp macro {macro}")  # type: ignore[attr-defined]


def quoted(text: str) -> str:
    """A SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """A SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def expression(field: Field, raw: str, unit: int = 100) -> str:
    """The value of a field from its raw text ``raw`` (an SQL expression); ``unit`` is 分 per written unit of money."""
    if field.type is FieldType.MONEY:
        return f"x_yuan(x_amount({raw}))" if unit == 100 else f"x_wan(x_amount({raw}))"
    if field.type is FieldType.CODE:
        return _word(field, f"trim(x_fold({raw}))")
    if field.type is FieldType.CODES:
        return _words(field, raw)
    if field.type is FieldType.TEXT:
        return f"x_tight({raw})" if tight(field) else raw
    if field.type in (FieldType.INT, FieldType.NUMBER):
        return f"x_{field.type}(x_amount({raw}))"
    if field.type is FieldType.TEXTS:
        return f"x_pieces({raw}, {quoted(_PIECES[FieldType.TEXTS])})"
    return f"x_{field.type}({raw})"


def tight(field: Field) -> bool:
    """True for identifiers written without spaces: credit codes, division codes, identity numbers."""
    return field.source in (CREDIT_CODE, DIVISIONS) or field.sensitive or field.name == "cert_no"


def words_of(field: Field) -> dict[str, str]:
    """Everything that may be written for a coded field → its code: codes, labels, synonyms; upper case."""
    pairs: Iterable[tuple[str, str]] = [
        *((code, code) for code in field.codes),
        *((label, code) for code, label in field.codes.items()),
        *SYNONYMS.get(field.name, {}).items(),
        *(SYNONYMS["penalties"].items() if field.name == "notice_penalties" else ()),
    ]
    return {word.upper(): code for word, code in pairs}


def _word(field: Field, value: str) -> str:
    arms = " ".join(f"when {quoted(word)} then {quoted(code)}" for word, code in words_of(field).items())
    return f"case upper({value}) {arms} end"


def _words(field: Field, raw: str) -> str:
    # A label that itself holds a separator is put by its code before the text is cut.
    text = raw
    for code, label in field.codes.items():
        if "、" in label:
            text = f"replace({text}, {quoted(label)}, {quoted(code)})"
    pieces = f"x_pieces({text}, {quoted(_PIECES[FieldType.CODES])})"
    return f"x_known(list_transform({pieces}, lambda p: {_word(field, 'x_fold(p)')}))"


def reason(field: Field, raw: str) -> tuple[str, str]:
    """SQL giving what is wrong with an unreadable raw value, and what to do (plain text)."""
    if field.type is FieldType.DATE:
        short = f"regexp_matches(x_fold({raw}), '^\\d{{1,3}}[-/.年]')"
        return (
            f"case when {short} then '年份不是四位，无法判断是哪一年' else '不是可用的日期，或年份不合理' end",
            "请写成 2024-03-05。",
        )
    if field.type is FieldType.DATETIME:
        return (
            f"case when x_date({raw}) is not null then '只有日期，没有时刻' else '不是可用的时刻' end",
            "请写成 2024-03-05 09:30。",
        )
    if field.type is FieldType.MONEY:
        return _money_reason(raw)
    if field.codes:
        return "'不在代码表内'", f"可填：{'、'.join(field.codes.values())}。"
    plain = {
        FieldType.INT: ("'不是整数'", "请只填数字。"),
        FieldType.NUMBER: ("'不是数值'", "请只填数字。"),
        FieldType.BOOL: ("'不能判断是或否'", "请填是或否，不知道的留空。"),
        FieldType.LIST: ("'不是 JSON 数组'", "请写成 [{…}, {…}]，或另设同名工作表。"),
    }
    return plain.get(field.type, ("'无法读取'", "请核对。"))


def _money_reason(raw: str) -> tuple[str, str]:
    said = f"""case when contains({raw}, '万') then '单元格里写了“万”，与本列的单位不一致'
        when regexp_matches(x_amount({raw}), '^[-(]') then '金额为负'
        when regexp_matches(x_amount({raw}), '^\\d+\\.\\d+') then '小数位数过多，不足一分'
        else '不是金额' end"""
    return said, "请按本列单位只填数字。"
