"""Making a move: its form, its papers before they are fixed, and the answer of the door."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from xiedu.base.models import today
from xiedu.papers.rendered import DOCX, PDF, draft_docx, draft_pdf
from xiedu.procedure.errors import NotMade, Stale
from xiedu.procedure.perform import Done, perform
from xiedu.procedure.sealed import without_veil
from xiedu.procedure.situation import REVIEW_DRAFT
from xiedu.procedure.table import Move, Refusal
from xiedu.web.access import PageRequest, business
from xiedu.web.matters import drafts, wording
from xiedu.web.matters.case import Case, load
from xiedu.web.matters.downloads import named
from xiedu.web.matters.entering import entry_of, wrong_day
from xiedu.web.matters.onward import onward
from xiedu.web.matters.screen import Screen, against, compose, screen
from xiedu.web.uploads import keep


@require_http_methods(["GET", "POST"])
@business
def move(request: PageRequest, pk: int, code: str) -> HttpResponse:
    """The form of a move (GET), and making it (POST)."""
    case = load(request.principal, pk)
    wanted_move = case.move(code)
    if not case.holdings:
        return _no_role(request, case, wanted_move)
    if request.method == "POST":
        return _post(request, case, wanted_move)
    at = _begin(request, case, wanted_move)
    if at.mode == "refused":
        return _refused(at)
    if at.papers_of and (at.signing or at.drafted):
        compose(at)
    return _show(at)


def _begin(request: PageRequest, case: Case, move: Move) -> Screen:
    """A fresh form, a copied one, or the draft as it was left."""
    at = screen(request, case, move, None, {})
    copy = request.GET.get("copy", "")
    first = _copied(request, case, move, copy, at.body) if copy.isdecimal() and len(copy) < 19 else {}
    found = None if first else drafts.kept(request.user, at.key)
    if found:
        at = screen(request, case, move, found[0], {})
        at.saved_at = found[1]
        return at
    prefill = case.table.prefill.get(move.code) if case.level == "file" else None
    return screen(request, case, move, None, first or (without_veil(prefill(case.seen)) if prefill else {}))


def _copied(request: PageRequest, case: Case, move: Move, copy: str, body: int) -> dict[str, Any]:
    maker = case.table.copies.get(move.code)
    old = load(request.principal, int(copy))
    return without_veil(maker(old.seen, case.seen, body)) if maker and _comparable(old, case) else {}


def _comparable(old: Case, case: Case) -> bool:
    return old.level == "file" and old.table is case.table


def _post(request: PageRequest, case: Case, move: Move) -> HttpResponse:
    at = screen(request, case, move, request.POST, {})
    at.form.take(request.FILES, lambda upload: keep(request.user, upload))
    act = request.POST.get("act", "")
    if not at.signing:
        drafts.keep(request.user, at.key, drafts.with_files(request.POST, at.form))
    if at.form.editing:
        return _show(at)
    if act in {"preview", "wording", "word", "plain"}:
        _reword(at, act)
        return _show(at)
    at.errors = _entry_errors(at)
    if at.errors or not (at.signing or at.form.validate()):
        return _show(at, 422)
    if act == "review":
        # What cannot be a paper is told to who drafted it, not to who signs.
        compose(at)
        if at.errors or at.refusals or at.form.errors:
            return _show(at, 422)
    try:
        done = _make(at, act)
    except Stale as stale:
        at.case, at.stale, at.refusals = load(request.principal, case.matter.pk), True, stale.refusals
        return _show(at, 409)
    except NotMade as refused:
        against(at, refused)
        return _show(at, 422)
    return _made(at, done, sent_up=act == "review")


def _entry_errors(at: Screen) -> dict[str, str]:
    found = wrong_day(at.request.POST)
    if at.move.confirm and at.request.POST.get("confirmed") != "yes":
        found["confirmed"] = f"{at.move.confirm}请勾选后再办理。"
    return found


def _make(at: Screen, act: str) -> Done:
    """Through the door; the draft goes in the same transaction."""
    post, facts = at.request.POST, None if at.signing else at.facts()
    asked = at.ask(facts)
    if act == "review":
        draft = {"move": at.move.code, "facts": facts, "remark": post.get("remark", "")}
        asked = at.ask(draft, REVIEW_DRAFT)
    seq = post.get("expect_seq", "")
    asked = replace(
        asked,
        **entry_of(post),
        expect_seq=int(seq) if seq.isdecimal() and len(seq) < 10 else None,
    )
    with transaction.atomic():
        done = perform(at.case.matter.pk, asked)
        drafts.discard(at.request.user, at.key)
    return done


def _made(at: Screen, done: Done, *, sent_up: bool) -> HttpResponse:
    issued = "、".join(p.number for p in done.papers)
    text = f"已送审“{at.move.title}”。" if sent_up else f"已办理“{at.move.title}”。"
    messages.success(at.request, text + (f"已出具 {issued}。" if issued else ""))
    if sent_up:
        return redirect("matter", at.case.matter.pk)
    return onward(at.request, at.case.matter.pk, at.move, at.body)


# -- papers before they are fixed -----------------------------------------------------------------------------------


def _reword(at: Screen, act: str) -> None:
    """Preview, open the wording for editing, read it back from Word, or return to the system's own."""
    if not at.form.validate():
        return
    if act == "plain":
        at.wording_rows = []
    compose(at)
    if not at.sheets:
        return
    content = at.sheets[0].content
    if act == "wording" and not at.wording_rows:
        at.wording_rows = wording.rows_of(content)
    upload = at.request.FILES.get("word-file")
    if act == "word" and upload:
        try:
            at.wording_rows, at.warnings = wording.from_word(upload, upload.name or "", content)
        except ValueError as refused:
            at.errors["word"] = str(refused)
            return
        compose(at)
    elif act == "word":
        at.errors["word"] = "请先选择编辑后的 .docx 文件。"
    drafts.keep(at.request.user, at.key, _with_wording(at))


