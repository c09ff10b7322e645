"""The typed citation that stands beside every rule: which instrument, which article.

Cite("行政处罚法", 60, 2, 7)      →  《行政处罚法》第六十条第二款第(七)项
M(6)                             →  《衢州市行政执法协调监督暂行办法》第六条
"""

from dataclasses import dataclass

from xiedu.law.instruments import MEASURES, Instrument, instrument
from xiedu.law.numerals import chinese


@dataclass(frozen=True, slots=True, order=True)
class Cite:
    """A place in an instrument: article (条), and if given paragraph (款, 0 = whole article) and item (项, 0 = none).

    Short names are turned into the full title, so that ``Cite("处罚法", 60) == Cite("行政处罚法", 60)``.
    Ordered by title, article, paragraph, item; hashable. ValueError for an unregistered instrument, for a negative
    number and for an article beyond the last one of a text we hold.
    """

    law: str
    article: int
    paragraph: int = 0
    item: int = 0

    def __post_init__(self) -> None:
        known = instrument(self.law)
        object.__setattr__(self, "law", known.name)
        if self.article < 1 or self.paragraph < 0 or self.item < 0:
            raise ValueError(f"引用《{known.name}》的条款序号不合法：条须从 1 起，款、项不得为负。")
        if known.articles is not None and self.article > known.articles:
            raise ValueError(f"《{known.name}》共 {known.articles} 条，没有第 {self.article} 条。请核对条文序号。")

    @property
    def instrument(self) -> Instrument:
        """The registered instrument: rank, document number, number of articles."""
        return instrument(self.law)

    @property
    def short(self) -> str:
        """Without the title, for a label beside a field: 第六十条第二款第(七)项."""
        article = chinese(self.article)
        text = f"第({article})项" if self.instrument.points else f"第{article}条"
        if self.paragraph:
            text += f"第{chinese(self.paragraph)}款"
        if self.item:
            text += f"第({chinese(self.item)})项"
        return text

    def __str__(self) -> str:
        return f"《{self.law}》{self.short}"

    def key(self) -> str:
        """The form stored in JSON: ``title:article[:paragraph[:item]]``, trailing zeros left out."""
        tail = [self.article, self.paragraph, self.item]
        while tail[-1] == 0:
            tail.pop()
        return ":".join([self.law, *map(str, tail)])

    @classmethod
    def parse(cls, key: str) -> "Cite":
        """The inverse of :meth:`key`; ValueError if the text is not a key."""
        law, *numbers = key.split(":")
        if not 1 <= len(numbers) <= 3 or not all(n.isascii() and n.isdigit() for n in numbers):
            raise ValueError(f"“{key}”不是引用的存储格式。应为“文件名:条[:款[:项]]”。")
        return cls(law, *map(int, numbers))


def M(article: int, paragraph: int = 0, item: int = 0) -> Cite:  # noqa: N802 - reads as the Measures' own letter
    """A place in the Measures (《衢州市行政执法协调监督暂行办法》, 衢政办发〔2022〕16号)."""
    return Cite(MEASURES, article, paragraph, item)
