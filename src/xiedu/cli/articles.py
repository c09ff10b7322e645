"""``xiedu articles``: the 31 articles, and honestly what is built of each."""

from collections.abc import Sequence

from xiedu.cli.options import Parser, write_json
from xiedu.insight.articles import ArticleState, article_states

WORDS = {"built": "已建", "partly": "部分", "not_built": "未建", "not_software": "非软件"}


def run(argv: Sequence[str]) -> int:
    """Print the articles as JSON or as a list."""
    parser = Parser("xiedu articles", "三十一条各自的落实情况：已建、部分、未建、非软件。")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args(argv)
    states = article_states()
    if options.json:
        write_json([state.as_dict() for state in states])
    else:
        print(*(line for state in states for line in _lines(state)), sep="\n")
    return 0


def _lines(state: ArticleState) -> list[str]:
    lines = [f"{state.cite.short}　[{WORDS[state.status]}]　{state.duty}"]
    lines += [f"    所在：{'、'.join(state.where)}"] if state.where else []
    lines += [f"    说明：{state.reason}"] if state.reason else []
    return lines
