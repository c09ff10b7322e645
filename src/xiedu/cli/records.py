"""``xiedu verify`` and ``xiedu replay``: is what the database holds what was done, and nothing else?"""

from collections.abc import Sequence

from xiedu.cli.options import Parser
from xiedu.cli.program import with_django


@with_django
def verify(argv: Sequence[str]) -> int:
    """Check chains, seals, projections, papers and triggers; 1 when something is wrong."""
    parser = Parser("xiedu verify", "核对全部事项的步骤链、封印、派生数据、文书和数据库触发器。")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args(argv)
    from xiedu.procedure.verify import main

    return main(["--json"] if options.json else [])


@with_django
def replay(argv: Sequence[str]) -> int:
    """Fold every matter anew and compare; with ``--rebuild`` write differing projections anew."""
    parser = Parser("xiedu replay", "由步骤记录重放全部事项，与派生数据比对。")
    parser.add_argument("--rebuild", action="store_true", help="不一致的，按步骤记录重建（不改步骤和文书）")
    options = parser.parse_args(argv)
    from xiedu.procedure.replay import main

    return main(["--rebuild"] if options.rebuild else [])
