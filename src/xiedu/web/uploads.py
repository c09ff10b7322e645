"""Files sent ahead of their form, and which stored files a person may put into a form."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from xiedu.base.files import store
from xiedu.base.models import StoredFile, User
from xiedu.web.access import PageRequest, duty
from xiedu.web.forms import UPLOAD_SUFFIX, FileNames


def own_files(user: User) -> FileNames:
    """Names of the files the person uploaded himself, for :class:`~xiedu.web.forms.FactsForm`; one query a call."""

    def names(ids: Collection[int]) -> Mapping[int, str]:
        rows = StoredFile.objects.filter(pk__in=list(ids), uploaded_by_id=user.pk)
        return dict(rows.values_list("pk", "name"))

    return names


def keep(user: User, upload: UploadedFile[Any]) -> int:
    """Store one upload and return its number; ValueError in Chinese when it is refused."""
    return store(upload, upload.name or "", user).pk


def trial_file(request: PageRequest, missing: str) -> StoredFile:
    """The file of an import in two steps: the upload ``book``, or after its trial the stored file number ``file``.

    Raises:
        ValueError: ``missing`` when nothing was chosen; in Chinese when the stored file is not his or is refused.
    """
    number = request.POST.get("file", "")
    if number.isdecimal():
        found = StoredFile.objects.filter(pk=int(number[:18]), uploaded_by_id=request.user.pk).first()
        if found is None:
            raise ValueError("试导入的文件已不存在。请重新选择文件。")
        return found
    upload = request.FILES.get("book")
    if upload is None:
        raise ValueError(missing)
    return store(upload, upload.name or "", request.user)


@require_POST
@duty("system", "security", business_too=True)
def upload(request: PageRequest) -> HttpResponse:
    """Store what was chosen in a file field; answers with list items that hold the numbers, or 422 and the reason."""
    return keep_all(request, lambda one: keep(request.user, one))


def keep_all(request: PageRequest, store_one: Callable[[UploadedFile[Any]], int]) -> HttpResponse:
    """Store each file posted for the field named in the address; ``store_one`` may refuse with ValueError."""
    field = request.GET.get("field", "")
    try:
        kept = [(store_one(one), one.name) for one in request.FILES.getlist(field + UPLOAD_SUFFIX)]
    except ValueError as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    return render(request, "forms/files_kept.html", {"field": field, "kept": kept})
