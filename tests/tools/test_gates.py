"""The gates find what they are there to find."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tool(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_size_gate_counts_functions_and_modules(tmp_path: Path) -> None:
    gate = tool("size_gate")
    (tmp_path / "src").mkdir()
    body = "\n".join("    x = 1" for _ in range(60))
    (tmp_path / "src" / "long.py").write_text(f"class A:\n  def f(self) -> None:\n{body}\n")
    (tmp_path / "src" / "big.py").write_text("x = 1\n" * 401)
    (tmp_path / "src" / "migrations").mkdir()
    (tmp_path / "src" / "migrations" / "0001.py").write_text("x = 1\n" * 500)
    found = gate.faults(*gate.measure(tmp_path, ("src",)))
    assert len(found) == 2
    assert "61 行" in found[0]
    assert "401 行" in found[1]


def test_size_gate_lets_the_limits_themselves_pass(tmp_path: Path) -> None:
    gate = tool("size_gate")
    (tmp_path / "src").mkdir()
    body = "\n".join("    x = 1" for _ in range(59))
    (tmp_path / "src" / "a.py").write_text(f"def f() -> None:\n{body}\n" + "y = 1\n" * 340)
    assert gate.faults(*gate.measure(tmp_path, ("src",))) == []


@pytest.mark.parametrize(
    ("name", "text", "faults"),
    [
        ("requirements/base.txt", "a @ https" + "://host/a.whl\n", 1),
        ("requirements/base.in", "--index-url x\n", 1),
        ("package-lock.json", '"resolved": "https' + '://host/a.tgz"', 1),
        ("requirements/base.txt", "a==1 \\\n    --hash=sha256:00\n", 0),
        ("README.md", "see https" + "://example.org", 0),
        ("docs/a.md", "cd /" + "home/somebody/src", 1),
        ("docs/a.md", "/usr/share/fonts and ~/work/x and a/home/b", 0),
        ("src/key.pem", "-----BEGIN " + "PRIVATE KEY-----", 1),
        ("uv.lock", "", 1),
    ],
)
def test_tree_gate(name: str, text: str, faults: int) -> None:
    assert len(list(tool("tree_gate").faults(name, text.encode()))) == faults


def test_what_is_committed_passes_the_tree_gate() -> None:
    gate = tool("tree_gate")
    assert gate.all_faults(gate.committed()) == []


def test_no_phase_of_the_tests_is_left_out_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    runner = tool("run_tests")
    monkeypatch.setattr(runner.shutil, "which", lambda name: None)
    lean = runner.phases({}, long=False)
    assert [bool(p.missing) for p in lean] == [False, True, True]
    full = runner.phases({"XIEDU_TEST_POSTGRES": "postgres:x"}, long=True)
    assert not full[2].missing
    assert all("not long" not in option for p in full for option in p.options)
    assert full[2].environment["XIEDU_DATABASE"] == "postgres:x"


def test_the_closing_line_of_pytest_is_known() -> None:
    closing = tool("run_tests").CLOSING
    assert closing.match("========== 2 failed, 807 passed in 423.14s (0:07:03) ==========")
    assert not closing.match("=========== short test summary info ===========")


def test_the_environment_is_renewed_when_the_lock_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = tool("environment")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "ENV", tmp_path / ".venv")
    (tmp_path / "requirements").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    (tmp_path / "requirements" / "base.txt").write_text("a==1")
    assert not environment.up_to_date("base")
    environment.stamp_file("base").write_text(environment.stamp("base"))
    assert environment.up_to_date("base")
    (tmp_path / "requirements" / "base.txt").write_text("a==2")
    assert not environment.up_to_date("base")
