"""Confirmed suspicions become leads (arts 12, 14, 22): one lead for each body, in one transaction with the verdict."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from xiedu.base.models import User, today
from xiedu.bodies.models import Body
from xiedu.bodies.principal import Principal
from xiedu.procedure.errors import NotMade
from xiedu.procedure.perform import Ask, Done, actor_of, start
from xiedu.suspicions.deciding import Decided, confirm
from xiedu.suspicions.models import Suspicion
from xiedu.suspicions.reasons import State
from xiedu.suspicions.seeing import whole

TOLD = 40


@dataclass(frozen=True)
class Raised:
    """What came of it: the verdict, the leads begun, and why for some body none was."""

    decided: Decided
    leads: tuple[Done, ...]
    refused: tuple[str, ...]


def confirm_and_raise(
    who: Principal, user: User, ids: Collection[int], remark: str, titles: Mapping[str, str]
) -> Raised:
    """Confirm open suspicions and begin a lead for each body they are about; ``titles`` names the checks."""
    with transaction.atomic():
        rows = list(whole(who).filter(pk__in=ids, state=State.OPEN).select_related("source").order_by("pk"))
        decided = confirm(who, user, [row.pk for row in rows], remark)
        leads, refused = [], []
        for source in dict.fromkeys(row.source for row in rows):
            group = [row for row in rows if row.source_id == source.pk]
            try:
                with transaction.atomic():
                    leads.append(_lead(who, source, group, remark, titles))
            except NotMade as fault:
                refused.append(f"{source.short_name}：{'；'.join(r.message for r in fault.refusals) or fault}")
    skipped = len(set(ids)) - decided.count
    return Raised(Decided(decided.count, skipped, decided.fallen), tuple(leads), tuple(refused))


def _lead(who: Principal, source: Body, group: list[Suspicion], remark: str, titles: Mapping[str, str]) -> Done:
    bureau = next(h for h in who.holdings if h.body_kind == Body.Kind.JUSTICE)
    own = [h for h in who.holdings if h.body_kind == Body.Kind.JUSTICE and h.area_id == group[0].area_id]
    actor = actor_of(who, (own or [bureau])[0].body_id)
    done = start("lead", Ask("from_suspicion", actor, _facts(source, group, remark, titles)))
    Suspicion.objects.filter(pk__in=[row.pk for row in group]).update(lead_id=done.matter_id)
    return done


def _facts(source: Body, group: list[Suspicion], remark: str, titles: Mapping[str, str]) -> dict[str, Any]:
    names = list(dict.fromkeys(titles.get(row.rule, row.rule) for row in group))
    parties = {row.party_name for row in group}
    said = f"数据检查发现并经核实的疑点 {len(group)} 条：{'、'.join(names[:5])}{'等' if len(names) > 5 else ''}。"
    return {
        "title": f"{source.short_name}：{names[0]}等 {len(group)} 条疑点" if len(group) > 1 else
                 f"{source.short_name}：{names[0]}（{group[0].record[:60]}）",
        "subject": source.pk,
        "description": f"{said}\n{remark}" if remark else said,
        "found_on": today().isoformat(),
        "company": next(iter(parties))[:200] if len(parties) == 1 else "",
        "suspicions": "\n".join(_lines(group, titles)),
    }  # fmt: skip


def _lines(group: list[Suspicion], titles: Mapping[str, str]) -> Iterable[str]:
    for row in group[:TOLD]:
        name = titles.get(row.rule, row.rule)
        yield f"{row.record[:100]}：{name}（第 {row.version} 版）——{' '.join(row.explain.split())[:250]}"
    if len(group) > TOLD:
        yield f"其余 {len(group) - TOLD} 条见疑点清单。"
