"""Copies of the prepared test database, and child processes that die by SIGKILL at a chosen SQL statement in them."""

import os
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from tests.procedure import prints
from xiedu.papers.models import NumberSeries, Paper
from xiedu.procedure.models import Event, Ledger, Matter, MatterCounter, Waiting

# Each worker of a parallel run has a copy of its own: dropping one by force ends every session in it.
COPY = f"xiedu_killed_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


class Counter:
    """Counts statements (COMMIT included) and kills its own process when about to send number ``at``; 0 = never."""

    def __init__(self, at: int = 0) -> None:
        self.at, self.n = at, 0

    def tick(self) -> None:
        """One more statement is about to be sent."""
        self.n += 1
        if self.n == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.tick()
        return execute(sql, params, many, context)


@contextmanager
def counting(counter: Counter) -> Iterator[Counter]:
    """Statements of the connection are counted; COMMIT, which passes no cursor, where Django asks for it."""
    wrapped: Any = connection
    wrapped.ensure_connection()
    commit = wrapped._commit

    def counted() -> Any:
        counter.tick()
        return commit()

    wrapped._commit = counted
    try:
        with connection.execute_wrapper(counter):
            yield counter
    finally:
        wrapped._commit = commit


@contextmanager
def on_copy(folder: Path) -> Iterator[None]:
    """The default connection points at a fresh copy of the test database; at the end it points back."""
    settings = connection.settings_dict
    original = settings["NAME"]
    connections.close_all()
    settings["NAME"] = _copied(str(original), folder)
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = original
        if connection.vendor == "postgresql":
            _admin(f'DROP DATABASE IF EXISTS "{COPY}" WITH (FORCE)')


def _copied(original: str, folder: Path) -> str:
    if connection.vendor == "postgresql":
        _admin(f'DROP DATABASE IF EXISTS "{COPY}" WITH (FORCE)', f'CREATE DATABASE "{COPY}" TEMPLATE "{original}"')
        return COPY
    target = folder / "copy.sqlite3"
    for tail in ("", "-wal", "-shm"):
        Path(f"{target}{tail}").unlink(missing_ok=True)
        if Path(f"{original}{tail}").exists():
            shutil.copyfile(f"{original}{tail}", f"{target}{tail}")
    return str(target)


def _admin(*statements: str) -> None:
    import psycopg

    given = connection.settings_dict
    wanted = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in wanted.items() if v}) as server:
        for statement in statements:
            server.execute(statement.encode())


def dies(act: Callable[[], Any], at: int) -> bool:
    """Do something in a child process that is killed at statement ``at``; False when it came to its end before."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with counting(Counter(at)) as counter:
                act()
            counter.tick()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _, outcome = os.waitpid(child, 0)
    if os.WIFSIGNALED(outcome):
        assert os.WTERMSIG(outcome) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(outcome) == 0, "the child failed of itself"
    return False


def statements_of(act: Callable[[], Any]) -> int:
    """How many statements an act sends."""
    with counting(Counter()) as counter:
        act()
    return counter.n


def left_behind() -> dict[str, Any]:
    """What a half-made move would leave: events, numbers, papers, waiting work, the ledger."""
    ledger = Ledger.objects.get()
    return {
        "events": Event.objects.count(),
        "series": list(NumberSeries.objects.order_by("id").values_list("word", "last")),
        "counters": list(MatterCounter.objects.order_by("id").values_list("key", "last")),
        "papers": Paper.objects.count(),
        "waiting": sorted(Waiting.objects.values_list("matter_id", "body_id", "label")),
        "ledger": (ledger.matters, ledger.last_matter, ledger.seal),
        "heads": sorted(Matter.objects.values_list("id", "seq", "state", "digest")),
        "all": prints.digest(),
    }
