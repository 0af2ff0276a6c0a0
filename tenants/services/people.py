"""People with a login."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from tenants.models import User
from tenants.steps import log_activity


@transaction.atomic(durable=True)
def create_login(
    *, email: str, password: str, full_name: str, is_platform_admin: bool, by: User | None, now: datetime
) -> User:
    """A user whose address counts as verified. Whoever has it already stays as they are, but may be promoted."""
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, password, full_name=full_name, created_at=now)
        log_activity(tenant=None, actor=by, action="user.created", target=user, now=now)
    if is_platform_admin and not (user.is_platform_admin and user.is_superuser):
        user.is_platform_admin = user.is_superuser = True
        user.save(update_fields=["is_platform_admin", "is_superuser"])
        log_activity(tenant=None, actor=by, action="user.made_platform_admin", target=user, now=now)
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic(durable=True)
def change_profile(*, user: User, full_name: str, phone: str, locale: str, time_zone: str, now: datetime) -> User:
    """What a person says about themselves."""
    user.full_name, user.phone, user.locale, user.time_zone = full_name, phone, locale, time_zone
    user.save(update_fields=["full_name", "phone", "locale", "time_zone"])
    log_activity(tenant=None, actor=user, action="user.changed", target=user, now=now)
    return user
