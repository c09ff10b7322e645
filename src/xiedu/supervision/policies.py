"""What the Measures leave open in supervision, as dated settings; each says where its limit comes from."""

from xiedu.base.specs import Kind, Spec, register
from xiedu.law.citation import Cite, M
from xiedu.law.codes import DecisionGround, LimitOrigin

CATEGORIES = "lead.hotline_categories"
GROUNDS = "supervision.grounds"
INSTRUMENTS = "supervision.instruments"
_TITLES = {"supervision_notice": "行政执法监督通知书", "supervision_decision": "行政执法监督决定书"}
SILENT = "办法未规定期限；此为内部目标，不对外作为法定期限。"
REPORT = "浙江省行政程序办法第九十二条规定自收到之日起三十日内报告；规范性文件默认值，可按条例细化规定调整。"


def _term(key: str, title: str, days: int, article: int, unit: str = "WD") -> Spec:
    value = {"n": days, "unit": unit, "roll": False}
    return Spec(key, title, Kind.TERM, value, origin=LimitOrigin.INTERNAL, note=SILENT, cites=(M(article),))


SPECS = (
    _term("lead.screen", "监督线索：筛查", 5, 12),
    _term("lead.dispose", "监督线索：核查处置", 20, 12),
    _term("lead.receive", "监督线索：接收或退回移送", 5, 14),
    _term("supervision.investigate", "监督：调查核实", 20, 12),
    _term("supervision.explain", "监督：被监督机关说明情况", 10, 12),
    _term("supervision.verify", "监督：核验整改", 10, 16),
    _term("supervision.objection", "监督：复核异议", 15, 16, "CD"),
    _term("supervision.govern", "监督：政府决定", 30, 17, "CD"),
    Spec(
        "supervision.report",
        "监督：报告整改情况",
        Kind.TERM,
        {"n": 30, "unit": "CD", "roll": True},
        origin=LimitOrigin.NORMATIVE,
        note=REPORT,
        cites=(Cite("浙江省行政程序办法", 92),),
    ),
    Spec(
        CATEGORIES,
        "监督线索：热线类别与监督事项的对应",
        Kind.LIST,
        [
            "不作为：执法职责的依法履行",
            "执法程序：执法事项执行与办案质效",
            "处罚不当：处罚裁量基准的制定、公开与执行",
            "执法人员：执法主体和人员的资格管理",
            "案件移送：案件线索的移送、处理与反馈",
        ],
        note="每条写成“热线类别：监督事项名称”；没有对应的类别在筛查时由人选择。",
        cites=(M(14),),
    ),
    Spec(
        "supervision.upper_basis",
        "监督文书：在办法之前并列的上位依据",
        Kind.TEXT,
        "《行政执法监督条例》",
        note="2026 年 2 月 1 日以后开始的监督事项适用；条款待条例全文核对后填写，留空则不并列。",
    ),
    Spec(
        GROUNDS,
        "监督决定：五种情形的名称",
        Kind.NAMES,
        dict(DecisionGround.choices()),
        note="按第十七条各项；上位条例或者修订改变表述的，自施行日起填写新名称，此前的步骤和文书不变。",
        cites=(M(17),),
        choices=dict(DecisionGround.choices()),
    ),
    Spec(
        INSTRUMENTS,
        "监督文书的名称",
        Kind.NAMES,
        _TITLES,
        note="第十六条、第十七条的文书；自施行日起出具的使用新名称，引用已出具的仍用其原名。",
        cites=(M(16), M(17)),
        choices=_TITLES,
    ),
    Spec(
        "approval.notice",
        "送审环节：监督通知书、提请决定的请示",
        Kind.CHAIN,
        ["section", "deputy", "head"],
        note="逐级审核，由主要负责人签发。",
    ),
    Spec("approval.correction", "送审环节：整改情况报告", Kind.CHAIN, ["head"], note="经办起草，主要负责人签发。"),
)


def declare() -> None:
    """Make the settings known; doing it twice is harmless."""
    register(SPECS)
