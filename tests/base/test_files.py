"""Files are known by content and kept whole; what is not accepted leaves no trace."""

import io
import os
import struct
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from xiedu.base import files
from xiedu.base.chain import sm3
from xiedu.base.files import FileDamagedError, open_bytes, path_of, store, sweep_orphans, verify_files
from xiedu.base.filetypes import EXTENSIONS, FileRefusedError, safe_name
from xiedu.base.models import StoredFile
from xiedu.base.sheets import write_book

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n"


def _docx() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def _png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def _zip(names: list[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path) -> Iterator[None]:
    with override_settings(FILES_DIR=tmp_path / "files"):
        yield


SAMPLES = {
    "pdf": PDF,
    "docx": _docx(),
    "xlsx": write_book({"一": (("甲",), [["乙"]])}),
    "png": _png(),
    "jpg": JPEG,
    "jpeg": JPEG,
    "txt": "衢州\n㛃𠮷䶮".encode(),
    "csv": "日期,名称\n一,二".encode("gb18030"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("extension", SAMPLES)
def test_accepted_types_come_back_whole(extension: str) -> None:
    stored = store(SAMPLES[extension], f"㛃证据 一.{extension.upper()}", None)
    assert stored.content_type == EXTENSIONS[extension]
    assert stored.name == f"㛃证据 一.{extension.upper()}"
    assert open_bytes(stored) == SAMPLES[extension]
    assert stored.digest == sm3(SAMPLES[extension])


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "extension"), [(c, e) for c in SAMPLES for e in SAMPLES])
def test_a_name_must_agree_with_the_content(content: str, extension: str) -> None:
    text = {"txt", "csv"}
    agree = EXTENSIONS[content] == EXTENSIONS[extension] or {content, extension} <= text
    if agree:
        assert store(SAMPLES[content], f"甲.{extension}", None).pk
    else:
        with pytest.raises(FileRefusedError):
            store(SAMPLES[content], f"甲.{extension}", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "空.pdf", "空"),
        (b"MZ\x90\x00", "程序.exe", "不接受"),
        (b"MZ\x90\x00", "程序.txt", "认不出"),
        (PDF, "没有扩展名", "不接受"),
        (PDF[:-8], "截断.pdf", "不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "旧.docx", "旧版"),
        (_zip(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]), "宏.docx", "宏"),
        (_zip(["[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/a.xml"]), "宏.xlsx", "宏"),
        (_zip(["a.txt"]), "包.docx", "压缩包"),
        (_docx()[:-40], "断.docx", "损坏"),
        ("<svg/>".encode("utf-16-be"), "图.txt", "认不出"),
    ],
)
def test_refused_files_leave_no_row_and_no_bytes(data: bytes, name: str, said: str) -> None:
    with pytest.raises(FileRefusedError, match=said):
        store(data, name, None)
    assert not StoredFile.objects.exists()
    left = [p for p in Path(settings.FILES_DIR).rglob("*") if p.is_file() and p.name != ".lock"]
    assert left == []


@pytest.mark.django_db
def test_too_large_is_refused_while_it_arrives() -> None:
    upload = SimpleUploadedFile("大.txt", b"a" * 5000)
    with override_settings(UPLOAD_LIMIT_BYTES=4999), pytest.raises(FileRefusedError, match="超过"):
        store(upload, "大.txt", None)
    assert store(upload, "大.txt", None).size == 5000


@pytest.mark.django_db
def test_changed_or_missing_bytes_are_noticed() -> None:
    stored = store(PDF, "甲.pdf", None)
    assert verify_files() == []
    path_of(stored.digest).write_bytes(PDF + b" ")
    with pytest.raises(FileDamagedError, match="不符"):
        open_bytes(stored)
    path_of(stored.digest).unlink()
    with pytest.raises(FileDamagedError, match="不在"):
        open_bytes(stored)
    assert len(verify_files()) == 1


@pytest.mark.django_db
def test_orphans_go_after_a_day_and_named_files_stay() -> None:
    kept = store(b"kept", "甲.txt", None)
    with transaction.atomic():
        orphan = store(b"orphan", "乙.txt", None)
        transaction.set_rollback(True)
    assert sweep_orphans() == 0
    day_ago = time.time() - files.ORPHAN_SECONDS - 60
    for stored in (kept, orphan):
        os.utime(path_of(stored.digest), (day_ago, day_ago))
    assert sweep_orphans() == 1
    assert path_of(kept.digest).exists()
    assert not path_of(orphan.digest).exists()


@pytest.mark.django_db
def test_an_orphan_stored_again_lives() -> None:
    with transaction.atomic():
        first = store(b"again", "甲.txt", None)
        transaction.set_rollback(True)
    day_ago = time.time() - files.ORPHAN_SECONDS - 60
    os.utime(path_of(first.digest), (day_ago, day_ago))
    with transaction.atomic():
        store(b"again", "乙.txt", None)
        # The row is not committed yet: another connection would not see it, only the renewed time protects.
        StoredFile.objects.all().delete()
        assert sweep_orphans() == 0
    assert path_of(first.digest).exists()


def test_two_writers_of_the_same_bytes_make_one_file() -> None:
    found: list[tuple[Path, str]] = []

    def write() -> None:
        with files._written([b"same " * 1000]) as (temporary, digest):
            files._keep(temporary, digest)
            found.append((path_of(digest), digest))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 8
    assert sm3(found[0][0].read_bytes()) == found[0][1]


@given(st.text(max_size=400))
def test_a_safe_name_is_one_shown_line_and_settled(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 200
    assert not set(safe) & set('/\\<>:"|?*\n\r\t\x00\u202e')
    assert not safe.startswith((".", " "))
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\案卷\\㛃𠮷䶮.pdf", "㛃𠮷䶮.pdf"),
        ("证据\u202etxt.exe", "证据txt.exe"),
        ("a\x00b.pdf", "ab.pdf"),
        ("...", "文件"),
        ("关于“渣土”的函（2026）.docx", "关于“渣土”的函（2026）.docx"),
    ],
)
def test_names_keep_what_is_meant(name: str, safe: str) -> None:
    assert safe_name(name) == safe
