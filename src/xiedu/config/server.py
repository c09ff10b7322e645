"""The web server (granian, WSGI): how it is started, and where the demo may listen."""

import os
import sys
from ipaddress import ip_address
from typing import NoReturn

from xiedu.config import env

APPLICATION = "xiedu.config.wsgi:application"
# Measured on two cores: more threads make pages slower; four keep an upload from holding up a page.
BLOCKING_THREADS = 4


def refuse_open_demo(host: str) -> None:
    """Demo accounts have public passwords: nobody but this machine may reach them.

    Raises:
        ConfigError: when a demo would listen on anything but the loopback.
    """
    if env.mode() == "demo" and not _loopback(host):
        raise env.ConfigError(f"演示模式只能在本机访问，不能监听 {host}。对外服务请设置 XIEDU_MODE=production。")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def become(host: str, port: int, workers: int) -> NoReturn:
    """Replace this process by the server."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
    command += ["--host", host, "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", str(BLOCKING_THREADS), "--workers-kill-timeout", "5", APPLICATION]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, checked arguments
