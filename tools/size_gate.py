"""The size gate: no function over 60 lines, no module over 400; the median is printed, to be looked at by a person.

Complexity (ruff C901) and annotations (ruff ANN, mypy strict) are measured by those tools.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
MOST_FUNCTION, MOST_MODULE, MEDIAN_WISHED = 60, 400, 12
FOLDERS = ("src", "tools", "bench")


@dataclass(frozen=True, slots=True)
class Measured:
    """A function or a module and its length in lines."""

    place: str
    lines: int


def functions(path: Path, tree: ast.AST) -> Iterator[Measured]:
    """Every function of a module, from ``def`` to its last line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield Measured(f"{path}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)


def measure(root: Path, folders: tuple[str, ...] = FOLDERS) -> tuple[list[Measured], list[Measured]]:
    """(functions, modules) of the Python files below the folders; migrations are generated and left out."""
    found: list[Measured] = []
    modules: list[Measured] = []
    for path in sorted(p for folder in folders for p in (root / folder).rglob("*.py") if "migrations" not in p.parts):
        text = path.read_text(encoding="utf-8")
        shown = path.relative_to(root)
        modules.append(Measured(str(shown), len(text.splitlines())))
        found += functions(shown, ast.parse(text))
    return found, modules


def faults(found: list[Measured], modules: list[Measured]) -> list[str]:
    """What is too long, in Chinese."""
    long = [f"函数过长（{m.lines} 行，限 {MOST_FUNCTION}）：{m.place}" for m in found if m.lines > MOST_FUNCTION]
    return long + [f"模块过长（{m.lines} 行，限 {MOST_MODULE}）：{m.place}" for m in modules if m.lines > MOST_MODULE]


def main() -> int:
    """Print the figures; 1 when something is too long or the median says that functions have grown."""
    found, modules = measure(ROOT)
    middle = median(m.lines for m in found)
    longest = max(found, key=lambda m: m.lines)
    print(
        f"{len(modules)} 个模块，{len(found)} 个函数，中位数 {middle:g} 行，最长 {longest.lines} 行（{longest.place}）"
    )
    problems = faults(found, modules)
    if middle > MEDIAN_WISHED:
        problems.append(f"函数行数中位数 {middle:g} 超过 {MEDIAN_WISHED}")
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
