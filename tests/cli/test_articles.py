"""``xiedu articles``: derived, and honest in both directions."""

import json

import pytest

from xiedu.cli import main
from xiedu.insight.articles import BY_CITE, PARTS, article_states, collected_uses
from xiedu.law.measures import ARTICLES


def test_json_has_the_31_articles(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["articles", "--json"]) == 0
    states = json.loads(capsysbinary.readouterr().out)
    assert [state["article"] for state in states] == list(range(1, 32))
    assert all(set(state) == {"article", "duty", "status", "where", "reason"} for state in states)


def test_every_article_has_its_parts() -> None:
    assert set(PARTS) == set(ARTICLES)
    assert all(bool(PARTS[n]) == article.software for n, article in ARTICLES.items())


def test_status_follows_from_the_parts() -> None:
    for state in article_states():
        if state.status == "built":
            assert state.where
            assert "尚缺" not in state.reason
        elif state.status == "partly":
            assert state.where
            assert "尚缺" in state.reason
        else:
            assert not state.where
            assert state.reason


def test_without_a_procedure_table_nothing_a_procedure_carries_is_claimed() -> None:
    carried = {n for n, parts in PARTS.items() if any(part.where == BY_CITE for part in parts)}
    without = {state.cite.article: state for state in article_states([])}
    cited = {state.cite.article: state for state in article_states([(n, f"示例表:{n}") for n in carried])}
    for number in carried:
        assert without[number].status in ("partly", "not_built")
        assert f"示例表:{number}" in cited[number].where
        assert cited[number].reason != without[number].reason


def test_a_cite_alone_does_not_build_what_no_part_names() -> None:
    states = {state.cite.article: state.status for state in article_states([(26, "示例"), (30, "示例")])}
    assert states[26] == "not_built"
    assert states[30] == "not_software"


def test_where_names_only_what_exists() -> None:
    uses = {place for _, place in collected_uses()}
    for state in article_states():
        for place in state.where:
            assert place in uses or place.startswith("xiedu.")
