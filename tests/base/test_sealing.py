"""Sealed files: what went in comes out, nothing of it lies readable, and no change of a byte goes unseen."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiedu.base import sealing
from xiedu.base.sealing import MARK, FileSeal, SealBrokenError, is_sealed, nameless

SEAL = FileSeal("合成密钥" * 10)
HEAD = len(MARK) + 32


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PIECE", 8)


def sealed(folder: Path, content: bytes, seal: FileSeal = SEAL) -> Path:
    plain, path = folder / "plain", folder / "sealed"
    plain.write_bytes(content)
    path.write_bytes(b"".join(seal.sealed(plain)))
    return path


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=40))
def test_what_went_in_comes_out_and_the_same_is_sealed_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("seal")
    path = sealed(folder, content)
    first = path.read_bytes()
    assert b"".join(SEAL.open(path)) == content
    assert sealed(folder, content).read_bytes() == first
    assert is_sealed(path)
    assert sealed(folder, content, FileSeal("另一个密钥" * 8)).read_bytes()[len(MARK) :] != first[len(MARK) :]


@pytest.mark.parametrize("length", [7, 8, 9, 24])
def test_a_changed_moved_or_lost_piece_is_seen(tmp_path: Path, length: int) -> None:
    content = bytes(range(length))
    path = sealed(tmp_path, content)
    whole = path.read_bytes()
    assert content[:8] not in whole
    spoilt = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(len(MARK), len(whole))]
    spoilt += [whole[:end] for end in range(HEAD, len(whole))]
    pieces = [whole[start : start + 24] for start in range(HEAD, len(whole), 24)]
    if len(pieces) > 1:
        spoilt.append(whole[:HEAD] + b"".join(reversed(pieces)))
    for one in spoilt:
        path.write_bytes(one)
        with pytest.raises(SealBrokenError, match="解不开"):
            list(SEAL.open(path))
    path.write_bytes(whole)
    with pytest.raises(SealBrokenError):
        list(FileSeal("另一个密钥" * 8).open(path))


def test_a_nameless_file_is_read_by_its_path_and_never_listed(tmp_path: Path) -> None:
    with nameless(tmp_path) as path:
        path.write_bytes(b"abc")
        assert (path.read_bytes(), path.stat().st_size, list(tmp_path.iterdir())) == (b"abc", 3, [])
    assert not path.exists() or path.read_bytes() != b"abc"
