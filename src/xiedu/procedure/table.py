"""The vocabulary of procedures: roles, posts, states, moves. A procedure is one literal table in these words.

Nothing here touches a database or Django: the table is data that can be read aloud, drawn, cited and tested.
What a move does beyond changing the state, its ``effect`` says as a pure function of the situation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xiedu.law.citation import Cite
from xiedu.procedure.facts import Facts, NoFacts

if TYPE_CHECKING:
    from xiedu.papers.content import PaperContent
    from xiedu.procedure.situation import Ctx, Effects, Past, Situation

START = "start"
HANDLING_POSTS = frozenset({"handler", "section", "deputy", "head"})
LEADING_POSTS = frozenset({"section", "deputy", "head"})
# Kinds of bodies that enforce the law themselves.
AGENCIES = frozenset({"department", "township", "subdistrict", "dispatched_organ", "branch", "authorised", "vertical"})


@dataclass(frozen=True)
class Who:
    """Who may make a move: a body (or person) holding ``role`` in this matter, there in one of ``posts``.

    With ``kinds`` instead of a role: a body of one of these kinds, whatever its relation (used by starts).
    """

    role: str
    posts: frozenset[str] = HANDLING_POSTS
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Role:
    """A relation of a body or a person to one matter.

    ``sees`` is the default view of the matter for its holder: ``file``, ``head`` or ``nothing``;
    ``personal`` roles are held by a person, not by a body; a role that is not
    ``shown`` only says what its holder sees. A ``party`` is one of those whom the matter is about: lists name them.
    """

    code: str
    title: str
    sees: str = "file"
    personal: bool = False
    shown: bool = True
    party: bool = False

    @property
    def any(self) -> Who:
        """Anybody who acts for the body."""
        return Who(self.code)

    @property
    def lead(self) -> Who:
        """The section head and above."""
        return Who(self.code, LEADING_POSTS)

    @property
    def head(self) -> Who:
        """The deputy in charge and the head."""
        return Who(self.code, frozenset({"deputy", "head"}))


@dataclass(frozen=True)
class Refusal:
    """Why a move may not be made: what is wrong and what to do, the article or the policy, and the field if one.

    ``code`` names the test that refused, for programs; empty when it was none of a table's.
    """

    message: str
    cite: Cite | None = None
    field: str = ""
    policy: bool = False
    code: str = ""


@dataclass(frozen=True)
class Term:
    """A clock a move starts: key, Chinese name, the dated setting that gives its length."""

    key: str
    title: str
    setting: str


@dataclass(frozen=True)
class Wait:
    """Somebody is expected to act in a state: role, what for, under which clock; ``bodies`` narrows the role."""

    role: str
    label: str
    term: str = ""
    posts: frozenset[str] = HANDLING_POSTS
    bodies: tuple[int, ...] = ()


@dataclass(frozen=True)
class State:
    """A state with its Chinese name; ``waits`` may also be a pure function of the situation.

    An end that is ``stopped`` was reached without what the procedure is for (refused, withdrawn, merged).
    """

    code: str
    title: str
    waits: tuple[Wait, ...] | Callable[[Any], tuple[Wait, ...]] = ()
    note: str = ""
    stopped: bool = False


@dataclass(frozen=True)
class Issue:
    """A paper a move issues: kind, series word and the pure function that gives its content for a number.

    ``issuer`` is the role in whose name it goes out. ``serves`` and ``copies`` are the roles that get it; ``sent`` says
    that issuing is sending (notices of procedure), otherwise a move of its own records the sending. ``locked`` names
    the paragraphs of the paper as composed that whoever rewords it has to leave as they are.
    """

    kind: str
    compose: Callable[["Ctx", str], Any]
    issuer: str = "handler"
    serves: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    sent: bool = True
    when: Callable[["Ctx"], bool] | None = None
    locked: "Callable[[Ctx, PaperContent], list[str]] | None" = None


@dataclass(frozen=True)
class Opens:
    """Another matter that the move begins in the same transaction, by the same actor.

    ``procedure`` and ``move`` name the starting move as text, so that chapters need not know each other;
    ``facts`` gives what it states, None when nothing is to be begun.
    """

    procedure: str
    move: str
    facts: Callable[["Ctx"], dict[str, Any] | None]


@dataclass(frozen=True)
class Follow:
    """A starting move that may be begun from a matter of ``procedure`` in one of ``states``.

    ``values`` gives the first values of its form from the situation of that matter and its id. Offered to whoever sees
    that matter's file; with ``above`` (it was handed up) to bodies of the area above it alone, which for that read the
    whole of what they otherwise see the head of.
    """

    move: str
    procedure: str
    states: tuple[str, ...]
    values: "Callable[[Situation, int], dict[str, Any]]" = lambda sit, matter: {}
    above: bool = False


Finder = Callable[["Situation"], "Past | list[Past] | None"]
Said = Callable[["Situation"], list[tuple[int, str]]]
First = Callable[["Situation"], dict[str, Any]]
Copy = Callable[["Situation", "Situation", int], dict[str, Any]]
Guard = Callable[["Ctx"], Refusal | None]


def latest(*moves: str) -> Callable[["Situation"], "Past | None"]:
    """Finds the latest step made by one of these moves."""
    return lambda sit: sit.last(*moves)


@dataclass(frozen=True)
class Move:
    """One step of a procedure.

    ``frm`` lists the states it may be made in (``START`` begins a matter); ``to`` the state after, ``None`` = the same.
    Each move cites its articles or names its policy (what the Measures do not say). ``causes`` is the one line under
    the button. ``approval`` names the in-house approval chain that has to run before; ``main`` puts the move forward as
    the obvious next step, ``routine`` sets it aside among those that may be made at any time; ``confirm`` asks before
    it is made; ``inhouse`` steps are seen by the acting body alone.
    ``then`` is the move whose form comes next (several: the first that may be made), so that a start and the steps
    after it make one guided way. A starting move not ``offered`` is made by an import or another matter, on no page.
    """

    code: str
    title: str
    frm: tuple[str, ...]
    to: str | None
    who: tuple[Who, ...]
    cites: tuple[Cite, ...] = ()
    policy: str = ""
    facts: type[Facts] = NoFacts
    guards: tuple[Guard, ...] = ()
    effect: "Callable[[Ctx], Effects] | None" = None
    issues: tuple[Issue, ...] = ()
    opens: tuple[Opens, ...] = ()
    starts: tuple[Term, ...] = ()
    stops: tuple[str, ...] = ()
    approval: str = ""
    causes: str = ""
    main: bool = False
    routine: bool = False
    confirm: str = ""
    inhouse: bool = False
    then: str | tuple[str, ...] = ""
    offered: bool = True

    @property
    def next_forms(self) -> tuple[str, ...]:
        """Codes of the moves whose forms may come next, in order of preference."""
        return tuple(filter(None, (self.then,))) if isinstance(self.then, str) else self.then

    @property
    def begins(self) -> bool:
        """Whether it begins a matter."""
        return START in self.frm

    def leaves(self, state: str) -> bool:
        """Whether it may be made in the state."""
        return state in self.frm


@dataclass(frozen=True)
class Procedure:
    """A whole procedure: its states in order, its roles and its moves.

    ``kind`` is the line of oversight (``coordination`` or ``supervision``); ``sees`` narrows what a role sees
    in a state (role → state → ``file``/``head``/``nothing``) where it differs from the role's default. ``mark`` begins
    the numbers of its matters. In ``private`` states oversight sees nothing: only those who hold a role.
    ``invariants`` say in Chinese what is wrong with a situation that should not be possible.

    What a page shows with the form of a move, each by the code of the move: ``about`` quotes earlier steps
    (title, finder); ``asides`` say of bodies (id, text) how they have answered; ``prefill`` gives the form's first
    values; ``copies`` those taken from an earlier matter (its situation, the present one, the id of the acting body).
    ``follows`` are starts of this procedure offered on matters of others; ``links`` are the words for the kinds of
    links its moves make, on the matter that has the link and on the one it leads to. ``threads`` (index key →
    heading) bring together the matters that say the same under a key.
    """

    code: str
    title: str
    kind: str
    cites: tuple[Cite, ...]
    roles: tuple[Role, ...]
    states: tuple[State, ...]
    ends: frozenset[str]
    moves: tuple[Move, ...]
    mark: str = ""
    private: frozenset[str] = frozenset()
    invariants: tuple[Callable[[Any], str | None], ...] = ()
    sees: dict[tuple[str, str], str] = field(default_factory=dict)
    about: Mapping[str, tuple[tuple[str, Finder], ...]] = field(default_factory=dict)
    asides: Mapping[str, Said] = field(default_factory=dict)
    prefill: Mapping[str, First] = field(default_factory=dict)
    copies: Mapping[str, Copy] = field(default_factory=dict)
    follows: tuple[Follow, ...] = ()
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    threads: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the table against itself and index it.

        Raises:
            ValueError: naming the line at fault (unknown state or role, a move without cite and policy, a dead end).
        """
        object.__setattr__(self, "_moves", {m.code: m for m in self.moves})
        object.__setattr__(self, "_states", {s.code: s for s in self.states})
        object.__setattr__(self, "_roles", {r.code: r for r in self.roles})
        problems = list(_problems(self))
        if problems:
            raise ValueError(f"procedure {self.code}: " + "; ".join(problems))

    def move(self, code: str) -> Move | None:
        """The move of that code."""
        found: Move | None = self._moves.get(code)  # type: ignore[attr-defined]
        return found

    def state(self, code: str) -> State:
        """The state of that code; KeyError if there is none."""
        found: State = self._states[code]  # type: ignore[attr-defined]
        return found

    def role(self, code: str) -> Role:
        """The role of that code; KeyError if there is none."""
        found: Role = self._roles[code]  # type: ignore[attr-defined]
        return found

    def moves_from(self, state: str) -> list[Move]:
        """The moves that leave a state, in the order of the table."""
        return [m for m in self.moves if m.leaves(state)]

    def starts(self) -> list[Move]:
        """The moves that begin a matter, in the order of the table."""
        return [m for m in self.moves if m.begins]

    @property
    def sides(self) -> list[str]:
        """The roles of those whom the matter is about; of a table that names none, all shown but who handles it."""
        named = [r.code for r in self.roles if r.party]
        return named or [r.code for r in self.roles if r.shown and not r.personal and r.code != "handler"]

    def view(self, role: str, state: str) -> str:
        """What a holder of the role sees in the state: ``file``, ``head`` or ``nothing``."""
        return self.sees.get((role, state), self.role(role).sees)


