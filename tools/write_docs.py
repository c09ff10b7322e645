"""Tables written from the program (``make docs``): articles in both READMEs, moves and states in the glossary.

Tests hold them current.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MARKS = {kind: (f"<!-- {kind}:begin -->", f"<!-- {kind}:end -->") for kind in ("articles", "table")}
GLOSSARY = "docs/glossary.md"
SHOWN = 3
WORDS = {
    "README.md": {"built": "已建", "partly": "部分", "not_built": "未建", "not_software": "非软件"},
    "README.en.md": {"built": "built", "partly": "partly", "not_built": "not built", "not_software": "not software"},
}
ENGLISH = (
    "Purpose and parent instruments",
    "Who does what: government, guidance body, justice bureau",
    "Justice offices watch their townships and hand leads to the county",
    "Coordination is lawful, fair and open",
    "Eight matters of coordination",
    "Disputes over duties: negotiate first, then apply; which body handles",
    "What an application states",
    "Review, coordination, written opinion, copies",
    "Deliberation, acceptance, decision of the government",
    "Written proposals, requests to correct, public criticism",
    "Joint conferences and expert opinions",
    "Supervision is lawful, fair and open; every lead is answered",
    "Two certified supervisors on site",
    "Thirteen matters of supervision",
    "Six ways of supervision",
    "Supervision notices with a term",
    "Decisions of the government on supervision",
    "Co-operation with discipline inspection, courts, prosecutors, police, audit",
    "Local contact points, participation of society",
    "Internal supervision of the enforcing agencies",
    "Joint work of guidance body and justice bureau",
    "Shared platform; enforcement data full, in time, accurate",
    "Duty to copy to the justice bureau",
    "Copies of notices to the guidance body",
    "Staff and bodies",
    "Training",
    "Monitors of the rule of law",
    "Expert consultation",
    "Information systems and their interfaces",
    "Money in the budget",
    "In force since 2022-07-14",
)


def states() -> list[dict[str, Any]]:
    """What ``xiedu articles --json`` says."""
    command = [sys.executable, "-m", "xiedu.cli", "articles", "--json"]
    done = subprocess.run(command, cwd=ROOT / "src", capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def chinese(state: dict[str, Any]) -> str:
    """A row of the Chinese table."""
    where = "、".join(state["where"][:SHOWN]) + (f" 等 {len(state['where'])} 处" if len(state["where"]) > SHOWN else "")
    cells = (state["article"], state["duty"], WORDS["README.md"][state["status"]], where, state["reason"])
    return "| " + " | ".join(str(cell).replace("|", "、") for cell in cells) + " |"


def english(state: dict[str, Any]) -> str:
    """A row of the English table; what is missing is said in the Chinese one."""
    places = len(state["where"])
    cells = (state["article"], ENGLISH[state["article"] - 1], WORDS["README.en.md"][state["status"]], places or "")
    return "| " + " | ".join(map(str, cells)) + " |"


def table(name: str, found: list[dict[str, Any]]) -> str:
    """The whole table of a README with its counts."""
    counts = {word: sum(WORDS[name][s["status"]] == word for s in found) for word in WORDS[name].values()}
    if name == "README.md":
        head = ["| 条 | 要求（概述） | 状态 | 所在 | 说明 |", "| --: | --- | --- | --- | --- |"]
        summary = "、".join(f"{word} {count} 条" for word, count in counts.items()) + "。"
        rows = [chinese(state) for state in found]
    else:
        head = ["| Article | Duty | State | Places in the program |", "| --: | --- | --- | --: |"]
        summary = ", ".join(f"{count} {word}" for word, count in counts.items()) + "."
        rows = [english(state) for state in found]
    return "\n".join([summary, "", *head, *rows])


def glossary() -> str:
    """Moves and states of the procedures with their Chinese names and articles."""
    sys.path.insert(0, str(ROOT / "src"))
    from xiedu.bridge.registry import PROCEDURES as BRIDGE
    from xiedu.coordination.registry import PROCEDURES as COORDINATION
    from xiedu.law.instruments import MEASURES
    from xiedu.supervision.registry import PROCEDURES as SUPERVISION

    lines = []
    for procedure in (*COORDINATION.values(), *SUPERVISION.values(), *BRIDGE.values()):
        lines += [f"### {procedure.title}（`{procedure.code}`）", "", "| 步骤 | 中文 | 条文 |", "| --- | --- | --- |"]
        for move in procedure.moves:
            cites = "、".join(c.short if c.law == MEASURES else str(c) for c in move.cites) or "政策"
            lines.append(f"| `{move.code}` | {move.title} | {cites} |")
        lines += ["", "| 状态 | 中文 |", "| --- | --- |"]
        lines += [f"| `{state.code}` | {state.title} |" for state in procedure.states]
    return "\n".join(lines)


def renewed(name: str, kind: str, inside: str) -> str:
    """The file with what stands between its marks as it should be; ValueError when the marks are missing."""
    begin, end = MARKS[kind]
    text = (ROOT / name).read_text(encoding="utf-8")
    before, mark, rest = text.partition(begin)
    _, closing, after = rest.partition(end)
    if not mark or not closing:
        raise ValueError(f"{name} has no {begin} … {end}")
    return f"{before}{begin}\n\n{inside}\n\n{end}{after}"


def documents() -> dict[str, str]:
    """Every document with a table, as it should be."""
    found = states()
    wanted = {name: renewed(name, "articles", table(name, found)) for name in WORDS}
    return wanted | {GLOSSARY: renewed(GLOSSARY, "table", glossary())}


def main() -> int:
    """Write them anew."""
    for name, text in documents().items():
        (ROOT / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
