"""Who signs in with two steps, and who must. The tables are django-allauth's; recovery codes alone are no step."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tenants.models import User

PLATFORM = _("The platform")
_SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

MEMBER_LACKS = Q(tenant__settings__requires_two_factor=True) & ~Exists(
    Authenticator.objects.filter(user=OuterRef("user"), type__in=_SECOND_STEPS)
)
"""For querysets of memberships: the tenant asks for two steps, and the member has one."""


def has_two_factor(user: User) -> bool:
    """Whether signing in takes this person a second step, or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=_SECOND_STEPS).exists())


def admin_lacks(user: User) -> bool:
    """Whether this is a platform admin who must set up the second step first (`REQUIRE_ADMIN_TWO_FACTOR`)."""
    is_asked: bool = settings.REQUIRE_ADMIN_TWO_FACTOR and user.is_platform_admin
    return is_asked and not has_two_factor(user)
