"""What is built of each article: derived from what is there, not asserted. Starts without Django.

An article is cut into the parts that a program owes it. A part is there if its module exists, or, for a part that a
procedure carries, if some move of a procedure table cites the article. All parts there → ``built``; some → ``partly``;
none → ``not_built``. A part without any place is missing and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, Literal

from xiedu.law.citation import Cite
from xiedu.law.instruments import MEASURES
from xiedu.law.measures import ARTICLES, Article

Status = Literal["built", "partly", "not_built", "not_software"]
BY_CITE = "cited by a move"
REGISTRIES = ("xiedu.coordination.registry", "xiedu.supervision.registry", "xiedu.bridge.registry")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a program owes an article, and the module that does it, ``BY_CITE``, or nothing yet."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class ArticleState:
    """One article's state, as ``xiedu articles`` and the articles page show it."""

    cite: Cite
    duty: str
    status: Status
    where: tuple[str, ...]
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        where = list(self.where)
        return {
            "article": self.cite.article,
            "duty": self.duty,
            "status": self.status,
            "where": where,
            "reason": self.reason,
        }


_PAPERS = Part("文书编号、正文与核验", "xiedu.papers.issue")
_PAGES = Part("办理页面", "xiedu.web.matters.page")

PARTS: Mapping[int, tuple[Part, ...]] = MappingProxyType(
    {
        1: (Part("依据与施行日期", "xiedu.law.regimes"), Part("上位监督条例和实施办法的全文核对")),
        2: (
            Part("市、县三方机构的登记", "xiedu.bodies.models"),
            Part("监督检查一方的业务办理", "xiedu.supervision.notice"),
        ),
        3: (
            Part("司法所与所辖乡镇（街道）的登记", "xiedu.bodies.models"),
            Part("线索提交与县级处理", "xiedu.supervision.lead"),
        ),
        4: (Part("每一步留理由、留痕", "xiedu.procedure.perform"), Part("双方同卷查阅", "xiedu.procedure.policy")),
        5: (Part("职责争议协调", BY_CITE), Part("目录、计划、联合执法等其余各类事项的办理")),
        6: (Part("处理机构的自动确定", "xiedu.law.competence"), Part("协商证明与书面提请", BY_CITE), _PAGES),
        7: (Part("申请书三项内容与依据位阶", BY_CITE), _PAGES),
        8: (Part("审核、协调、出具意见与抄送", BY_CITE), _PAPERS, _PAGES),
        9: (Part("会商、表态、报政府决定与照决定出具意见", BY_CITE), _PAPERS, _PAGES),
        10: (Part("书面建议、答复、提请纠正与通报批评", BY_CITE), _PAPERS, _PAGES),
        11: (Part("专家意见和联席会议纪要附卷参考", BY_CITE), Part("联席会议与专家论证的组织")),
        12: (Part("线索的登记与去向", "xiedu.supervision.lead"),),
        13: (
            Part("监督证件登记", "xiedu.bodies.models"),
            Part("核查时的现场人数与监督证件核验", "xiedu.supervision.common"),
            Part("现场监督的单独记录"),
        ),
        14: (
            Part("执法记录的检查与疑点", "xiedu.suspicions.scanning"),
            Part("监督事项的立案与办理", "xiedu.supervision.notice"),
            Part("改革任务、责任制、执法保障等非个案事项的专门办理"),
        ),
        15: (Part("监督方式的登记", "xiedu.supervision.notice"), Part("日常检查、评查、评议和专项监督的计划与过程")),
        16: (Part("监督通知书的制发、送达与期限", "xiedu.supervision.notice"),),
        17: (Part("提请政府与监督决定书", "xiedu.supervision.notice"),),
        18: (
            Part("与纪检监察、法院、检察等单位的线索往来", "xiedu.supervision.lead"),
            Part("司法建议、检察建议等来函的登记、期限与答复", "xiedu.supervision.lead_facts"),
        ),
        19: (
            Part("联系点和群众反映线索的登记、保密与告知", "xiedu.supervision.lead_rules"),
            Part("基层联系点名册与意见收集"),
        ),
        20: (Part("内部监督的模板与报送"),),
        21: (Part("协作事项清单与会商安排", "xiedu.bridge.meeting"), Part("共同日程", "xiedu.web.views.joint")),
        22: (
            Part("执法数据归集、核对与退回补正", "xiedu.intake.service"),
            Part("数据湖中的历次版本", "xiedu.lake.store"),
            Part("全面、及时、准确三项指标", "xiedu.intake.quality"),
        ),
        23: (
            Part("协调中逐案回答并抄送司法行政机关", BY_CITE),
            Part("司法行政机关对抄送的处理登记", "xiedu.supervision.lead"),
        ),
        24: (Part("通知书的视情抄送与规范指导记录", "xiedu.supervision.notice"),),
        25: (Part("机构、人员与任职登记", "xiedu.bodies.models"), Part("人员缺位提示与任务对照")),
        26: (Part("培训计划与培养记录"),),
        27: (Part("监督员反映线索的登记、保密与告知", "xiedu.supervision.lead_rules"), Part("法治监督员的聘任与活动")),
        28: (Part("专家库与咨询任务"),),
        29: (Part("与执法系统的数据接口"),),
        30: (),
        31: (
            Part("施行日期", "xiedu.law.regimes"),
            Part("施行前的事项不进入本办法程序", "xiedu.coordination.dispute.guards"),
        ),
    }
)


def article_states(uses: Iterable[tuple[int, str]] | None = None) -> list[ArticleState]:
    """The state of all 31 articles. ``uses`` are (article, place) pairs; by default those of the procedure tables."""
    found: dict[int, list[str]] = {}
    for number, place in collected_uses() if uses is None else uses:
        found.setdefault(number, []).append(place)
    return [_state(article, found.get(number, [])) for number, article in ARTICLES.items()]


def collected_uses() -> list[tuple[int, str]]:
    """(article, place) pairs from the cites of the procedure tables; empty while there is no table."""
    uses: list[tuple[int, str]] = []
    for name in filter(_exists, REGISTRIES):
        for procedure in import_module(name).PROCEDURES.values():
            uses += [(c.article, f"程序·{procedure.title}") for c in procedure.cites if c.law == MEASURES]
            uses += [(c.article, f"步骤·{m.title}") for m in procedure.moves for c in m.cites if c.law == MEASURES]
    return list(dict.fromkeys(uses))


def _state(article: Article, cited_at: list[str]) -> ArticleState:
    if not article.software:
        return ArticleState(article.cite, article.duty, "not_software", (), article.reason)
    parts = PARTS[article.number]
    there = [part for part in parts if (bool(cited_at) if part.where == BY_CITE else _exists(part.where))]
    missing = [part.what for part in parts if part not in there]
    status: Status = "not_built" if not there else "partly" if missing else "built"
    places = [place for part in there for place in (cited_at if part.where == BY_CITE else [part.where])]
    says = [f"已有：{'、'.join(part.what for part in there)}"] if there and missing else []
    says += [f"尚缺：{'、'.join(missing)}"] if missing else []
    says += [article.reason.rstrip("。")] if article.reason else []
    reason = "；".join(says) + "。" if says else ""
    return ArticleState(article.cite, article.duty, status, tuple(dict.fromkeys(places)), reason)


def _exists(module: str) -> bool:
    """True if a module of ours can be found; its parents are imported, itself not."""
    if not module:
        return False
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
