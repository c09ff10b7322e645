"""The menu as a literal table. An item shows if, and only if, its page's policy lets the person in."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from xiedu.bodies.principal import Principal
from xiedu.web.access import Policy, routes


@dataclass(frozen=True)
class Item:
    """A menu entry: route name, label, icon; ``thumb`` puts it into the bar at the bottom of a phone."""

    route: str
    label: str
    icon: str
    thumb: bool = False


@dataclass(frozen=True)
class Link:
    """An entry resolved for one request."""

    item: Item
    url: str
    here: bool


MENU: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "办理",
        (
            Item("workbench", "工作台", "home", thumb=True),
            Item("matters", "事项", "list-details", thumb=True),
            Item("new", "新建", "plus", thumb=True),
            Item("papers", "文书", "file-certificate"),
            Item("joint", "协作与自查", "scale"),
        ),
    ),
    (
        "执法数据",
        (
            Item("intake", "数据归集", "archive"),
            Item("quality", "数据质量", "checklist"),
            Item("data-tasks", "数据任务", "mail"),
        ),
    ),
    (
        "监督线索",
        (
            Item("suspicions", "疑点", "alert-triangle", thumb=True),
            Item("checks", "检查目录", "checklist"),
            Item("runs", "检查运行", "refresh"),
        ),
    ),
    (
        "依据",
        (
            Item("articles", "条文", "book", thumb=True),
            Item("procedures", "程序", "route"),
            Item("calendar", "日历", "calendar"),
            Item("fields", "记录字段", "table"),
            Item("settings", "政策参数", "settings"),
        ),
    ),
    ("机构", (Item("bodies", "机构人员", "building"),)),
    (
        "系统",
        (
            Item("jobs", "任务", "list-check"),
            Item("verify", "文书核验", "qrcode"),
            Item("integrity", "记录校验", "shield-check"),
            Item("audit", "审计", "history"),
        ),
    ),
)


@cache
def _policies() -> dict[str, Policy | None]:
    return {route.name: route.policy for route in routes() if route.name}


def menu(who: Principal, path: str) -> list[tuple[str, list[Link]]]:
    """The groups a person sees, empty ones left out; the entry whose address begins ``path`` is marked."""
    known = _policies()
    here = max((url for url in map(reverse, _routes(known)) if path.startswith(url)), key=len, default="")
    groups = []
    for title, items in MENU:
        links = [_link(item, here) for item in items if _open(known.get(item.route), who)]
        if links:
            groups.append((title, links))
    return groups


def _open(policy: Policy | None, who: Principal) -> bool:
    return policy is not None and policy.allows(who)


def _routes(known: dict[str, Policy | None]) -> list[str]:
    return [item.route for _, items in MENU for item in items if item.route in known]


def _link(item: Item, here: str) -> Link:
    url = reverse(item.route)
    return Link(item, url, url == here)
