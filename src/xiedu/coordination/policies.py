"""What the Measures leave open in coordination, as dated settings (no day count stands in the Measures: 内部目标)."""

from xiedu.base.specs import Kind, Spec, register
from xiedu.coordination.suggestion_facts import REPORT
from xiedu.law.citation import M
from xiedu.law.codes import LimitOrigin

SILENT = "办法未规定期限；此为内部目标，不对外作为法定期限。"


def _term(key: str, title: str, days: int, article: int) -> Spec:
    value = {"n": days, "unit": "WD", "roll": False}
    return Spec(key, title, Kind.TERM, value, origin=LimitOrigin.INTERNAL, note=SILENT, cites=(M(article),))


def _chain(key: str, title: str, posts: list[str], note: str) -> Spec:
    return Spec(key, title, Kind.CHAIN, posts, note=note)


SPECS = (
    _term("dispute.accept", "职责争议：审核申请", 3, 8),
    _term("dispute.supplement", "职责争议：补正申请", 5, 7),
    _term("dispute.reply", "职责争议：对方答复", 7, 7),
    _term("dispute.coordinate", "职责争议：组织协调", 20, 8),
    _term("dispute.deliberate", "职责争议：组织会商", 15, 9),
    _term("dispute.answer", "职责争议：答复会商意见", 5, 9),
    _term("dispute.draft", "职责争议：出具意见书或报请", 5, 8),
    _term("dispute.govern", "职责争议：政府决定", 15, 9),
    _term("suggestion.draft", "书面建议：研究提出建议", 5, 10),
    _term("suggestion.reply", "书面建议：答复", 10, 10),
    _term("suggestion.perform", "书面建议：落实并报告", 20, 10),
    _term("suggestion.verify", "书面建议：核实落实情况", 10, 10),
    _term("suggestion.decide", "书面建议：研究是否提请政府", 10, 10),
    _term("suggestion.govern", "书面建议：政府决定", 15, 10),
    Spec(
        "suggestion.report",
        "书面建议：报告纠正、整改结果",
        Kind.TERM,
        {"n": 30, "unit": "CD", "roll": True},
        origin=LimitOrigin.NORMATIVE,
        note="省政府规章对责令改正、通报批评规定自收到之日起三十日内报告处理结果；用于办法第十条的决定系比照适用。",
        cites=(REPORT,),
    ),
    _chain(
        "approval.suggestion",
        "送审环节：书面建议、提请纠正和通报批评",
        ["section", "deputy", "head"],
        "对外文书逐级审核，由主要负责人签发。",
    ),
    _chain("approval.application", "送审环节：争议申请书", ["head"], "经办起草，主要负责人签发。"),
    _chain("approval.routine", "送审环节：受理、补正、不予受理通知", ["section"], "程序性文书由科室负责人签发。"),
    _chain(
        "approval.opinion",
        "送审环节：会商意见、处理建议、书面协调意见",
        ["section", "deputy", "head"],
        "实体性文书逐级审核，由主要负责人签发。",
    ),
    Spec(
        "entry.grace_days",
        "登记：事后补录无须说明理由的天数",
        Kind.INT,
        3,
        origin=LimitOrigin.INTERNAL,
        note="发生日期早于登记日超过此天数的，须说明补录理由。",
        most=30,
    ),
)


def declare() -> None:
    """Make the settings known; doing it twice is harmless."""
    register(SPECS)
