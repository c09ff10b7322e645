"""What may come of a suspicion, why one is dismissed, and which reasons speak against the check."""

from typing import Self

from xiedu.law.codes import Coded


class State(Coded):
    """Where a suspicion stands. Only ``open`` waits for a person."""

    OPEN = "open", "待核实"
    CONFIRMED = "confirmed", "已确认"
    DISMISSED = "dismissed", "已排除"
    CORRECTED = "corrected", "数据更正后自动关闭"
    SUPERSEDED = "superseded", "检查变动后自动关闭"


class Mode(Coded):
    """How a check takes part: not at all, counted and sampled only, or with its hits in the inbox."""

    OFF = "off", "停用"
    SHADOW = "shadow", "试运行"
    ON = "on", "启用"


class Reason(Coded):
    """Why a suspicion is dismissed. ``alarm`` says that it was a false alarm and so counts against the precision."""

    alarm: bool

    def __new__(cls, code: str, label: str, alarm: bool = True) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.cites = ()
        member.alarm = alarm
        return member

    LAWFUL = "lawful", "经核实，符合规定"
    EXCEPTION = "exception", "属于例外情形"
    DATA = "data", "数据登记有误，由来源更正"
    RULE = "rule", "检查规则不适用或有误"
    DUPLICATE = "duplicate", "与其他疑点重复", False
    SETTLED = "settled", "属实，但已自行纠正或轻微，不再追究", False


# What a judgement says about the check: true, false, or nothing.
TRUE_REASONS = frozenset({Reason.SETTLED.value})
FALSE_REASONS = frozenset(reason.value for reason in Reason if reason.alarm)
