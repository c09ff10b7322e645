"""The routing table of art. 6, row by row, and its awkward cases."""

from typing import Any

import pytest

from xiedu.law.competence import ROWS, Routing, route_json

CITY, COUNTY = "330800", "330802"


def party(level: str, area: str, kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {"level": level, "area": area, "kind": kind, "name": name, **more}


def routed(*parties: Any) -> Routing:
    return route_json({"parties": list(parties)})


def handler(result: Routing) -> tuple[str, str] | None:
    return (result.handler.level, result.handler.area) if result.handler else None


BUILD = party("county", "330802", "department", "柯城区住建局")
URBAN = party("county", "330802", "department", "柯城区综合行政执法局")
QUJIANG = party("county", "330803", "department", "衢江区住建局")
TOWN = party("township", "330802100", "township", "石梁镇人民政府")
STREET = party("township", "330802", "subdistrict", "花园街道办事处")
QUJIANG_TOWN = party("township", "330803113", "township", "湖南镇人民政府")
CITY_BUILD = party("city", "330800", "department", "市住建局")
CITY_WATER = party("city", "330800", "department", "市水利局")
BRANCH = party("county", "330802", "branch", "市生态环境局柯城分局", legal_level="city")
ZONE = party("county", "330800", "dispatched_organ", "智造新城管委会", legal_level="city")
COUNTY_GOV = party("county", "330802", "government", "柯城区人民政府")
TAX = party("county", "330802", "vertical", "柯城区税务局")
HANGZHOU = party("city", "330100", "department", "杭州市城管局")
PROVINCE = party("province", "330000", "department", "省住建厅")

IN_CITY, IN_KECHENG = ("city", CITY), ("county", COUNTY)


@pytest.mark.parametrize(
    ("parties", "rule", "expected", "policy"),
    [
        ([HANGZHOU, BUILD], "1", None, False),
        ([PROVINCE, BUILD], "1", None, False),
        ([TAX, BUILD], "1", None, True),
        ([{**TAX, "level": "city", "area": "330800"}, CITY_BUILD], "1", None, True),
        ([TOWN, BUILD], "2", IN_KECHENG, False),
        ([STREET, BUILD], "2", IN_KECHENG, False),
        ([URBAN, BUILD], "3", IN_KECHENG, False),
        ([TOWN, STREET], "4", IN_KECHENG, True),
        ([QUJIANG, TOWN], "5", IN_CITY, False),
        ([QUJIANG_TOWN, TOWN], "6", IN_CITY, False),
        ([QUJIANG, BUILD], "7", IN_CITY, False),
        ([CITY_BUILD, BUILD], "8", IN_CITY, False),
        ([CITY_BUILD, TOWN], "8", IN_CITY, False),
        ([CITY_BUILD, CITY_WATER], "9", IN_CITY, False),
        ([URBAN, BUILD, TOWN], "10", IN_KECHENG, False),
        ([BUILD, TOWN, STREET], "10", IN_KECHENG, True),
        ([TOWN, STREET, QUJIANG_TOWN], "10", IN_CITY, False),
        ([BUILD, TOWN, CITY_WATER], "10", IN_CITY, False),
        ([BRANCH, BUILD], "8", IN_CITY, False),
        ([BRANCH, CITY_WATER], "9", IN_CITY, False),
        ([{**BRANCH, "legal_level": "county"}, BUILD], "3", IN_KECHENG, False),
        ([ZONE, BUILD], "8", IN_CITY, True),
        ([{**ZONE, "area": "330802", "legal_level": "county"}, BUILD], "3", IN_KECHENG, True),
        ([ZONE, BUILD, TOWN], "10", IN_CITY, True),
        ([TOWN, COUNTY_GOV], "13", None, False),
        ([TOWN, COUNTY_GOV, BUILD], "13", None, False),
        ([BUILD, COUNTY_GOV], "13", None, True),
        ([CITY_BUILD, {**BRANCH, "entity": "e"}, {**BUILD, "entity": "e"}], "14", None, False),
        ([{**CITY_BUILD, "entity": "e"}, {**BRANCH, "entity": "e"}], "14", None, False),
    ],
)
def test_the_table(parties: list[Any], rule: str, expected: tuple[str, str] | None, policy: bool) -> None:
    result = routed(*parties)
    assert (result.rule, handler(result), result.policy) == (rule, expected, policy)
    assert (result.refused is None) == (expected is not None)
    assert result.cites
    assert ("内部规则" in result.explanation) == policy


def test_rows_11_and_12_are_told_and_cited() -> None:
    assert set(ROWS["11"].cites) <= set(routed(BRANCH, BUILD).cites)
    assert "派出机构" in routed(BRANCH, BUILD).explanation
    assert "派出机关" in routed(ZONE, BUILD).explanation
    assert ROWS["12"].policy


def test_every_row_of_the_table_is_there() -> None:
    assert set(ROWS) == {"malformed", *map(str, range(1, 15))}
    assert {rule for rule, row in ROWS.items() if row.policy} == {"4", "12"}


def test_handlers_are_named() -> None:
    names = {r.handler.name for r in (routed(TOWN, BUILD), routed(CITY_BUILD, BUILD)) if r.handler}
    assert names == {"柯城区综合行政执法指导机构", "衢州市综合行政执法指导机构"}


def test_a_refusal_says_whom_to_ask() -> None:
    assert "浙江省综合行政执法指导机构" in str(routed(HANGZHOU, BUILD).refused)
    assert "共同的上级行政机关" in str(routed(party("county", "340104", "department", "外省某局"), BUILD).refused)
    assert "柯城区人民政府" in str(routed(TOWN, COUNTY_GOV).refused)
    assert "上级主管机关" in str(routed(TAX, BUILD).refused)
    assert "指导机构咨询" in str(routed(BUILD).refused)


def test_a_branch_without_legal_level_counts_one_level_up() -> None:
    county = {k: v for k, v in BRANCH.items() if k != "legal_level"}
    assert handler(routed(county, BUILD)) == IN_CITY
    station = party("township", "330802", "branch", "柯城区市场监管局石梁所")
    assert routed(station, TOWN).rule == "2"
    assert handler(routed({**county, "level": "city"}, BUILD)) == IN_CITY


def test_a_zone_without_legal_level_stands_where_its_level_says_or_must_say_more() -> None:
    zone = {k: v for k, v in ZONE.items() if k != "legal_level"}
    assert "legal_level" in str(routed(zone, BUILD).refused)
    located = routed({**zone, "area": "330802"}, BUILD)
    assert (handler(located), located.policy) == (IN_KECHENG, True)


def test_a_city_body_is_a_city_body_wherever_it_sits() -> None:
    result = routed({**CITY_BUILD, "area": "330802"}, BUILD)
    assert (result.rule, handler(result)) == ("8", IN_CITY)


@pytest.mark.parametrize(
    ("host", "others", "recused"),
    [
        (URBAN, [BUILD], True),
        (URBAN, [CITY_BUILD], False),
        (CITY_BUILD, [BUILD], True),
        ({**CITY_BUILD, "area": "330802"}, [BUILD], True),
        (TOWN, [STREET], False),
        (QUJIANG, [BUILD], False),
        (BRANCH, [BUILD], False),
    ],
)
def test_recusal_only_if_the_hosted_body_is_the_handler(host: Any, others: list[Any], recused: bool) -> None:
    result = routed({**host, "host_of_handler": True}, *others)
    assert result.recused is recused
    assert ("回避" in result.explanation) == recused
    assert routed(host, *others).recused is False


def test_a_refusal_recuses_nobody() -> None:
    assert routed({**URBAN, "host_of_handler": True}, HANGZHOU).recused is False


def test_outside_goes_before_one_person_and_malformed_before_all() -> None:
    assert routed({**HANGZHOU, "entity": "e"}, {**BUILD, "entity": "e"}).rule == "1"
    assert routed(HANGZHOU, {**BUILD, "level": "区县"}).rule == "malformed"
    assert routed({**TOWN, "entity": "e"}, {**COUNTY_GOV, "entity": "e"}).rule == "14"


def test_two_cities_are_refused_never_sent_to_the_city_body() -> None:
    assert routed(HANGZHOU, CITY_BUILD).rule == "1"


def test_the_same_body_twice_is_no_dispute() -> None:
    assert routed(BUILD, dict(BUILD)).rule == "14"
    assert routed(COUNTY_GOV, {**COUNTY_GOV, "name": "柯城区政府"}).rule == "14"


def test_governments_and_their_subordinates() -> None:
    city_gov = party("city", CITY, "government", "衢州市人民政府")
    for lower in (BUILD, TOWN, COUNTY_GOV, CITY_BUILD):
        assert routed(city_gov, lower).rule == "13"
    assert routed(COUNTY_GOV, QUJIANG).rule == "7"
    assert routed(COUNTY_GOV, CITY_BUILD).rule == "8"
    assert routed(COUNTY_GOV, QUJIANG_TOWN).rule == "5"
    assert routed({**TOWN, "kind": "government"}, BUILD).rule == "2"


MISFITS_LEGAL: list[Any] = ["市", 1, False, [], "township"]
MISFITS_ENTITY: list[Any] = [[], {}, True, 1.5, 10**40]
MISFITS_HOST: list[Any] = ["true", 1, 0, []]


def test_nine_digits_are_cut_to_six() -> None:
    assert routed({**TOWN, "area": "330802"}, BUILD) == routed({**TOWN, "area": "330802999"}, BUILD)


@pytest.mark.parametrize(
    "bad",
    [
        *(
            {**BUILD, "area": area}
            for area in ("330800", "330899", "33080", "330802x", "３３０８０２", "", None, 330802, True)
        ),
        *({**BUILD, "level": level} for level in ("County", "", None, 3, ["county"], {"a": 1}, "county ", True)),
        *({**BUILD, "kind": kind} for kind in ("局", None, 0, "department\n")),
        *(
            {**BUILD, "name": name}
            for name in ("", "  ", None, 5, "甲\n乙", "\x00", "\ud800", "甲\u2028局", "局" * 201)
        ),
        *({**BUILD, "legal_level": legal} for legal in MISFITS_LEGAL),
        *({**BUILD, "entity": entity} for entity in MISFITS_ENTITY),
        *({**BUILD, "host_of_handler": host} for host in MISFITS_HOST),
        {**TOWN, "level": "county"},
        {**TOWN, "area": "330800"},
        {**TOWN, "legal_level": "county"},
        {**BUILD, "level": "township"},
        {**COUNTY_GOV, "legal_level": "city"},
        {**COUNTY_GOV, "level": "city"},
        {},
        [],
        None,
        "柯城区住建局",
        7,
    ],
)
def test_malformed_parties_are_refused_with_a_remedy(bad: Any) -> None:
    result = routed(bad, CITY_WATER)
    assert result.rule == "malformed"
    assert result.handler is None
    assert "请" in str(result.refused)
    assert str(result.refused).isprintable()


@pytest.mark.parametrize(
    "value",
    [
        *[None, 1, 1.5, "x", [], {}, {"parties": None}, {"parties": {}}, {"parties": []}, {"parties": [BUILD]}],
        *[{"parties": [BUILD] * 51}, {"Parties": [BUILD, TOWN]}],
    ],
)
def test_malformed_documents_are_refused(value: Any) -> None:
    result = route_json(value)
    assert (result.rule, result.handler) == ("malformed", None)
    assert result.refused


def test_null_stands_for_an_absent_optional_field() -> None:
    nulls = {"legal_level": None, "entity": None, "host_of_handler": None}
    assert routed({**BUILD, **nulls}, TOWN) == routed(BUILD, TOWN)
    assert routed({**BUILD, "entity": ""}, {**TOWN, "entity": " "}).rule == "2"
