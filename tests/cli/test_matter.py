"""``xiedu move``, ``offers``, ``upload`` and the books: the same door, the same refusals, as a shell sees them."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast, Dispute, build
from xiedu.base.models import User
from xiedu.base.sheets import write_book
from xiedu.cli import main
from xiedu.coordination.ledger import SHEET, TITLES
from xiedu.procedure.models import Event, Matter

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def cast() -> Cast:
    return build()


def account(cast: Cast, body: str, post: str = "handler") -> str:
    user = cast.people[body, post].user
    assert user
    return user.username


def who(cast: Cast, body: str, post: str = "handler") -> list[str]:
    return ["--as", account(cast, body, post), "--body", body]


def facts_file(folder: Path, facts: Any) -> list[str]:
    path = folder / "facts.json"
    path.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    return ["--facts", str(path)]


def opening(cast: Cast) -> dict[str, Any]:
    return {"title": "渣土撒落", "field": "渣土运输", "respondents": [cast.id("柯城区交通局")]}


def begin(cast: Cast, folder: Path, capsys: Capture, *more: str) -> dict[str, Any]:
    status = main(
        ["move", "open", "--start", "dispute", *who(cast, "柯城区住建局"), *facts_file(folder, opening(cast)), *more]
    )
    out = capsys.readouterr()
    assert status == 0, out.err
    told: dict[str, Any] = json.loads(out.out)
    return told


def test_a_matter_is_begun_and_moved_as_on_the_page(cast: Cast, tmp_path: Path, capsys: Capture) -> None:
    told = begin(cast, tmp_path, capsys)
    matter = Matter.objects.get(pk=told["matter"])
    assert (told["number"], told["state"], told["seq"]) == (matter.number, "negotiating", 1)
    reason = facts_file(tmp_path, {"reason": "不再需要"})
    assert main(["move", matter.number, "drop", *who(cast, "柯城区住建局"), *reason, "--expect", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "dropped"


def test_the_same_token_begins_one_matter(cast: Cast, tmp_path: Path, capsys: Capture) -> None:
    first = begin(cast, tmp_path, capsys, "--token", "a")
    assert begin(cast, tmp_path, capsys, "--token", "a")["matter"] == first["matter"]
    assert Matter.objects.count() == 1


def test_the_doors_refusal_in_chinese_and_nothing_has_happened(cast: Cast, tmp_path: Path, capsys: Capture) -> None:
    number = begin(cast, tmp_path, capsys)["number"]
    before = Event.objects.count()
    assert main(["move", number, "submit", *who(cast, "柯城区住建局"), *facts_file(tmp_path, {})]) == 1
    assert "送审" in capsys.readouterr().err
    assert main(["move", number, "drop", *who(cast, "柯城区住建局"), "--expect", "7"]) == 1
    assert "刷新" in capsys.readouterr().err
    assert Event.objects.count() == before


def test_a_matter_one_does_not_see_does_not_exist(cast: Cast, tmp_path: Path, capsys: Capture) -> None:
    number = begin(cast, tmp_path, capsys)["number"]
    said = []
    for name in (number, "争000000-2026-0001"):
        for command in (["move", name, "drop"], ["offers", name]):
            assert main([*command, *who(cast, "柯城区交通局")]) == 1
            said.append(capsys.readouterr().err.replace(name, "…"))
    assert set(said) == {"没有编号为“…”的事项，或该账号无权查看。\n"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["open", "--start", "dispute"], "由谁"),
        (["open", "--start", "dispute", "--as", "nobody", "--body", "柯城区住建局"], "没有账号"),
        (["open", "--start", "dispute", "--as", "{me}", "--body", "没有的局"], "没有机构"),
        (["open", "--start", "dispute", "--as", "{me}", "--body", "柯城区交通局"], "没有任职"),
        (["open", "--start", "nothing", "--as", "{me}", "--body", "柯城区住建局"], "没有程序"),
        (["open", "--as", "{me}", "--body", "柯城区住建局"], "事项编号"),
        (["open", "--start", "dispute", "--as", "{me}", "--body", "柯城区住建局", "--facts", "/no/such"], "不能读取"),
        (["open", "--start", "dispute", "--as", "{me}", "--body", "柯城区住建局", "--on", "昨天"], "无效"),
        (["x", "y", "--expect", "一", "--as", "{me}", "--body", "柯城区住建局"], "整数"),
    ],
)
def test_what_is_named_wrongly_is_said(cast: Cast, capsys: Capture, arguments: list[str], says: str) -> None:
    me = account(cast, "柯城区住建局")
    assert main(["move", *(a.replace("{me}", me) for a in arguments)]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("text", ["[1]", "{", "\ufeff[]", "[" * 100_000])
def test_facts_that_are_no_object(cast: Cast, tmp_path: Path, capsys: Capture, text: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(text, encoding="utf-8")
    command = ["move", "open", "--start", "dispute", *who(cast, "柯城区住建局"), "--facts", str(path)]
    assert main(command) == 1
    assert "JSON" in capsys.readouterr().err


def test_a_locked_account_acts_no_more(cast: Cast, tmp_path: Path, capsys: Capture) -> None:
    User.objects.filter(username=account(cast, "柯城区住建局")).update(is_active=False)
    arguments = [*who(cast, "柯城区住建局"), *facts_file(tmp_path, opening(cast))]
    assert main(["move", "open", "--start", "dispute", *arguments]) == 1
    assert "停用" in capsys.readouterr().err


def test_offers_say_what_can_be_done_and_why_not(cast: Cast, capsys: Capture) -> None:
    matter = Matter.objects.get(pk=Dispute(cast).coordinating().id)
    assert main(["offers", matter.number, *who(cast, "柯城区指导")]) == 0
    rows = {row["move"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["meeting"]["mode"] == "do"
    assert rows["conclude_agreed"]["mode"] == "refused"
    assert rows["conclude_agreed"]["why"]


def test_an_uploaded_file_may_be_named_as_evidence(cast: Cast, tmp_path: Path, capsys: Capture) -> None:
    number = begin(cast, tmp_path, capsys)["number"]
    (tmp_path / "证明.txt").write_text("协商记录", encoding="utf-8")
    assert main(["upload", str(tmp_path / "证明.txt"), "--as", account(cast, "柯城区住建局")]) == 0
    file = int(capsys.readouterr().out)
    facts = {"outcome": "not_agreed", "held_on": "2026-03-02", "way": "会议", "summary": "未一致", "evidence": [file]}
    assert main(["move", number, "record_negotiation", *who(cast, "柯城区住建局"), *facts_file(tmp_path, facts)]) == 0


def test_a_ledger_by_command(cast: Cast, tmp_path: Path, capsys: Capture) -> None:
    blank = tmp_path / "空白.xlsx"
    assert main(["import-ledger", "--template", str(blank)]) == 0
    assert blank.stat().st_size
    good = ("旧1号", "渣土", "", "甲局", "乙局", "2021-03-01", "2021-04-01", "协调一致", "", "")
    path = tmp_path / "台账.xlsx"
    path.write_bytes(write_book({SHEET: (TITLES, [good])}))
    assert main(["import-ledger", str(path), *who(cast, "柯城区指导"), "--dry-run"]) == 0
    assert "将导入 1 件" in capsys.readouterr().out
    assert not Matter.objects.exists()
    for expected in ("已导入 1 件，0 件", "已导入 0 件，1 件"):
        assert main(["import-ledger", str(path), *who(cast, "柯城区指导")]) == 0
        assert expected in capsys.readouterr().out
    path.write_bytes(write_book({SHEET: (TITLES, [(*good[:5], "x", *good[6:])])}))
    assert main(["import-ledger", str(path), *who(cast, "柯城区指导")]) == 1
    assert "第 2 行“申请日期”为“x”：不是日期" in capsys.readouterr().err


def test_the_register_goes_in_by_the_system_administrator_alone(cast: Cast, tmp_path: Path, capsys: Capture) -> None:
    admin = User.objects.create(username="admin", display_name="系统管理员", duty=User.Duty.SYSTEM)
    path = tmp_path / "登记册.xlsx"
    assert main(["register-export", str(path), "--as", admin.username]) == 0
    assert main(["register-import", str(path), "--as", account(cast, "柯城区住建局")]) == 1
    assert "系统管理员" in capsys.readouterr().err
    assert main(["register-import", str(path), "--as", admin.username, "--dry-run"]) == 0


def test_verify_replay_and_checkpoint_by_command(cast: Cast, capsys: Capture) -> None:
    Dispute(cast).coordinating()
    assert main(["checkpoint"]) == 0
    assert main(["verify"]) == 0
    assert main(["replay"]) == 0
    out = capsys.readouterr().out
    assert "未发现问题" in out
    assert "0 件不一致" in out


def test_the_first_administrators_are_made_by_command(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    for password, username, duty, status, says in (
        ("123456", "admin", "system", 1, "口令|密码"),
        ("Quzhou-2026-first", "admin", "boss", 1, "没有管理员类别"),
        ("Quzhou-2026-first", "坏 名", "system", 1, "."),
        ("Quzhou-2026-first", "admin", "system", 0, "系统管理员"),
        ("Quzhou-2026-first", "admin", "audit", 1, "已存在"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        assert main(["create-admin", username, "某管理员", "--duty", duty]) == status
        out = capsys.readouterr()
        assert re.search(says, out.out + out.err)
    user = User.objects.get(username="admin")
    assert (user.duty, user.is_superuser) == ("system", False)
    assert user.check_password("Quzhou-2026-first")
