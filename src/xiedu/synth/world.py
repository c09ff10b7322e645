"""Who acts and on whom: the bodies of Quzhou as registered, companies and people that do not exist.

Every number of a synthetic subject carries 合成 or 330800, a division in which no code and no identity card is issued
to anybody; check digits are right, so that the records pass for well-formed.
"""

import csv
from collections.abc import Iterator
from importlib import resources
from typing import Any

from xiedu.law.identifiers import credit_check_char
from xiedu.synth.model import Layer
from xiedu.synth.words import ASIDE, BODIES, MARK, draw, one_of, rarely

DOMAINS = {
    "zhifa": "general",
    "shichang": "market",
    "ziran": "natural_resources",
    "zhujian": "housing",
    "jiaotong": "transport",
    "nongye": "agriculture",
    "shuili": "water",
    "shengtai": "environment",
    "yingji": "emergency",
    "wenlv": "culture",
    "weijian": "health",
}
ELSEWHERE = "330782"
MADE_UP = 800
# No two people share a number: whose birthday is the same has another number in its row.
BIRTHDAYS = 12000
_STRUCT = "STRUCT(no INTEGER, name VARCHAR, code VARCHAR, area VARCHAR, domain VARCHAR, word VARCHAR)[]"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PREFIX = "91330800HC"
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def install(connection: Any) -> None:
    """Put the bodies into the connection: the registered ones, and those that nothing but a planted year is told of."""
    made_up = ((f"衢州市合成机关{no}{MARK}", "330800", "general", f"合成{no}") for no in range(1, MADE_UP + 1))
    for variable, first, told in ((BODIES, 1, bodies()), (ASIDE, 100, made_up)):
        rows = ", ".join(
            f"({no}, '{name}', '{_credit(no)}', '{area}', '{domain}', '{word}')"
            for no, (name, area, domain, word) in enumerate(told, first)
        )
        connection.execute(f"SET VARIABLE {variable} = [{rows}]::{_STRUCT}")


def bodies() -> Iterator[tuple[str, str, str, str]]:
    """(name as registered, division, domain, word of issue) of every department that acts, city first."""
    departments = [row for row in _read("quzhou_departments.csv") if row["slug"] in DOMAINS]
    for area in _read("quzhou_areas.csv"):
        if area["level"] == "township":
            continue
        for row in departments:
            form = row["district_form" if area["name"].endswith("区") else "county_form"]
            branch = form == "branch" and area["level"] != "city"
            name = f"衢州市{row['title']}{area['name'][:-1]}分局" if branch else area["name"] + row["title"]
            yield name, area["code"], DOMAINS[row["slug"]], area["word"] + row["word"]


def _read(name: str) -> list[dict[str, str]]:
    text = resources.files("xiedu.bodies").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _credit(no: int) -> str:
    body = f"11330800HC{no:07d}"
    return body + credit_check_char(body)


def body(name: str, domain: str = "") -> str:
    """One of the bodies, or one of those of a domain."""
    among = f"getvariable('{BODIES}')"
    if domain:
        among = f"list_filter({among}, lambda b: b.domain = '{domain}')"
    return f"{among}[1 + {draw(name, f'len({among})')}]"


def body_at(place: str) -> str:
    """The body at a place of the register, which is gone through again and again."""
    return f"getvariable('{BODIES}')[1 + ({place}) % len(getvariable('{BODIES}'))]"


# Officers of whom nothing else is told, or others of their acts of the day would be in a third place.
OFFICERS_APART = {
    "first_officer": f"40 + act // len(getvariable('{BODIES}')) * 2 % 900",
    "second_officer": "first_officer + 1",
}


def body_aside(place: str) -> str:
    """A body in a year of which only what is planted happens."""
    return f"getvariable('{ASIDE}')[1 + ({place})]"


def party_code(subject: str) -> str:
    """The credit code of company number ``subject`` (an SQL expression), check digit included."""
    weights = [pow(3, place, 31) for place in range(17)]
    fixed = sum(_ALPHABET.index(c) * w for c, w in zip(_PREFIX, weights, strict=False))
    digits = " + ".join(f"({subject} // {10 ** (16 - place)} % 10) * {weights[place]}" for place in range(10, 17))
    check = f"substr('{_ALPHABET}', (1 + (31 - ({fixed} + {digits}) % 31) % 31)::INTEGER, 1)"
    return f"'{_PREFIX}' || lpad(({subject})::VARCHAR, 7, '0') || {check}"