def _with_wording(at: Screen) -> QueryDict:
    data = drafts.with_files(at.request.POST, at.form)
    for name in [n for n in data if n.startswith(f"{wording.FIELD}-")]:
        del data[name]
    for place, row in enumerate(at.wording_rows):
        data[f"{wording.FIELD}-{place}-level"] = str(row.get("level") or 0)
        data[f"{wording.FIELD}-{place}-text"] = str(row["text"])
    return data


# -- pages ------------------------------------------------------------------------------------------------------------


def _show(at: Screen, status: int = 200) -> HttpResponse:
    context = {"at": at, "case": at.case, "today": today(), "post": at.request.POST}
    return render(at.request, "matters/move.html", context, status=status)


def _refused(at: Screen) -> HttpResponse:
    refusal = at.offer.refusal if at.offer else at.case.against(at.move, at.body)
    context = {"case": at.case, "move": at.move, "refusal": refusal}
    return render(at.request, "matters/refused.html", context, status=409 if at.offer else 403)


def _no_role(request: PageRequest, case: Case, move: Move) -> HttpResponse:
    roles = "、".join(dict.fromkeys(case.table.role(w.role).title for w in move.who))
    cite = move.cites[0] if move.cites else None
    refusal = Refusal(f"“{move.title}”由{roles}办理，您所在机构在本事项中没有这一身份。", cite)
    return render(request, "matters/refused.html", {"case": case, "move": move, "refusal": refusal}, status=403)


@require_GET
@business
def draft_paper(request: PageRequest, pk: int, code: str, place: int, form: str) -> HttpResponse:
    """A paper not yet issued, as PDF or Word: of the draft under approval, else of what the person last previewed."""
    case = load(request.principal, pk)
    wanted_move = case.move(code)
    if not case.holdings or form not in {"pdf", "docx"}:
        raise Http404
    at = screen(request, case, wanted_move, None, {})
    if not at.drafted:
        found = drafts.kept(request.user, at.key)
        at = screen(request, case, wanted_move, found[0], {}) if found and at.mode != "refused" else at
    if at.form.posted or at.drafted:
        compose(at)
    if place >= len(at.sheets):
        raise Http404
    content = at.sheets[place].content
    data, kind = (draft_pdf(content), PDF) if form == "pdf" else (draft_docx(content), DOCX)
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = named(f"{content.title}（稿）.{form}", inline=form == "pdf")
    return response
