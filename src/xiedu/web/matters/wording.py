"""The papers a move would issue, on the page and through Word, before they are fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from xiedu.base.files import Upload
from xiedu.papers.content import PaperContent, Para, Table
from xiedu.papers.docx_in import read_docx
from xiedu.papers.kinds import KINDS
from xiedu.procedure.perform import Ask, preview
from xiedu.procedure.situation import Ctx
from xiedu.procedure.table import Move
from xiedu.web.fields import specs
from xiedu.web.matters.case import Case
from xiedu.web.reading import read

FIELD = "wording"
LEVELS = ((0, "正文"), (1, "一、"), (2, "（一）"), (3, "1."), (4, "（1）"))
WORD_LIMIT = 20 * 1024 * 1024
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Sheet:
    """A paper as it would be issued: its place among the papers of the move, kind and content."""

    place: int
    kind: str
    content: PaperContent


@dataclass(frozen=True)
class Paragraph:
    """One editable paragraph on the page; a locked one states ground or duties and may not be reworded."""

    index: int
    level: int
    text: str
    locked: bool
    levels: tuple[tuple[int, str], ...] = LEVELS

    @property
    def lines(self) -> int:
        """Height of the text area."""
        return max(1, min(12, -(-len(self.text) // 38)))


def editable(move: Move) -> bool:
    """Whether the drafter may reword the paper of this move."""
    return FIELD in move.facts.model_fields


def posted(move: Move, data: QueryDict) -> Rows:
    """The paragraphs as posted; an emptied one is a removed one."""
    plan = [s for s in specs(move.facts) if s.name == FIELD]
    rows = read(plan, data, "").get(FIELD, [])
    return [r for r in rows if str(r.get("text", "")).strip()]


def sheets(case: Case, ask: Ask) -> list[Sheet]:
    """The papers of the move as they would read now.

    Raises:
        NotMade: when the facts are at fault.
    """
    found = preview(case.table, case.sit, ask)
    return [Sheet(place, _kind(content), content) for place, content in enumerate(found)]


def _kind(content: PaperContent) -> str:
    return KINDS[content.kind].title if content.kind in KINDS else content.title


def rows_of(content: PaperContent) -> Rows:
    """The text of a paper as editable rows; a table cannot be reworded and is left to the system."""
    return [{"level": p.level, "text": p.text} for p in content.paragraphs if isinstance(p, Para)]


def paragraphs(case: Case, ask: Ask, rows: Rows) -> list[Paragraph]:
    """The rows with what of them is locked."""
    kept = _locked(case, ask) if rows else set()
    return [Paragraph(i, _level(r), str(r.get("text", "")), r.get("text") in kept) for i, r in enumerate(rows)]


def _level(row: Mapping[str, Any]) -> int:
    level = row.get("level")
    return level if isinstance(level, int) else 0


def _locked(case: Case, ask: Ask) -> set[str]:
    """The paragraphs that may not be reworded, as the system words them."""
    move = case.table.move(ask.move)
    locked = next((i.locked for i in move.issues if i.locked), None) if move else None
    if move is None or locked is None:
        return set()
    plain = {**dict(_mapping(ask)), FIELD: []}
    content = preview(case.table, case.sit, Ask(ask.move, ask.actor, plain, ask.occurred_on))[0]
    facts = move.facts.model_validate(plain)
    ctx = Ctx(case.table, case.sit, move, ask.actor, facts, ask.occurred_on or case.world.on, case.world)
    return set(locked(ctx, content))


def _mapping(ask: Ask) -> Mapping[str, Any]:
    return ask.facts if isinstance(ask.facts, Mapping) else {}


def from_word(upload: Upload, name: str, content: PaperContent) -> tuple[Rows, tuple[str, ...]]:
    """The wording of an edited Word file and what was not taken over.

    Raises:
        ValueError: in Chinese, when it is no sound .docx.
    """
    if not name.lower().endswith(".docx"):
        raise ValueError("请上传从本页下载、编辑后保存为 .docx 的文件。")
    data = b""
    for chunk in upload.chunks():
        data += chunk
        if len(data) > WORD_LIMIT:
            raise ValueError("文件超过 20 MB，请确认上传的是本件公文。")
    changes = read_docx(data, content)
    warnings = changes.warnings
    if any(isinstance(p, Table) for p in changes.content.paragraphs):
        warnings = (*warnings, "正文中的表格未读入，请改为文字。")
    return rows_of(changes.content), warnings
