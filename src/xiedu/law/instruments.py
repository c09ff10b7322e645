"""The instruments we cite: title, short names, document number, rank and, where we hold the text, articles counted.

The counts are facts read from the published texts; a cite beyond the count is refused. ``articles=None`` means that
the text is not in our hands, so nothing can be said about its last article.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Rank(StrEnum):
    """The rank of an instrument; 立法法 orders the first five, the last two only support a basis (办法第七条)."""

    LAW = "法律"
    REGULATION = "行政法规"
    LOCAL_REGULATION = "地方性法规"
    MINISTRY_RULE = "部门规章"
    GOVERNMENT_RULE = "地方政府规章"
    INTERPRETATION = "司法解释"
    NORMATIVE = "规范性文件"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument. ``points`` says that its parts are numbered (一)(二)… instead of 第一条."""

    name: str
    rank: Rank
    articles: int | None = None
    number: str = ""
    aliases: tuple[str, ...] = ()
    points: bool = False


MEASURES = "衢州市行政执法协调监督暂行办法"

_ALL: tuple[Instrument, ...] = (
    Instrument(MEASURES, Rank.NORMATIVE, 31, "衢政办发〔2022〕16号", ("办法", "暂行办法")),
    Instrument("行政处罚法", Rank.LAW, 86, "2021-01-22修订", ("处罚法",)),
    Instrument("行政强制法", Rank.LAW, 71, "2011-06-30", ("强制法",)),
    Instrument("行政许可法", Rank.LAW, 83, "2019-04-23修正", ("许可法",)),
    Instrument("行政复议法", Rank.LAW, 90, "2023-09-01修订", ("复议法",)),
    Instrument("行政诉讼法", Rank.LAW, None, "2017-06-27修正", ("行诉法",)),
    Instrument("民事诉讼法", Rank.LAW, None, "2023-09-01修正", ("民诉法",)),
    Instrument("地方各级人民代表大会和地方各级人民政府组织法", Rank.LAW, None, "2022-03-11修正", ("地方组织法",)),
    Instrument("个人信息保护法", Rank.LAW, None, "2021-08-20", ("个保法",)),
    Instrument("网络安全法", Rank.LAW, None, "2016-11-07"),
    Instrument("数据安全法", Rank.LAW, None, "2021-06-10"),
    Instrument("密码法", Rank.LAW, None, "2019-10-26"),
    Instrument("监察法", Rank.LAW),
    Instrument("立法法", Rank.LAW, None, "2023-03-13修正"),
    Instrument("行政执法监督条例", Rank.REGULATION, 44, "国务院令第825号", ("条例825",)),
    Instrument("行政执法机关移送涉嫌犯罪案件的规定", Rank.REGULATION, 20, "国务院令第310号", ("移送规定",)),
    Instrument("全国年节及纪念日放假办法", Rank.REGULATION, None, "2024-11-10修订", ("放假办法",)),
    Instrument("政府督查工作条例", Rank.REGULATION, None, "2020-12-26"),
    Instrument("优化营商环境条例", Rank.REGULATION, None, "2019-10-22"),
    Instrument("浙江省综合行政执法条例", Rank.LOCAL_REGULATION, 38, "2021-11-25", ("综合执法条例", "浙江综合执法条例")),
    Instrument("浙江省县级以上人民政府行政执法监督条例", Rank.LOCAL_REGULATION, None, "", ("浙江监督条例",)),
    Instrument("浙江省公共信用信息管理条例", Rank.LOCAL_REGULATION, None, "2017-09-30", ("浙江信用条例",)),
    Instrument("浙江省行政程序办法", Rank.GOVERNMENT_RULE, 99, "浙江省人民政府令第348号", ("浙江程序办法", "程序办法")),
    Instrument("市场监督管理行政处罚程序规定", Rank.MINISTRY_RULE, None, "", ("市监程序规定", "市监")),
    Instrument("市场监督管理行政处罚信息公示规定", Rank.MINISTRY_RULE, None, "", ("市监公示规定",)),
    Instrument("最高人民法院关于适用行政诉讼法的解释", Rank.INTERPRETATION, None, "法释〔2018〕1号", ("行诉解释",)),
    Instrument("浙江省行政执法监督实施办法", Rank.NORMATIVE, None, "", ("监督实施办法",)),
    Instrument(
        "关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见",
        Rank.NORMATIVE,
        21,
        "国办发〔2018〕118号",
        ("三项制度意见", "118号"),
        points=True,
    ),
    Instrument(
        "关于进一步规范行政裁量权基准制定和管理工作的意见",
        Rank.NORMATIVE,
        None,
        "国办发〔2022〕27号",
        ("裁量权基准意见", "27号"),
        points=True,
    ),
    Instrument(
        "关于严格规范涉企行政检查的意见",
        Rank.NORMATIVE,
        None,
        "国办发〔2024〕54号",
        ("涉企检查意见", "54号"),
        points=True,
    ),
    Instrument("党政机关公文处理工作条例", Rank.NORMATIVE, None, "中办发〔2012〕14号", ("公文处理条例",)),
)


def _index() -> dict[str, Instrument]:
    table: dict[str, Instrument] = {}
    for one in _ALL:
        for name in (one.name, *one.aliases):
            if name in table:
                raise AssertionError(f"instrument name used twice: {name}")
            table[name] = one
    return table


INSTRUMENTS = MappingProxyType(_index())


def instrument(name: str) -> Instrument:
    """Look up an instrument by full title or short name; ValueError names the remedy when it is not registered."""
    found = INSTRUMENTS.get(name)
    if found is None:
        raise ValueError(f"未登记的法规文件“{name}”。请先在 law/instruments.py 登记其名称与位阶，再引用。")
    return found


def all_instruments() -> tuple[Instrument, ...]:
    """Every registered instrument, each once, in the order of registration."""
    return _ALL
