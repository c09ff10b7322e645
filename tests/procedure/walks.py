"""Random walks of a dispute: legal steps by those whose turn it may be, mixed with steps nobody may make."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.cast import POSTS, Cast, Dispute
from xiedu.base.models import today
from xiedu.procedure import registry
from xiedu.procedure.errors import NotMade
from xiedu.procedure.models import Matter
from xiedu.procedure.offers import offers
from xiedu.procedure.perform import Ask, perform, situation
from xiedu.procedure.situation import Situation
from xiedu.procedure.table import Move
from xiedu.procedure.world import DbWorld

TABLE = registry.table("dispute")
AWAY = {*TABLE.ends, "withdrawing"}
Stated = Callable[["Walk"], dict[str, Any]]
REASON = {"reason": "随机步骤的理由"}


@dataclass
class Walk:
    """One dispute walked at random; ``made`` and ``refused`` count its steps."""

    cast: Cast
    draw: random.Random
    dispute: Dispute
    made: list[str] = field(default_factory=list)
    refused: int = 0
    watch: Callable[[], Any] | None = None

    def sit(self) -> Situation:
        """The situation as folded now."""
        return situation(Matter.objects.get(pk=self.dispute.id))

    def people(self, sit: Situation) -> tuple[str, str]:
        """Somebody: mostly of a body that has a part in the matter."""
        ours = {p.body_id for p in sit.parts}
        names = [n for n, b in self.cast.bodies.items() if b.pk in ours]
        pool = names if self.draw.random() < 0.9 else list(self.cast.bodies)
        return self.draw.choice(pool), self.draw.choice(POSTS)

    def step(self) -> None:
        """One try: mostly something offered, sometimes anything at all."""
        sit = self.sit()
        who = self.cast.actor(*self.people(sit))
        found = [o for o in offers(TABLE, sit, who, DbWorld(today())) if o.mode != "refused"]
        if found and self.draw.random() < 0.85:
            offer = self.draw.choices(found, [_weight(o.move) for o in found])[0]
            code, review = offer.move.code, offer.mode == "review"
        else:
            code, review = self.draw.choice(TABLE.moves).code, False
        self.attempt(code, who, self.facts(code, sit, review=review), review=review)

    def facts(self, code: str, sit: Situation, *, review: bool) -> Any:
        """What is stated: as a rule something sound, now and then a part of it missing."""
        if sit.pending and sit.pending.move == code:
            return None
        stated = FACTS.get(code, _nothing)(self)
        if stated and not review and self.draw.random() < 0.1:
            stated.pop(self.draw.choice(sorted(stated)))
        return stated

    def attempt(self, code: str, who: Any, facts: Any, *, review: bool) -> None:
        """Make the step; a refused one must leave no trace."""
        before = self.watch() if self.watch else None
        asked = Ask("review.draft", who, {"move": code, "facts": facts or {}}) if review else Ask(code, who, facts)
        fault = self._refusal(asked)
        if fault is None:
            self.made.append(asked.move)
            return
        assert [*fault.refusals, *fault.errors]
        assert not self.watch or before == self.watch()
        self.refused += 1

    def _refusal(self, asked: Ask) -> NotMade | None:
        try:
            perform(self.dispute.id, asked)
        except NotMade as fault:
            return fault
        return None


def _nothing(walk: Walk) -> dict[str, Any]:
    return {}


def _weight(move: Move) -> float:
    """The way forward is taken more often than the side exits."""
    return 6.0 if move.main else 0.3 if move.to in AWAY else 1.0


def _answer(walk: Walk) -> dict[str, Any]:
    return {"answer": walk.draw.choice(["accept", "accept", "refuse"]), "note": ""}


def _outcome(walk: Walk) -> list[dict[str, Any]]:
    return walk.dispute.outcome


def _art23(walk: Walk) -> dict[str, Any]:
    subject = walk.cast.id(walk.dispute.respondent)
    found = {"found": True, "reason": "发现问题", "case": "non_performance", "subject": subject}
    return walk.draw.choice([{"found": False, "reason": "已核对"}, found])


def _other(walk: Walk) -> int:
    return walk.draw.choice(list(walk.cast.bodies.values())).pk


FACTS: dict[str, Stated] = {
    "record_negotiation": lambda w: {
        "outcome": w.draw.choice(["not_agreed", "not_agreed", "refused", "agreed"]), "held_on": today(), "way": "会议",
        "summary": "协商情况", "evidence": [w.cast.file(w.dispute.applicant)],
    },
    "submit": lambda w: w.dispute.application(),
    "supplement": lambda w: w.dispute.application(),
    "return_for_supplement": lambda w: {"items": ["补充材料"]},
    "reject": lambda w: {**REASON, "advice": "另行处理", "art23": _art23(w)},
    "lapse": lambda w: {**REASON, "advice": "另行处理", "art23": _art23(w)},
    "override_route": lambda w: {**REASON, "handler": w.cast.id(w.draw.choice(["柯城区指导", "衢州市指导"]))},
    "transfer_up": lambda w: {**REASON, "art23": _art23(w)},
    "merge": lambda w: {**REASON, "art23": _art23(w), "into": w.dispute.id},
    "reply": lambda w: {"position": "own", "statement": "本机关观点"},
    "add_material": lambda w: {"note": "补充说明"},
    "meeting": lambda w: {
        "held_on": today(), "place": "会议室", "attendees": "各方", "minutes": "纪要",
        "outcome": _outcome(w) if w.draw.random() < 0.7 else [],
    },
    "confirm": _answer,
    "answer": _answer,
    "expert_opinion": lambda w: {"expert": "教授", "employer": "某大学", "independent": True, "opinion": "意见"},
    "joint_conference": lambda w: {"held_on": today(), "attendees": "各单位", "minutes": "纪要"},
    "consult": lambda w: {"opinion": "会商意见"},
    "invite": lambda w: {**REASON, "body": _other(w)},
    "deliberation": lambda w: {
        "held_on": today(), "attendees": "各单位", "minutes": "会商", "outcome": _outcome(w), "reasons": "依据",
    },
    "suggest": lambda w: {"disagreement": "分歧", "outcome": _outcome(w), "reasons": "依据"},
    "record_decision": lambda w: w.dispute.decision(),
    "issue_opinion": lambda w: {"outcome": _outcome(w), "reasons": "依据"},
    "correct_opinion": lambda w: {"outcome": _outcome(w), "reasons": "依据", "fault": "笔误"},
    "dispatch": lambda w: {"way": "平台送达"},
    "close": lambda w: {"art23": _art23(w)},
    "close_withdrawn": lambda w: {"art23": _art23(w)},
    "assign": lambda w: {"person": w.draw.choice([p.pk for p in w.cast.people.values()])},
    "redact": lambda w: {**REASON, "seq": w.draw.randint(1, 40)},
}  # fmt: skip
FACTS |= {
    code: lambda w: dict(REASON)
    for code in ("settle", "drop", "take_case_route", "withdraw", "conclude_not_agreed", "conclude_declined",
                 "reopen_deliberation", "government_return", "hand_back", "read_up", "review.return", "review.recall")
}  # fmt: skip
