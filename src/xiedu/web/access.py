"""Default deny: a route without a policy does not start, and were it to start it would not answer.

Every view here carries its policy from a decorator below; other rooms' and allauth's routes stand in one literal table.
A policy decides who may open the *page*; which *matters* show on it is decided in ``procedure``. Whoever is
not signed in is sent to the sign-in page; whoever is signed in without the right reads why (403), the same whether the
object he named exists or not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from xiedu.base.models import User
from xiedu.bodies.principal import Holding, Principal, principal_of
from xiedu.procedure.table import Move, Procedure
from xiedu.web.answers import for_programs, refusal

View = Callable[..., Any]
HINT = "请用 xiedu.web.access 中的装饰器标明谁可打开。"


class PageRequest(HttpRequest):
    """A request as views here receive it: somebody is known, or the policy is public."""

    principal: Principal
    htmx: HtmxDetails
    user: User


@dataclass(frozen=True)
class Policy:
    """Who may open a page; ``title`` completes the sentence 此页面供…使用."""

    code: str
    title: str
    allows: Callable[[Principal], bool]
    anonymous: bool = False


def _everybody(_: Principal) -> bool:
    return True


def _nobody(_: Principal) -> bool:
    return False


def _in_business(who: Principal) -> bool:
    return not who.duty and (bool(who.holdings) or who.is_superuser)


PUBLIC = Policy("public", "任何人", _everybody, anonymous=True)
SIGNED_IN = Policy("signed_in", "已登录的人员", _everybody)
BUSINESS = Policy("business", "在机构中任职的业务人员", _in_business)
CLOSED = Policy("closed", "无人", _nobody, anonymous=True)
DUTY_TITLES = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}


def page(policy: Policy) -> Callable[[View], View]:
    """Decorate a view with its policy."""

    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return mark


public = page(PUBLIC)
signed_in = page(SIGNED_IN)
business = page(BUSINESS)


def duty(*codes: str, business_too: bool = False) -> Callable[[View], View]:
    """For administrators of these duties (``system``, ``security``, ``audit``); business people only if said so.

    Raises:
        KeyError: for a duty that does not exist.
    """
    titles = "、".join(DUTY_TITLES[code] for code in codes)

    def allows(who: Principal) -> bool:
        return who.duty in codes or (business_too and _in_business(who))

    return page(Policy("duty:" + ",".join(codes), titles + ("和业务人员" if business_too else ""), allows))


def starter(table: Procedure, code: str, title: str) -> Callable[[View], View]:
    """For people in a post of a body of a kind that may begin a matter by this move.

    Raises:
        LookupError: when the table has no such move.
    """
    move = table.move(code)
    if move is None:
        raise LookupError(f"{table.code} has no move {code}")

    def allows(asking: Principal) -> bool:
        return bool(beginners(asking, move))

    return page(Policy(f"starter:{table.code}.{code}", title, allows))


def beginners(who: Principal, move: Move) -> list[Holding]:
    """The person's bodies that may begin a matter by this move, each in a post that may; one holding a body."""
    found: dict[int, Holding] = {}
    for h in who.holdings:
        if any(h.body_kind in w.kinds and h.posts & w.posts for w in move.who):
            found.setdefault(h.body_id, h)
    return list(found.values())


# The public door cannot import this room (they stand side by side), so its routes are decided here.
# allauth's routes by name. CLOSED: accounts are given by an administrator and there is no mail, so the routes
# for sign-up, mail addresses and resetting a password by mail stay shut; allauth needs their names to exist.
BY_NAME: dict[str, Policy] = {
    "verify": PUBLIC,
    "verify-code": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_signup": CLOSED,
    "account_email": CLOSED,
    "account_email_verification_sent": CLOSED,
    "account_confirm_email": CLOSED,
    "account_set_password": CLOSED,
    "account_reset_password": CLOSED,
    "account_reset_password_done": CLOSED,
    "account_reset_password_from_key": CLOSED,
    "account_reset_password_from_key_done": CLOSED,
    "account_confirm_login_code": CLOSED,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": PUBLIC,
    "socialaccount_signup": CLOSED,
    "socialaccount_connections": CLOSED,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
}


@dataclass(frozen=True)
class Route:
    """One address of the site: its pattern as Django prints it, its name, its view's policy (None = undecided)."""

    pattern: str
    name: str
    policy: Policy | None


def routes() -> list[Route]:
    """Every address of the site, so that a test may walk them all."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for item in patterns:
        text = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _walk(item.url_patterns, text, f"{space}{item.namespace}:" if item.namespace else space)
        else:
            name = space + (item.name or "")
            yield Route(text, name, policy_of(item.callback, name))


def policy_of(view: View | None, name: str) -> Policy | None:
    """The policy a view carries, else the one the table above gives its route, else None."""
    carried = getattr(view, "policy", None) or getattr(getattr(view, "view_class", None), "policy", None)
    return cast("Policy | None", carried) or BY_NAME.get(name)


def undecided() -> list[Route]:
    """Routes nobody decided about; must be empty."""
    return [route for route in routes() if route.policy is None]


class DefaultDenyMiddleware:
    """Sets ``request.principal`` (read on first use, one query) and asks the view's policy.

    Raises:
        ImproperlyConfigured: at start, when a route has no policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        missing = undecided()
        if missing:
            names = "、".join(route.pattern for route in missing)
            raise ImproperlyConfigured(f"以下网址没有访问规则，系统不予启动：{names}。{HINT}")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asking = cast(PageRequest, request)
        asking.principal = cast(Principal, SimpleLazyObject(lambda: _principal(asking)))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request through, send it to the sign-in page or refuse it."""
        match = request.resolver_match
        policy = policy_of(view, match.view_name if match else "")
        if policy is None or policy is CLOSED:
            raise Http404
        if policy.anonymous:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not policy.allows(cast(PageRequest, request).principal):
            raise PermissionDenied(f"此页面供{policy.title}使用。")
        return None


NOBODY = Principal(user_id=0, name="")


def _principal(request: PageRequest) -> Principal:
    return principal_of(request.user) if request.user.is_authenticated else NOBODY


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if for_programs(request):
        return refusal(401, "尚未登录，或登录已过期。请先登录，再以同一会话发送；推送记录的令牌不能用来办理事项。")
    if request.headers.get("HX-Request") == "true":
        # A fragment must not swallow the sign-in page: the whole page goes there.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())
