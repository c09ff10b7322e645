"""Sign-out after idle time (GB/T 22239-2019, 8.1.4.1), without a query of its own."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

SEEN = "_seen"
WRITE_EVERY = 60
BACKGROUND = "X-Background"


class IdleSignOutMiddleware:
    """Sign out whoever did nothing for ``IDLE_SECONDS``.

    The session is read anyway to know the user, so the test is free; the time of the last act is written at
    most once a minute. Requests that a page makes by itself (polling) carry the header ``X-Background: 1`` and do
    not count as acts: a forgotten page with a progress bar does not keep its owner signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        now = int(time.time())
        seen = request.session.get(SEEN, now - WRITE_EVERY)
        if now - seen > settings.IDLE_SECONDS:
            request.idle_signed_out = True  # type: ignore[attr-defined]  # read by the audit of sign-outs
            logout(request)
            minutes = settings.IDLE_SECONDS // 60
            messages.info(request, f"超过 {minutes} 分钟没有操作，已自动退出。请重新登录。")
        elif now - seen >= WRITE_EVERY and request.headers.get(BACKGROUND) != "1":
            request.session[SEEN] = now
