"""One dispute of the demo on its way: each method is a step in the words of the table; ``ago`` is in working days."""

from typing import Any

from xiedu.demo.cases import Case
from xiedu.demo.stage import Stage


class Story:
    """A case and the area whose bodies handle it (``qujiang``); ``presenter`` acts for a recused handler."""

    def __init__(self, stage: Stage, case: Case, area: str, presenter: str = "") -> None:
        self.stage, self.case, self.area = stage, case, area
        self.handler = presenter or f"{area}-zhidao"
        self.id = 0

    @property
    def outcome(self) -> list[dict[str, Any]]:
        """Who does what."""
        ids = self.stage.id
        return [
            {"item": item, "duty": ids(duty), "assist": [ids(one) for one in assist], "note": ""}
            for item, duty, assist in self.case.duties
        ]

    def open(self, ago: int) -> "Story":
        """The applicant puts the dispute down."""
        case = self.case
        facts = {"title": case.title, "field": case.field, "respondents": [self.stage.id(case.respondent)]}
        token = f"demo-dispute-{case.code}"
        self.id = self.stage.begin(case.applicant, "open", facts, ago=ago, token=token).matter_id
        return self

    def negotiate(self, ago: int) -> "Story":
        """They negotiate in vain, with proof."""
        case = self.case
        proof = self.stage.file(case.applicant, "协商情况证明", case.negotiated, ago)
        facts = {
            "outcome": case.outcome,
            "held_on": self.stage.day(ago),
            "way": "函商" if case.outcome == "no_answer" else "会议",
            "summary": case.negotiated,
            "evidence": [proof],
        }
        self.stage.step(self.id, case.applicant, "record_negotiation", facts, ago=ago)
        return self

    def application(self, ago: int) -> dict[str, Any]:
        """The three blocks of art. 7; the other side's view may be missing, with proof."""
        case, ids = self.case, self.stage.id
        other: dict[str, Any] = {
            "body": ids(case.respondent),
            "statement": case.theirs,
            "bases": _bases(case.their_bases),
        }
        if not case.theirs:
            proof = self.stage.file(case.applicant, "发函和送达回执", case.negotiated, ago)
            other = {"body": ids(case.respondent), "no_answer": True, "proof": [proof]}
        mine = {"body": ids(case.applicant), "statement": case.mine, "bases": _bases(case.my_bases)}
        return {"focus": case.focus, "views": [mine, other], "interim": case.interim}

    def submit(self, ago: int) -> "Story":
        """The application, signed by the head of the applicant."""
        self.stage.signed(self.id, self.case.applicant, "submit", self.application(ago), ago=ago)
        return self

    def accept(self, ago: int, move: str = "accept") -> "Story":
        """The handler takes it up; a recused one has nothing to receipt."""
        if self.handler == f"{self.area}-zhidao":
            self.receive(ago, self.handler)
        self.stage.signed(self.id, self.handler, move, {"note": "材料齐全，属于职责争议。"}, ago=ago)
        return self

    def reply(self, ago: int) -> "Story":
        """The respondent answers; both sides have receipted the notice of acceptance."""
        case = self.case
        self.receive(ago, case.applicant, case.respondent)
        facts = {"position": "own", "statement": case.reply or case.theirs, "bases": _bases(case.their_bases)}
        self.stage.step(self.id, case.respondent, "reply", facts, ago=ago)
        return self

    def meet(self, ago: int, *, plan: bool = True) -> "Story":
        """A coordination meeting, with or without a plan."""
        minutes = f"各方围绕“{self.case.focus}”陈述意见并出示依据。"
        minutes += "会议形成职责分工方案，请各方确认。" if plan else "会上未形成方案。"
        facts = {
            "held_on": self.stage.day(ago),
            "place": "指导办会议室",
            "attendees": "指导办承办人；争议各方分管负责人、经办人",
            "minutes": minutes,
            "outcome": self.outcome if plan else [],
        }
        self.stage.step(self.id, self.handler, "meeting", facts, ago=ago)
        return self

    def say(self, move: str, ago: int, *, applicant: str = "", respondent: str = "") -> "Story":
        """The parties answer a plan (``confirm``) or a view (``answer``); who is left out has not answered."""
        for slug, answer in ((self.case.applicant, applicant), (self.case.respondent, respondent)):
            if answer:
                note = "同意方案。" if answer == "accept" else self.case.reply or "不同意由本机关承担。"
                self.stage.step(self.id, slug, move, {"answer": answer, "note": note}, ago=ago)
        return self

    def simple(self, move: str, ago: int, reason: str = "", *, by: str = "", post: str = "handler") -> "Story":
        """A step that needs at most a reason."""
        self.stage.step(self.id, by or self.handler, move, {"reason": reason} if reason else None, ago=ago, post=post)
        return self

    def consult(self, ago: int, *kinds: str) -> "Story":
        """编办 (``bianban``) and 司法 (``sifa``) of the handling area say what they think."""
        for kind in kinds or ("bianban", "sifa"):
            basis = "机构编制规定" if kind == "bianban" else "有关法律法规"
            opinion = f"经核对{basis}，同意按以下思路处理：{self.case.reasons or '按行为环节划分职责。'}"
            self.stage.step(self.id, f"{self.area}-{kind}", "consult", {"opinion": opinion}, ago=ago)
        return self

    def deliberate(self, ago: int) -> "Story":
        """The deliberation's view goes to the parties."""
        facts = {
            "held_on": self.stage.day(ago),
            "attendees": "指导机构、机构编制部门、司法行政机关有关负责人",
            "minutes": "会商单位核对了各方提交的依据，对职责划分取得一致意见。",
            "outcome": self.outcome,
            "reasons": self.case.reasons,
        }
        self.stage.signed(self.id, self.handler, "deliberation", facts, ago=ago)
        return self

    def suggest(self, ago: int) -> "Story":
        """The suggestion goes to the government."""
        facts = {"disagreement": self.case.reply, "outcome": self.outcome, "reasons": self.case.reasons}
        self.stage.signed(self.id, self.handler, "suggest", facts, ago=ago)
        return self

    def decide(self, ago: int, document: str) -> "Story":
        """The government decides."""
        slug, day = f"{self.area}-zhengfu", self.stage.day(ago)
        text = f"会议研究，同意指导机构的处理建议。{self.case.reasons}"
        proof = self.stage.file(slug, "专题会议纪要", text, ago, "head")
        facts = {"document": document, "decided_on": day, "outcome": self.outcome, "text": text, "files": [proof]}
        self.stage.step(self.id, slug, "record_decision", facts, ago=ago, post="head")
        return self

    def opinion(self) -> dict[str, Any]:
        """What the written opinion says."""
        return {
            "outcome": self.outcome,
            "reasons": self.case.reasons,
            "requirement": "各单位自收到本意见之日起执行，线索移送附证据材料，执行中的问题及时向指导机构反映。",
        }

    def issue(self, ago: int) -> "Story":
        """The written opinion goes out, is served and copied."""
        self.stage.signed(self.id, self.handler, "issue_opinion", self.opinion(), ago=ago)
        self.stage.step(self.id, self.handler, "dispatch", {"way": "平台送达"}, ago=ago)
        return self

    def receive(self, ago: int, *slugs: str) -> "Story":
        """Papers are receipted."""
        for slug in slugs:
            self.stage.step(self.id, slug, "receive", ago=ago)
        return self

    def close(self, ago: int, *, case: str = "", subject: str = "", reason: str = "未发现应抄送的情形。") -> "Story":
        """Closed with the art. 23 answer."""
        self.stage.step(self.id, self.handler, "close", {"art23": self.art23(case, subject, reason)}, ago=ago)
        return self

    def art23(self, case: str = "", subject: str = "", reason: str = "未发现应抄送的情形。") -> dict[str, Any]:
        """The answer to the question of art. 23."""
        answer: dict[str, Any] = {"found": bool(case), "reason": reason}
        return answer | ({"case": case, "subject": self.stage.id(subject)} if case else {})


def _bases(bases: tuple[tuple[str, str, str, str], ...]) -> list[dict[str, str]]:
    return [{"rank": rank, "title": title, "article": article, "text": text} for rank, title, article, text in bases]
