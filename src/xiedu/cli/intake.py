"""``xiedu intake``: a file of records into the lake, as the upload page does it."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xiedu.cli.options import Parser, write_json
from xiedu.cli.program import CommandFault, with_django

if TYPE_CHECKING:
    from xiedu.bodies.models import Body
    from xiedu.intake.models import Batch

SHOWN_FAULTS = 20


@with_django
def run(argv: Sequence[str]) -> int:
    """Take one file in: 0 all rows in, 1 rows or the whole file left out, 2 called wrongly."""
    options = _parser().parse_args(argv)
    from xiedu.base.filetypes import FileRefusedError
    from xiedu.intake import service
    from xiedu.intake.files import store_records

    path = Path(options.file)
    source = _source(options.source)
    try:
        stored = store_records(path, path.name, None)
        batch = service.receive(
            stored,
            source,
            kind=options.kind,
            layout=options.layout,
            historic=True if options.historic else None,
            dry_run=options.dry_run,
        )
    except (FileRefusedError, ValueError) as refusal:
        raise CommandFault(str(refusal)) from None
    except OSError as error:
        raise CommandFault(f"不能读取 {options.file}：{error.strerror}。") from None
    _tell(batch, options)
    return 1 if batch.bad or batch.state == batch.State.REFUSED else 0


def _parser() -> Parser:
    parser = Parser(
        "xiedu intake", "归集一份执法记录（Excel、CSV、JSON）：合格的行入库，不合格的逐条列出。重复归集不产生变化。"
    )
    parser.add_argument("file", metavar="文件", help="执法记录文件")
    parser.add_argument("--source", metavar="机构", required=True, help="数据来源单位的全称或简称")
    parser.add_argument("--kind", metavar="种类", help="penalty 处罚、inspection 检查、coercion 强制、licence 许可")
    parser.add_argument("--layout", "--format", metavar="版式", default="auto", help="版式，缺省自动识别")
    parser.add_argument("--dry-run", action="store_true", help="试归集：全部照做后撤销，只报告结果")
    parser.add_argument("--historic", action="store_true", help="全部标为历史数据，不产生迟报疑点")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON：结果和全部问题")
    return parser


def _source(name: str) -> "Body":
    from xiedu.bodies.models import Body

    found = list(Body.objects.filter(name=name)[:2]) or list(Body.objects.filter(short_name=name)[:2])
    if len(found) != 1:
        raise CommandFault(f"登记册中{'有几个' if found else '没有'}机构“{name}”。请写全称。")
    return found[0]


def _tell(batch: "Batch", options: Namespace) -> None:
    from xiedu.intake import service

    if options.json:
        faults = [service.as_json(fault) for fault in service.faults(batch)]
        write_json({**service.report(batch), "dry_run": options.dry_run, "fault_list": faults})
        return
    shown = service.faults(batch, limit=SHOWN_FAULTS)
    print(*shown, sep="\n" if shown else "", end="\n" if shown else "", file=sys.stderr)
    if batch.faults > len(shown):
        print(f"……共 {batch.faults} 处问题，全部列出请加 --json。", file=sys.stderr)
    print(f"{'试归集' if options.dry_run else f'批次 {batch.number}'}：{batch.get_state_display()}。{batch.message}")
