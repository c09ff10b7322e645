"""SIGKILL at each stage of a batch: it is in or not in, and trying again completes it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.lake.killing import STAGES

ROOT = Path(__file__).resolve().parents[2]


def test_a_killed_batch_is_in_or_not_in_and_a_second_try_completes_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.lake.killing", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["stage"], one["after"]) for one in told] == list(STAGES)
    for place, one in enumerate(told, start=2):
        fen, before, after = place * 100, list(range(1, place)), list(range(1, place + 1))
        inside = {"now": [fen, fen], "versions": 2 * place, "secrets": [place, place], "batches": after}
        outside = {
            "now": [fen - 100] * 2,
            "versions": 2 * place - 2,
            "secrets": [place - 1, place - 1],
            "batches": before,
        }
        assert one["left"] in (inside, outside), one
        if one["after"] is None:
            assert one["left"] == (inside if one["stage"] == "detach" else outside), one
        assert one["then"] == inside, one
