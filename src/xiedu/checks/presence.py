"""Group A, one officer at two places: two records put one certificate number into different places at one time.

Only records of one kind are compared with each other. The place is known by its coordinates (distance in kilometres),
else by its name.
"""

from xiedu.checks.check import COERCION, EVENT_DAY, INSPECTION, PENALTY, Check, Reach, Severity, Standing
from xiedu.checks.params import internal
from xiedu.law.citation import Cite

APART = internal("apart_metres", "视为两地的距离（米）", 1000)
SPEED = internal("speed_most", "两地之间可能的最高时速（公里）", 120)

_TITLES = {PENALTY: "处罚", INSPECTION: "检查", COERCION: "强制"}
_DESK = "['paper', 'decision', 'other', 'service']"
_STEPS = (
    "SELECT row_no, record, agency, unnest(s.officers) AS cert, s.start_at, s.end_at, s.place, s.longitude, s.latitude "
    "FROM (SELECT row_no, record, agency, unnest(steps) AS s FROM rows WHERE steps IS NOT NULL) "
    f"WHERE NOT coalesce(s.remote, FALSE) AND NOT coalesce(list_contains({_DESK}, s.kind), FALSE)"
)
_VISITS = (
    "SELECT row_no, record, agency, unnest(list_transform(officers, lambda p: p.cert_no)) AS cert, start_at, end_at, "
    "coalesce(place, party) AS place, NULL::DOUBLE AS longitude, NULL::DOUBLE AS latitude FROM rows "
    "WHERE steps IS NULL AND coalesce(mode, 'on_site') <> 'remote'"
)
_METRES = (
    "2 * 6371000 * asin(sqrt(pow(sin(radians(b.latitude - a.latitude) / 2), 2) + cos(radians(a.latitude)) "
    "* cos(radians(b.latitude)) * pow(sin(radians(b.longitude - a.longitude) / 2), 2)))"
)
_SECONDS = "date_diff('second', a.end_at, b.start_at)"


def _clashes(stays: str) -> str:
    """(row_no, …) of the later of two stays of one officer on one day that cannot both be."""
    known = f"SELECT * FROM ({stays}) WHERE cert IS NOT NULL AND start_at IS NOT NULL AND end_at >= start_at"
    pairs = (
        f"SELECT b.row_no, b.cert, b.start_at, b.place, a.record AS other, a.place AS other_place, a.end_at, "
        f"a.start_at AS other_start, {_METRES} AS metres, {_SECONDS} AS seconds, "
        "a.place IS DISTINCT FROM b.place AND a.place IS NOT NULL AND b.place IS NOT NULL AS named_apart "
        "FROM stays a JOIN stays b ON a.cert = b.cert AND a.start_at::DATE = b.start_at::DATE "
        "AND a.row_no <> b.row_no AND (a.start_at, a.row_no) < (b.start_at, b.row_no)"
    )
    apart = f"CASE WHEN metres IS NULL THEN named_apart ELSE metres > {APART} END"
    too_fast = f"(seconds < 0 OR (metres IS NOT NULL AND metres * 3600 > greatest(seconds, 1) * {SPEED} * 1000))"
    first = "arg_min({}, (other_start, other))"
    named = ", ".join(f"{first.format(one)} AS {one}" for one in ("cert", "start_at", "place", "other", "other_place"))
    return (
        f"WITH stays AS MATERIALIZED ({known}), pairs AS ({pairs}) SELECT row_no, {named}, "
        f"{first.format('end_at')} AS other_end, round({first.format('metres')}) AS metres "
        f"FROM pairs WHERE {apart} AND {too_fast} GROUP BY row_no"
    )


def _two_places(kind: str, id_: str, stays: str, recorded: str, needs: tuple[str, ...]) -> Check:
    return Check(
        id=id_,
        name=f"同一人员同时两地执法（{_TITLES[kind]}）",
        cites=(Cite("处罚法", 42), Cite("118号", 7)),
        kind=kind,
        severity=Severity.ORANGE,
        standing=Standing.ANALYTIC,
        reach=Reach.GROUP,
        needs=needs,
        source=(
            f"SELECT v.*, c.* EXCLUDE (row_no) FROM (SELECT row_no, record, {EVENT_DAY[kind]} AS event_day, "
            f"({recorded}) AS recorded FROM rows) v LEFT JOIN ({_clashes(stays)}) c ON c.row_no = v.row_no"
        ),
        breach="CASE WHEN cert IS NOT NULL THEN TRUE WHEN recorded THEN FALSE END",
        facts={
            "officer": "cert",
            "start": "start_at",
            "place": "place",
            "other": "other",
            "end": "other_end",
            "other_place": "other_place",
            "metres": "metres",
        },
        explain=(
            "执法证号 {officer} 于 {start} 在 {place}，而 {other} 登记其到 {end} 为止在 {other_place}"
            "（两地相距 {metres} 米），不可能同时到场"
        ),
        exceptions="远程环节；书面审核、决定、送达环节",
        false_positive="时间事后补录；记录仪时钟不准；按半日登记",
    )


_BOTH = f"{_STEPS} UNION ALL {_VISITS}"
CHECKS: tuple[Check, ...] = (
    _two_places(PENALTY, "off-two-places", _STEPS, "steps IS NOT NULL", ("steps",)),
    _two_places(
        INSPECTION,
        "off-two-places-ins",
        _BOTH,
        "steps IS NOT NULL OR (officers IS NOT NULL AND start_at IS NOT NULL AND end_at IS NOT NULL)",
        ("officers", "start_at", "end_at"),
    ),
    _two_places(COERCION, "off-two-places-coe", _STEPS, "steps IS NOT NULL", ("steps",)),
)
