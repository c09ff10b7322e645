"""How many suspicions a day may come, and when a check has proved too unsure: dated settings, none of them law."""

from xiedu.base.specs import Kind, Spec, register
from xiedu.law.codes import LimitOrigin

CAP = "suspicions.cap"
SAMPLE = "suspicions.sample"
FLOOR = "suspicions.floor"
JUDGED = "suspicions.judged"


def _number(key: str, title: str, default: int, note: str, most: int) -> Spec:
    return Spec(key, title, Kind.INT, default, origin=LimitOrigin.INTERNAL, note=note, least=1, most=most)


SPECS = (
    _number(CAP, "疑点：每项检查每日列入上限（条）", 100, "超出的只计数，次日起依次列入。", 10_000),
    _number(SAMPLE, "疑点：试运行检查的抽样数（条）", 20, "试运行的检查只计数，抽出少量供人评判准确率。", 500),
    _number(FLOOR, "疑点：检查准确率下限（%）", 60, "低于此数的检查自动转为试运行。", 100),
    _number(JUDGED, "疑点：评定准确率的最少条数", 20, "评判不足此数的，不因准确率转为试运行。", 1_000),
)


def declare() -> None:
    """Make the settings known; doing it twice is harmless."""
    register(SPECS)
