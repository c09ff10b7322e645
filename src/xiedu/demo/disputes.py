"""The disputes of the demo city, in different states. Run again, it adds what is missing and leaves what is there."""

from collections.abc import Callable

from xiedu.demo import cases
from xiedu.demo.stage import Stage, seed
from xiedu.demo.story import Story

Play = Callable[[Stage], Story]


def seed_disputes() -> int:
    """Make the disputes that are not there yet, each whole or not at all; returns how many were made.

    Raises:
        RuntimeError: in production.
    """
    return seed("dispute", PLAYS)


def agreed(stage: Stage) -> Story:
    """渣土运输: both sides agree; opinion, service, copies, closed."""
    story = Story(stage, cases.MUCK, "qujiang")
    story.open(44).negotiate(43).submit(40).accept(38).reply(34).meet(30)
    story.say("confirm", 28, applicant="accept", respondent="accept").simple("conclude_agreed", 27).issue(25)
    return story.receive(24, "qujiang-zhujian", "qujiang-jiaotong", "qujiang-bianban", "qujiang-sifa").close(23)


def township(stage: Stage) -> Story:
    """秸秆焚烧: a township against a county department; one side has confirmed the plan."""
    story = Story(stage, cases.STRAW, "qujiang")
    story.open(19).negotiate(17).submit(14).accept(12).reply(8).meet(4)
    return story.say("confirm", 2, applicant="accept")


def recused(stage: Stage) -> Story:
    """违法建设: the guidance body's host is a party, so the justice bureau presides (policy)."""
    story = Story(stage, cases.BUILDING, "qujiang", presenter="qujiang-sifa")
    story.open(16).negotiate(15).submit(11).accept(9, "accept_recused")
    return story.consult(3, "bianban")


def accepted(stage: Stage) -> Story:
    """噪声: the deliberation's view is accepted; at the end the justice bureau is told (art. 23)."""
    story = Story(stage, cases.NOISE, "changshan")
    story.open(60).negotiate(58).submit(55).accept(53).reply(48).meet(45)
    story.say("confirm", 42, applicant="accept", respondent="refuse")
    story.simple("conclude_not_agreed", 41, "对方不同意协调方案，需会同编办、司法会商。").consult(36).deliberate(33)
    story.say("answer", 30, applicant="accept", respondent="accept").simple("conclude_accepted", 29).issue(27)
    reason = "争议期间多次接到投诉而未到场，可能存在未依法履行法定职责的情形。"
    return story.close(24, case="non_performance", subject="changshan-zhujian", reason=reason)


def across(stage: Stage) -> Story:
    """占道经营: two counties, so the city handles; the view was not accepted."""
    story = Story(stage, cases.STALLS, "quzhou")
    story.open(48).negotiate(46).submit(43).accept(41).reply(36).meet(33, plan=False)
    story.simple("conclude_not_agreed", 30, "两街道对划界方式意见不一。").consult(24).deliberate(20)
    story.say("answer", 16, applicant="accept", respondent="refuse")
    return story.simple("conclude_declined", 2, "樟潭街道不认同会商意见。")


def before_government(stage: Stage) -> Story:
    """油烟: a branch whose legal person is the city's, so the city handles; now with the city government."""
    story = Story(stage, cases.FUMES, "quzhou")
    story.open(52).negotiate(50).submit(47).accept(45).reply(40).meet(36)
    story.say("confirm", 33, applicant="accept", respondent="refuse")
    story.simple("conclude_not_agreed", 32, "生态环境分局不同意协调方案。").consult(27).deliberate(23)
    story.say("answer", 19, applicant="accept", respondent="refuse")
    return story.simple("conclude_declined", 17, "一方不认同会商意见。").suggest(13)


