"""``xiedu worker``: jobs and periodic duties."""

from collections.abc import Sequence

from xiedu.cli.options import Parser
from xiedu.cli.program import with_django


@with_django
def run(argv: Sequence[str]) -> int:
    """Work until told to stop, or until the queue is empty."""
    parser = Parser("xiedu worker", "后台任务进程：长任务、定时任务。每套系统一个。")
    parser.add_argument("--batch", action="store_true", help="队列清空后即结束")
    options = parser.parse_args(argv)
    from xiedu.base.worker import main

    main(batch=options.batch)
    return 0
