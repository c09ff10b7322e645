"""Whatever is typed, posted or sent: a wrong statement is answered in Chinese by field, and nothing is written."""

import copy
import json
import types
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from tests.cast import Cast, Dispute, build
from tests.procedure import prints, stages
from tests.procedure.stages import REASON
from xiedu.base.models import today
from xiedu.procedure import registry
from xiedu.procedure.common import ReviewDraft
from xiedu.procedure.errors import NotMade
from xiedu.procedure.facts import Facts, canonical, dump, messages
from xiedu.procedure.models import EventFacts, Matter
from xiedu.procedure.perform import Ask, perform, start

CLASSES = sorted({m.facts for t in registry.tables() for m in t.moves}, key=lambda c: c.__name__)
BAD_TEXT = ["a\0b", "\x07", "\ud800", "\u202e反", "\uffff", "\x1b[31m"]
RARE = ["㛃", "𠮷", "䶮", "㛃𠮷䶮" * 20]
IDS = [0, -1, 10**9, 2**63 - 1, 2**63, 10**30, True, False, 1.0, 1.5, float("nan"), "x", "", None, [], {}, "1e3", "٣x"]

text = st.one_of(
    st.sampled_from(
        [*BAD_TEXT, *RARE, "", " ", "　", "字" * 10_000, "字" * 20_001, "<script>", "{{ 7*7 }}", "%s%(x)s{0}"]
    ),
    st.text(max_size=30),
    st.text(st.characters(codec=None), max_size=8),
)
numbers = st.one_of(st.sampled_from([i for i in IDS if isinstance(i, int | float)]), st.integers(), st.floats())
leaves = st.one_of(st.none(), st.booleans(), numbers, text, st.dates(), st.datetimes(), st.binary(max_size=5))
anything = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3))


def nested(depth: int) -> Any:
    value: Any = "底"
    for _ in range(depth):
        value = [value]
    return value


