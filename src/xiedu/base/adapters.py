"""How allauth behaves here: accounts are given by an administrator, nobody makes his own."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """No sign-up, neither by form nor by a first sign-in from outside (social sign-up asks here too)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False."""
        return False
