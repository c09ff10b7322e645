"""Quzhou as a list of what there is: areas and bodies, read from the package's tables, no database.

The division codes are facts (see ``SOURCE``); which bodies a county has follows the departments every county of the
province has; names, words of issue and the districts of the justice offices are examples to be checked against the
staffing office's own list before real use.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from xiedu.bodies.models import Area, Body

SOURCE = "国家统计局统计用区划代码（2023 年）及 GB/T 2260（2024-11）"
SOURCE_DATE = "2024-11-30"
SINCE = "2022-01-01"
CITY = "330800"
Kind = Body.Kind


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """An area with the syllables used in demo user names; ``served_by`` names the township whose office serves it."""

    code: str
    name: str
    level: str
    parent: str
    slug: str
    word: str
    served_by: str

    @property
    def stem(self) -> str:
        """The name without what kind of area it is: 樟潭街道 → 樟潭, 衢江区 → 衢江, 沐尘畲族乡 → 沐尘."""
        return re.sub(r"(畲族乡|街道|[市县区镇乡])$", "", self.name)


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """A body; ``slug`` is unique and readable (qujiang-sifa), ``parent`` and ``host`` are slugs of other bodies."""

    slug: str
    name: str
    short: str
    kind: str
    area: str
    level: str
    word: str
    parent: str = ""
    field: str = ""
    host: str = ""
    serves: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def areas() -> tuple[AreaPlan, ...]:
    """City, counties, townships, each after its parent."""
    return tuple(AreaPlan(**row) for row in _read("quzhou_areas.csv"))


def _read(name: str) -> list[dict[str, str]]:
    text = resources.files("xiedu.bodies").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def bodies() -> tuple[BodyPlan, ...]:
    """Every body, each after its parent."""
    by_code = {area.code: area for area in areas()}
    out: list[BodyPlan] = []
    for area in areas():
        if area.level == Area.Level.TOWNSHIP:
            out += _township(area, by_code[area.parent])
        else:
            out += [*_officials(area), *_departments(area)]
    city = by_code[CITY]
    return (*out, *_justice_offices(by_code), *_zones(city), *_vertical(by_code))


def _officials(area: AreaPlan) -> Iterator[BodyPlan]:
    slug, level = area.slug, area.level
    government = f"{slug}-zhengfu"
    committee = f"中共{'' if level == Area.Level.CITY or not area.name.endswith('区') else '衢州市'}{area.name}委"
    for part, name, short, kind, word in (
        ("zhengfu", "人民政府", "政府", Kind.GOVERNMENT, "政"),
        ("sifa", "司法局", "司法局", Kind.JUSTICE, "司"),
        ("zhidao", "综合行政执法指导办公室", "执法指导办", Kind.GUIDANCE, ""),
    ):
        yield BodyPlan(
            slug=f"{slug}-{part}",
            name=area.name + name,
            short=area.name + short,
            kind=kind,
            area=area.code,
            level=level,
            word=area.word + word,
            parent="" if kind == Kind.GOVERNMENT else government,
            host=f"{slug}-zhifa" if kind == Kind.GUIDANCE else "",
        )
    name, short = f"{committee}机构编制委员会办公室", f"{area.name}委编办"
    yield BodyPlan(f"{slug}-bianban", name, short, Kind.STAFFING, area.code, level, f"{area.word}编办", government)


def _departments(area: AreaPlan) -> Iterator[BodyPlan]:
    city_level = area.level == Area.Level.CITY
    for row in _read("quzhou_departments.csv"):
        form = row["district_form" if area.name.endswith("区") else "county_form"]
        branch = form == Kind.BRANCH and not city_level
        yield BodyPlan(
            slug=f"{area.slug}-{row['slug']}",
            name=f"衢州市{row['title']}{area.stem}分局" if branch else area.name + row["title"],
            short=f"市{row['short']}{area.stem}分局" if branch else area.name + row["short"],
            kind=Kind.BRANCH if branch else Kind.DEPARTMENT,
            area=area.code,
            level=Area.Level.CITY if branch else area.level,
            word=area.word + row["word"],
            parent=f"quzhou-{row['slug']}" if branch else f"{area.slug}-zhengfu",
            field=row["field"],
        )


def _township(area: AreaPlan, county: AreaPlan) -> Iterator[BodyPlan]:
    street = area.name.endswith("街道")
    yield BodyPlan(
        slug=f"{county.slug}-{area.slug}",
        name=county.name + area.name + ("办事处" if street else "人民政府"),
        short=county.name + area.name,
        kind=Kind.SUBDISTRICT if street else Kind.TOWNSHIP,
        area=area.code,
        level=Area.Level.TOWNSHIP,
        word=f"{county.word}{area.stem}{'办' if street else '政'}",
        parent=f"{county.slug}-zhengfu",
    )


def _justice_offices(by_code: dict[str, AreaPlan]) -> Iterator[BodyPlan]:
    served: dict[str, list[str]] = {}
    for area in areas():
        if area.level == Area.Level.TOWNSHIP:
            served.setdefault(area.served_by or area.code, []).append(area.code)
    for code, townships in served.items():
        seat, county = by_code[code], by_code[by_code[code].parent]
        yield BodyPlan(
            slug=f"{county.slug}-{seat.slug}-sfs",
            name=f"{county.name}司法局{seat.stem}司法所",
            short=f"{county.name}{seat.stem}司法所",
            kind=Kind.JUSTICE_OFFICE,
            area=code,
            level=Area.Level.COUNTY,
            word=f"{county.word}{seat.stem}司",
            parent=f"{county.slug}-sifa",
            serves=tuple(townships),
        )


def _zones(city: AreaPlan) -> Iterator[BodyPlan]:
    for slug, name, word in (("zhizao", "衢州智造新城", "衢智造"), ("zhihui", "衢州智慧新城", "衢智慧")):
        full = f"{name}管理委员会"
        short = f"{name}管委会"
        yield BodyPlan(f"{slug}-guanwei", full, short, Kind.DISPATCHED, city.code, city.level, word, "quzhou-zhengfu")


def _vertical(by_code: dict[str, AreaPlan]) -> Iterator[BodyPlan]:
    for slug, name, short, field in (
        ("haiguan", "衢州海关", "衢州海关", "海关"),
        ("shuiwu", "国家税务总局衢州市税务局", "衢州市税务局", "税务"),
        ("yancao", "衢州市烟草专卖局", "衢州市烟草局", "烟草"),
    ):
        yield BodyPlan(f"quzhou-{slug}", name, short, Kind.VERTICAL, CITY, Area.Level.CITY, "", field=field)
    for area in by_code.values():
        if area.level == Area.Level.TOWNSHIP:
            continue
        name = f"{area.name}消防救援{'支队' if area.code == CITY else '大队'}"
        slug = f"{area.slug}-xiaofang"
        yield BodyPlan(slug, name, name, Kind.VERTICAL, area.code, area.level, f"{area.word}消", field="消防救援")
