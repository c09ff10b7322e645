"""One input for each kind of paper of a dispute; bodies are real offices, people are roles, the matter is made up."""

import datetime
from typing import Any

from xiedu.law.citation import M
from xiedu.law.codes import Art23Case, BasisRank
from xiedu.papers import wording_input as given

DAY = datetime.date(2026, 9, 8)
GUIDE = "衢州市综合行政执法指导办公室"
HOUSING, ENFORCEMENT = "衢州市住房和城乡建设局", "衢州市综合行政执法局"
STAFFING, JUSTICE = "中共衢州市委机构编制委员会办公室", "衢州市司法局"
GOVERNMENT = "衢州市人民政府"

HEAD: dict[str, Any] = {
    "issuer": GUIDE,
    "number": "衢协〔2026〕7号",
    "date": DAY,
    "topic": "城区渣土运输车辆沿途撒落",
    "applicant": HOUSING,
    "respondents": (ENFORCEMENT,),
    "contact": "协调科·承办人一，0570-0000000",
}
BASES = (
    given.Basis(
        rank=BasisRank.LAW, title="行政处罚法", article="第十八条", text="国家在城市管理等领域推行综合行政执法"
    ),
    given.Basis(rank=BasisRank.LOCAL_REGULATION, title="《浙江省综合行政执法条例》", article="第八条"),
)
VIEWS = (
    given.View(body=HOUSING, statement="运输环节撒落属于市容管理事项，应由综合行政执法部门查处。", bases=BASES),
    given.View(body=ENFORCEMENT, no_answer=True, proofs=("商请函", "送达回执")),
)
OUTCOME = (
    given.Allocation(item="运输途中撒落的查处", duty=ENFORCEMENT, assist=(HOUSING,)),
    given.Allocation(item="工地出入口冲洗设施的监管", duty=HOUSING, note="发现撒落线索的，及时移送。"),
)
CONFIRMED = ((HOUSING, datetime.date(2026, 9, 1)), (ENFORCEMENT, datetime.date(2026, 9, 2)))
REASONS = "依据有关法律、法规和机构职责规定，运输环节的撒落行为发生在城市道路上。\n双方职责以工地出入口为界。"

APPLICATION = given.Application(
    **HEAD | {"issuer": HOUSING},
    handler=GUIDE,
    negotiated="2026年8月20日会议协商，协商不一致",
    focus="渣土运输车辆在城市道路上沿途撒落，由哪一机关查处。",
    views=VIEWS,
    interim="由先行发现的机关通知清理。",
    attachments=("协商会议纪要", "商请函及送达回执"),
)
ACCEPTANCE = given.Acceptance(
    **HEAD,
    applied_on=datetime.date(2026, 8, 25),
    explanation="双方为市级机关，由本级综合行政执法指导机构协调处理",
    reply=given.Term(due=datetime.date(2026, 9, 16)),
)
REJECTION = given.Rejection(
    **HEAD,
    applied_on=datetime.date(2026, 8, 25),
    reason="申请所附材料不能证明双方已经协商。",
    advice="先与对方机关书面协商，协商不一致的再行提请",
    cites=(M(6, 1),),
)
SUPPLEMENT = given.Supplement(
    **HEAD,
    applied_on=datetime.date(2026, 8, 25),
    items=("对方机关的观点及其法律、法规、规章依据，或者对方未答复的证明", "争议焦点涉及的具体行为"),
    term=given.Term(due=datetime.date(2026, 9, 16)),
)
DELIBERATION = given.Deliberation(
    **HEAD,
    held_on=datetime.date(2026, 9, 3),
    consultees=(STAFFING, JUSTICE),
    attendees=f"{GUIDE}、{STAFFING}、{JUSTICE}、{HOUSING}、{ENFORCEMENT}有关负责人",
    minutes="会议听取了双方意见，查阅了职责规定。",
    outcome=OUTCOME,
    reasons=REASONS,
    answer=given.Term(due=datetime.date(2026, 9, 16)),
)
SUGGESTION = given.Suggestion(
    **HEAD,
    government=GOVERNMENT,
    signer="主要负责人",
    facts="2026年8月25日，衢州市住房和城乡建设局提请协调。",
    views=VIEWS,
    deliberated_on=datetime.date(2026, 9, 3),
    consultees=(STAFFING, JUSTICE),
    disagreement="对工地出入口外侧道路的查处职责理解不一。",
    outcome=OUTCOME,
    reasons=REASONS,
)
AGREED = given.Agreed(confirmed=CONFIRMED, outcome=OUTCOME)
DELIBERATED = given.Deliberated(
    document="衢协会〔2026〕2号", consultees=(STAFFING, JUSTICE), confirmed=CONFIRMED, outcome=OUTCOME
)
DECIDED = given.Decided(
    government=GOVERNMENT,
    document="衢州市人民政府专题会议纪要〔2026〕15号",
    decided_on=datetime.date(2026, 9, 5),
    text="一、运输途中撒落由市综合行政执法局查处。\n二、工地出入口由市住房和城乡建设局监管。",
    outcome=OUTCOME,
)


def opinion(ground: Any = AGREED, **changes: Any) -> given.Opinion:
    """An opinion on ``ground``."""
    fields: dict[str, Any] = {
        **HEAD,
        "ground": ground,
        "facts": "双方对渣土运输车辆沿途撒落的查处职责存在争议。",
        "reasons": REASONS,
        "requirement": "请双方各司其职，加强协作。",
        "staffing": STAFFING,
        "justice": JUSTICE,
    }
    return given.Opinion(**(fields | changes))


COPY8 = given.CopyLetter(
    **HEAD, addressee=STAFFING, ground="art8", document="衢协调〔2026〕3号", document_title="关于渣土运输争议的协调意见"
)
COPY9 = given.CopyLetter(**COPY8.model_dump() | {"ground": "art9"})
COPY23 = given.CopyLetter(
    **HEAD,
    addressee=JUSTICE,
    ground="art23",
    case=Art23Case.NON_PERFORMANCE,
    subject=ENFORCEMENT,
    reason="接到移送线索后未予处理。",
)

INPUTS: dict[str, tuple[given.Head, ...]] = {
    "dispute_application": (APPLICATION,),
    "dispute_acceptance": (ACCEPTANCE,),
    "dispute_rejection": (REJECTION,),
    "dispute_supplement": (SUPPLEMENT,),
    "dispute_deliberation": (DELIBERATION,),
    "dispute_suggestion": (SUGGESTION,),
    "dispute_opinion": (opinion(), opinion(DELIBERATED), opinion(DECIDED)),
    "dispute_copy": (COPY8, COPY9, COPY23),
}
CASES = [(kind, one) for kind, several in INPUTS.items() for one in several]
