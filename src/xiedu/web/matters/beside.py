"""What stands beside a matter: the instruments it lives under, double roles, and others on the same thing."""

from dataclasses import dataclass

from xiedu.law.regimes import regime_on
from xiedu.procedure.models import Matter
from xiedu.procedure.policy import Sight
from xiedu.web.matters.case import Case

MOST = 20


@dataclass(frozen=True)
class Thread:
    """Other matters of the procedure that say the same under an index key; only those the person sees."""

    heading: str
    text: str
    matters: tuple[Matter, ...]


def instruments(case: Case) -> list[str]:
    """Names of the instruments in force when the matter began, highest rank first (art. 1)."""
    return list(dict.fromkeys(cite.law for cite in regime_on(case.matter.opened_on).basis))


def double_roles(case: Case) -> list[tuple[str, str]]:
    """(guidance body, justice bureau that hosts it) as recorded in the matter (art. 2)."""
    pairs = {(one[0], one[1]) for past in case.sit.past for one in past.made.get("double", ())}
    return [(case.world.body(guidance).name, case.world.body(host).name) for guidance, host in sorted(pairs)]


def threads(case: Case) -> list[Thread]:
    """One query for each thread of the table whose key the matter has."""
    found = []
    for key, heading in case.table.threads.items():
        text = str(case.sit.index.get(key, ""))
        if not text:
            continue
        rows = Sight(case.principal).matters().filter(procedure=case.table.code, indexed__key=key, indexed__text=text)
        others = tuple(rows.exclude(pk=case.matter.pk).order_by("-pk")[:MOST])
        if others:
            found.append(Thread(heading, text, others))
    return found