def stated(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of the form an annotation asks for, sound or nearly so."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return st.sampled_from([*args, "x", True])
    if origin in (Union, types.UnionType):
        return st.one_of(*(stated(a) for a in args))
    if origin is list:
        return st.lists(stated(args[0]), max_size=3)
    if hasattr(annotation, "__metadata__"):
        return stated(annotation.__origin__)
    if isinstance(annotation, type):
        return _of_type(annotation)
    return anything


def _of_type(kind: type) -> st.SearchStrategy[Any]:
    if issubclass(kind, Enum):
        return st.sampled_from([*[e.value for e in kind], "不存在", 1, True])
    if issubclass(kind, BaseModel):
        return forms(kind)
    if issubclass(kind, bool):
        return st.sampled_from([True, False, "on", "是", 2, None])
    if issubclass(kind, int):
        return st.sampled_from(IDS) | st.integers(1, 60)
    if issubclass(kind, date):
        return st.sampled_from(
            ["2026-01-05", "2026-13-45", "昨天", 0, datetime(2026, 1, 5, 3), date.max, date.min, "0001-01-01"]
        )
    return text


def forms(cls: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """Forms of a facts class with some fields wrong, missing or unknown."""
    fields = {
        name: st.one_of(stated(f.annotation), stated(f.annotation), anything) for name, f in cls.model_fields.items()
    }
    unknown = st.dictionaries(st.sampled_from(["art23", "id", "__class__", "多余", "\0"]), anything, max_size=1)
    return st.builds(lambda a, b: {**a, **b}, st.fixed_dictionaries({}, optional=fields), unknown)


def chinese(errors: dict[str, str]) -> bool:
    return bool(errors) and all(any("一" <= c <= "鿿" for c in t) for t in errors.values())


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_facts_class_takes_it_or_says_in_chinese_what_is_wrong(cls: type[Facts], data: st.DataObject) -> None:
    """What is taken has one canonical form, without floats, that reads back as the same."""
    form = data.draw(forms(cls))
    facts = taken(cls, form)
    if isinstance(facts, dict):
        assert chinese(facts)
        return
    if issubclass(cls, ReviewDraft):
        return  # the form inside is validated by the move it drafts
    plain = dump(facts)
    body = canonical(plain)
    body.encode()
    assert "\0" not in body
    assert not list(_floats(json.loads(body)))
    assert dump(cls.model_validate(json.loads(body))) == plain


def taken(cls: type[Facts], form: Any) -> Facts | dict[str, str]:
    """The facts, or what is wrong with the form."""
    try:
        return cls.model_validate(form)
    except ValidationError as error:
        return messages(error)


def _floats(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _floats(inner)


SOUND: dict[str, tuple[str, str, str, Any]] = {
    "record_negotiation": ("negotiating", "applicant", "handler", lambda d: {
        "outcome": "refused", "held_on": today().isoformat(), "way": "会议", "summary": "未果",
        "evidence": [d.cast.file(d.applicant)]}),
    "submit": ("negotiating", "applicant", "head", lambda d: d.negotiate().application()),
    "reject": ("submitted", "handler", "section", lambda d: {
        **REASON, "advice": "另行处理", "art23": {"found": True, "reason": "发现问题", "case": "non_performance",
                                              "subject": d.cast.id(d.respondent)}}),
    "override_route": ("submitted", "handler", "section", lambda d: {**REASON, "handler": d.cast.id("衢州市指导")}),
    "meeting": ("coordinating", "handler", "handler", lambda d: {
        "held_on": today().isoformat(), "place": "会议室", "attendees": "各方", "minutes": "纪要", "outcome": d.outcome}),
    "reply": ("coordinating", "respondent", "handler", lambda d: {
        "statement": "观点", "files": [d.cast.file(d.respondent)],
        "bases": [{"rank": "local_regulation", "title": "条例"}]}),
    "assign": ("coordinating", "handler", "head", lambda d: {"person": d.cast.people[d.handler, "handler"].pk}),
    "expert_opinion": ("coordinating", "handler", "handler", lambda d: {
        "expert": "教授", "employer": "某大学", "independent": True, "opinion": "意见",
        "employer_body": d.cast.id("市交通局")}),
    "invite": ("deliberating", "handler", "handler", lambda d: {**REASON, "body": d.cast.id("市交通局")}),
    "record_decision": ("with_government", "government", "head", lambda d: d.decision()),
    "review.draft": ("agreed", "handler", "handler", lambda d: {
        "move": "issue_opinion", "facts": {"outcome": d.outcome, "reasons": "依据"}}),
    "close": ("copied", "handler", "handler", lambda d: {"art23": {"found": False, "reason": "已核对"}}),
    "redact": ("closed", "handler", "head", lambda d: {**REASON, "seq": 2}),
}  # fmt: skip


def spoilt(form: Any) -> Iterator[tuple[str, Any]]:
    """The form with each leaf in turn replaced by each bad value of its kind, and with an unknown key everywhere."""
    for path, value in _leaves(form):
        for bad in _bads(path, value):
            yield path, _with(form, path.split("."), bad)
    for key in ("多余", "id", "\0", "__proto__"):
        yield "", {**form, key: 1}


def _bads(path: str, value: Any) -> list[Any]:
    if isinstance(value, bool):
        return ["也许", 2, "\0", [], None]
    if isinstance(value, int):
        return [i for i in IDS if i is not None] + [nested(50), None]
    if isinstance(value, date):
        return ["2026-02-30", "0000-00-00", 1.5, True, nested(3), date(2999, 1, 1)]
    return [*BAD_TEXT, "字" * 20_001, 5, 1.5, True, b"\xff", nested(3000), {"a": 1}, None, "", " 　"]


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if pairs is None:
        yield path, value
        return
    for key, inner in pairs:
        yield from _leaves(inner, f"{path}.{key}".lstrip("."))


def _with(form: Any, path: list[str], bad: Any) -> Any:
    made = copy.deepcopy(form)
    place = made
    for key in path[:-1]:
        place = place[int(key) if isinstance(place, list) else key]
    place[int(path[-1]) if isinstance(place, list) else path[-1]] = bad
    return made


@pytest.fixture
def cast(db: None) -> Cast:
    return build()


@pytest.mark.django_db
@pytest.mark.parametrize("move", sorted(SOUND))
def test_a_form_with_one_fault_is_refused_at_the_door_and_writes_nothing(cast: Cast, move: str) -> None:
    state, side, post, form_of = SOUND[move]
    dispute = stages.reach(cast, state)
    who = cast.actor(getattr(dispute, side), post)
    form = form_of(dispute)
    before = prints.digest()
    tried = 0
    for path, bad in spoilt(form):
        if _harmless(path, bad):
            continue
        with pytest.raises(NotMade) as caught:
            perform(dispute.id, Ask(move, who, bad))
        fault = caught.value
        assert chinese(fault.errors) or all("一" <= r.message[0] <= "鿿" or r.message[0] in "“" for r in fault.refusals)
        tried += 1
    assert tried > 10
    assert prints.digest() == before
    assert perform(dispute.id, Ask(move, who, form)).seq


def _harmless(path: str, form: Any) -> bool:
    """Faults in a field that may be left out or empty, and texts that are only long."""
    value = form
    for key in path.split(".") if path else ():
        value = value[int(key) if isinstance(value, list) else key]
    optional = {"note", "text", "article", "other", "position", "interest", "remark", "employer_body"}
    empty = value in (None, "", " 　") and not isinstance(value, bool | list | dict)
    return path.rpartition(".")[2] in optional and empty


@pytest.mark.django_db
def test_ids_of_absent_and_foreign_rows_are_refused(cast: Cast) -> None:
    """A file of somebody else is no less foreign for being named by its number."""
    dispute = stages.reach(cast, "negotiating")
    form_of = SOUND["record_negotiation"][3]
    foreign = cast.file("柯城区交通局")
    before = prints.digest()
    for file in (foreign, 10**9, 2**63 - 1):
        with pytest.raises(NotMade) as caught:
            perform(
                dispute.id,
                Ask("record_negotiation", cast.actor(dispute.applicant), {**form_of(dispute), "evidence": [file]}),
            )
        assert set(caught.value.errors) == {"evidence.0"}
    opening = {"title": "争议", "field": "领域"}
    for body in (10**9, 2**63 - 1, 2**63, 10**40, -5, 0, True, 1.0):
        with pytest.raises(NotMade) as caught:
            start("dispute", Ask("open", cast.actor("柯城区住建局"), {**opening, "respondents": [body]}))
        assert set(caught.value.errors) == {"respondents.0"}
    assert prints.digest() == before


@pytest.mark.django_db
def test_a_file_stays_usable_in_its_matter_and_nowhere_else(cast: Cast) -> None:
    """The head signs what the clerk has attached; another matter does not get at it."""
    dispute = stages.reach(cast, "coordinating")
    facts = {"statement": "观点", "files": [cast.file(dispute.applicant)]}
    assert perform(dispute.id, Ask("reply", cast.actor(dispute.respondent), facts)).seq
    other = Dispute(cast, "衢江区住建局", "衢江区交通局", "衢江区指导").coordinating()
    with pytest.raises(NotMade):
        perform(other.id, Ask("reply", cast.actor(other.respondent), facts))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", [*RARE, "字" * 10_000, "换\r\n行\t列", "e\u0301", "零\u200b宽", "<b>&amp;</b>", "{0}%s", "'; --"]
)
def test_what_is_sound_is_kept_as_typed(cast: Cast, value: str) -> None:
    dispute = stages.reach(cast, "coordinating")
    perform(dispute.id, Ask("add_material", cast.actor(dispute.applicant), {"note": value}))
    kept = json.loads(EventFacts.objects.order_by("-event_id")[0].body)["note"]
    plain = value.replace("\r\n", "\n").replace("\u200b", "").replace("e\u0301", "é")
    assert kept == plain


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"late_reason": "a\0b", "occurred_on": date(2026, 1, 1)}, "late_reason"),
        ({"late_reason": "字" * 501, "occurred_on": date(2026, 1, 1)}, "late_reason"),
        ({"late_reason": " ", "occurred_on": date(2026, 1, 1)}, "late_reason"),
        ({"occurred_on": "2026-01-01"}, "occurred_on"),
        ({"occurred_on": datetime(2026, 1, 1, 8)}, "occurred_on"),
        ({"occurred_on": date.max}, "occurred_on"),
        ({"token": "a\0"}, "form"),
        ({"token": "长" * 10}, "form"),
        ({"token": "a" * 65}, "form"),
        ({"facts": [1]}, ""),
        ({"facts": "文字"}, ""),
        ({"facts": 5}, ""),
    ],
)
def test_the_request_beside_the_facts_is_tested_too(cast: Cast, change: dict[str, Any], field: str) -> None:
    facts = {"title": "争议", "field": "领域", "respondents": [cast.id("柯城区交通局")]}
    before = prints.digest()
    with pytest.raises(NotMade) as caught:
        start("dispute", Ask(**{"move": "open", "actor": cast.actor("柯城区住建局"), "facts": facts, **change}))
    assert set(caught.value.errors) == {field}
    assert chinese(caught.value.errors)
    assert prints.digest() == before


