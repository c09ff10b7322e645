"""Run as a program: loads a batch in child processes that kill themselves at a stage, and tells what was left each time.

The parent opens no database, so that a child is like a worker just started. Prints one JSON line a stage.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.records.sheets import PENALTY, csv_bytes
from xiedu.lake import store
from xiedu.lake.loading import Arrival, load
from xiedu.lake.sensitive import Keys
from xiedu.law.identifiers import resident_check_char
from xiedu.records.reading import read_records

PERSON = {
    "行政相对人类别": "自然人",
    "行政相对人统一社会信用代码": "",
    "自然人证件类型": "身份证",
}
# The beginning of the statement before which the child dies; with a number, so many seconds after it began.
STAGES: tuple[tuple[str, float | None], ...] = (
    ("update lake.", None),
    ("insert into lake.batches", None),
    ("commit", None),
    ("commit", 0.01),
    ("detach", None),
)


class Dying:
    """A connection that takes its process with it."""

    def __init__(self, db: Any, stage: str, after: float | None) -> None:
        self._db, self._stage, self._after = db, stage, after

    def execute(self, sql: str, *values: Any) -> Any:
        if sql.startswith(self._stage):
            if self._after is None:
                die()
            threading.Timer(self._after or 0.0, die).start()
        return self._db.execute(sql, *values)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def loading(folder: Path, batch: int, fine: str, stage: str = "", after: float | None = None) -> None:
    """Load batch ``batch`` of two rows with a fine; die at the stage, if one is named."""
    file = folder / f"{os.getpid()}.csv"
    number = f"110105194912310{batch:02}"
    person = {
        **PERSON,
        "行政处罚决定书文号": "衢综执罚〔2024〕2号",
        "自然人证件号码": number + resident_check_char(number),
    }
    rows = [{**PENALTY, "罚款金额": fine}, {**PENALTY, **person, "罚款金额": fine}]
    file.write_bytes(csv_bytes(rows))
    with store.connect() as db:
        found = read_records(db, file)
        mortal: Any = Dying(db, stage, after) if stage else db
        with store.attached(db, folder / "lake"):
            arrival = Arrival(batch, f"第{batch}批", "penalty", 1, found.columns, found.good_rows)
            load(mortal, found.table, arrival, Keys("合成密钥" * 10))
            if stage == "detach":
                die()


def held(folder: Path) -> dict[str, Any]:
    """What a reader sees: fines valid now, versions, secrets, batches."""
    with store.reading(folder / "lake") as db:
        ask: Callable[[str], Any] = lambda sql: db.execute(sql).fetchall()  # noqa: E731
        return {
            "now": sorted(fine for (fine,) in ask(f"select fine from {store.current('penalty')}")),
            "versions": ask("select count(*) from lake.penalty")[0][0],
            "secrets": ask("select count(*), count(distinct digest) from lake.secrets")[0],
            "batches": [batch for (batch,) in ask("select batch from lake.batches order by batch")],
        }


def child(act: Callable[[], Any]) -> Any:
    """What a function gave in a process of its own; None when that process was killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, json.dumps(act()).encode())
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(3)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return None
    assert os.WEXITSTATUS(status) == 0
    return json.loads(data)


def again(folder: Path, batch: int) -> dict[str, Any]:
    """What the killed process left, and what stands after the batch is tried again."""
    left = held(folder)
    loading(folder, batch, str(batch))
    return {"left": left, "then": held(folder)}


def main(folder: Path) -> None:
    """One batch a stage, each changing the two rows of the one before it."""
    # The signatures of the extensions are another test's matter: here they would cost a second a child.
    store._signatures_checked = True
    child(lambda: loading(folder, 1, "1"))
    for place, (stage, after) in enumerate(STAGES, start=2):
        child(partial(loading, folder, place, str(place), stage, after))
        told = child(partial(again, folder, place))
        print(json.dumps({"stage": stage, "after": after, **told}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
