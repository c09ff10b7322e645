"""A paper in the drafter's own words: what he may change and what has to stand. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from xiedu.papers.content import PaperContent, Para

Level = Literal[0, 1, 2, 3, 4]
_TARGET = re.compile(r"请于[^。]*不是法定期限）。")
_LEGAL = re.compile(r"(?<!不是)(?<!并非)法定(?:办理|答复)?(?:期限|时限|限期)")


def reworded(
    content: PaperContent, words: Sequence[tuple[Level, str]], locked: Iterable[str], what: str
) -> PaperContent:
    """The content with these paragraphs (level, text) for its own; ``what`` names the locked ones.

    Raises:
        ValueError: when a locked paragraph was changed or left out, or an internal target was made a statutory limit.
    """
    kept = tuple(Para(level=level, text=text) for level, text in words)
    texts = {p.text for p in kept}
    lost = [p for p in locked if p not in texts]
    if lost:
        raise ValueError(f"{what}不得修改或删除，请恢复：“{lost[0][:40]}……”")
    _limits_kept(content, "\n".join(p.text for p in kept))
    return content.model_copy(update={"paragraphs": kept})


def _limits_kept(content: PaperContent, text: str) -> None:
    """An internal target stays what it is on the paper: a day of work, no limit of the law."""
    plain = "\n".join(p.text for p in content.paragraphs if isinstance(p, Para))
    if any(sentence not in text for sentence in _TARGET.findall(plain)):
        raise ValueError("关于送达日期“不是法定期限”的说明不得修改或删除，请恢复。")
    if len(_LEGAL.findall(text)) > len(_LEGAL.findall(plain)):
        raise ValueError("办法未规定期限，不得在文书中写成法定期限，请改写。")
