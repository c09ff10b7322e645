"""``xiedu serve``: the web server. Refuses what must not run before a port is opened."""

from collections.abc import Sequence

from xiedu.cli.options import Parser
from xiedu.cli.program import CommandFault, with_django
from xiedu.config import server


@with_django
def run(argv: Sequence[str]) -> int:
    """Check the set-up here, not first in a worker that would die again and again; then become the server."""
    parser = Parser("xiedu serve", "启动网页服务。生产环境放在反向代理之后。")
    parser.add_argument("--host", metavar="地址", default="127.0.0.1", help="默认 127.0.0.1")
    parser.add_argument("--port", metavar="端口", default="8000", help="默认 8000")
    parser.add_argument("--workers", metavar="进程数", default="2", help="默认 2")
    options = parser.parse_args(argv)
    port, workers = whole(options.port, "端口", 65535), whole(options.workers, "进程数", 64)
    from xiedu.base.production import refuse_unsafe_start

    refuse_unsafe_start()
    server.refuse_open_demo(options.host)
    server.become(options.host, port, workers)


def whole(text: str, what: str, most: int) -> int:
    """A whole number between 1 and ``most``; CommandFault otherwise."""
    if text.isascii() and text.isdecimal() and len(text) < 6 and 0 < int(text) <= most:
        return int(text)
    raise CommandFault(f"{what}“{text[:20]}”无效，应为 1 至 {most} 之间的整数。")
