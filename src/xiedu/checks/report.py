"""The results of a run as people read them: text for a screen, sheets for a workbook, lines of JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xiedu.checks.catalogue import LeftOut
from xiedu.checks.run import HIT, UNKNOWN, Result, Results

Sheet = tuple[Sequence[str], Iterable[Sequence[Any]]]


def not_run(results: Results, left_out: Sequence[LeftOut] = ()) -> list[tuple[str, str, str]]:
    """(name, id, reason) of the checks this source cannot feed and of the rules that no check stands for."""
    told = [(one.check.name, one.check.id, one.reason) for one in results.not_run]
    return told + [(one.name, one.id, one.reason) for one in left_out]


def lines(results: Results, left_out: Sequence[LeftOut] = ()) -> Iterator[str]:
    """Hits one by one, what is not recorded gathered by check, the checks that did not run."""
    hits = results.hits()
    yield f"疑点 {len(hits)} 条（须由人核实，不等于违法）"
    for hit in hits:
        yield f"  {hit.record}  【{_colour(hit)}】{hit.check.name}：{hit.explain}。依据{_cites(hit)}"
    gaps = Counter((r.check.name, r.explain) for r in results.rows if r.outcome == UNKNOWN)
    if gaps:
        yield "未记录，无法判断（请补录，不作为疑点）"
        yield from (f"  {name}：{count} 条{explain}" for (name, explain), count in gaps.items())
    idle = not_run(results, left_out)
    if idle:
        yield f"未运行的检查 {len(idle)} 项"
        yield from (f"  {name}（{id_}）：{reason}" for name, id_, reason in idle)


def sheets(results: Results, left_out: Sequence[LeftOut] = ()) -> dict[str, Sheet]:
    """The sheets of a workbook: hits, not recorded, not run."""
    head = ("记录", "行号", "检查", "等级", "说明", "依据", "检查编号", "版本")
    return {
        "疑点": (head, (_row(r) for r in results.rows if r.outcome == HIT)),
        "未记录": (head, (_row(r) for r in results.rows if r.outcome == UNKNOWN)),
        "未运行": (("检查", "检查编号", "原因"), not_run(results, left_out)),
    }


def _row(result: Result) -> tuple[Any, ...]:
    check = result.check
    return (
        *(result.record, result.row_no, check.name, _colour(result), result.explain),
        *(_cites(result), check.id, check.version),
    )


def _colour(result: Result) -> str:
    return result.check.severity.label.partition("：")[0]


def _cites(result: Result) -> str:
    return "".join(str(cite) for cite in result.check.cites)
