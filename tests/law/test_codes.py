"""The code tables are complete lists of the articles they stand for."""

import pytest
from pydantic import BaseModel, ValidationError

from xiedu.law.codes import (
    CODE_TABLES,
    Art23Case,
    BasisRank,
    Coded,
    CoordinationMatter,
    DecisionGround,
    OpinionBasis,
    SupervisionMatter,
    SupervisionWay,
)


@pytest.mark.parametrize(
    ("table", "article", "items"),
    [
        (CoordinationMatter, 5, 8),
        (SupervisionMatter, 14, 13),
        (SupervisionWay, 15, 6),
        (DecisionGround, 17, 5),
        (Art23Case, 23, 3),
    ],
)
def test_every_item_of_the_article_once(table: type[Coded], article: int, items: int) -> None:
    assert [(c.article, c.item) for m in table for c in m.cites] == [(article, i) for i in range(1, items + 1)]


@pytest.mark.parametrize("table", CODE_TABLES)
def test_codes_and_labels_are_distinct(table: type[Coded]) -> None:
    assert len({label for _, label in table.choices()}) == len(list(table))
    assert all(code.isascii() and code.isidentifier() for code, _ in table.choices())
    assert [table._value2member_map_[code] for code, _ in table.choices()] == list(table)


def test_only_three_ranks_stand_alone() -> None:
    assert {r.label for r in BasisRank if r.primary} == {"法律", "行政法规", "地方性法规", "部门规章", "地方政府规章"}
    assert {r for r in BasisRank if not r.primary} == {BasisRank.NORMATIVE, BasisRank.STAFFING_SCHEME}


def test_a_code_is_its_string_and_validates() -> None:
    class Facts(BaseModel):
        basis: OpinionBasis

    assert Facts.model_validate({"basis": "agreed"}).model_dump(mode="json") == {"basis": "agreed"}
    assert str(OpinionBasis.AGREED) == "agreed"
    with pytest.raises(ValidationError):
        Facts.model_validate({"basis": "协调一致"})
