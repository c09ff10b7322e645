"""``xiedu checkpoint``: seal the heads of all matters now; print the seals for safe keeping elsewhere."""

from collections.abc import Sequence

from xiedu.cli.options import Parser
from xiedu.cli.program import with_django


@with_django
def run(argv: Sequence[str]) -> int:
    """Make a checkpoint unless only ``--list`` is asked for; print all of them, one a line, tabs between."""
    parser = Parser("xiedu checkpoint", "为全部事项做检查点；由审计管理员另行保存，供 xiedu verify 比对。")
    parser.add_argument("--list", action="store_true", help="只列出已有检查点，不新做")
    options = parser.parse_args(argv)
    from xiedu.procedure import upkeep

    if not options.list:
        upkeep.checkpoint()
    print(upkeep.checkpoints_as_text(), end="")
    return 0
