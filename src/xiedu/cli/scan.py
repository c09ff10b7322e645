"""``xiedu scan``: run the checks over the lake and bring the suspicions up to date."""

from collections.abc import Sequence
from datetime import date

from xiedu.cli.options import Parser, write_json
from xiedu.cli.program import CommandFault, with_django


@with_django
def run(argv: Sequence[str]) -> int:
    """Scan what is new, or everything; with ``--as-of`` only count what the checks would have hit on that day."""
    parser = Parser("xiedu scan", "检查归集的执法记录，更新疑点。默认只检查新批次及其涉及的当事人。")
    parser.add_argument("--full", action="store_true", help="检查全部记录，含同类比较")
    parser.add_argument("--as-of", metavar="日期", help="回放：按该日的数据和参数计数，不改动疑点")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args(argv)
    if options.as_of is not None:
        return _replay(_day(options.as_of), options.json)
    from xiedu.suspicions.scanning import scan

    done = scan(full=options.full)
    if options.json:
        write_json({"run": done.pk, "rows": done.rows, "counts": done.counts} if done else {})
    else:
        print(done.message if done else "没有新的记录需要检查。全部重新检查请加 --full。")
    return 0


def _replay(day: date, as_json: bool) -> int:
    from xiedu.checks.catalogue import CHECKS
    from xiedu.suspicions.scanning import replay

    found = replay(day)
    if as_json:
        write_json({"as_of": day.isoformat(), "hits": found})
        return 0
    print(f"{day} 回放：命中 {sum(found.values())} 条，疑点未改动。")
    for check in CHECKS:
        if check.id in found:
            print(f"  {check.name}（{check.id}，第 {check.version} 版）：{found[check.id]} 条")
    return 0


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandFault(f"日期“{text[:20]}”无效，请写成 2026-03-02 的样子。") from None
    from xiedu.base.models import today

    if day > today():
        raise CommandFault(f"{day} 还没有到，不能回放。请写今天或以前的日期。")
    return day
