"""Citations in free text, looked up in the dated statute index (引用的法规是否施行、条文是否存在).

A citation is a title in 《》 with the articles that follow it up to the next title. Each distinct text is taken apart
once; a law that is not in the index, or a text without a citation, leaves the question open (not recorded).
"""

from functools import lru_cache

from xiedu.checks.check import COERCION, EVENT_DAY, PENALTY, Check, Severity
from xiedu.law.citation import Cite
from xiedu.law.numerals import chinese
from xiedu.law.statutes import statutes
from xiedu.records.brief import CITED

MOST_ARTICLES = 400
_NUMBER = "第([零〇一二三四五六七八九十百0-9]+)条"
_NO_TITLE = r"^中华人民共和国|[（(][^（()）]*[)）]$|\s+"
_FIRST, _LAST = "DATE '0001-01-01'", "DATE '9999-12-31'"
_UNCOUNTED_ARTICLE = "articles IS NULL AND article IS NOT NULL"
_ACT_DAY = {PENALTY: "act_end", COERCION: EVENT_DAY[COERCION]}


@lru_cache
def _versions() -> str:
    """The index as rows (name, title, first, last, articles)."""
    told = []
    for one in statutes():
        for name in (one.title, *one.aliases):
            for v in one.versions:
                first = f"DATE '{v.first}'" if v.first else _FIRST
                last = f"DATE '{v.last}'" if v.last else _LAST
                told.append(f"('{name}', '{one.title}', {first}, {last}, {v.articles or 'NULL'})")
    return f"(VALUES {', '.join(told)}) v(name, title, first, last, articles)"


@lru_cache
def _cited(texts: str) -> str:
    """(text, name, article): one row a cited law and article; article NULL where none follows."""
    numbers = ", ".join(f"'{chinese(n)}'" for n in range(1, MOST_ARTICLES + 1))
    number = f"coalesce(try_cast(n AS INTEGER), list_position([{numbers}], replace(n, '〇', '零')))"
    name = f"regexp_replace(regexp_extract(piece, '《([^》]+)》', 1), '{_NO_TITLE}', '', 'g')"
    pieces = f"SELECT key, unnest(regexp_extract_all(text, '《[^《》]+》[^《]*')) AS piece FROM ({texts})"
    laws = f"SELECT key, {name} AS name, regexp_extract_all(piece, '{_NUMBER}', 1) AS numbers FROM ({pieces})"
    return (
        "SELECT key, name, unnest(CASE WHEN len(numbers) = 0 THEN [NULL::INTEGER] "
        f"ELSE list_transform(numbers, lambda n: {number}) END) AS article FROM ({laws})"
    )


@lru_cache
def _source(kind: str) -> str:
    """Each record with what its citations say: ``laws`` by name with the days in force, ``absent`` by name and days."""
    told = (
        f"SELECT row_no, record, {EVENT_DAY[kind]} AS event_day, {_ACT_DAY[kind]} AS act_day, {CITED[kind]} AS text, "
        "basis, cited_key AS key FROM rows"
    )
    # From the records themselves: a query used twice would be written down whole.
    first = "SELECT min(row_no) AS row_no FROM rows WHERE cited_key IS NOT NULL GROUP BY cited_key"
    cites = _cited(f"SELECT cited_key AS key, {CITED[kind]} AS text FROM rows JOIN ({first}) USING (row_no)")
    looked_up = (
        "SELECT *, min(first) OVER law AS opened, max(last) OVER law AS closed "
        f"FROM ({cites}) LEFT JOIN {_versions()} USING (name) WINDOW law AS (PARTITION BY key, name)"
    )
    gathered = (
        "SELECT key, bool_or(title IS NULL) AS unknown, max(opened) AS first, min(closed) AS last, "
        f"{_listed('laws', 'title', 'opened AS first', 'closed AS last', where='title IS NOT NULL')}, "
        f"{_listed('absent', 'title', 'article', 'first', 'last', where='article > articles')}, "
        f"{_listed('uncounted', 'first', 'last', where=f'title IS NOT NULL AND {_UNCOUNTED_ARTICLE}')} "
        f"FROM ({looked_up}) GROUP BY key"
    )
    return (
        f"WITH told AS ({told}) SELECT t.*, g.unknown, g.first, g.last, g.laws, g.absent, g.uncounted, "
        "g.absent_until, g.uncounted_until, g.key IS NOT NULL AS cited "
        f"FROM told t LEFT JOIN ({gathered}) g ON g.key = t.key"
    )


