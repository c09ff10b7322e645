"""Is everything as it was recorded? Chain, heads, ledger, checkpoints, papers, projections, invariants, triggers.

Each finding names the place and what it means; an empty list means that nothing was found. Who can write the database
but has not the key cannot make a change that stays unseen here.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count

from xiedu.base import audit, triggers
from xiedu.base.chain import sm3
from xiedu.base.models import today
from xiedu.papers.content import PaperContent, digest
from xiedu.papers.models import NumberSeries, Paper
from xiedu.procedure import registry
from xiedu.procedure.expected import expected
from xiedu.procedure.models import Checkpoint, Event, Ledger, Matter, RunningTerm, Waiting
from xiedu.procedure.record import event_digest, head_seal, ledger_seal, past_of
from xiedu.procedure.situation import Clock, fold
from xiedu.procedure.stored import batches, events_of, matter_ids, stored
from xiedu.procedure.upkeep import as_day, checkpoint_seal, heads
from xiedu.procedure.world import DbWorld


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was recorded: which matter or table, and what it means."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


def _dues(ids: Sequence[int]) -> Iterator[Finding]:
    """Open terms fall due when the calendar in force says so, and waiting work with its term."""
    world = DbWorld(today())
    due: dict[tuple[int, str], date] = {}
    for term in RunningTerm.objects.filter(matter_id__in=ids, stopped_seq=None).select_related("matter"):
        clock = Clock(term.key, term.title, term.start, term.n, term.unit, term.roll, term.origin, term.setting)
        due[term.matter_id, term.key] = term.due
        if as_day(world.due(clock).due) != term.due:
            yield Finding(term.matter.number, f"期限“{term.title}”的届满日与现行日历不符，可能被改动。")
    for wait in Waiting.objects.filter(matter_id__in=ids).select_related("matter"):
        if wait.due != due.get((wait.matter_id, wait.term_key)):
            yield Finding(wait.matter.number, f"待办“{wait.label}”的届满日与期限不符，可能被改动。")


def verify() -> list[Finding]:
    """Every test over the whole database."""
    found = [Finding("数据库", f"缺少保护触发器 {name}，历史记录可能被改动。") for name in triggers.missing(connection)]
    ids = matter_ids()
    for group in batches(ids):
        found += [*_group(group), *_dues(group)]
    found += [*_ledger(), *_checkpoints(), *_papers(), *_series(), *_orphans()]
    return found + [Finding("审计记录", text) for text in audit.verify()]


def _group(ids: Sequence[int]) -> Iterator[Finding]:
    events, rows = events_of(ids), stored(ids)
    for matter in Matter.objects.filter(pk__in=ids).order_by("id"):
        mine = events.get(matter.pk, [])
        chain = list(_chain(matter, mine))
        yield from chain
        if chain:
            continue
        yield from _head(matter, mine)
        pasts = [past_of(e) for e in mine]
        wanted = expected(pasts)
        names = wanted.differences(rows[matter.pk])
        if names:
            yield Finding(
                matter.number, f"派生数据与步骤记录不一致（{'、'.join(names)}）。可用 replay --rebuild 重建。"
            )
        table = registry.table(matter.procedure)
        sit = fold(matter.procedure, pasts, matter.pk)
        yield from (Finding(matter.number, text) for rule in table.invariants if (text := rule(sit)))


def _chain(matter: Matter, events: Sequence[Event]) -> Iterator[Finding]:
    if not events:
        yield Finding(matter.number, "没有任何步骤记录，记录可能被删除。")
    before, state = "", "start"
    for place, event in enumerate(events, 1):
        where = f"{matter.number} 第 {event.seq} 步"
        if event.seq != place:
            yield Finding(where, f"步骤序号不连续（应为 {place}），有步骤被删除或插入。")
            return
        if event.prev != before or event.frm != state:
            yield Finding(where, "与上一步不衔接，有步骤被改动、删除或插入。")
            return
        if event_digest(event) != event.digest:
            yield Finding(where, "封印不符，该步骤被改动或不是由本系统写入。")
            return
        yield from _stated(where, event)
        before, state = event.digest, event.to


def _stated(where: str, event: Event) -> Iterator[Finding]:
    body = getattr(event, "stated", None)
    if body is None:
        yield Finding(where, "填写内容被删除。")
    elif body.body and sm3(body.body.encode()) != event.facts_digest:
        yield Finding(where, "填写内容与摘要值不符，内容被改动。")
    elif not body.body and body.redacted_by_id is None:
        yield Finding(where, "填写内容被清空，但没有遮蔽步骤。")


def _head(matter: Matter, events: Sequence[Event]) -> Iterator[Finding]:
    last = events[-1]
    if (matter.seq, matter.state, matter.digest) != (last.seq, last.to, last.digest):
        yield Finding(matter.number, "事项表头与最后一步不一致，末尾步骤被截断或表头被改动。")
    elif matter.seal != head_seal(matter):
        yield Finding(matter.number, "事项表头封印不符，末尾步骤被截断或表头被改动。")


def _ledger() -> Iterator[Finding]:
    ledger = Ledger.objects.first()
    count = Matter.objects.count()
    if ledger is None:
        if count:
            yield Finding("事项总账", "总账被删除。")
        return
    if ledger.seal != ledger_seal(ledger.matters, ledger.last_matter):
        yield Finding("事项总账", "总账封印不符，总账被改动。")
    elif ledger.matters != count:
        yield Finding("事项总账", f"应有 {ledger.matters} 件事项，现有 {count} 件，有事项被整件删除或插入。")


def _checkpoints() -> Iterator[Finding]:
    for row in Checkpoint.objects.order_by("id"):
        where = f"检查点 {row.at:%Y-%m-%d %H:%M}"
        if row.seal != checkpoint_seal(row):
            yield Finding(where, "封印不符，检查点被改动。")
        elif heads(row.last_event) != (row.matters, row.events, row.last_event, row.heads):
            yield Finding(where, "当时已有的步骤与检查点不符，历史被改动或删除。")


def _papers() -> Iterator[Finding]:
    for paper in Paper.objects.order_by("id").iterator():
        if digest(PaperContent.model_validate_json(json.dumps(paper.content))) != paper.digest:
            yield Finding(paper.number, "文书内容与摘要值不符，文书被改动。")


def _series() -> Iterator[Finding]:
    used = Paper.objects.values("body_id", "word", "year").annotate(n=Count("id"))
    counts = {(u["body_id"], u["word"], u["year"]): u["n"] for u in used}
    for series in NumberSeries.objects.all():
        n = counts.pop((series.body_id, series.word, series.year), 0)
        if n != series.last:
            text = f"已用到 {series.last} 号，现存 {n} 件，有文号缺失或重复。"
            yield Finding(f"{series.word}〔{series.year}〕", text)
    for (_, word, year), n in counts.items():
        yield Finding(f"{word}〔{year}〕", f"有 {n} 件文书没有编号登记。")


def _orphans() -> Iterator[Finding]:
    """Papers that no event issued, and issues of papers that say something else."""
    for number in Paper.objects.filter(issued_by=None).values_list("number", flat=True):
        yield Finding(number, "没有对应的步骤记录，文书不是由本系统的程序出具。")


def main(argv: list[str]) -> int:
    """``xiedu verify [--json]``: print the findings; 0 when there are none, else 1."""
    found = verify()
    if "--json" in argv:
        sys.stdout.write(json.dumps([{"place": f.place, "text": f.text} for f in found], ensure_ascii=False) + "\n")
        return int(bool(found))
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    matters, events = Matter.objects.count(), Event.objects.count()
    done = "未发现问题" if not found else f"发现 {len(found)} 个问题"
    sys.stdout.write(f"已核对 {matters} 件事项、{events} 个步骤：{done}。\n")
    return int(bool(found))
