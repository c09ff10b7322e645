"""``xiedu template``: a workbook to fill in, with drop-downs, notes and an example row."""

import sys
from collections.abc import Sequence
from pathlib import Path

from xiedu.cli.options import Parser
from xiedu.records.fields import KINDS
from xiedu.records.template import template_name, write_template


def run(argv: Sequence[str]) -> int:
    """Write the workbook; exit 2 for an unknown kind or a place that cannot be written."""
    known = "、".join(f"{kind.name} {kind.title}" for kind in KINDS.values())
    parser = Parser("xiedu template", f"一类记录的填报模板（{known}），含下拉选项、说明和示例行。")
    parser.add_argument("kind", metavar="种类", nargs="?", help="如 penalty")
    parser.add_argument("--out", metavar="文件", help="写到哪里，如 处罚.xlsx；不写则用模板的名称，放在当前目录")
    options = parser.parse_args(argv)
    if not options.kind:
        parser.error(f"请指明种类：{known}")
    try:
        path = Path(options.out or template_name(options.kind))
        write_template(options.kind, path)
    except ValueError as error:
        print(f"xiedu template：{error}", file=sys.stderr)
        return 2
    except OSError:
        print(f"xiedu template：写不到“{options.out}”。请换一个可写的位置。", file=sys.stderr)
        return 2
    print(f"已写出 {path}")
    return 0
