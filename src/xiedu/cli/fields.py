"""``xiedu fields``: the fields of a kind of record, as JSON (the public contract) or as a table."""

import sys
from collections.abc import Sequence

from xiedu.cli.options import Parser, write_json
from xiedu.records.fields import KINDS, TYPE_WORDS, describe, fields_at, note_of
from xiedu.records.schema import Field


def run(argv: Sequence[str]) -> int:
    """Print the fields; exit 2 for a kind that does not exist."""
    known = "、".join(f"{kind.name} {kind.title}" for kind in KINDS.values())
    parser = Parser("xiedu fields", f"一类记录的全部字段（{known}）。明细的字段：xiedu fields penalty.officers。")
    parser.add_argument("kind", metavar="种类", nargs="?", help="如 penalty；明细如 penalty.officers")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args(argv)
    if not options.kind:
        parser.error(f"请指明种类：{known}")
    try:
        fields = fields_at(options.kind)
    except ValueError as error:
        print(f"xiedu fields：{error}", file=sys.stderr)
        return 2
    if options.json:
        write_json([describe(field) for field in fields])
    else:
        print(*map(_line, fields), sep="\n")
    return 0


def _line(field: Field) -> str:
    must = "必填" if field.required else "　　"
    words = f"　[{'、'.join(field.codes.values())}]" if field.codes else ""
    return f"{field.name:<28}{must}　{TYPE_WORDS[field.type]}　{field.title}{words}　{note_of(field)}"
