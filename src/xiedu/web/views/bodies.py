"""The register of bodies and people: who there is, who works where, since when."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from xiedu.base.models import today
from xiedu.bodies.directory import host_of, people_of, townships_served
from xiedu.bodies.models import Area, Body, Hosting, Person
from xiedu.bodies.principal import current
from xiedu.web.access import PageRequest, signed_in
from xiedu.web.lists import Asked, Filter, Listing


@signed_in
def every(request: PageRequest) -> HttpResponse:
    """Bodies by area and kind."""
    counties = Area.objects.exclude(rank=Area.Level.TOWNSHIP).order_by("code")
    filters = (
        Filter("q", "名称"),
        Filter("area", "市、县（市、区）", [(a.code, a.name) for a in counties]),
        Filter("kind", "类别", [(str(value), str(label)) for value, label in Body.Kind.choices]),
        Filter("past", "范围", [("1", "含已撤销")]),
    )
    asked = Asked(request, filters)
    return render(request, "web/bodies.html", {"listing": Listing(asked, _narrowed(asked)), "on": today()})


def _narrowed(asked: Asked) -> QuerySet[Body]:
    rows = Body.objects.select_related("area").order_by("area__code", "kind", "id")
    if not asked["past"]:
        rows = rows.filter(current("", today()))
    if asked["q"]:
        rows = rows.filter(Q(name__icontains=asked["q"]) | Q(short_name__icontains=asked["q"]))
    if asked["area"]:
        rows = rows.filter(area__code__startswith=asked["area"])
    return rows.filter(kind=asked["kind"]) if asked["kind"] else rows


@signed_in
def one(request: PageRequest, pk: int) -> HttpResponse:
    """A body: what it is, where it sits, who works there today."""
    body = get_object_or_404(Body.objects.select_related("area__parent", "parent"), pk=pk)
    context = {
        "body": body,
        "on": today(),
        "staff": people_of(body),
        "ranks": dict(body.posts.model.Rank.choices),
        "host": host_of(body) if body.kind == Body.Kind.GUIDANCE else None,
        "hosted": Hosting.objects.filter(current("", today()), host=body).select_related("guidance"),
        "served": townships_served(body) if body.kind == Body.Kind.JUSTICE_OFFICE else [],
    }
    return render(request, "web/body.html", context)


@signed_in
def person(request: PageRequest, pk: int) -> HttpResponse:
    """A person: posts, certificates, leave; dated, the past included."""
    found = get_object_or_404(Person, pk=pk)
    context = {
        "person": found,
        "on": today(),
        "posts": found.posts.select_related("body").order_by("-valid_from", "id"),
        "certificates": found.certificates.order_by("-valid_to"),
        "leaves": found.leaves.select_related("deputy").order_by("-valid_from"),
        "standins": found.standins.select_related("absent").order_by("-valid_from"),
    }
    return render(request, "web/person.html", context)
