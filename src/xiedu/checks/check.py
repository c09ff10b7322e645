"""What a check is: an expression in three-valued logic over one kind of record, with its law, words and versions.

TRUE is a suspicion, FALSE is fine, NULL is "not recorded": never a charge, but a question to the source. How the checks
read an empty field: an event that need not occur (a pleading, a request) did not occur; the answer a recorded event
calls for, empty although a later step is recorded, was not given; an exception that is not claimed does not apply;
anything else that is empty is not recorded.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from xiedu.checks import params
from xiedu.law.citation import Cite
from xiedu.law.codes import Coded
from xiedu.records.fields import kind_of
from xiedu.records.marks import WORD, bits
from xiedu.records.schema import Kind

PENALTY, INSPECTION, COERCION, LICENCE = "penalty", "inspection", "coercion", "licence"
PLACEHOLDER = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*)")
_TEMPLATE_NAME = re.compile(r"\{([a-z_0-9]+)(?::[a-z_.]+)?\}")


class Severity(Coded):
    """How grave a breach of the rule would be; the colour is the code."""

    RED = "red", "红：可能影响效力，应当纠正"
    ORANGE = "orange", "橙：违反程序"
    YELLOW = "yellow", "黄：存疑"
    BLUE = "blue", "蓝：管理提示"


class Standing(Coded):
    """How well the rule is founded: read article, part of it, from memory, or an analytic sign that is no limit."""

    READ = "V", "条文已核对"
    PARTLY = "P", "条文部分核对"
    MEMORY = "M", "条文待核对"
    ANALYTIC = "A", "分析线索，不是法定界限"


class Reach(StrEnum):
    """What must be at hand to judge a record, and so when a check runs again.

    ROW: the record alone. WINDOW: all records of its subject (``party_key``), of whichever body. GROUP: its peers, an
    officer's or a body's records; those run nightly over everything.
    """

    ROW = "row"
    WINDOW = "window"
    GROUP = "group"


# The day from which the law in its present wording binds; a record of an earlier day is not measured by it.
IN_FORCE: Mapping[str, date] = MappingProxyType(
    {
        "行政处罚法": date(2021, 7, 15),
        "行政强制法": date(2012, 1, 1),
        "行政许可法": date(2004, 7, 1),
        "浙江省行政程序办法": date(2017, 1, 1),
        "浙江省综合行政执法条例": date(2022, 1, 1),
        "行政执法机关移送涉嫌犯罪案件的规定": date(2001, 7, 9),
        "优化营商环境条例": date(2020, 1, 1),
        "关于严格规范涉企行政检查的意见": date(2024, 12, 30),
        "关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见": date(2018, 12, 5),
        "关于进一步规范行政裁量权基准制定和管理工作的意见": date(2022, 7, 29),
    }
)
# The day of a record that says which law it is measured by.
EVENT_DAY: Mapping[str, str] = MappingProxyType(
    {
        PENALTY: "coalesce(decided_on, filed_on, clue_on)",
        INSPECTION: "inspected_on",
        COERCION: "coalesce(started_on, started_at::DATE)",
        LICENCE: "coalesce(decided_on, accepted_on, received_on)",
    }
)


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    ``breach`` and the expressions of ``facts`` are DuckDB SQL over the fields of the kind; ``:today`` and the names
    of :mod:`xiedu.checks.params` stand for their values on the day of the run. ``needs`` are the fields without which a
    source cannot be checked. ``explain`` is filled with needs and facts (``{fine:yuan}`` prints 分 as 元).
    ``source``, where given, is a query over ``rows`` (the records) that yields ``row_no`` (once), ``record``,
    ``event_day`` and what the expressions use: so window and group checks are written (see :class:`Reach`); a hit of
    a body as a whole (``of_body``) stands on its first record of the year and says nothing of its subject.
    ``others`` is a condition between the record ``r`` and
    another ``o`` (both of ``rows``); the records that meet it are the fact ``others``. ``unsaid`` is
    told of a not-recorded outcome where no needed field is empty. A record that bears none of the ``marks`` and meets
    ``clear``, a cheap condition (best of all comparisons of one column each, joined by AND), cannot be in breach: both
    spare the work and change nothing. ``since`` defaults to the day
    the first cited law took its present form. AssertionError when the parts do not fit
    together: a check is written once, by us.
    """

    id: str
    name: str
    cites: tuple[Cite, ...]
    kind: str
    severity: Severity
    needs: tuple[str, ...]
    breach: str
    explain: str
    facts: Mapping[str, str] = field(default_factory=dict)
    exceptions: str = ""
    false_positive: str = ""
    standing: Standing = Standing.READ
    source: str = ""
    reach: Reach = Reach.ROW
    others: str = ""
    unsaid: str = ""
    marks: tuple[str, ...] = ()
    clear: str = ""
    of_body: bool = False
    version: int = 1
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if not self.cites or not self.needs:
            raise AssertionError(f"{self.id}: a check cites its law and names what it needs")
        unknown = [n for n in self.needs if n not in self.record_kind.by_name]
        if unknown:
            raise AssertionError(f"{self.id}: no such field: {', '.join(unknown)}")
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))
        if self.reach is not Reach.ROW and not self.source:
            raise AssertionError(f"{self.id}: a check of more than one record has a source")
        told = {*self.facts, *(() if self.source else self.needs), *(("others",) if self.others else ())}
        loose = set(_TEMPLATE_NAME.findall(self.explain)) - told
        if loose:
            raise AssertionError(f"{self.id}: the explanation uses what is neither need nor fact: {loose}")
        if self.since is None:
            object.__setattr__(self, "since", next((IN_FORCE[c.law] for c in self.cites if c.law in IN_FORCE), None))

    @property
    def record_kind(self) -> Kind:
        """The kind of record with its fields."""
        return kind_of(self.kind)

    @property
    def params(self) -> tuple[str, ...]:
        """The names of the dated settings the check uses, sorted; found in its own text."""
        text = " ".join((self.breach, self.source, self.others, *self.facts.values()))
        return tuple(sorted(set(PLACEHOLDER.findall(text)) - {"today"}))

    @property
    def measured(self) -> str:
        """The breach, FALSE for records of a day on which the law was not (or is no longer) in force."""
        outside = self.outside("event_day" if self.source else EVENT_DAY[self.kind])
        return f"CASE WHEN {outside} THEN FALSE ELSE {self.judged} END" if outside else self.judged

    @property
    def cleared(self) -> str:
        """SQL that is TRUE only where it is plain that there is no breach; empty where nothing says so cheaply."""
        unmarked = [f"({WORD} & {bits(self.kind, *self.marks)}) = 0"] if self.marks else []
        return " AND ".join(unmarked + ([f"({self.clear})"] if self.clear else []))

    @property
    def judged(self) -> str:
        """The breach, looked into only where it is not plain that there is none."""
        return f"(CASE WHEN {self.cleared} THEN FALSE ELSE ({self.breach}) END)" if self.cleared else f"({self.breach})"

    def outside(self, day: str) -> str:
        """SQL that is TRUE on a day before or after the check's version; empty where it holds for ever."""
        bounds = [f"{day} < DATE '{self.since}'"] if self.since else []
        bounds += [f"{day} > DATE '{self.until}'"] if self.until else []
        return " OR ".join(bounds)

    def describe(self) -> dict[str, object]:
        """The check for the catalogue: plain values only."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "severity": str(self.severity),
            "reach": str(self.reach),
            "cites": [str(c) for c in self.cites],
            "needs": list(self.needs),
            "params": {name: params.default(name) for name in self.params},
            "exceptions": self.exceptions,
            "false_positive": self.false_positive,
            "standing": self.standing.label,
            "version": self.version,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "breach": self.breach,
            "explain": self.explain,
        }
