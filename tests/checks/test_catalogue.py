"""The catalogue against the list of rules it was written from; the statute index; the texts of the citations."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from xiedu.checks.catalogue import CHECKS, GROUPS, LEFT_OUT
from xiedu.checks.check import Reach
from xiedu.law.statutes import statute, statutes

# The 126 rules of the research on which the checks rest, by group.
RULES: Mapping[str, str] = {
    "A": (
        "sub-no-power sub-township-not-granted sub-entrust-no-instrument sub-entrust-scope sub-coercion-entrusted "
        "off-lt-two off-cert-invalid off-cert-domain off-aux-counted off-two-places off-not-recused off-cert-not-shown"
    ),
    "B": (
        "case-clue-overdue case-not-filed case-transferred-silent case-limitation case-order case-evidence-hold-7d "
        "case-edevice case-conflict-filing"
    ),
    "C": (
        "pen-no-notice pen-notice-incomplete pen-plead-window pen-plead-ignored pen-heavier pen-hearing-not-told "
        "pen-hearing-not-held pen-hearing-notice-7 pen-hearing-chair pen-hearing-record pen-no-legal-review "
        "pen-reviewer-unqualified pen-reviewer-handler pen-no-collective pen-collective-form pen-90d pen-ext-invalid "
        "pen-excl-abuse pen-simple-ceiling pen-simple-unfiled pen-doc-elements pen-remedy-wrong pen-no-order-correct "
        "pen-double-fine pen-not-highest pen-minor pen-out-of-statute pen-basis-rank pen-basis-repealed "
        "pen-out-of-benchmark pen-benchmark-unstated pen-same-case-diff pen-first-minor pen-low-fine-rounding"
    ),
    "D": "cri-not-transferred cri-transfer-late cri-fine-instead cri-psb-silent cri-goods cri-returned-not-handled",
    "E": (
        "srv-7wd srv-announce srv-announce-first pub-7wd pub-20wd pub-withdraw pub-privacy pub-over-term crd-not-sent "
        "crd-premature-bad"
    ),
    "F": (
        "exe-onsite-illegal exe-remit exe-no-receipt exe-fine-unpaid exe-surcharge exe-demand-missing exe-court-3m "
        "exe-decision-idle exe-night-holiday exe-utilities exe-demolish exe-substitute exe-close-late"
    ),
    "G": (
        "coe-no-approval coe-24h coe-30d coe-ext-invalid coe-no-list coe-duplicate coe-not-released coe-freeze-3 "
        "coe-freeze-30 coe-no-av coe-record-sign"
    ),
    "H": (
        "lic-accept-5 lic-once lic-20 lic-45 lic-issue-10 lic-refuse lic-check-two lic-hearing lic-renew lic-fee"
    ),
    "I": (
        "ins-no-plan ins-urgent-2 ins-no-code ins-no-doc ins-freq-cap ins-repeat-agency ins-multi-agency "
        "ins-unqualified-body ins-cross-area ins-result-untold ins-not-random ins-open-loop ins-clean-all"
    ),
    "J": (
        "org-reviewer-5pct org-annual-0131 org-fine-target org-zero-case org-lost-rate org-data-late org-file-7d "
        "org-benchmark-missing org-correction-overdue"
    ),
}  # fmt: skip


def test_every_rule_is_a_check_or_left_out_with_a_reason() -> None:
    rules = [rule for line in RULES.values() for rule in line.split()]
    assert len(set(rules)) == len(rules) == 126
    done, left = {check.id for check in CHECKS}, {one.id for one in LEFT_OUT}
    assert not done & left
    assert set(rules) <= done | left
    assert left <= set(rules)
    assert all(len(one.reason) > 10 and one.name for one in LEFT_OUT)


def test_every_group_has_checks() -> None:
    assert [letter for letter, _, _ in GROUPS] == list(RULES)
    assert all(checks for _, _, checks in GROUPS)
    assert max(Counter(check.id for check in CHECKS).values()) == 1


def test_a_check_tells_its_reach() -> None:
    told = {check.id: check.describe()["reach"] for check in CHECKS}
    assert (told["pen-90d"], told["ins-repeat-bodies"], told["pen-same-case-diff"]) == ("row", "window", "group")
    assert set(told.values()) == set(map(str, Reach))


@pytest.mark.parametrize(
    ("name", "day", "articles"),
    [
        ("中华人民共和国行政处罚法（2021年修订）", date(2021, 7, 15), 86),
        ("处罚法", date(2021, 7, 14), None),
        ("浙江省综合行政执法条例", date(2022, 1, 1), 38),
    ],
)
def test_a_law_is_found_by_name_and_day(name: str, day: date, articles: int | None) -> None:
    found = statute(name)
    assert found is not None
    version = found.on(day)
    assert version is not None
    assert version.articles == articles


def test_the_index_knows_when_a_law_was_not_in_force() -> None:
    ended = statute("浙江省城市管理相对集中行政处罚权条例")
    begun = statute("行政执法监督条例")
    assert ended is not None
    assert begun is not None
    assert ended.on(date(2021, 12, 31))
    assert not ended.on(date(2022, 1, 1))
    assert not begun.on(date(2026, 1, 31))
    assert begun.on(date(2026, 2, 1))
    assert statute("没有的法") is None


def test_the_index_agrees_with_the_instruments_we_cite() -> None:
    for check in CHECKS:
        for cite in check.cites:
            known = statute(cite.law)
            counted = known.versions[-1].articles if known else None
            assert counted is None or cite.instrument.articles == counted
    assert len(statutes()) > 8
