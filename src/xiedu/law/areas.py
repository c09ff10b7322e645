"""The areas the Measures reach: the city of Quzhou and its six counties (GB/T 2260, state of 2024-11)."""

from types import MappingProxyType

CITY = "330800"
CITY_NAME = "衢州市"
COUNTIES = MappingProxyType(
    {
        "330802": "柯城区",
        "330803": "衢江区",
        "330822": "常山县",
        "330824": "开化县",
        "330825": "龙游县",
        "330881": "江山市",
    }
)


def in_quzhou(area: str) -> bool:
    """True for the code of the city or of one of its six counties."""
    return area == CITY or area in COUNTIES


def area_name(area: str) -> str:
    """The name of the city or county; for another code the code itself."""
    return CITY_NAME if area == CITY else COUNTIES.get(area, area)
