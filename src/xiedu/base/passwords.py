"""Password rules beside Django's own (GB/T 22239-2019, 8.1.4.1: complexity, no reuse).

Named in ``AUTH_PASSWORD_VALIDATORS``. Django calls ``validate`` before and ``password_changed`` after a change.
"""

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from xiedu.base.models import PastPassword, User


class ThreeOfFourClasses:
    """A password mixes at least three of: upper case, lower case, digit, any other character."""

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError (Chinese) when fewer than three classes occur."""
        if len({_class_of(char) for char in password}) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """The rule as shown under the field."""
        return "口令须包含大写字母、小写字母、数字、其他字符四类中的至少三类。"


def _class_of(char: str) -> str:
    if char.isascii() and char.isupper():
        return "upper"
    if char.isascii() and char.islower():
        return "lower"
    return "digit" if char.isdigit() else "other"


class NotRecentlyUsed:
    """A password differs from the present one and from the last ``count`` used."""

    def __init__(self, count: int = 5) -> None:
        self.count = count

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError (Chinese) when the password is one of the last ``count``."""
        if user is None or user.pk is None:
            return
        used = [user.password] if user.password else []
        used += user.past_passwords.order_by("-id").values_list("hashed", flat=True)[: self.count]
        if any(check_password(password, hashed) for hashed in dict.fromkeys(used)):
            raise ValidationError(self.get_help_text(), code="password_reused")

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Keep the hash now in force and note the day; older ones than needed are dropped."""
        if user is None or user.pk is None:
            return
        PastPassword.objects.create(user=user, hashed=user.password)
        User.objects.filter(pk=user.pk).update(password_changed_at=timezone.now())
        kept = user.past_passwords.order_by("-id").values_list("id", flat=True)[: self.count]
        user.past_passwords.exclude(id__in=list(kept)).delete()

    def get_help_text(self) -> str:
        """The rule as shown under the field."""
        return f"口令不得与最近 {self.count} 次使用过的相同。"
