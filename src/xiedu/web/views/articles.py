"""The 31 articles: what each asks in our own words, and honestly what of it is carried out, and where."""

from collections import Counter
from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import render

from xiedu.insight.articles import ArticleState, article_states
from xiedu.law.instruments import INSTRUMENTS, MEASURES
from xiedu.law.measures import ARTICLES, CHAPTERS, Article
from xiedu.procedure import registry
from xiedu.web.access import PageRequest, signed_in

STATUS: dict[str, tuple[str, str]] = {
    "built": ("已建", "green"),
    "partly": ("部分建成", "orange"),
    "not_built": ("未建", "grey"),
    "not_software": ("非软件事项", "blue"),
}


@signed_in
def every(request: PageRequest) -> HttpResponse:
    """All articles by chapter with their state."""
    states = [(_article(s), s, *STATUS[s.status]) for s in article_states()]
    chapters = [(n, CHAPTERS[n], list(rows)) for n, rows in groupby(states, key=lambda row: row[0].chapter)]
    counts = Counter(str(s.status) for _, s, _, _ in states)
    totals = [(word, tone, counts[code]) for code, (word, tone) in STATUS.items()]
    context = {"chapters": chapters, "totals": totals, "measures": INSTRUMENTS[MEASURES]}
    return render(request, "web/articles.html", context)


@signed_in
def one(request: PageRequest, number: int) -> HttpResponse:
    """One article: the duty, its state, the steps that carry it out."""
    if number not in ARTICLES:
        raise Http404
    found = next(s for s in article_states() if s.cite.article == number)
    word, tone = STATUS[found.status]
    context = {
        "article": ARTICLES[number],
        "state": found,
        "word": word,
        "tone": tone,
        "uses": _uses(number),
        "before": number - 1 if number - 1 in ARTICLES else None,
        "after": number + 1 if number + 1 in ARTICLES else None,
        "measures": INSTRUMENTS[MEASURES],
    }
    return render(request, "web/article.html", context)


def _article(state: ArticleState) -> Article:
    return ARTICLES[state.cite.article]


def _uses(number: int) -> list[tuple[str, str, str]]:
    """(procedure code, its title, move title) of every move that cites the article."""
    return [
        (table.code, table.title, move.title)
        for table in registry.tables()
        for move in table.moves
        if any(c.law == MEASURES and c.article == number for c in move.cites)
    ]
