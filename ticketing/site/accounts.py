"""How accounts behave: our words, our outbox and our throttles in django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tenants import sessions
from tenants.models import User
from tenants.steps import log_activity, queue_mail
from ticketing.core.errors import TooManyRequests
from ticketing.core.ids import uuid7
from ticketing.core.throttles import client_address, forget, remote_address, throttle
from ticketing.site.account_mails import NOTICES, TEMPLATES

WAYS = {
    "reauthenticate": _("Enter your password instead"),
    "mfa_reauthenticate": _("Enter a code instead"),
    "mfa_reauthenticate:webauthn": _("Use a passkey instead"),
}
MOST_TRIES, MOST_TRIES_FROM_ADDRESS, TRIES_SECONDS = 10, 100, 300


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with an e-mail address and no user name."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "too_many_login_attempts": _("That was too often. Please wait a few minutes and try again."),
        "incorrect_code": _("This is not the code. Please look into the latest mail."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "duplicate_email": _("This is your address already."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox. It keeps ids: the link to a new password is made when it is sent."""
        template = TEMPLATES[template_prefix.rpartition("/")[2]]
        values: dict[str, str] = {"locale": get_language() or "en"}
        user = context.get("user")
        if isinstance(user, User):
            values["user"] = str(user.pk)
        if "code" in context:
            # Good for some minutes, and only in the browser that asked for it.
            values["code"] = context["code"]
        with transaction.atomic():
            queue_mail(
                tenant=None,
                template=template,
                recipient=email.lower(),
                dedupe_key=f"{template}:{uuid7()}",
                target=user if isinstance(user, User) else None,
                context=values,
                now=timezone.now(),
            )

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Write down that the way of signing in was changed, and tell the account's owner, who may not have done it."""
        what, now = template_prefix.rpartition("/")[2], timezone.now()
        request: HttpRequest = allauth_context.request
        with transaction.atomic():
            ip = remote_address(request) or None
            log_activity(tenant=None, actor=user, action=f"user.{what}", target=user, ip=ip, now=now)
            if what.startswith("password_"):
                # Whoever learnt the old one is out.
                sessions.end_all(user=user, by=user, now=now, keep=request.session.session_key)
            if what in NOTICES:
                queue_mail(
                    tenant=None,
                    template="account_notice",
                    recipient=(email or user.email).lower(),
                    dedupe_key=f"account_notice:{uuid7()}",
                    target=user,
                    context={"locale": user.locale or get_language() or "en", "what": what, "at": now.isoformat()},
                    now=now,
                )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to say once more who one is, in our words."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS[method["id"]]} for method in methods]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Count tries per account and per address, for all processes together; a success starts the account afresh."""
        key = f"login:{str(credentials.get('email', '')).lower()}"
        now = timezone.now()
        try:
            throttle(key, limit=MOST_TRIES, window_seconds=TRIES_SECONDS, now=now)
            throttle(
                f"login-from:{client_address(request)}",
                limit=MOST_TRIES_FROM_ADDRESS,
                window_seconds=TRIES_SECONDS,
                now=now,
            )
        except TooManyRequests as refusal:
            raise self.validation_error("too_many_login_attempts") from refusal
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            forget(key)
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """As all of our throttles see it."""
        return client_address(request) or sessions.NOWHERE
