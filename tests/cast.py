"""A small cast for tests: the city, two counties, a town, their official bodies and a few departments.

Small on purpose (the whole of Quzhou is tested where it is built); every body has one person a post.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xiedu.base.models import StoredFile, User, today
from xiedu.bodies.models import Area, Body, Hosting, Person, Post, Serving
from xiedu.procedure.perform import Ask, Done, perform, start
from xiedu.procedure.situation import Actor

SINCE = date(2020, 1, 1)
POSTS = ("handler", "section", "deputy", "head")
WORDS = {"guidance": "", "justice": "司", "staffing": "编", "government": "政"}


@dataclass
class Cast:
    """Bodies by short name, and people by (body, post)."""

    areas: dict[str, Area] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)

    def actor(self, body: str, *posts: str) -> Actor:
        """The person in the first of these posts acting for a body."""
        row = self.bodies[body]
        person = self.people[body, posts[0] if posts else "handler"]
        return Actor(
            person_id=person.pk,
            person_name=person.name,
            body_id=row.pk,
            body_name=row.name,
            body_kind=row.kind,
            area_code=row.area.code,
            posts=frozenset(posts or ("handler",)),
        )

    def id(self, body: str) -> int:
        """A body's id."""
        return self.bodies[body].pk

    def file(self, body: str, post: str = "handler") -> int:
        """A file the person in a post of the body has uploaded."""
        person = self.people[body, post]
        key = f"{body}:{post}"
        if key not in self.files:
            self.files[key] = StoredFile.objects.create(
                digest="0" * 64, size=1, content_type="application/pdf", name="证明.pdf", uploaded_by=person.user
            )
        return self.files[key].pk

    def do(self, matter: int, body: str, move: str, facts: Any = None, *, post: str = "handler", **more: Any) -> Done:
        """Make a move as the person in a post of a body."""
        return perform(matter, Ask(move, self.actor(body, post), facts, **more))

    def signed(self, matter: int, body: str, move: str, facts: Any, chain: tuple[str, ...], **more: Any) -> Done:
        """Send a move through the in-house approval and have the last post of the chain sign it."""
        self.do(matter, body, "review.draft", {"move": move, "facts": facts}, **more)
        for post in chain[:-1]:
            self.do(matter, body, "review.agree", {}, post=post, **more)
        return self.do(matter, body, move, None, post=chain[-1], **more)


def build() -> Cast:
    """The rows of the cast."""
    cast = Cast()
    city = _area(cast, "衢州市", "330800", "city", None)
    _officials(cast, city, "衢")
    for name, code, word in (("柯城区", "330802", "柯"), ("衢江区", "330803", "衢江")):
        county = _area(cast, name, code, "county", city)
        _officials(cast, county, word)
        for short, field_name, w in (("城管", "城市管理", "管"), ("住建", "住房建设", "建"), ("交通", "交通", "交")):
            _body(cast, f"{name}{short}局", "department", county, "county", word + w, field_name)
        _host(cast, f"{name}指导", f"{name}城管局")
    town = _area(cast, "航埠镇", "330802101", "township", cast.areas["柯城区"])
    _body(cast, "航埠镇", "township", town, "township", "柯航")
    _body(cast, "航埠司法所", "justice_office", town, "county", "柯航司")
    Serving.objects.create(office=cast.bodies["航埠司法所"], area=town, valid_from=SINCE)
    for short, w in (("城管", "管"), ("住建", "建"), ("交通", "交")):
        _body(cast, f"市{short}局", "department", city, "city", "衢" + w)
    _host(cast, "衢州市指导", "市城管局")
    return cast


def _area(cast: Cast, name: str, code: str, rank: str, parent: Area | None) -> Area:
    area = Area.objects.create(name=name, code=code, rank=rank, parent=parent, code_source="测试", code_date=SINCE)
    cast.areas[name] = area
    return area


def _officials(cast: Cast, area: Area, word: str) -> None:
    names = {"guidance": "指导", "justice": "司法局", "staffing": "编办", "government": "政府"}
    for kind, short in names.items():
        _body(cast, f"{area.name}{short}", kind, area, area.rank, word + WORDS[kind])


def _body(cast: Cast, name: str, kind: str, area: Area, level: str, word: str, field_name: str = "") -> None:
    body = Body.objects.create(
        name=name, short_name=name, kind=kind, area=area, legal_level=level, paper_word=word, field=field_name,
        valid_from=SINCE,
    )  # fmt: skip
    cast.bodies[name] = body
    for post in POSTS:
        user = User.objects.create(username=f"u{body.pk}{post}", display_name=f"{name}·{post}")
        person = Person.objects.create(name=f"{name}·{post}", user=user)
        Post.objects.create(person=person, body=body, rank=post, valid_from=SINCE)
        cast.people[name, post] = person


def _host(cast: Cast, guidance: str, host: str) -> None:
    Hosting.objects.create(guidance=cast.bodies[guidance], host=cast.bodies[host], valid_from=SINCE)


OPINION_CHAIN = ("section", "deputy", "head")