def _problems(table: Procedure) -> Iterable[str]:
    states = {s.code for s in table.states}
    roles = {r.code for r in table.roles}
    if len({m.code for m in table.moves}) != len(table.moves):
        yield "two moves share a code"
    for move in table.moves:
        for state in {*move.frm, *([move.to] if move.to else [])} - states - {START}:
            yield f"{move.code}: unknown state {state}"
        for who in move.who:
            if who.role not in roles:
                yield f"{move.code}: unknown role {who.role}"
        if not move.cites and not move.policy:
            yield f"{move.code}: neither article nor policy"
        if not move.causes:
            yield f"{move.code}: does not say what it causes"
    for state in states - table.ends:
        if not any(m.to not in (None, state) for m in table.moves_from(state)):
            yield f"{state} is a dead end"
    yield from _unreachable(table, states)
    yield from _unknown_moves(table)


def _unknown_moves(table: Procedure) -> Iterable[str]:
    """Move codes outside the lines of the moves themselves that name none, and follows that begin nothing."""
    codes = {m.code for m in table.moves}
    named = [(name, getattr(table, name)) for name in ("about", "asides", "prefill", "copies")]
    named += [(f"{m.code}.then", m.next_forms) for m in table.moves]
    for where, known in named:
        for code in [c for c in known if c not in codes]:
            yield f"{where}: unknown move {code}"
    for follow in table.follows:
        if follow.move not in {m.code for m in table.starts()}:
            yield f"follows: {follow.move} begins no matter"


def _unreachable(table: Procedure, states: set[str]) -> Iterable[str]:
    reached = {START}
    while True:
        more = {m.to for m in table.moves if m.to and reached & set(m.frm)} - reached
        if not more:
            break
        reached |= more
    for state in states - reached:
        yield f"{state} cannot be reached"
