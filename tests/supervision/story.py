"""One lead and one supervision matter on their way; each method is a step in the words of the tables."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.cast import OPINION_CHAIN, Cast
from xiedu.base.models import today
from xiedu.procedure.models import Matter
from xiedu.procedure.perform import Ask, Done, start

REASON = {"reason": "按程序办理"}
AGO = 60


@dataclass
class Story:
    """A lead (``lead``) and the matter it becomes (``id``); everything happened ``AGO`` days ago unless said."""

    cast: Cast
    bureau: str = "柯城区司法局"
    subject: str = "柯城区城管局"
    government: str = "柯城区政府"
    guidance: str = "柯城区指导"
    conduct: str = "act"
    lead: int = 0
    id: int = 0
    ago: int = AGO

    @property
    def late(self) -> dict[str, Any]:
        """The day of a step, entered late."""
        return {"occurred_on": today() - timedelta(days=self.ago), "late_reason": "按实际日期补录"}

    def do(self, body: str, move: str, facts: Any = None, post: str = "handler") -> Done:
        """A step of the supervision matter."""
        return self.cast.do(self.id, body, move, facts, post=post, **self.late)

    def signed(self, body: str, move: str, facts: Any, chain: tuple[str, ...] = OPINION_CHAIN) -> Done:
        """A step that needs the in-house approval."""
        return self.cast.signed(self.id, body, move, facts, chain, **self.late)

    # -- the lead

    def begin(self, move: str, body: str, facts: dict[str, Any]) -> Done:
        """A lead is put down."""
        done = start("lead", Ask(move, self.cast.actor(body), facts, **self.late))
        self.lead = done.matter_id
        return done

    def register(self, **more: Any) -> "Story":
        """The bureau registers a lead."""
        facts = {"title": "处罚未告知听证", "subject": self.cast.id(self.subject), "description": "决定前未告知听证权利",
                 "found_on": today() - timedelta(days=self.ago), "source": "hotline", "reporter": "反映人甲"}  # fmt: skip
        self.begin("register", self.bureau, {**facts, **more})
        return self

    def with_lead(self, move: str, facts: Any = None, post: str = "handler", body: str = "") -> "Story":
        """A step of the lead."""
        self.cast.do(self.lead, body or self.bureau, move, facts, post=post, **self.late)
        return self

    def screen(self, **more: Any) -> "Story":
        """Lane and matter are chosen."""
        return self.with_lead("screen", {"lane": "general", "matter": "quality", "reason": "属于监督范围", **more})

    def verify(self, *, breach: bool = True, **more: Any) -> "Story":
        """Somebody has looked into it."""
        return self.with_lead("verify", {"findings": "调阅案卷属实", "breach": breach, **more})

    @property
    def act(self) -> dict[str, Any] | None:
        """The act, when the matter is about one."""
        made = (today() - timedelta(days=self.ago + 30)).isoformat()
        act = {"document": "柯城综执罚决〔2026〕9号", "title": "行政处罚决定书", "made_on": made, "party": "某公司"}
        return act if self.conduct == "act" else None

    def filing(self) -> dict[str, Any]:
        """What the matter is about."""
        return {"title": "处罚未告知听证", "conduct": self.conduct, "act": self.act, "reason": "违反法定程序"}

    def file(self) -> "Story":
        """The lead becomes a supervision matter."""
        self.register().screen().verify().with_lead("file", self.filing(), post="section")
        self.id = Matter.objects.get(procedure="notice", links_out__to_id=self.lead).pk
        return self

    # -- the supervision matter

    def heard(self) -> "Story":
        """Investigated, asked, explained."""
        self.file()
        self.do(self.bureau, "investigate", {"way": "调阅案卷", "findings": "未告知听证权利"})
        self.signed(self.bureau, "hear", {"questions": "为何未告知听证权利"}, ("section",))
        self.do(self.subject, "explain", {"statement": "经办人员疏忽"})
        return self

    def notice(self, **more: Any) -> dict[str, Any]:
        """What the notice says."""
        clause = {"rank": "law", "title": "中华人民共和国行政处罚法", "article": "第六十三条", "text": ""}
        return {
            "fault": "illegal", "findings": "较大数额罚款未告知听证权利", "clauses": [clause],
            "evidence": [self.cast.file(self.bureau)], "correct": ["依法纠正该处罚决定"], "days": 20,
            "measures": ["组织执法人员培训"], "contact": "承办科室，0570", **more,
        }  # fmt: skip

    def issued(self) -> "Story":
        """The notice is issued."""
        self.heard()
        self.signed(self.bureau, "issue_notice", self.notice())
        return self

    def correcting(self) -> "Story":
        """The notice is served."""
        self.issued().do(self.bureau, "serve", {"way": "直接送达", "recipient": "办公室"})
        return self

    def report(self) -> dict[str, Any]:
        """What the body reports."""
        items = [{"item": i, "done": "已完成"} for i in (*self.notice()["correct"], *self.notice()["measures"])]
        return {"items": items, "summary": "", "files": [self.cast.file(self.subject)]}

    def reported(self) -> "Story":
        """The body reports its correction."""
        self.correcting().signed(self.subject, "report", self.report(), ("head",))
        return self

    def corrected(self) -> "Story":
        """The correction is accepted."""
        self.reported().do(self.bureau, "accept_correction", {"note": "整改到位"})
        return self

    def copy(self, *, yes: bool = False) -> "Story":
        """Whether the guidance body gets a copy."""
        self.do(self.bureau, "art24", {"copy_it": yes, "reason": "视情决定"}, post="section")
        return self

    def closed(self) -> "Story":
        """The happy end."""
        self.corrected().copy().do(self.bureau, "close")
        return self

    def overdue(self) -> "Story":
        """Thirty days later nothing has been done."""
        self.correcting()
        self.ago -= 30
        return self

    def submission(self, **more: Any) -> dict[str, Any]:
        """What the government is asked."""
        ground = {"ground": "procedure", "statement": "剥夺听证权利", "evidence": [self.cast.file(self.bureau)],
                  "major": True, "obvious": True}  # fmt: skip
        return {"measure": "revoke", "content": "撤销该处罚决定", "grounds": [ground], "remedy": "none", **more}

    def submitted(self) -> "Story":
        """The government is asked."""
        self.overdue().signed(self.bureau, "submit", self.submission())
        return self

    def decision(self, **more: Any) -> dict[str, Any]:
        """What the government decides."""
        return {"measure": "revoke", "grounds": ["procedure"], "content": "撤销该处罚决定", "reasons": "违反法定程序",
                "follow_up": "三十日内返还罚款", "days": 30, **more}  # fmt: skip

    def decided(self) -> "Story":
        """The government has decided."""
        self.submitted().do(self.government, "issue_decision", self.decision(), post="head")
        return self

    def executing(self) -> "Story":
        """The decision is served and the person concerned told."""
        told = (today() - timedelta(days=self.ago - 30)).isoformat()
        facts = {"way": "直接送达", "recipient": "办公室", "told": "某公司", "told_on": told, "told_how": "书面告知"}
        self.decided().do(self.government, "serve_decision", facts)
        return self

    def executed(self) -> "Story":
        """The body reports that it has carried out the decision."""
        facts = {"done": "已撤销并返还", "files": [self.cast.file(self.subject)]}
        self.executing().do(self.subject, "report_execution", facts)
        return self
