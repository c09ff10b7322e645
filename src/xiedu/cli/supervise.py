"""``xiedu run``: the demo city on this machine. Database, city and disputes first, then web server and worker together.

1. Is the port free? 2. Tables and demo data, what is there stays. 3. Start both. 4. Wait until the address answers,
then print it with the accounts. 5. When one ends or somebody presses Ctrl-C, end the other. Both end if this is killed.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException

from xiedu.cli.following import followed
from xiedu.cli.options import Parser
from xiedu.cli.program import CommandFault, with_django
from xiedu.cli.serve import whole

HOST = "127.0.0.1"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(argv: Sequence[str]) -> int:
    """Read the port before settings are loaded: the address printed on papers depends on it."""
    parser = Parser("xiedu run", "启动演示环境：网页服务和后台任务，仅本机可访问。按 Ctrl-C 结束。")
    parser.add_argument("--port", metavar="端口", default="8000", help="默认 8000")
    port = parser.parse_args(argv).port
    if port.isascii() and port.isdecimal():
        os.environ.setdefault("XIEDU_PUBLIC_ADDRESS", f"http://{HOST}:{port}")
    return _run([port])


@with_django
def _run(argv: Sequence[str]) -> int:
    port = whole(argv[0], "端口", 65535)
    _demo_only()
    free(port)
    prepare()
    stop = threading.Event()
    for number in STOPPING:
        signal.signal(number, lambda *_: stop.set())
    children = [_start("serve", "--host", HOST, "--port", str(port)), _start("worker")]
    try:
        if await_answer(f"http://{HOST}:{port}/", children, stop):
            print(greeting(port), flush=True)
        return watch(children, stop)
    finally:
        end(children)


def _demo_only() -> None:
    from django.conf import settings

    if not settings.DEMO:
        raise CommandFault("xiedu run 只用于演示。生产环境请分别运行 xiedu serve 和 xiedu worker。")


def free(port: int) -> None:
    """Raises CommandFault when somebody listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            text = f"端口 {port} 不能使用（{os.strerror(error.errno or 0)}），可能演示环境已在运行。"
            raise CommandFault(f"{text}请先停止占用它的程序，或换一个端口：make run PORT={port + 1}") from None


def prepare() -> None:
    """Tables, the demo city, its disputes; quick when they are there."""
    from django.db import connections

    from xiedu.bodies.city import seed_city
    from xiedu.cli.migrate import migrate
    from xiedu.demo.disputes import seed_disputes
    from xiedu.demo.leads import seed_leads
    from xiedu.demo.records import start_records
    from xiedu.demo.suggestions import seed_suggestions

    migrate()
    seed_city()
    added = seed_disputes()
    if added:
        print(f"已建立演示城市和 {added} 件演示争议。", flush=True)
    letters = seed_suggestions()
    if letters:
        print(f"已建立 {letters} 件演示书面建议。", flush=True)
    leads = seed_leads()
    if leads:
        print(f"已建立 {leads} 条演示监督线索及其监督事项。", flush=True)
    if start_records():
        print("合成执法记录由后台任务归集和检查，数分钟后可在“数据归集”“监督线索”中查看，进度见“任务”。", flush=True)
    connections.close_all()


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches this process alone, which then ends both in order.
    command = [sys.executable, "-m", "xiedu.cli", *arguments]
    return subprocess.Popen(command, start_new_session=True, env=followed())  # noqa: S603 - our own interpreter and words


def await_answer(address: str, children: list[subprocess.Popen[bytes]], stop: threading.Event) -> bool:
    """Whether the server answers before somebody stops it, a child ends or the time is up."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and not stop.is_set() and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return True
        except urllib.error.HTTPError:
            return True
        except (OSError, HTTPException):
            stop.wait(0.2)
    return False


def watch(children: list[subprocess.Popen[bytes]], stop: threading.Event) -> int:
    """Wait until somebody stops the program (0) or one of the two ends by itself (1)."""
    while not stop.wait(0.5):
        ended = [child for child in children if child.poll() is not None]
        if ended:
            names = {0: "网页服务", 1: "后台任务"}
            which = "、".join(names[children.index(child)] for child in ended)
            print(f"{which}已意外结束（状态 {ended[0].returncode}），演示环境随之停止。原因见上。", file=sys.stderr)
            return 1
    return 0


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask both to end, insist after a while."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def greeting(port: int) -> str:
    """The address, the accounts to begin with, and the password they share."""
    from xiedu.bodies.demo_people import DEMO_ACCOUNTS, DEMO_PASSWORD

    width = max(len(name) for name, _ in DEMO_ACCOUNTS)
    rows = [f"  {name:<{width}}  {role}" for name, role in DEMO_ACCOUNTS]
    rule = "─" * (width + 4 + max(map(_columns, (role for _, role in DEMO_ACCOUNTS))))
    head = f"  {'账号':<{width - 2}}  可以做什么"
    return "\n".join(
        [
            "",
            f"协督（演示，数据为合成）已启动：http://{HOST}:{port}/",
            f"口令都是 {DEMO_PASSWORD}",
            rule,
            head,
            *rows,
            rule,
            "按 Ctrl-C 结束；数据保留，下次启动继续。",
        ]
    )


def _columns(text: str) -> int:
    """Columns of a terminal a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
