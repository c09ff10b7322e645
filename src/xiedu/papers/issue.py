"""Taking a number and fixing a paper, inside the caller's transaction."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from xiedu.base.rows import fetch, insert_one
from xiedu.papers.content import PaperContent, digest
from xiedu.papers.models import Paper

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Issued:
    """A paper as issued: its row id, number and digest."""

    id: int
    number: str
    digest: str
    title: str


_NEXT = (
    "INSERT INTO papers_numberseries (body_id, word, year, last) VALUES (%s, %s, %s, 1)"
    " ON CONFLICT (body_id, word, year) DO UPDATE SET last = papers_numberseries.last + 1 RETURNING last"
)


def take_number(body_id: int, word: str, day: date) -> tuple[int, str]:
    """The next serial and number (衢协调〔2026〕3号) of a body's series in the year of signing.

    The counter row is locked until the transaction ends, so that two clerks never get one number and a
    rolled back act leaves no gap.
    """
    serial = int(fetch(_NEXT, [body_id, word, day.year])[0][0])
    return serial, f"{word}〔{day.year}〕{serial}号"


def code_of(content_digest: str, number: str) -> str:
    """The code printed on the paper: 12 characters without look-alikes, from the digest and the number."""
    raw = int.from_bytes(hashlib.sha256(f"{content_digest}:{number}".encode()).digest()[:8], "big")
    letters = [CODE_ALPHABET[(raw >> (5 * i)) & 31] for i in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))


def issue(kind: str, body_id: int, word: str, day: date, content_for: Callable[[str], PaperContent]) -> Issued:
    """Number, content, digest and row of a new paper. ``content_for`` gets the number and returns the content.

    Raises:
        PaperInputError or ValueError (Chinese): when the wording cannot be a paper.
    """
    serial, number = take_number(body_id, word, day)
    content = content_for(number)
    seal = digest(content)
    row = {
        "kind": kind,
        "body_id": body_id,
        "word": word,
        "year": day.year,
        "serial": serial,
        "number": number,
        "title": content.title,
        "signed_on": day,
        "content": content.model_dump(mode="json"),
        "digest": seal,
        "code": code_of(seal, number),
    }
    return Issued(insert_one(Paper, row), number, seal, content.title)


def void(numbers: list[str], day: date, reason: str) -> None:
    """Void papers: they stay on record with their numbers, which are never used again."""
    Paper.objects.filter(number__in=numbers, voided_on=None).update(voided_on=day, void_reason=reason[:500])
