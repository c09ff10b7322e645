"""Starting and stopping: what is refused before a port is opened, what is printed, that both end together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from xiedu.bodies.demo_people import DEMO_ACCOUNTS, DEMO_PASSWORD
from xiedu.cli import COMMANDS, resolve
from xiedu.cli.program import CommandFault
from xiedu.cli.serve import whole
from xiedu.cli.supervise import await_answer, end, free, greeting, watch

SRC = Path(__file__).resolve().parents[2] / "src"


def environment(var: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XIEDU_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(SRC), "XIEDU_VAR": str(var), **more}


def xiedu(var: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "xiedu.cli", *args]
    return subprocess.run(command, capture_output=True, text=True, env=environment(var, **env), timeout=120)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_resolves_and_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        resolve(COMMANDS[name])(["--help"])
    assert done.value.code == 0
    assert "用法" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["0", "65536", "-1", "8000x", "", "８０００", "1e3"])
def test_a_port_is_a_whole_number(text: str) -> None:
    with pytest.raises(CommandFault, match="端口"):
        whole(text, "端口", 65535)


def test_a_taken_port_is_said_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandFault, match=f"端口 {port} .*PORT={port + 1}"):
            free(port)
    free(port)


def test_the_greeting_has_the_address_the_password_and_every_account() -> None:
    text = greeting(8123)
    assert "http://127.0.0.1:8123/" in text
    assert DEMO_PASSWORD in text
    assert all(name in text and role in text for name, role in DEMO_ACCOUNTS)


def test_when_one_ends_the_other_is_ended_and_the_status_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    short = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    long = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        assert not await_answer("http://127.0.0.1:9/", [short, long], threading.Event()) or short.poll() is not None
        assert watch([short, long], threading.Event()) == 1
        assert "网页服务已意外结束（状态 3）" in capsys.readouterr().err
    finally:
        end([short, long])
    assert long.poll() is not None


FOLLOWER = "from xiedu.cli import main; import time; main(['--version']); time.sleep(600)"


def test_what_was_started_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    starter = (
        "import subprocess, sys, time; from xiedu.cli.following import followed;"
        f"print(subprocess.Popen([sys.executable, '-c', {FOLLOWER!r}], env=followed()).pid, flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", starter]
    with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        child = Path(f"/proc/{running.stdout.readline().strip()}")
        assert running.stdout.readline().strip()
        assert child.exists()
        running.kill()
    until = time.monotonic() + 20
    while child.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not child.exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "example.invalid"])
def test_a_demo_listens_on_this_machine_alone(tmp_path: Path, host: str) -> None:
    assert xiedu(tmp_path, "migrate").returncode == 0
    done = xiedu(tmp_path, "serve", "--host", host)
    assert done.returncode == 1
    assert "只能在本机访问" in done.stderr


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "run"])
def test_production_without_secrets_does_not_start(tmp_path: Path, command: str) -> None:
    done = xiedu(tmp_path, command, XIEDU_MODE="production")
    assert done.returncode == 1
    assert "XIEDU_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_with_demo_accounts_does_not_start(tmp_path: Path) -> None:
    assert xiedu(tmp_path, "migrate").returncode == 0
    seed = "from xiedu.cli.program import load; load(); from xiedu.bodies.city import seed_city; seed_city()"
    subprocess.run([sys.executable, "-c", seed], env=environment(tmp_path), check=True)
    secrets = {
        "XIEDU_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789",
        "XIEDU_CHAIN_KEY": "9876543210zyxwvutsrqponmlkjihgfedcba",
        "XIEDU_LAKE_KEY": "5678901234lakelakelakezyxwvutsrqponm",
        "XIEDU_HOSTS": "xiedu.example",
        "XIEDU_PUBLIC_ADDRESS": "https:" + "//xiedu.example",
    }
    for command in ("serve", "worker"):
        done = xiedu(tmp_path, command, XIEDU_MODE="production", **secrets)
        assert done.returncode == 1
        assert "演示账号" in done.stderr
    assert "只用于演示" in xiedu(tmp_path, "run", XIEDU_MODE="production", **secrets).stderr


def test_without_tables_a_command_says_what_to_run(tmp_path: Path) -> None:
    done = xiedu(tmp_path, "verify")
    assert done.returncode == 1
    assert "xiedu migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_starts_answers_and_both_processes_end(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "xiedu.cli", "run", "--port", str(port)]
    with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        for line in running.stdout:
            if "已启动" in line:
                break
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as answer:
            assert "演示" in answer.read().decode()
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        running.send_signal(signal.SIGINT)
        rest = running.stdout.read()
        assert running.wait(60) == 0
    assert "Ctrl-C" in rest
    assert len(children) == 2
    until = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{child}").exists() for child in children)
