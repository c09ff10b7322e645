"""The checks' DuckDB SQL said in PostgreSQL's, as somebody at home there would write it.

Lists of structs are arrays of composite types; what runs over a list becomes a subquery over ``unnest``, with the
filter, the value and the sum or maximum in one; "does one of them …" becomes ``TRUE = ANY (SELECT …)``, which stops at
the first. What is not known here raises :class:`UntranslatedError`, so that nothing is left out silently.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.dialects.postgres import Postgres


class UntranslatedError(Exception):
    """A part of the SQL for which there is no translation."""


@dataclass
class Types:
    """The composite types that a statement or table needs, by the names and types of their fields; and functions."""

    made: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)

    def named(self, fields: Mapping[str, str]) -> str:
        """The type with these fields (name → PostgreSQL type)."""
        return self.made.setdefault(tuple(fields.items()), f"struct{len(self.made)}")

    def of(self, type_: exp.DataType) -> str:
        """PostgreSQL's name of a DuckDB type."""
        if type_.this == exp.DataType.Type.ARRAY or type_.this == exp.DataType.Type.LIST:
            return f"{self.of(type_.expressions[0])}[]"
        if type_.this == exp.DataType.Type.STRUCT:
            return self.named({one.name: self.of(one.args["kind"]) for one in type_.expressions})
        told = type_.sql("duckdb")
        return {"TEXT": "text", "DOUBLE": "double precision"}.get(told, told.lower())

    def folded(self, state: str, item: str, start: str, each: str, body: str) -> str:
        """The function that folds an array of ``each`` into a ``start``; NULL for no array."""
        told = (
            f"(items {each}[], start {start}) RETURNS {start} LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$ "
            f"DECLARE {state} {start} := start; {item} {each}; "
            f"BEGIN FOREACH {item} IN ARRAY items LOOP {state} := {body}; END LOOP; RETURN {state}; END $$"
        )
        return self.functions.setdefault(told, f"fold{len(self.functions)}")

    def statements(self) -> Iterator[str]:
        """What makes the types, those first that others are made of."""
        for fields, name in self.made.items():
            yield f"CREATE TYPE {name} AS ({', '.join(f'{one} {type_}' for one, type_ in fields)})"
        for told, name in self.functions.items():
            yield f"CREATE FUNCTION {name}{told}"


# What the structs the checks build hold; a struct literal says no types.
FIELDS = {
    **dict.fromkeys(("first", "last", "approved"), "date"),
    **dict.fromkeys(("low", "high", "days", "most", "least", "article"), "bigint"),
    "title": "text",
}