@pytest.mark.django_db
def test_a_matter_or_move_that_does_not_exist(cast: Cast) -> None:
    dispute = stages.reach(cast, "submitted")
    for move in ("", "accept\0", "接受", "open " * 1000):
        with pytest.raises(NotMade):
            perform(dispute.id, Ask(move, cast.actor(dispute.handler), {}))
    for matter in (10**9, 2**63, 10**40, -1, 0):
        with pytest.raises(Matter.DoesNotExist):
            perform(matter, Ask("accept", cast.actor(dispute.handler), {}))


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [nested(100_000), {"outcome": nested(100_000)}, {"x": nested(100_000)}, {"x": float("nan")},
                                   {"x": object()}, {1: 2}, None, [], "文字"])  # fmt: skip
def test_a_draft_of_anything_is_no_draft(cast: Cast, facts: Any) -> None:
    dispute = stages.reach(cast, "agreed")
    before = prints.digest()
    with pytest.raises(NotMade):
        perform(dispute.id, Ask("review.draft", cast.actor(dispute.handler), {"move": "issue_opinion", "facts": facts}))
    assert prints.digest() == before


@pytest.mark.django_db
def test_too_many_rows_are_refused_before_anything_is_asked(cast: Cast) -> None:
    facts = {"title": "争议", "field": "领域", "respondents": list(range(1, 100_001))}
    with pytest.raises(NotMade, match="最多"):
        start("dispute", Ask("open", cast.actor("柯城区住建局"), facts))
