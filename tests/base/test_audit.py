"""The audit chain has no gap, cannot be changed, and every tampering is found."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, connections, transaction

from xiedu.base import audit, triggers
from xiedu.base.models import AuditEntry, AuditHead, User

TABLE = AuditEntry._meta.db_table


def _three() -> None:
    for number in (1, 2, 3):
        audit.record(
            "测试", user=None, target=f"对象{number}", detail={"数": number, "嵌": {"乙": [1, None], "甲": "㛃𠮷"}}
        )


@pytest.mark.django_db
def test_entries_are_numbered_and_whole() -> None:
    _three()
    assert list(AuditEntry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert audit.verify() == []


@pytest.mark.django_db
def test_unstorable_characters_and_long_texts_are_tamed() -> None:
    audit.record("测" * 99, user=None, target="a\x00" * 300, detail={"k\x00": "\ud800"}, address="x" * 100)
    assert audit.verify() == []
    with pytest.raises(TypeError):
        audit.record("测试", user=None, detail={"分": 1.5})


@pytest.mark.django_db
@pytest.mark.parametrize("sql", [f"UPDATE {TABLE} SET target = '改'", f"DELETE FROM {TABLE}"])
def test_the_database_refuses_change(sql: str) -> None:
    _three()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.count() == 3


def _change() -> None:
    AuditEntry.objects.filter(seq=2).update(target="改")


def _remove() -> None:
    AuditEntry.objects.filter(seq=2).delete()


def _cut_tail() -> None:
    AuditEntry.objects.filter(seq=3).delete()


def _empty() -> None:
    AuditEntry.objects.all().delete()


def _insert() -> None:
    forged = AuditEntry.objects.get(seq=3)
    forged.pk, forged.seq, forged.prev = None, 4, forged.digest
    forged.save()


def _reseal_without_key() -> None:
    row = AuditEntry.objects.get(seq=2)
    AuditEntry.objects.filter(seq=2).update(target="改", digest="f" * 64)
    AuditEntry.objects.filter(seq=3).update(prev="f" * 64)
    assert row.digest != "f" * 64


def _head() -> None:
    AuditHead.objects.update(digest="0" * 64)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tamper", [_change, _remove, _cut_tail, _empty, _insert, _reseal_without_key, _head])
def test_tampering_is_found(tamper: Callable[[], None]) -> None:
    _three()
    triggers.remove(connection)
    tamper()
    triggers.install(connection)
    assert audit.verify()


@pytest.mark.django_db(transaction=True)
def test_missing_trigger_is_found() -> None:
    _three()
    assert triggers.missing(connection) == []
    triggers.remove(connection)
    assert any("触发器" in finding for finding in audit.verify())
    triggers.install(connection)
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_a_trigger_switched_to_nothing_is_found() -> None:
    name = f"keep_{TABLE}_update"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE {TABLE} DISABLE TRIGGER "{name}"')
        else:
            cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON {TABLE} BEGIN SELECT 1; END')
    assert triggers.missing(connection) == [name]


@pytest.mark.django_db
def test_a_rolled_back_entry_leaves_no_gap() -> None:
    audit.record("测试", user=None)
    with transaction.atomic():
        audit.record("测试", user=None)
        transaction.set_rollback(True)
    audit.record("测试", user=None)
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain() -> None:
    user = User.objects.create(username="jia", display_name="甲")

    def write() -> None:
        try:
            for _ in range(5):
                audit.record("测试", user=user)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEntry.objects.count() == 20
    assert audit.verify() == []