def _listed(name: str, *columns: str, where: str) -> str:
    """The different citations that meet a condition as a list, and the last day any of them was in force."""
    pairs = (column.split(" AS ") for column in columns)
    one = ", ".join(f"'{pair[-1]}': {pair[0]}" for pair in pairs)
    until = f"coalesce(max(last) FILTER ({where}), {_FIRST}) AS {name}_until"
    return f"list_sort(list(DISTINCT {{{one}}}) FILTER ({where})) AS {name}, {until}"


_UNSAID = "依据中没有可识别的法规名称，或所引法规不在法规索引中（或当时版本的条数未核对），无法判断"
# In force on the day of the decision or, for the act's sake, when it ended (处罚法 37).
_OUTSIDE = "(event_day < {0}first OR event_day > {0}last)"
_BEFORE = "(act_day < {0}first OR act_day > {0}last)"
_NOW = _OUTSIDE.format("")
_THEN = _BEFORE.format("")
_OUT = (
    f"CASE WHEN event_day IS NULL THEN FALSE WHEN NOT cited THEN NULL WHEN {_NOW} THEN "
    f"CASE WHEN {_THEN} OR event_day < first THEN TRUE WHEN act_day IS NULL OR unknown THEN NULL ELSE FALSE END "
    "WHEN unknown THEN NULL ELSE FALSE END"
)
_ABSENT = "list_filter(absent, lambda a: event_day BETWEEN a.first AND a.last)"
_UNCOUNTED = "list_filter(uncounted, lambda a: event_day BETWEEN a.first AND a.last)"
_NO_ARTICLE = (
    "CASE WHEN event_day IS NULL THEN FALSE WHEN NOT cited THEN NULL "
    f"WHEN len({_ABSENT}) > 0 THEN TRUE WHEN unknown OR len({_UNCOUNTED}) > 0 THEN NULL ELSE FALSE END"
)


def _not_in_force(kind: str, id_: str, cites: tuple[Cite, ...]) -> Check:
    return Check(
        id=id_,
        name="引用当日未施行或已失效的法规",
        cites=cites,
        kind=kind,
        severity=Severity.ORANGE,
        needs=("basis",),
        source=_source(kind),
        unsaid=_UNSAID,
        clear="event_day >= first AND event_day <= last AND NOT unknown",
        breach=_OUT,
        facts={
            "day": "event_day",
            "basis": "text",
            "laws": (
                f"list_transform(list_filter(laws, lambda l: {_OUTSIDE.format('l.')}), "
                "lambda l: '《' || l.title || '》（'"
                f" || CASE WHEN l.first > event_day THEN l.first::VARCHAR || ' 起施行' "
                "ELSE l.last::VARCHAR || ' 后失效' END || '）')"
            ),
        },
        explain="{day} 的文书引用 {laws}，当日不在施行期间；依据原文：{basis}",
        exceptions="行为终了时仍然施行的旧规定",
        false_positive="行为发生在旧规定施行期间而终了日期没有登记；法规索引有缺",
    )


def _no_article(kind: str, id_: str, cites: tuple[Cite, ...]) -> Check:
    return Check(
        id=id_,
        name="引用不存在的条文",
        cites=cites,
        kind=kind,
        severity=Severity.ORANGE,
        needs=("basis",),
        source=_source(kind),
        unsaid=_UNSAID,
        clear="event_day > absent_until AND event_day > uncounted_until AND NOT unknown",
        breach=_NO_ARTICLE,
        facts={
            "day": "event_day",
            "basis": "text",
            "absent": f"list_transform({_ABSENT}, lambda a: '《' || a.title || '》第 ' || a.article || ' 条')",
        },
        explain="{day} 的文书引用 {absent}，当日施行的版本没有这一条；依据原文：{basis}",
        exceptions="当日施行的版本没有核对条数的不判断",
        false_positive="条文序号录入错误",
    )


CHECKS: tuple[Check, ...] = (
    _not_in_force(PENALTY, "bas-not-in-force", (Cite("处罚法", 38), Cite("处罚法", 37))),
    _no_article(PENALTY, "bas-no-article", (Cite("处罚法", 38), Cite("处罚法", 59))),
    _not_in_force(COERCION, "bas-not-in-force-coe", (Cite("强制法", 24),)),
    _no_article(COERCION, "bas-no-article-coe", (Cite("强制法", 24),)),
)
