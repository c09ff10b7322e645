"""``xiedu synth``: write a synthetic city of enforcement records with planted breaches and their labels."""

import sys
from collections.abc import Sequence
from pathlib import Path

from xiedu.cli.options import Parser
from xiedu.records.fields import KINDS
from xiedu.synth.generate import EVERY, City, write


def run(argv: Sequence[str]) -> int:
    """Write the files: 0 done, 1 the folder cannot be written, 2 called wrongly."""
    parser = Parser(
        "xiedu synth",
        "生成合成的执法记录（每类一个 CSV 和 Parquet）和标签 labels.csv（哪条记录应命中哪个检查）。全部标明“合成”。",
    )
    parser.add_argument("--records", metavar="条数", type=_whole, default=50_000, help="共多少条，缺省 50000")
    parser.add_argument("--seed", metavar="种子", type=int, default=1, help="相同种子生成相同的文件，缺省 1")
    parser.add_argument("--every", metavar="条数", type=_whole, default=EVERY, help=f"每多少条埋一处违法，缺省 {EVERY}")
    parser.add_argument("--out", metavar="目录", type=Path, required=True, help="写入的目录")
    options = parser.parse_args(argv)
    # Imported here: a wrong option is told at once.
    import duckdb

    city = City(options.records, options.seed, options.every)
    try:
        with duckdb.connect() as connection:
            done = write(connection, city, options.out)
    except (OSError, duckdb.IOException) as error:
        print(f"xiedu synth：写不进 {options.out}：{error}。请换一个目录或检查磁盘空间。", file=sys.stderr)
        return 1
    counts = "，".join(f"{KINDS[kind].title} {count}" for kind, count in done.records.items())
    print(f"已写入 {options.out}：{counts} 条（合成）；标签 {done.labels} 条。")
    return 0


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= 100_000_000:
        raise ValueError
    return int(text)
