"""``xiedu move`` and ``xiedu offers``: the same door as the page's, for scripts and for proof.

The same tests stand in the way: who sees the matter, who may make the move, whether its facts are valid.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiedu.cli.options import Parser, write_json
from xiedu.cli.program import CommandFault, acting, with_django

if TYPE_CHECKING:
    from xiedu.procedure.models import Matter
    from xiedu.procedure.perform import Done
    from xiedu.procedure.situation import Actor


@with_django
def move(argv: Sequence[str]) -> int:
    """Make a move; prints what came of it as JSON, or the refusal in Chinese on stderr (status 1)."""
    options = _move_parser().parse_args(argv)
    from xiedu.procedure.errors import NotMade
    from xiedu.procedure.perform import Ask, perform, start
    from xiedu.procedure.registry import tables

    actor = acting(options.actor, options.body)
    ask = Ask(
        options.move,
        actor,
        _facts(options.facts),
        occurred_on=_day(options.on),
        expect_seq=_number(options.expect),
        late_reason=options.late_reason,
        token=options.token,
    )
    try:
        if options.start:
            if options.start not in {table.code for table in tables()}:
                known = "、".join(f"{table.code}（{table.title}）" for table in tables())
                raise CommandFault(f"没有程序“{options.start}”。可用：{known}。")
            done = start(options.start, ask)
        else:
            done = perform(_visible(options.number, actor).pk, ask)
    except NotMade as refusal:
        print(refusal, file=sys.stderr)
        return 1
    write_json(_told(done))
    return 0


def _move_parser() -> Parser:
    parser = Parser("xiedu move", "办理一个步骤，与网页上办理完全相同。")
    parser.add_argument("number", metavar="事项编号", nargs="?", help="发起新事项（--start）时不写")
    parser.add_argument("move", metavar="步骤", help="步骤代码，见 xiedu offers")
    _who(parser)
    parser.add_argument("--facts", metavar="文件", help="填写内容，JSON 文件；- 为标准输入；没有内容的步骤不写")
    parser.add_argument("--start", metavar="程序", help="以该步骤发起新事项，如 dispute")
    parser.add_argument("--on", metavar="日期", help="发生日期，默认今天")
    parser.add_argument("--late-reason", metavar="理由", default="", help="事后补录的理由")
    parser.add_argument("--expect", metavar="步数", help="办理前事项应在第几步；已变动的不办理")
    parser.add_argument("--token", metavar="标识", help="发起时的防重标识：同一标识只发起一次")
    return parser


def _who(parser: Parser) -> None:
    parser.add_argument("--as", dest="actor", metavar="账号", help="由谁办理")
    parser.add_argument("--body", metavar="机构", help="以哪个机构办理（全称或简称）")


@with_django
def offers(argv: Sequence[str]) -> int:
    """The moves somebody can make in a matter now, and why not the others; one JSON object a line."""
    parser = Parser("xiedu offers", "列出某人现在可办理的步骤；暂不能办的写明原因。")
    parser.add_argument("number", metavar="事项编号")
    _who(parser)
    options = parser.parse_args(argv)
    from xiedu.base.models import today
    from xiedu.procedure.offers import offers as offered
    from xiedu.procedure.perform import situation
    from xiedu.procedure.registry import table
    from xiedu.procedure.world import DbWorld

    actor = acting(options.actor, options.body)
    matter = _visible(options.number, actor)
    for offer in offered(table(matter.procedure), situation(matter), actor, DbWorld(today())):
        why = offer.refusal.message if offer.refusal else ""
        write_json({"move": offer.move.code, "title": offer.move.title, "mode": offer.mode, "why": why})
    return 0


def _visible(number: str | None, actor: "Actor") -> "Matter":
    """The matter, if that person sees it; one that he does not see does not exist for him."""
    if not number:
        raise CommandFault("请写明事项编号；发起新事项的，用 --start 写明程序。")
    from xiedu.bodies.models import Person
    from xiedu.bodies.principal import principal_of
    from xiedu.procedure.policy import Sight

    user = Person.objects.select_related("user").get(pk=actor.person_id).user
    found = Sight(principal_of(user)).matters().filter(number=number).first() if user else None
    if found is None:
        raise CommandFault(f"没有编号为“{number}”的事项，或该账号无权查看。")
    return found


def _facts(name: str | None) -> dict[str, Any] | None:
    if name is None:
        return None
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        facts = json.loads(text)
    except OSError as error:
        raise CommandFault(f"不能读取 {name}：{error.strerror}。") from None
    except (ValueError, RecursionError) as error:
        raise CommandFault(f"{name} 不是有效的 UTF-8 JSON：{error}。") from None
    if not isinstance(facts, dict):
        raise CommandFault(f"{name} 应是一个 JSON 对象（花括号括起）。")
    return facts


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandFault(f"日期“{text[:20]}”无效，请写成 2026-03-02 的样子。") from None


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise CommandFault(f"步数“{text[:20]}”应为整数。")
    return int(text)


def _told(done: "Done") -> dict[str, Any]:
    papers = [{"number": p.number, "title": p.title, "digest": p.digest} for p in done.papers]
    return {"matter": done.matter_id, "number": done.number, "seq": done.seq, "state": done.state, "papers": papers}
