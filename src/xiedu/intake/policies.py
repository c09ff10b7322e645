"""The figures of the intake as dated settings: when an upload counts as a bulk late one, how long its file is kept."""

from xiedu.base.specs import Kind, Spec, register
from xiedu.law.citation import M
from xiedu.law.codes import LimitOrigin

LATE_DAYS = "intake.late_days"
LATE_ROWS = "intake.late_rows"
LATE_PERCENT = "intake.late_percent"
KEEP_DAYS = "intake.keep_file_days"
_NOTE = "大批补录的旧数据标为历史数据，不逐条产生迟报、迟公示的疑点；标记连同数字写入批次说明。办法未规定，为内部口径。"


_KEPT = "上传的原始文件加密保存；批次办结且没有待更正的行，到期即删除内容，已入库的不受影响。办法未规定，为内部目标。"


def _figure(key: str, title: str, default: int, least: int, most: int, note: str = _NOTE) -> Spec:
    return Spec(
        key, title, Kind.INT, default, origin=LimitOrigin.INTERNAL, note=note, cites=(M(22),), least=least, most=most
    )


SPECS = (
    _figure(LATE_DAYS, "数据归集：事项发生后多少日到达算晚到", 60, 1, 3650),
    _figure(LATE_ROWS, "数据归集：一批中至少多少行晚到，才标为历史数据", 100, 1, 1_000_000),
    _figure(LATE_PERCENT, "数据归集：一批中晚到的行至少占百分之几，才标为历史数据", 50, 1, 100),
    _figure(KEEP_DAYS, "数据归集：批次办结后多少日删除上传的原始文件", 180, 1, 3650, _KEPT),
)


def declare() -> None:
    """Make the settings known; doing it twice is harmless."""
    register(SPECS)
