"""The documents say what is so: tables are current, each links the other, the screenshot is there."""

import re
from pathlib import Path

import pytest

from tests.tools.test_gates import tool

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("README.md", "README.en.md")


def test_the_tables_written_from_the_program_are_current() -> None:
    wanted = tool("write_docs").documents()
    assert set(wanted) == {*NAMES, "docs/glossary.md"}
    assert [name for name, text in wanted.items() if (ROOT / name).read_text() != text] == [], "run: make docs"


@pytest.mark.parametrize("name", [*NAMES, "ARCHITECTURE.md", "docs/glossary.md"])
def test_links_lead_to_files_that_are_there(name: str) -> None:
    path = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text())
    assert links
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize(("name", "other"), [NAMES, NAMES[::-1]])
def test_each_language_links_the_other_and_names_the_two_commands(name: str, other: str) -> None:
    text = (ROOT / name).read_text()
    assert f"({other})" in text
    assert "make run" in text
    assert "make test" in text


def test_every_decision_is_listed() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    decisions = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    assert [name for name in decisions if f"docs/decisions/{name}" not in text] == []
