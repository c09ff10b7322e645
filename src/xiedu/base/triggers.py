"""Tables whose rows are history: the database itself refuses to change or delete them (SQLite and PostgreSQL).

A room names its tables once (``register_trigger(Forbid("base_auditentry"))``, in its ``AppConfig.ready``); they are
(re)installed after every migrate, because SQLite drops triggers when a migration rebuilds a table.
"""

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "历史记录不得修改或删除"
_FUNCTION = "xiedu_forbid"


@dataclass(frozen=True, slots=True)
class Forbid:
    """No row of ``table`` may suffer one of ``operations``, or only not when ``when_sql`` holds.

    ``when_sql`` is an SQL condition over ``OLD.column`` (and for UPDATE alone ``NEW.column``) true for what is
    forbidden. PostgreSQL also refuses TRUNCATE where DELETE is forbidden without a condition.
    """

    table: str
    when_sql: str | None = None
    operations: tuple[str, ...] = ("UPDATE", "DELETE")

    def names(self) -> dict[str, str]:
        """Trigger name → operation."""
        tag = "" if self.when_sql is None else "_if"
        return {f"keep_{self.table}{tag}_{op.lower()}": op for op in self.operations}


_REGISTERED: dict[str, Forbid] = {}


def register_trigger(forbid: Forbid) -> None:
    """Have the rule installed after the next migrate; naming it twice is one rule."""
    for name in forbid.names():
        _REGISTERED[name] = forbid


def registered_tables() -> set[str]:
    """The tables that are guarded."""
    return {forbid.table for forbid in _REGISTERED.values()}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create (again) every registered trigger whose table exists on the connection."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(_pg_function())
        for name, sql in _wanted(connection.vendor).items():
            table = _table_of(name)
            if table in tables:
                cursor.execute(_drop(connection.vendor, name, table))
                cursor.execute(sql)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every registered trigger; for tests that empty tables, never for a running system."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for name in _wanted(connection.vendor):
            if _table_of(name) in tables:
                cursor.execute(_drop(connection.vendor, name, _table_of(name)))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of registered triggers that are absent, switched off or worded differently; sorted."""
    wanted = _wanted(connection.vendor)
    with connection.cursor() as cursor:
        found = _found_pg(cursor, wanted) if connection.vendor == "postgresql" else _found_sqlite(cursor)
    return sorted(name for name, sql in wanted.items() if found.get(name) != sql)


def _wanted(vendor: str) -> dict[str, str]:
    """Trigger name → the statement that creates it."""
    out: dict[str, str] = {}
    for forbid in dict.fromkeys(_REGISTERED.values()):
        for name, operation in forbid.names().items():
            if vendor == "postgresql":
                out[name] = _pg_trigger(forbid, name, operation)
                if operation == "DELETE" and forbid.when_sql is None:
                    out[name + "_all"] = (
                        f'CREATE TRIGGER "{name}_all" BEFORE TRUNCATE ON "{forbid.table}" '
                        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
                    )
            else:
                out[name] = _sqlite_trigger(forbid, name, operation)
    return out


def _table_of(name: str) -> str:
    return _REGISTERED[name.removesuffix("_all")].table


def _drop(vendor: str, name: str, table: str) -> str:
    return f'DROP TRIGGER IF EXISTS "{name}"' + (f' ON "{table}"' if vendor == "postgresql" else "")


def _sqlite_trigger(forbid: Forbid, name: str, operation: str) -> str:
    when = f" WHEN {forbid.when_sql}" if forbid.when_sql else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{forbid.table}"{when} '
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _found_sqlite(cursor: Any) -> dict[str, str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def _pg_function() -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )


def _pg_trigger(forbid: Forbid, name: str, operation: str) -> str:
    when = f" WHEN ({forbid.when_sql})" if forbid.when_sql else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{forbid.table}" '
        f"FOR EACH ROW{when} EXECUTE FUNCTION {_FUNCTION}()"
    )


def _found_pg(cursor: Any, wanted: dict[str, str]) -> dict[str, str]:
    """PostgreSQL rewords conditions, so a trigger counts as found by name, table, state and the function's text."""
    cursor.execute(
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = ANY (current_schemas(false)) "
        "AND p.proname = %s AND position(%s in p.prosrc) > 0",
        [_FUNCTION, f"RAISE EXCEPTION '{MESSAGE}'"],
    )
    return {name: wanted[name] for name, table in cursor.fetchall() if name in wanted and _table_of(name) == table}
