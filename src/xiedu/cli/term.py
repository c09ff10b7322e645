"""``xiedu term``: the due day of a term, with its arithmetic."""

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime

from xiedu.cli.options import Parser, write_json
from xiedu.law.workdays import Span, Term, Unit, compute_term

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,12}", re.ASCII)


def run(argv: Sequence[str]) -> int:
    """Parse the options, compute, print; exit 2 with a Chinese reason when an option is wrong."""
    options = _parser().parse_args(argv)
    try:
        unit = (options.unit or "").upper()
        term = compute_term(
            _start(options.start, unit),
            _number(options.n),
            unit,
            roll=options.roll,
            exclude=[_span(text) for text in options.exclude],
        )
    except ValueError as error:
        print(f"xiedu term：{error}", file=sys.stderr)
        return 2
    if options.json:
        write_json({"due": _due(term), "provisional": term.provisional, "explanation": term.explanation})
    else:
        print(*term.explanation, sep="\n")
    return 0


def _parser() -> Parser:
    parser = Parser("xiedu term", "推算期限。起算日不计入；是否顺延、按何种单位，由规定该期限的法律决定。")
    parser.add_argument(
        "--start", metavar="日期", help="起算日，如 2024-09-30；按小时计算的写明时刻，如 2024-09-30T09:30"
    )
    parser.add_argument("--n", metavar="数", help="期限数")
    parser.add_argument("--unit", metavar="单位", help="CD 日、WD 工作日、M 月、Y 年、H 小时")
    parser.add_argument("--roll", action="store_true", help="最后一日是节假日的，顺延至其后第一个工作日")
    parser.add_argument("--exclude", metavar="始日..终日", action="append", default=[], help="不计入的期间，可多次")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser


def _start(text: str | None, unit: str) -> date:
    if not text:
        raise ValueError("缺少起算日。请写明 --start，例如 --start 2024-09-30。")
    if unit == Unit.H and _MOMENT.fullmatch(text):
        return _real(text, datetime.fromisoformat)
    return _day(text, "--start")


def _number(text: str | None) -> int:
    if text is None:
        raise ValueError("缺少期限数。请写明 --n，例如 --n 5。")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"期限数“{text[:20]}”无效。应为 1 以上的整数。")
    return int(text)


def _span(text: str) -> Span:
    first, dots, last = text.partition("..")
    return _day(first, "--exclude"), _day(last if dots else first, "--exclude")


def _day(text: str, option: str) -> date:
    if not _DAY.fullmatch(text):
        form = "2024-10-08..2024-10-09" if option == "--exclude" else "2024-09-30"
        raise ValueError(f"{option} 的日期“{text[:20]}”无效。请写成 {form} 的样子。")
    return _real(text, date.fromisoformat)


def _real(text: str, parse: Callable[[str], date]) -> date:
    try:
        return parse(text)
    except ValueError:
        raise ValueError(f"日期“{text}”不存在。请核对年月日。") from None


def _due(term: Term) -> str:
    due = term.due
    return due.isoformat(timespec="minutes") if isinstance(due, datetime) else due.isoformat()
