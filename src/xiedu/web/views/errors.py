"""Error pages, and the same as JSON for programs: what happened, and what to do next. Absent and foreign look alike."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.csrf import csrf_failure

from xiedu.web.answers import for_programs, refusal

ABSENT = "没有这一内容，或您无权查看。请核对地址和编号。"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read."""
    if for_programs(request):
        return refusal(400, "请求无法读取：可能过大、不完整或请求头有误。请检查后重新发送。")
    return render(request, "400.html", status=400)


def denied(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403: the page is not for him; the reason names for whom it is."""
    if for_programs(request):
        return refusal(403, str(exception or "") or "您无权办理。")
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def absent(request: HttpRequest, exception: Http404 | None = None) -> HttpResponse:
    """404: nothing there, or nothing he may see."""
    if for_programs(request):
        return refusal(404, ABSENT)
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, because whatever failed may fail again."""
    if for_programs(request):
        return refusal(500, "系统出错，没有办理。请稍后重新读取状态再办；仍不行的，请告知系统管理员。")
    return HttpResponseServerError(render_to_string("500.html"))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the sign of our own pages."""
    if for_programs(request):
        return refusal(
            403, "缺少防冒用标识或已过期，没有办理。请在请求头写明 X-CSRFToken，值同 Cookie 中的 csrftoken。"
        )
    return csrf_failure(request, reason)
