"""Routing is total, single-valued, free of order, and survives JSON."""

import json
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from xiedu.law.areas import COUNTIES
from xiedu.law.citation import Cite
from xiedu.law.competence import ROWS, Routing, route, route_json
from xiedu.law.parties import Kind, Level, Party

PATIENT = settings(deadline=None)
AREAS = st.sampled_from(["330800", *COUNTIES, "330802005", "330825207", "330899", "330100", "340000", "33", "三三零"])
OPTIONAL = {
    "legal_level": st.sampled_from([*Level, None, "区"]),
    "entity": st.sampled_from(["甲", "乙", None, 7, ""]),
    "host_of_handler": st.sampled_from([True, False, None, "是"]),
}
PARTY = st.fixed_dictionaries(
    {
        "level": st.sampled_from([*Level]),
        "area": AREAS,
        "kind": st.sampled_from([*Kind]),
        "name": st.sampled_from(["甲局", "乙局", "丙镇", "丁街道", "戊中心"]),
    },
    optional=OPTIONAL,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ANY_PARTY = (
    PARTY
    | JSON
    | PARTY.flatmap(lambda p: st.tuples(st.just(p), st.sampled_from(sorted(p)), JSON)).map(
        lambda t: {**t[0], t[1]: t[2]}
    )
)


def sound(result: Routing) -> None:
    assert (result.handler is None) != (result.refused is None)
    assert result.refused != ""
    assert result.rule in ROWS
    assert result.explanation
    assert result.cites
    if result.handler:
        assert result.handler.level in ("city", "county")
        assert (result.handler.level == "city") == (result.handler.area == "330800")
        assert result.handler.area in ("330800", *COUNTIES)


@PATIENT
@given(JSON | st.fixed_dictionaries({"parties": st.lists(ANY_PARTY, max_size=5)}))
def test_total(value: Any) -> None:
    sound(route_json(value))


@PATIENT
@given(st.data(), st.lists(ANY_PARTY, max_size=5))
def test_order_never_matters(data: st.DataObject, parties: list[Any]) -> None:
    shuffled = data.draw(st.permutations(parties))
    assert route_json({"parties": parties}) == route_json({"parties": shuffled})


@PATIENT
@given(st.lists(PARTY, max_size=5))
def test_the_result_survives_json(parties: list[Any]) -> None:
    result = route_json({"parties": parties})
    line = json.dumps(result.as_dict(), ensure_ascii=False)
    assert line.isprintable()
    assert json.loads(line) == result.as_dict()
    assert tuple(map(Cite.parse, json.loads(line)["cites"])) == result.cites
    assert route_json(json.loads(json.dumps({"parties": parties}))) == result


WELL_FORMED = st.one_of(
    st.builds(Party, st.just(Level.CITY), st.just("330800"), st.just(Kind.DEPARTMENT), st.just("某市级局")),
    st.builds(
        Party, st.just(Level.COUNTY), st.sampled_from([*COUNTIES]), st.just(Kind.DEPARTMENT), st.just("某县级局")
    ),
    st.builds(Party, st.just(Level.TOWNSHIP), st.sampled_from([*COUNTIES]), st.just(Kind.TOWNSHIP), st.just("某镇")),
    st.builds(
        Party, st.just(Level.TOWNSHIP), st.sampled_from([*COUNTIES]), st.just(Kind.SUBDISTRICT), st.just("某街道")
    ),
)


@PATIENT
@given(st.lists(WELL_FORMED, min_size=2, max_size=5, unique=True))
def test_plain_bodies_go_to_the_county_if_and_only_if_all_lie_in_one(parties: list[Party]) -> None:
    result = route(parties)
    one_county = len({p.area for p in parties}) == 1 and all(p.level is not Level.CITY for p in parties)
    assert result.handler is not None
    assert (result.handler.level == "county") == one_county


@PATIENT
@given(st.lists(WELL_FORMED, min_size=3, max_size=5, unique=True))
def test_more_parties_go_to_the_lowest_body_competent_for_every_pair(parties: list[Party]) -> None:
    pairs = [route(pair) for pair in combinations(parties, 2)]
    whole = route(parties)
    levels = {pair.handler.level for pair in pairs if pair.handler}
    assert whole.handler is not None
    assert whole.handler.level == ("city" if "city" in levels else "county")
    deciding = [pair for pair in pairs if pair.handler and pair.handler.level == whole.handler.level]
    assert whole.policy == any(pair.policy for pair in deciding)


@PATIENT
@given(st.lists(WELL_FORMED, min_size=1, max_size=4), st.sampled_from([*Level]), AREAS.filter(lambda a: len(a) == 6))
def test_a_vertical_body_is_never_routed(parties: list[Party], level: Level, area: str) -> None:
    result = route([*parties, Party(level, area, Kind.VERTICAL, "某垂直管理局")])
    assert result.handler is None
    assert result.policy == (result.rule == "1")