def resident_no(birth: str, subject: str) -> str:
    """The identity number of a person with this birthday, check digit included."""
    number = f"(33080000000000000 + strftime({birth}, '%Y%m%d')::BIGINT * 1000 + {subject} // {BIRTHDAYS} % 1000)"
    digits = " + ".join(f"({number} // {10 ** (16 - place)} % 10) * {w}" for place, w in enumerate(_RESIDENT_WEIGHTS))
    return f"{number}::VARCHAR || substr('10X98765432', (1 + ({digits}) % 11)::INTEGER, 1)"


_STREETS = ("荷花路", "双港路", "白云街", "江滨路", "工业园区")
_WORDS = "['衢光', '江郎', '烂柯', '信安', '须江', '定阳', '龙丘', '南孔', '乌溪', '石梁']"
_TRADES = "['食品', '建材', '机械', '商贸', '物流', '餐饮', '环保', '农业', '药业', '纺织']"
_KIND = """CASE party_type WHEN 'organisation' THEN '有限公司' WHEN 'individual_business' THEN '经营部'
    ELSE '（自然人）' END"""


def subjects(among: int, of: str = "n") -> Layer:
    """Who it is about, as the first layer has it: the type and the number of the subject among ``among``."""
    return {
        "subject": draw("subject", among, of),
        "party_type": """CASE WHEN subject % 100 < 70 THEN 'organisation'
            WHEN subject % 100 < 85 THEN 'individual_business' ELSE 'natural_person' END""",
    }


AGENCY: Layer = {
    "agency": "body.name",
    "agency_code": "body.code",
    "agency_area": "body.area",
    "domain": "body.domain",
    "source": "body.name",
    "source_code": "body.code",
    "place_area": "CASE WHEN body.area = '330800' THEN '330802' ELSE body.area END",
    "place": f"'{MARK}' || {one_of('street', _STREETS)} || {draw('door', 300)} || '号' || n || '室'",
}
PARTY: Layer = {
    "party": f"'衢州' || {_WORDS}[1 + subject % 10] || {_TRADES}[1 + subject // 10 % 10] || {_KIND} || subject "
    f"|| '{MARK}'",
    "party_code": f"CASE WHEN party_type <> 'natural_person' THEN {party_code('subject')} END",
    "legal_rep": f"CASE WHEN party_type <> 'natural_person' THEN '负责人' || subject || '{MARK}' END",
    "party_area": "CASE WHEN body.area = '330800' THEN '330802' ELSE body.area END",
    "party_id_type": "CASE WHEN party_type = 'natural_person' THEN 'resident_id' END",
}
BIRTH: Layer = {"birth": f"DATE '1965-01-01' + (subject * 37 % {BIRTHDAYS})::INTEGER"}
IDENTITY: Layer = {
    "party_id_no": f"CASE WHEN party_type = 'natural_person' THEN {resident_no('birth', 'subject')} END",
    "party_birth": "CASE WHEN party_type = 'natural_person' THEN birth END",
}
IDENTIFIED: Layer = {"party_key": "coalesce(party_code, party_id_no)"}


def _person(officer: str) -> str:
    return (
        f"{{'name': '执法员' || body.no || '-' || {officer} || '{MARK}', "
        f"'cert_no': '合成' || lpad(body.no::VARCHAR, 3, '0') || lpad(({officer})::VARCHAR, 3, '0'), "
        "'body': body.name}"
    )


TEAM: Layer = {
    "first_officer": draw("first officer", 40),
    "second_officer": f"(first_officer + 1 + {draw('second officer', 30)}) % 40",
    "officers": f"[{_person('first_officer')}, {_person('second_officer')}]",
    "aux_staff": f"CASE WHEN {rarely('assistant', 10)} "
    f"THEN [{{'name': '辅助人员' || n || '{MARK}', 'body': body.name}}] END",
    "certificates": "[officers[1].cert_no, officers[2].cert_no]",
}


def step(
    kind: str,
    start: str,
    end: str,
    *,
    officers: str = "certificates",
    shown: str = "TRUE",
    aux: str = "NULL",
    place: str = "",
) -> str:
    """One step of a process, recorded. An officer works one part of the area a day, so that he can be everywhere."""
    part = place or f"'网格' || ({start}::DATE - DATE '2022-01-01') % 9 || '{MARK}'"
    return (
        f"{{'kind': '{kind}', 'start_at': {start}, 'end_at': {end}, 'place': {part}, 'officers': {officers}, "
        f"'aux_staff': {aux}::VARCHAR[], 'remote': FALSE, 'cert_shown': {shown}, 'recorded': TRUE}}"
    )
