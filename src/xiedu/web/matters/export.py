"""The ledger (台账) of matters as a workbook, in one piece or as a job."""

from collections.abc import Iterator, Mapping
from typing import Any

from xiedu.base.files import store
from xiedu.base.jobs import Progress, job
from xiedu.base.models import User, today
from xiedu.base.sheets import write_book
from xiedu.bodies.principal import Principal, principal_of
from xiedu.procedure import registry
from xiedu.procedure.models import IssuedPaper, Matter, MatterIndex, Participant
from xiedu.procedure.policy import Sight
from xiedu.procedure.situation import Part
from xiedu.web.matters.listing import matching

EXPORT = "matter_ledger"
AT_ONCE, CHUNK = 2000, 500
HEADS = (
    "编号", "标题", "程序", "状态", "执法领域", "各方", "承办机构", "区域", "发起日期", "结束日期", "最后文书",
    "第二十三条判断",
)  # fmt: skip
ART23 = {"yes": "是", "no": "否"}


def book(who: Principal, filters: Mapping[str, str], progress: Progress | None = None) -> bytes:
    """The workbook of the matters a person sees under these filters, oldest first."""
    return write_book({"事项台账": (HEADS, _lines(who, filters, progress))})


def _lines(who: Principal, filters: Mapping[str, str], progress: Progress | None) -> Iterator[list[Any]]:
    last = 0
    while chunk := list(matching(who, filters).filter(pk__gt=last).select_related("area").order_by("pk")[:CHUNK]):
        yield from _chunk(who, chunk)
        last = chunk[-1].pk
        if progress:
            progress.step(len(chunk), f"已写入至 {chunk[-1].number}")


def _chunk(who: Principal, chunk: list[Matter]) -> Iterator[list[Any]]:
    ids = [m.pk for m in chunk]
    parts: dict[int, list[Part]] = {}
    for p in Participant.objects.filter(matter_id__in=ids, until_seq=None).order_by("pk"):
        parts.setdefault(p.matter_id, []).append(Part(p.role, p.body_id, p.person_id, p.name))
    texts = MatterIndex.objects.filter(matter_id__in=ids, key__in=("field", "art23", "paper_number", "parties"))
    index = {(m, key): text for m, key, text in texts.values_list("matter_id", "key", "text")}
    issued = IssuedPaper.objects.filter(matter_id__in=ids, paper__voided_on=None).order_by("pk")
    papers = dict(issued.values_list("matter_id", "paper__number"))
    for matter in chunk:
        mine = parts.get(matter.pk, [])
        whole = Sight(who).of(matter, mine) == "file"
        yield _line(matter, mine, index if whole else {}, papers.get(matter.pk, "") if whole else "")


def _line(matter: Matter, parts: list[Part], index: Mapping[tuple[int, str], str], paper: str) -> list[Any]:
    table = registry.table(matter.procedure)

    def names(role: str) -> str:
        return "、".join(p.name for p in parts if p.role == role)

    def said(key: str) -> str:
        return index.get((matter.pk, key), "")

    sides = "；".join(f"{table.role(code).title}：{found}" for code in table.sides if (found := names(code)))
    return [
        matter.number, matter.title, table.title, table.state(matter.state).title, said("field"),
        sides or said("parties"), names("handler"), matter.area.name, matter.opened_on, matter.ended_on or "",
        paper or said("paper_number"), ART23.get(said("art23"), ""),
    ]  # fmt: skip


@job(EXPORT, "导出事项台账")
def _export(progress: Progress, **arguments: Any) -> dict[str, Any]:
    """The job behind a large export: what the person may see when it runs, not when he asked."""
    owner, filters = User.objects.get(pk=arguments["user"]), arguments["filters"]
    who = principal_of(owner)
    count = matching(who, filters).order_by().count()
    progress.total(count, "正在读取事项")
    data = book(who, filters, progress)
    progress.attach(store(data, f"事项台账-{today():%Y%m%d}.xlsx", owner))
    return {"count": count}
