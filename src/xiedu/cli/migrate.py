"""``xiedu migrate``: bring the database to this version; in production also lay out static files."""

from collections.abc import Sequence

from xiedu.cli.options import Parser
from xiedu.cli.program import with_django


@with_django
def run(argv: Sequence[str]) -> int:
    """Migrate; with ``--register`` lay down the register of Quzhou without people."""
    parser = Parser("xiedu migrate", "建立或升级数据库表；生产模式下同时收集静态文件。")
    parser.add_argument("--register", action="store_true", help="同时写入衢州市区域和机构（不含人员和账号）")
    options = parser.parse_args(argv)
    migrate()
    if options.register:
        from xiedu.bodies.city import seed_city

        print("、".join(f"{kind} {count}" for kind, count in seed_city(demo=False).items()))
    return 0


def migrate() -> None:
    """Tables, triggers, the lake's columns and, outside the demo, the static files the server hands out."""
    from django.conf import settings
    from django.core.management import call_command

    from xiedu.lake.store import prepare

    call_command("migrate", interactive=False, verbosity=0)
    prepare(settings.LAKE_DIR)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not settings.DEMO:
        call_command("collectstatic", interactive=False, verbosity=0)
