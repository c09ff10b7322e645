"""The command as a door: ``xiedu move`` with the facts in a file; what it prints on refusing is read back.

Who may not see a matter is told only that it does not exist. The reason is then asked of the function behind it,
which has to refuse as well.
"""

import io
import json
import re
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel

from tests.coordination.accounts import account
from tests.coordination.told import reason
from xiedu.cli import main
from xiedu.procedure import perform as function
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import canonical, dump
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, Done

UNSEEN = re.compile(r"没有编号为“.*”的事项，或该账号无权查看。")
AT_FIELD = re.compile(r"^(?P<path>[a-z_][a-z0-9_.]*)：(?P<text>.+)$")


def start(procedure: str, ask: Ask) -> Done:
    """``xiedu move 步骤 --start 程序``."""
    return _done(_run([ask.move, "--start", procedure], ask))


def perform(matter_id: int, ask: Ask) -> Done:
    """``xiedu move 编号 步骤``."""
    try:
        return _done(_run([Matter.objects.get(pk=matter_id).number, ask.move], ask))
    except NotMade as fault:
        if not UNSEEN.fullmatch(str(fault)):
            raise
    function.perform(matter_id, ask)
    raise AssertionError(f"the command does not show matter {matter_id}, the function lets {ask.move} pass")


def _run(named: Sequence[str], ask: Ask) -> dict[str, Any]:
    out, said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with TemporaryDirectory() as folder, redirect_stdout(out), redirect_stderr(said):
        status = main(["move", *named, *_options(ask, Path(folder) / "facts.json")])
    out.seek(0)
    printed = out.read()
    if status == 0:
        told: dict[str, Any] = json.loads(printed)
        return told
    assert (status, printed) == (1, "")
    raise refusal_of(said.getvalue())


def _options(ask: Ask, path: Path) -> list[str]:
    found = ["--as", account(ask.actor).username, "--body", ask.actor.body_name]
    if ask.facts is not None:
        facts = dump(ask.facts) if isinstance(ask.facts, BaseModel) else ask.facts
        path.write_text(canonical(facts), encoding="utf-8")
        found += ["--facts", str(path)]
    given = {"--on": ask.occurred_on, "--expect": ask.expect_seq, "--token": ask.token}
    for option, value in given.items():
        found += [] if value is None else [option, str(value)]
    return [*found, "--late-reason", ask.late_reason]


def _done(told: dict[str, Any]) -> Done:
    return Done(told["matter"], told["number"], told["seq"], told["state"], ())


def refusal_of(said: str) -> NotMade:
    """What a shell reads, as reasons with their article and faults by field."""
    fault = NotMade()
    for line in said.strip().splitlines():
        at_field = AT_FIELD.match(line)
        if at_field:
            fault.errors[at_field["path"]] = at_field["text"]
        else:
            fault.refusals.append(reason(line))
    assert fault.refusals or fault.errors, "refused without a word"
    return fault
