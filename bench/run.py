"""``make bench``: every figure, each in a process of its own; PostgreSQL beside SQLite when a server is named.

``XIEDU_TEST_POSTGRES`` names a server with an empty database to be used (and emptied).
``--n`` is the number of matters. The benches of records take as many as their targets are stated for (up to 10,000,000:
together over an hour), or ``ROWS``, or the ``N`` that ``make bench N=…`` names.
"""

import argparse
import os
import subprocess
import sys

SERVER = "XIEDU_TEST_POSTGRES"


def main() -> int:
    """Run the benchmarks one after another; 1 when one of them could not run, whatever the figures say."""
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("--n", type=int, default=200_000, help="事项数")
    size = asked.parse_args().n
    server = os.environ.get(SERVER)
    databases = [None, server] if server else [None]
    failed = 0
    for name in ("steps", "replay", "lists", "leads"):
        for address in databases:
            failed += _one(name, address, size)
    failed += _one("pdf", None, size)
    for name in ("planted", "row_checks", "rescan"):
        failed += _one(name, None)
    failed += _compared("intake_bench")
    failed += _compared("server_checks", server) if server else 0
    if not server:
        print(f"PostgreSQL left out: set {SERVER} to the address of a server with an empty database.")
    return int(bool(failed))


def _compared(name: str, address: str | None = None) -> int:
    """A bench that needs what it compares with."""
    from bench.packages import python

    try:
        return _one(name, address, None, python())
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{name} left out: its packages cannot be installed ({error}).")
        return 1


def _one(name: str, address: str | None, size: int | None = None, interpreter: str = sys.executable) -> int:
    print(f"== {name} ({'PostgreSQL' if address else 'SQLite'})", flush=True)
    command = [interpreter, "-m", f"bench.{name}", *([address] if address else [])]
    environment = {**os.environ, "PYTHONPATH": "src:.", **({"N": str(size)} if size else {})}
    return int(subprocess.run(command, env=environment, check=False).returncode not in (0,))


if __name__ == "__main__":
    sys.exit(main())
