"""``xiedu check`` and ``xiedu checks``: an agency checks its own sheet before it reports. No database, no Django."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from xiedu.checks.catalogue import CHECKS, LEFT_OUT, by_id, left_out
from xiedu.checks.check import Check
from xiedu.cli.options import Parser, write_json
from xiedu.records.fields import KINDS, kind_of

SHOWN_FAULTS = 5


def run(argv: Sequence[str]) -> int:
    """Check one file: 0 no suspicion, 1 suspicions found, 2 called wrongly or the file cannot be read."""
    options = _parser().parse_args(argv)
    try:
        return _check(options)
    except (ValueError, OSError) as error:
        print(f"xiedu check：{error}", file=sys.stderr)
        return 2


def catalogue(argv: Sequence[str]) -> int:
    """Print the catalogue of checks."""
    parser = Parser("xiedu checks", "全部检查：法律依据、所需字段、参数、版本。")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args(argv)
    if options.json:
        write_json([check.describe() for check in CHECKS])
        return 0
    for check in CHECKS:
        severity = check.severity.label.partition("：")[0]
        print(f"{check.id:<25} {KINDS[check.kind].title} {severity} {check.name}  {''.join(map(str, check.cites))}")
    print(f"共 {len(CHECKS)} 项检查。另有 {len(LEFT_OUT)} 条规则没有实现：")
    for rule in LEFT_OUT:
        print(f"{rule.id:<25} {rule.name}：{rule.reason}")
    return 0


def _parser() -> Parser:
    parser = Parser("xiedu check", "检查一份执法记录表（Excel、CSV、JSON），列出疑点和未记录的字段。不需要数据库。")
    parser.add_argument("file", metavar="文件", type=Path, help="执法记录文件")
    parser.add_argument("--kind", metavar="种类", help="penalty 处罚、inspection 检查、coercion 强制、licence 许可")
    parser.add_argument("--as-of", metavar="日期", help="未决定的案件算到哪一天，缺省为今天，如 2026-11-23")
    parser.add_argument("--only", metavar="检查", help="只运行这些检查，编号用逗号隔开")
    parser.add_argument("--json", action="store_true", help="每行输出一个 JSON")
    parser.add_argument("--xlsx", metavar="文件", type=Path, help="把结果另存为工作簿")
    return parser


def _check(options: Namespace) -> int:
    as_of = _day(options.as_of)
    chosen = _chosen(options.only)
    kind = kind_of(options.kind).name if options.kind else None
    # Imported here: a wrong option is told at once, the engine costs a tenth of a second.
    import duckdb

    from xiedu.checks import report
    from xiedu.checks.run import run as run_checks
    from xiedu.records.reading import faults, read_records

    with duckdb.connect() as connection:
        reading = read_records(connection, options.file, kind=kind)
        results = run_checks(connection, reading.table, reading.kind, chosen, as_of, columns=reading.columns)
        wrong = faults(connection, reading)
    missing = () if options.only else left_out(reading.kind)
    if options.xlsx:
        from xiedu.base.sheets import write_book

        options.xlsx.write_bytes(write_book(report.sheets(results, missing)))
    if options.json:
        for result in results.rows:
            write_json(result.as_json())
        for name, id_, reason in report.not_run(results, missing):
            print(f"未运行 {id_}（{name}）：{reason}", file=sys.stderr)
    else:
        print(f"{options.file.name}：{KINDS[reading.kind].title}记录 {reading.rows} 条，截至 {as_of}")
        print(*report.lines(results, missing), sep="\n")
    if wrong:
        print(f"另有 {len(wrong)} 处填报问题，读不出的内容按未记录处理：", file=sys.stderr)
        print(*(f"  {fault}" for fault in wrong[:SHOWN_FAULTS]), sep="\n", file=sys.stderr)
    return 1 if results.hits() else 0


def _day(text: str | None) -> date:
    if not text:
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--as-of 的日期“{text[:20]}”无效。请写成 2026-11-23 的样子。") from None


def _chosen(only: str | None) -> list[Check]:
    return by_id(part.strip() for part in only.split(",") if part.strip()) if only else list(CHECKS)