def decided(stage: Stage) -> Story:
    """河道采砂: the government decides, the opinion follows, closed."""
    story = Story(stage, cases.SAND, "longyou")
    story.open(75).negotiate(73).submit(70).accept(68).reply(63).meet(58)
    story.say("confirm", 55, applicant="accept", respondent="refuse")
    story.simple("conclude_not_agreed", 54, "自然资源部门不同意协调方案。").consult(49).deliberate(45)
    story.say("answer", 41, applicant="accept", respondent="refuse")
    story.simple("conclude_declined", 40, "一方不认同会商意见。").suggest(37)
    story.decide(28, "县政府专题会议纪要（演示）第 9 号").issue(25)
    return story.receive(23, "longyou-shuili", "longyou-ziran").close(22)


def withdrawn(stage: Stage) -> Story:
    """共享单车停放: withdrawn after acceptance."""
    story = Story(stage, cases.BIKES, "kecheng")
    story.open(30).negotiate(28).submit(25).accept(23)
    story.simple("withdraw", 18, "双方已就网格派单达成一致并书面确认，不再需要协调。", by=cases.BIKES.applicant)
    facts = {"summary": "双方已自行解决。", "art23": story.art23()}
    stage.step(story.id, story.handler, "close_withdrawn", facts, ago=17)
    return story


def rejected(stage: Stage) -> Story:
    """户外广告: not accepted, because it is about who goes on with one case."""
    story = Story(stage, cases.ADVERTS, "quzhou")
    story.open(21).negotiate(20).submit(18)
    facts = {
        "reason": "申请所涉为一件已经立案的处罚案件由谁办理，属于个案管辖，不是执法职责争议。",
        "advice": "由两机关协商，协商不成的报请共同的上一级行政机关指定管辖",
        "art23": story.art23(),
    }
    stage.signed(story.id, story.handler, "reject", facts, ago=16)
    return story


def supplementing(stage: Stage) -> Story:
    """犬只管理: the applicant has to bring what is missing."""
    story = Story(stage, cases.DOGS, "kaihua")
    story.open(9).negotiate(8).submit(4)
    facts = {"items": ["流浪犬伤人投诉的数量和处理情况", "与农业农村部门往来函件的签收记录"], "note": "其余材料齐全。"}
    stage.signed(story.id, story.handler, "return_for_supplement", facts, ago=2)
    return story


def overdue(stage: Stage) -> Story:
    """餐厨垃圾: accepted long ago, no reply, no meeting; the terms have run out."""
    return Story(stage, cases.KITCHEN, "jiangshan").open(37).negotiate(35).submit(31).accept(29)


def in_review(stage: Stage) -> Story:
    """非法营运: the opinion is written and waits for the deputy in charge to agree."""
    story = Story(stage, cases.SHUTTLES, "quzhou")
    story.open(27).negotiate(25).submit(22).accept(20).reply(15).meet(10)
    story.say("confirm", 7, applicant="accept", respondent="accept").simple("conclude_agreed", 5)
    stage.draft(story.id, story.handler, "issue_opinion", story.opinion(), ago=1, agreed=1)
    return story


def submitted(stage: Stage) -> Story:
    """民宿管理: handed in, given to a person, to be looked at."""
    story = Story(stage, cases.INN, "qujiang").open(6).negotiate(5).submit(1)
    person = stage.actor("qujiang-zhidao").person_id
    facts = {"person": person, "remark": "请核对材料。"}
    stage.step(story.id, "qujiang-zhidao", "assign", facts, ago=0, post="section")
    return story


def negotiating(stage: Stage) -> Story:
    """农药包装废弃物: still between the two, nobody else sees it."""
    return Story(stage, cases.PACKAGING, "longyou").open(7).negotiate(5)


PLAYS: dict[str, Play] = {
    "muck": agreed,
    "straw": township,
    "building": recused,
    "noise": accepted,
    "stalls": across,
    "fumes": before_government,
    "sand": decided,
    "bikes": withdrawn,
    "adverts": rejected,
    "dogs": supplementing,
    "kitchen": overdue,
    "shuttles": in_review,
    "inn": submitted,
    "packaging": negotiating,
}