@dataclass
class Dispute:
    """One dispute on its way; each method is a step of the story, in the words of the table."""

    cast: Cast
    applicant: str = "柯城区住建局"
    respondent: str = "柯城区交通局"
    handler: str = "柯城区指导"
    justice: str = "柯城区司法局"
    staffing: str = "柯城区编办"
    government: str = "柯城区政府"
    id: int = 0

    @property
    def outcome(self) -> list[dict[str, Any]]:
        """Who does what in the end."""
        c = self.cast
        return [
            {"item": "运输途中撒落的查处", "duty": c.id(self.respondent), "assist": [c.id(self.applicant)], "note": ""}
        ]

    def application(self) -> dict[str, Any]:
        """The three blocks of art. 7 for both sides."""
        basis = [{"rank": "local_regulation", "title": "浙江省综合行政执法条例", "article": "第十二条", "text": ""}]
        sides = ((self.applicant, "应由对方负责"), (self.respondent, "应由申请方负责"))
        views = [{"body": self.cast.id(b), "statement": s, "bases": basis} for b, s in sides]
        return {"focus": "渣土车辆在道路上撒落由谁查处", "views": views}

    def open(self, **more: Any) -> "Dispute":
        """The applicant puts the dispute down."""
        facts = {"title": "渣土运输撒落的执法职责", "field": "渣土运输", "respondents": [self.cast.id(self.respondent)]}
        done = start("dispute", Ask("open", self.cast.actor(self.applicant), {**facts, **more}))
        self.id = done.matter_id
        return self

    def negotiate(self, outcome: str = "not_agreed") -> "Dispute":
        """They negotiate in vain, with proof."""
        proof = [self.cast.file(self.applicant)]
        facts = {"outcome": outcome, "held_on": today(), "way": "会议", "summary": "未能一致", "evidence": proof}
        self.cast.do(self.id, self.applicant, "record_negotiation", facts)
        return self

    def submit(self) -> "Dispute":
        """The application goes to the guidance body that art. 6 finds."""
        self.cast.signed(self.id, self.applicant, "submit", self.application(), ("head",))
        return self

    def accept(self) -> "Dispute":
        """The guidance body takes it up."""
        self.cast.do(self.id, self.handler, "accept", {}, post="section")
        return self

    def coordinating(self) -> "Dispute":
        """Everything up to the coordination."""
        return self.open().negotiate().submit().accept()

    def meet(self, *, plan: bool = True) -> "Dispute":
        """A meeting, with a plan if the parties came so far."""
        facts = {"held_on": today(), "place": "会议室", "attendees": "各方", "minutes": "经过讨论",
                 "outcome": self.outcome if plan else []}  # fmt: skip
        self.cast.do(self.id, self.handler, "meeting", facts)
        return self

    def say(self, move: str, **given: str) -> "Dispute":
        """Both parties answer a plan (``confirm``) or a view (``answer``)."""
        for side in ("applicant", "respondent"):
            self.cast.do(self.id, getattr(self, side), move, {"answer": given[side], "note": ""})
        return self

    def agreed(self) -> "Dispute":
        """Coordination succeeds."""
        self.coordinating().meet().say("confirm", applicant="accept", respondent="accept")
        self.cast.do(self.id, self.handler, "conclude_agreed")
        return self

    def deliberating(self) -> "Dispute":
        """Coordination fails and the deliberation begins."""
        self.coordinating().meet().say("confirm", applicant="accept", respondent="refuse")
        self.cast.do(self.id, self.handler, "conclude_not_agreed", {"reason": "各方意见不一"})
        return self

    def proposed(self) -> "Dispute":
        """The deliberation's view is before the parties."""
        if not self.id:
            self.deliberating()
        for body in (self.staffing, self.justice):
            self.cast.do(self.id, body, "consult", {"opinion": "同意由交通部门负责"})
        facts = {"held_on": today(), "attendees": "编办、司法局", "minutes": "会商一致", "outcome": self.outcome,
                 "reasons": "依照条例"}  # fmt: skip
        self.cast.signed(self.id, self.handler, "deliberation", facts, OPINION_CHAIN)
        return self

    def accepted(self) -> "Dispute":
        """Both parties accept the view."""
        self.proposed().say("answer", applicant="accept", respondent="accept")
        self.cast.do(self.id, self.handler, "conclude_accepted")
        return self

    def declined(self) -> "Dispute":
        """A party does not accept the view."""
        self.proposed().say("answer", applicant="accept", respondent="refuse")
        self.cast.do(self.id, self.handler, "conclude_declined", {"reason": "对方不认同"})
        return self

    def with_government(self) -> "Dispute":
        """The suggestion is before the government."""
        self.declined()
        facts = {"disagreement": "一方不同意", "outcome": self.outcome, "reasons": "依照条例"}
        self.cast.signed(self.id, self.handler, "suggest", facts, OPINION_CHAIN)
        return self

    def decision(self) -> dict[str, Any]:
        """What the government decides."""
        proof = [self.cast.file(self.government, "head")]
        return {"document": "区政府专题会议纪要〔2026〕5号", "decided_on": today(), "outcome": self.outcome,
                "text": "由交通部门负责。", "files": proof}  # fmt: skip

    def decided(self) -> "Dispute":
        """The government has decided."""
        self.with_government()
        self.cast.do(self.id, self.government, "record_decision", self.decision(), post="head")
        return self

    def issue(self) -> "Dispute":
        """The written opinion is issued."""
        facts = {"outcome": self.outcome, "reasons": "依照条例", "requirement": ""}
        self.cast.signed(self.id, self.handler, "issue_opinion", facts, OPINION_CHAIN)
        return self

    def close(self, *, art23: bool = False) -> "Dispute":
        """Served, copied, closed."""
        self.cast.do(self.id, self.handler, "dispatch", {"way": "平台送达"})
        answer: dict[str, Any] = {"found": art23, "reason": "已核对案卷"}
        if art23:
            answer |= {"case": "non_performance", "subject": self.cast.id(self.respondent)}
        self.cast.do(self.id, self.handler, "close", {"art23": answer})
        return self
