"""Leads and supervision matters of the demo city in different states; synthetic, each step through the one door."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xiedu.demo.stage import Stage, seed
from xiedu.procedure.models import Link


@dataclass
class Watch:
    """A lead and the matter it becomes; ``ago`` is in working days."""

    stage: Stage
    code: str
    area: str
    subject: str
    lead: int = 0
    id: int = 0

    @property
    def bureau(self) -> str:
        """The justice bureau."""
        return f"{self.area}-sifa"

    def begin(self, slug: str, move: str, facts: dict[str, Any], ago: int) -> "Watch":
        """The lead is put down."""
        given = {"subject": self.stage.id(self.subject), "found_on": self.stage.day(ago), **facts}
        token = f"demo-lead-{self.code}"
        self.lead = self.stage.begin(slug, move, given, ago=ago, token=token, procedure="lead").matter_id
        return self

    def register(self, title: str, text: str, ago: int, source: str = "hotline", **more: Any) -> "Watch":
        """The bureau registers it."""
        facts = {"title": title, "description": text, "source": source, "source_no": f"演示-{self.code}", **more}
        return self.begin(self.bureau, "register", facts, ago)

    def screen(self, ago: int, matter: str = "quality", lane: str = "general") -> "Watch":
        """Lane and matter."""
        facts = {"lane": lane, "matter": matter, "reason": "属于监督范围，转核查（演示）。"}
        self.stage.step(self.lead, self.bureau, "screen", facts, ago=ago)
        return self

    def verify(self, text: str, ago: int, *, breach: bool = True) -> "Watch":
        """Looked into."""
        self.stage.step(self.lead, self.bureau, "verify", {"findings": text, "breach": breach}, ago=ago)
        return self

    def file(self, title: str, ago: int, act: tuple[str, str, int, str] | None = None) -> "Watch":
        """It becomes a supervision matter; ``act``: document, title, how long ago, party."""
        facts: dict[str, Any] = {"title": title, "conduct": "act" if act else "conduct", "reason": "核查属实（演示）。"}
        if act:
            facts["act"] = {"document": act[0], "title": act[1], "made_on": self.stage.day(act[2]), "party": act[3]}
        self.stage.step(self.lead, self.bureau, "file", facts, ago=ago, post="section")
        self.id = Link.objects.get(to_id=self.lead, kind="from_lead").frm_id
        return self

    def hear(self, findings: str, ago: int) -> "Watch":
        """Investigated and asked."""
        self.step("investigate", {"way": "调阅案卷", "findings": findings}, ago)
        self.signed("hear", {"questions": "请说明有关情况、依据和拟采取的整改措施。"}, ago - 1)
        return self

    def explain(self, text: str, ago: int) -> "Watch":
        """The body answers."""
        self.stage.step(self.id, self.subject, "explain", {"statement": text}, ago=ago)
        return self

    def notify(
        self, findings: str, clause: tuple[str, str], correct: str, measure: str, ago: int, days: int = 30
    ) -> "Watch":
        """The notice is issued and served."""
        self.stage_notice = (correct, measure)
        facts = {
            "fault": "illegal", "findings": findings, "correct": [correct], "measures": [measure], "days": days,
            "clauses": [{"rank": "law", "title": clause[0], "article": clause[1]}],
            "evidence": [self.stage.file(self.bureau, "调查取证材料", findings, ago)],
            "heard": "已听取被监督机关说明。", "contact": "行政执法监督科（演示）",
        }  # fmt: skip
        self.signed("issue_notice", facts, ago)
        self.step("serve", {"way": "平台送达", "recipient": "办公室"}, ago - 1)
        return self

    def report(self, ago: int) -> "Watch":
        """The body reports, item by item."""
        correct, measure = self.stage_notice
        facts = {
            "items": [
                {"item": correct, "done": "已按要求纠正（演示）。"},
                {"item": measure, "done": "已落实（演示）。"},
            ],
            "files": [self.stage.file(self.subject, "整改证明材料", correct, ago)],
        }
        self.stage.signed(self.id, self.subject, "report", facts, ago=ago)
        return self

    def submit(self, ago: int, statement: str, content: str) -> "Watch":
        """The government is asked to revoke the act."""
        ground = {
            "ground": "procedure", "statement": statement, "major": True, "obvious": True,
            "evidence": [self.stage.file(self.bureau, "提请理由证据", statement, ago)],
        }  # fmt: skip
        facts = {"measure": "revoke", "content": content, "grounds": [ground], "remedy": "none",
                 "follow_up": "返还已缴罚款，告知相对人。"}  # fmt: skip
        self.signed("submit", facts, ago)
        return self

    def decide(self, ago: int, content: str, told: str) -> "Watch":
        """The government revokes; served, told, executed."""
        government = f"{self.area}-zhengfu"
        facts = {
            "measure": "revoke", "grounds": ["procedure"], "content": content,
            "reasons": "违反法定程序，重大且明显违法。",
            "follow_up": "自收到之日起三十日内返还已缴罚款。", "days": 30,
        }  # fmt: skip
        self.stage.step(self.id, government, "issue_decision", facts, ago=ago, post="head")
        served = {"way": "平台送达", "recipient": "办公室", "told": told, "told_on": self.stage.day(ago - 1),
                  "told_how": "书面告知"}  # fmt: skip
        self.stage.step(self.id, government, "serve_decision", served, ago=ago - 1)
        return self

    def step(self, move: str, facts: dict[str, Any] | None, ago: int, post: str = "handler") -> "Watch":
        """A step of the bureau."""
        self.stage.step(self.id, self.bureau, move, facts, ago=ago, post=post)
        return self

    def signed(self, move: str, facts: dict[str, Any], ago: int) -> "Watch":
        """A step of the bureau under approval."""
        self.stage.signed(self.id, self.bureau, move, facts, ago=ago)
        return self

    stage_notice: tuple[str, str] = ("", "")


PENALTY_LAW = "中华人民共和国行政处罚法"
HEARING = "对公民作出较大数额罚款前，未告知当事人有要求听证的权利。"


def corrected(stage: Stage) -> Watch:
    """Overdue cases: notice, report, accepted, closed."""
    watch = Watch(stage, "overdue-cases", "qujiang", "qujiang-shichang")
    watch.register("处罚案件超过九十日未结", "热线反映两件案件立案后久未办结。", 58, company="合成企业甲")
    watch.screen(56).verify("调阅案卷，两件案件立案后分别用时 121 日、134 日，无延期审批。", 54)
    watch.file("处罚案件超期办理的监督", 53).hear("两件案件超期，无延期审批。", 51)
    watch.explain("因人员调整交接不及时，已补办手续。", 47)
    watch.notify("两件处罚案件超过九十日未作出决定，未经批准延期。", (PENALTY_LAW, "第六十条"),
                 "在期限内依法办结两件案件", "建立案件期限提醒制度", 44, 30)  # fmt: skip
    watch.report(28).step("accept_correction", {"note": "两件案件已办结，制度已建立。"}, 26)
    watch.step("art24", {"copy_it": False, "reason": "属单一机关办案管理问题，无须指导机构介入。"}, 25, "section")
    return watch.step("close", {}, 24)


def revoked(stage: Stage) -> Watch:
    """No hearing right told, not corrected: the county government revokes the penalty."""
    watch = Watch(stage, "no-hearing", "changshan", "changshan-zhifa")
    act = ("常山综执罚决（演示）12 号", "行政处罚决定书", 95, "合成企业乙")
    watch.register("处罚前未告知听证权利", HEARING, 88, "self", company="合成企业乙")
    watch.screen(87).verify("调阅案卷属实，告知书未载明听证权利。", 85).file("未告知听证权利的监督", 84, act)
    watch.hear("告知书未载明听证权利。", 82).explain("认为数额未达听证标准。", 78)
    watch.notify(HEARING, (PENALTY_LAW, "第六十三条"), "依法纠正该处罚决定", "开展听证程序专题培训", 75, 20)
    watch.step("art24", {"copy_it": True, "reason": "涉及综合执法程序规范，宜由指导机构加强指导。"}, 72, "section")
    stage.step(watch.id, "changshan-zhidao", "record_guidance", {"done": "已组织听证程序专题指导。"}, ago=66)
    watch.submit(52, HEARING, "撤销该行政处罚决定").decide(40, "撤销该行政处罚决定。", "合成企业乙")
    done = {"done": "已撤销决定并返还罚款。", "files": [stage.file("changshan-zhifa", "执行证明", "返还凭证", 30)]}
    stage.step(watch.id, "changshan-zhifa", "report_execution", done, ago=30)
    return watch.step("close", {}, 28)


def before_government(stage: Stage) -> Watch:
    """Overdue and submitted to the county government."""
    watch = Watch(stage, "before-government", "longyou", "longyou-zhujian")
    act = ("龙游住建罚决（演示）7 号", "行政处罚决定书", 70, "合成企业丙")
    watch.register("处罚未经法制审核", "重大处罚决定未经法制审核。", 62, "self", company="合成企业丙")
    watch.screen(61).verify("案卷无法制审核意见书。", 59).file("应审未审的监督", 58, act)
    watch.hear("案卷无法制审核意见书。", 56).explain("审核后未归卷，正在查找。", 52)
    watch.notify("重大处罚决定作出前未经法制审核。", (PENALTY_LAW, "第五十八条"), "依法纠正该处罚决定",
                 "配备法制审核人员", 49, 20)  # fmt: skip
    return watch.submit(12, "应当审核而未审核，剥夺程序保障。", "撤销该行政处罚决定")


def running(stage: Stage) -> Watch:
    """Served; the time to correct runs."""
    watch = Watch(stage, "running", "qujiang", "qujiang-zhujian")
    watch.register(
        "检查频次超过年度上限", "一家企业一年内被检查九次。", 20, "public", company="合成企业丁", reporter="演示反映人"
    )
    watch.screen(19, "quality").verify("台账显示九次，其中三次无审批。", 17).file("入企检查超频次的监督", 16)
    watch.hear("三次检查无审批。", 15).explain("系专项行动重复安排。", 11)
    return watch.notify("三次入企检查未经审批，重复检查。", ("优化营商环境条例", "第五十四条"),
                        "停止未经审批的入企检查", "合并年度检查计划并公布", 8)  # fmt: skip


def objected(stage: Stage) -> Watch:
    """The body does not agree with the notice."""
    watch = Watch(stage, "objected", "kaihua", "kaihua-jiaotong")
    watch.register("只罚不改", "多件处罚未责令改正。", 34, "monitor", reporter="演示监督员").screen(33)
    watch.verify("抽查十件，六件未责令改正。", 31)
    watch.file("以罚代管的监督", 30).hear("六件未责令改正。", 28).explain("部分行为已终止，无需改正。", 24)
    watch.notify(
        "六件处罚未同时责令当事人改正。", (PENALTY_LAW, "第二十八条"), "补发责令改正文书", "修订处罚文书模板", 20, 30
    )
    stage.step(watch.id, "kaihua-jiaotong", "object", {"reason": "其中四件违法行为在立案前已终止。"}, ago=12)
    return watch


def hearing(stage: Stage) -> Watch:
    """The body has been asked and has not yet answered."""
    watch = Watch(stage, "hearing", "jiangshan", "jiangshan-nongye")
    watch.register("行政检查结果未告知", "检查后未告知结果。", 12).screen(11).verify("三次检查无告知记录。", 9)
    return watch.file("检查结果未告知的监督", 8).hear("三次检查无告知记录。", 5)


def township(stage: Stage) -> Watch:
    """A justice office reports its own township (art. 3); to be screened."""
    watch = Watch(stage, "township", "qujiang", "qujiang-taizhen")
    text = "集镇整治中当场收缴罚款，未出具财政票据。"
    return watch.begin("qujiang-taizhen-sfs", "report_township", {"description": text}, 1)


def no_problem(stage: Stage) -> Watch:
    """Looked into, nothing wrong."""
    watch = Watch(stage, "no-problem", "qujiang", "qujiang-jiaotong")
    watch.register("反映执法人员单人执法", "称路面检查只有一人。", 26, "public", reporter="演示反映人")
    watch.screen(25, lane="simple").verify("调取执法记录仪，现场有两名执法人员。", 23, breach=False)
    facts = {"reason": "现场有两名持证执法人员，反映不属实。", "feedback": "经核查，现场有两名执法人员。"}
    stage.step(watch.lead, watch.bureau, "end_no_problem", facts, ago=22, post="section")
    return watch


def offered(stage: Stage) -> Watch:
    """Offered to the guidance body, which has not yet answered."""
    watch = Watch(stage, "offered", "kecheng", "kecheng-zhifa")
    watch.register("跨部门案件移送无反馈", "移送案件三个月无反馈。", 10, "agency").screen(9, "leads")
    watch.verify("移送函已签收，无反馈记录。", 7)
    facts = {"receiver": stage.id("kecheng-zhidao"), "reason": "宜由指导机构协调反馈机制。", "days": 15}
    stage.signed(watch.lead, watch.bureau, "offer", facts, ago=3)
    return watch


PLAYS: dict[str, Callable[[Stage], Watch]] = {
    "overdue-cases": corrected,
    "no-hearing": revoked,
    "before-government": before_government,
    "running": running,
    "objected": objected,
    "hearing": hearing,
    "township": township,
    "no-problem": no_problem,
    "offered": offered,
}


def seed_leads() -> int:
    """Make the leads that are not there yet, each whole or not at all; returns how many were made.

    Raises:
        RuntimeError: in production.
    """
    return seed("lead", PLAYS)