def translate(sql: str, types: Types, lists: Mapping[str, str], texts: frozenset[str]) -> str:
    """The statement in PostgreSQL's SQL.

    ``lists`` are the session's list variables as literals, ``texts`` the columns that hold text (of which a slice is a
    part of the text). A subquery that works out columns is worked out once (``OFFSET 0``): put in wherever its columns
    are used, as the server would, the terms of a case grow to a statement that is not planned within minutes.

    Raises:
        UntranslatedError: for what is not known here.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    numbers = itertools.count()
    for inner in list(tree.find_all(exp.Subquery)):
        if isinstance(inner.parent, exp.From | exp.Join) and not inner.alias:
            inner.set("alias", exp.TableAlias(this=exp.to_identifier(f"q{next(numbers)}")))
        if _works_out(inner.this):
            inner.this.set("offset", exp.Offset(expression=exp.Literal.number(0)))
    owners = {table.alias_or_name for table in tree.find_all(exp.Table, exp.Subquery, exp.CTE, exp.Values)}
    owners |= {one.name for run in tree.find_all(exp.Lambda) for one in run.expressions}
    return _Writer(types, lists, texts, owners).generate(tree)


def _works_out(query: exp.Expression) -> bool:
    """Does it select from something and make columns of it?"""
    made = isinstance(query, exp.Select) and any(isinstance(one, exp.Alias) for one in query.expressions)
    return made and query.find(exp.From) is not None


class _Writer(Postgres.Generator):
    """Writes the tree; each method says one kind of node."""

    def __init__(self, types: Types, lists: Mapping[str, str], texts: frozenset[str], owners: set[str]) -> None:
        super().__init__(dialect=Postgres(), unsupported_level=sqlglot.ErrorLevel.RAISE)
        self.types, self.lists, self.texts, self.owners = types, lists, texts, owners

    def sql(self, expression: object, key: str | None = None, comment: bool = True) -> str:
        """As the dialect does, but for the nodes named here."""
        if isinstance(expression, exp.Expression) and key is None:
            own = _OWN.get(type(expression))
            if own:
                return str(own(self, expression))
            if isinstance(expression, exp.Anonymous):
                return self._called(expression)
        return str(super().sql(expression, key, comment))

    def _called(self, node: exp.Anonymous) -> str:
        known = _FUNCTIONS.get(node.name.lower())
        if known is None:
            raise UntranslatedError(f"{node.name}()")
        return str(known(self, node.expressions))


@dataclass(frozen=True)
class _Run:
    """A run over a list: the list, what its item is called, what is kept and what is made of each."""

    items: exp.Expression
    name: str
    kept: str = ""
    value: str = ""

    def query(self, writer: _Writer, shown: str) -> str:
        where = f" WHERE {self.kept}" if self.kept else ""
        return f"SELECT {shown} FROM unnest({writer.sql(self.items)}) AS {self.name}{where}"

    def there(self, writer: _Writer, told: str) -> str:
        """What is told where the list is recorded."""
        if isinstance(self.items, exp.Array):
            return told
        return f"CASE WHEN {writer.sql(self.items)} IS NOT NULL THEN {told} END"


def _bare(node: exp.Expression) -> exp.Expression:
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def _run(writer: _Writer, node: exp.Expression) -> _Run:
    """The node as a run; a plain list is one that keeps every item as it is."""
    node = _bare(node)
    if isinstance(node, exp.ArrayFilter | exp.Transform):
        (name,) = (parameter.name for parameter in node.expression.expressions)
        body = writer.sql(node.expression.this)
        inner = _run(writer, node.this)
        if inner.value or (inner.kept and inner.name != name) or (inner.kept and isinstance(node, exp.ArrayFilter)):
            inner = _Run(node.this, name)
        if isinstance(node, exp.ArrayFilter):
            return _Run(inner.items, name, body, inner.value)
        return _Run(inner.items, name, inner.kept, body)
    return _Run(node, "item")


def _listed(writer: _Writer, node: exp.Expression) -> str:
    run = _run(writer, node)
    return run.there(writer, f"ARRAY({run.query(writer, run.value or run.name)})")


def _length(writer: _Writer, node: exp.Expression) -> str:
    inner = _bare(node.this)
    if isinstance(inner, exp.ArrayDistinct):
        run = _run(writer, inner.this)
        return run.there(writer, f"({run.query(writer, f'count(DISTINCT {run.value or run.name})')})")
    if isinstance(inner, exp.ArrayFilter):
        run = _run(writer, inner)
        return run.there(writer, f"({run.query(writer, 'count(*)')})")
    return f"cardinality({writer.sql(inner)})"


def _some(writer: _Writer, node: exp.Expression) -> str | None:
    """``len(list_filter(…)) > 0`` and ``= 0``."""
    inner = node.this
    if not (isinstance(inner, exp.Length) and isinstance(_bare(inner.this), exp.ArrayFilter)):
        return None
    if node.expression != exp.Literal.number(0) or not isinstance(node, exp.GT | exp.EQ):
        return None
    run = _run(writer, inner.this)
    told = f"EXISTS ({run.query(writer, '1')})"
    return f"({run.there(writer, told if isinstance(node, exp.GT) else f'NOT {told}')})"


def _compared(writer: _Writer, node: exp.Expression) -> str:
    return _some(writer, node) or writer.binary(node, ">" if isinstance(node, exp.GT) else "=")


def _case(writer: _Writer, node: exp.Case) -> str:
    """A CASE; that of ``sql.exists`` asks each item once, in three-valued logic."""
    ifs = node.args["ifs"]
    if len(ifs) == 3 and node.this is None and not node.args.get("default"):
        empty, none, some = (one.this for one in ifs)
        if isinstance(empty, exp.EQ) and _some(writer, none) and _some(writer, some) and isinstance(some, exp.GT):
            run = _run(writer, some.this.this)
            return run.there(writer, f"TRUE = ANY ({_Run(run.items, run.name).query(writer, run.kept)})")
    return str(writer.case_sql(node))


def _gathered(function: str, cast: str = "") -> object:
    def told(writer: _Writer, node: exp.Expression) -> str:
        run = _run(writer, node.this if isinstance(node, exp.Expression) else node[0])
        return f"({run.query(writer, f'{function}({run.value or run.name}){cast}')})"

    return told


def _contains(writer: _Writer, node: exp.ArrayContains) -> str:
    """``list_contains``: never NULL for an item that is."""
    needle, inner = writer.sql(node.expression), _bare(node.this)
    if isinstance(inner, exp.Array):
        return f"{needle} IN ({', '.join(writer.sql(one) for one in inner.expressions)})"
    if isinstance(inner, exp.Transform | exp.ArrayFilter):
        run = _run(writer, inner)
        equal = f"{run.value or run.name} = {needle}"
        kept = f"({run.kept}) AND {equal}" if run.kept else equal
        found = _Run(run.items, run.name, kept).query(writer, "1")
        return f"(CASE WHEN {needle} IS NOT NULL THEN {run.there(writer, f'EXISTS ({found})')} END)"
    return f"{needle} = ANY ({writer.sql(inner)})"


def _struct(writer: _Writer, node: exp.Struct) -> str:
    values = ", ".join(writer.sql(one.expression) for one in node.expressions)
    return f"ROW({values})::{writer.types.named({name: FIELDS[name] for name in _fields(node)})}"


def _dot(writer: _Writer, node: exp.Dot) -> str:
    inner = node.this
    told = writer.sql(inner)
    return f"{told}.{node.expression.name}" if isinstance(inner, exp.Identifier) else f"({told}).{node.expression.name}"


def _column(writer: _Writer, node: exp.Column) -> str:
    """A column; ``a.b`` is a field where ``a`` is nothing one selects from."""
    if node.table and node.table not in writer.owners:
        return f"({node.table}).{node.name}"
    return str(writer.column_sql(node))


def _bracket(writer: _Writer, node: exp.Bracket) -> str:
    (index,) = node.expressions
    inner = _bare(node.this)
    told = writer.sql(inner)
    if isinstance(index, exp.Slice):
        first, last = (int(index.args[key].name) for key in ("this", "expression"))
        if isinstance(inner, exp.Column) and inner.name in writer.texts:
            return f"substr({told}, {first}, {last - first + 1})"
        return f"({told})[{first}:{last}]"
    place = str(int(index.name) + 1) if isinstance(index, exp.Literal) else writer.sql(index)
    return f"({told})[{place}]"


def _sorted(writer: _Writer, node: exp.Expression) -> str:
    run = _run(writer, node.this)
    asc = node.args.get("asc")
    down = isinstance(asc, exp.Boolean) and not asc.this
    value = run.value or run.name
    query = f"{run.query(writer, f'{value} AS item')} ORDER BY 1{' DESC' if down else ''}"
    return run.there(writer, f"ARRAY({query})")


def _reduced(writer: _Writer, arguments: list[exp.Expression]) -> str:
    """``list_reduce`` of structs from a struct: a function, since a recursive query would keep all from the workers."""
    items, fold, start = arguments
    state, item = (parameter.name for parameter in fold.expressions)
    ends = [_fields(one) for one in (start, items.find(exp.Struct))]
    kinds = [writer.types.named({name: FIELDS[name] for name in names}) for names in ends]
    named = writer.types.folded(state, item, *kinds, writer.sql(_composite(fold.this, {state, item})))
    return f"{named}({writer.sql(items)}, {writer.sql(start)})"


def _composite(body: exp.Expression, names: set[str]) -> exp.Expression:
    """The expression with the names said as values whose fields are taken."""
    told = exp.Paren(this=body.copy())
    for column in list(told.find_all(exp.Column)):
        if column.table in names:
            column.replace(exp.Dot(this=exp.to_identifier(column.table), expression=exp.to_identifier(column.name)))
    return told


def _fields(node: exp.Struct) -> list[str]:
    names = [one.this.name for one in node.expressions]
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise UntranslatedError(f"struct with {', '.join(unknown)}")
    return names


def _cast(writer: _Writer, node: exp.Cast) -> str:
    inner, type_ = node.this, node.args["to"]
    if isinstance(inner, exp.Array) and not inner.expressions:
        return f"'{{}}'::{writer.types.of(type_)}"
    digested = inner.unnest()
    if isinstance(digested, exp.Anonymous) and digested.name == "md5_number_lower":
        # A digest is only ever compared: the text itself spares the server three digests a record.
        return writer.sql(digested.expressions[0])
    return f"({writer.sql(inner)})::{writer.types.of(type_)}"


def _tried(writer: _Writer, node: exp.TryCast) -> str:
    return f"(CASE WHEN {writer.sql(node.this)} ~ '^[0-9]+$' THEN {_cast(writer, node)} END)"


def _array(writer: _Writer, node: exp.Array) -> str:
    listed = ", ".join(writer.sql(one) for one in node.expressions)
    return f"ARRAY[{listed}]" if listed else "'{}'::text[]"


def _variable(writer: _Writer, arguments: list[exp.Expression]) -> str:
    name = arguments[0].name
    if name not in writer.lists:
        raise UntranslatedError(f"variable {name}")
    return writer.lists[name]


def _span(unit: str) -> object:
    return lambda writer, arguments: f"make_interval({unit} => ({writer.sql(arguments[0])})::integer)"


def _extracted(writer: _Writer, node: exp.Expression) -> str:
    group = node.args.get("group")
    text, pattern = writer.sql(node.this), writer.sql(node.expression)
    place = int(group.name) if group is not None else 0
    if isinstance(node, exp.RegexpExtractAll):
        found = f"SELECT found[1] FROM regexp_matches({text}, {pattern}, 'g') AS found"
        return f"ARRAY({found})"
    if not place:
        raise UntranslatedError("regexp_extract without a group")
    return f"coalesce((regexp_match({text}, {pattern}))[{place}], '')"


_OWN = {
    exp.Length: _length,
    exp.GT: _compared,
    exp.EQ: _compared,
    exp.Case: _case,
    exp.ArrayFilter: _listed,
    exp.Transform: _listed,
    exp.ArrayMax: _gathered("max"),
    exp.ArrayMin: _gathered("min"),
    exp.ArrayContains: _contains,
    exp.Struct: _struct,
    exp.Dot: _dot,
    exp.Column: _column,
    exp.Bracket: _bracket,
    exp.ArraySort: _sorted,
    exp.Cast: _cast,
    exp.TryCast: _tried,
    exp.IntDiv: lambda w, n: w.binary(n, "/"),
    exp.IgnoreNulls: lambda w, n: w.sql(n.this),
    exp.AnyValue: lambda w, n: f"min({w.sql(n.this)})",
    exp.RegexpExtract: _extracted,
    exp.RegexpExtractAll: _extracted,
    exp.Explode: lambda w, n: f"unnest({w.sql(n.this)})",
    exp.Array: _array,
}
_FUNCTIONS = {
    "getvariable": _variable,
    "list_reduce": _reduced,
    "list_sum": lambda w, a: _gathered("sum", "::bigint")(w, a),
    "list_max": lambda w, a: _gathered("max")(w, a),
    "list_min": lambda w, a: _gathered("min")(w, a),
    "to_months": _span("months"),
    "to_hours": _span("hours"),
    "to_days": _span("days"),
    "list_position": lambda w, a: f"array_position({w.sql(a[0])}, {w.sql(a[1])})",
}
