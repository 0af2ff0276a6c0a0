"""The mails about accounts, built when they are sent."""

from collections.abc import Mapping
from typing import Any

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.documents.facts import DEFAULT_COLOR
from orders.documents.palette import accent
from tenants.hooks import MailBuilder
from tenants.models import User
from ticketing.core.mail import MailMessage, render_mail

Context = Mapping[str, Any]

# What allauth calls its mails, and what we call ours.
TEMPLATES = {
    "email_confirmation": "account_code",
    "email_confirmation_signup": "account_code",
    "password_reset_key": "account_password",
    "account_already_exists": "account_exists",
    "unknown_account": "account_unknown",
}


def code(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The code that proves an address."""
    with translation.override(context["locale"]):
        words = {
            "title": _("Your code: %(code)s") % {"code": context["code"]},
            "text": _("Enter this code on the page that asks for it. It works for a quarter of an hour."),
            "code": context["code"],
            "closing": _("If you did not ask for it, you can ignore this mail: nothing happens without the code."),
        }
    return _message(words, context, to, message_id)


def password(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The way to a new password; nothing to a user who is gone or switched off."""
    user = User.objects.filter(pk=context["user"], is_active=True).first()
    if user is None:
        return None
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    with translation.override(context["locale"]):
        words = {
            "title": _("Choose a new password"),
            "text": _("Somebody, probably you, asked for a new password for your account. This link leads to it."),
            "url": settings.BASE_URL + path,
            "label": _("Choose a new password"),
            "closing": _("If it was not you, you can ignore this mail: your password stays as it is."),
        }
    return _message(words, context, to, message_id)


def exists(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """Somebody signs up with an address that has an account; the page did not say so."""
    with translation.override(context["locale"]):
        words = {
            "title": _("You have an account already"),
            "text": _("Somebody, probably you, tried to sign up with this address. It has an account: just sign in."),
            "url": settings.BASE_URL + reverse("account_login"),
            "label": _("Sign in"),
            "closing": _("Forgotten the password? The sign-in page helps you to a new one."),
        }
    return _message(words, context, to, message_id)


def unknown(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """Somebody wants a new password for an address without account; the page did not say so."""
    with translation.override(context["locale"]):
        words = {
            "title": _("There is no account with this address"),
            "text": _("Somebody, probably you, asked for a new password. Perhaps you signed up with another address?"),
            "url": settings.BASE_URL + reverse("orders:my_tickets"),
            "label": _("Find your tickets without an account"),
            "closing": _("If it was not you, you can ignore this mail."),
        }
    return _message(words, context, to, message_id)


def data(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The export of one's data is ready; it is fetched signed in, so the mail opens nothing by itself."""
    with translation.override(context["locale"]):
        words = {
            "title": _("Your data is ready"),
            "text": _("What is stored about you has been gathered in one file. It waits for you for a week."),
            "url": settings.BASE_URL + reverse("account:data"),
            "label": _("Fetch it"),
            "closing": _("If you did not ask for it, please change your password."),
        }
    return _message(words, context, to, message_id)


# What may have been changed; to whom "your address" belongs until now is told too.
NOTICES = {
    "password_changed": gettext_lazy("The password of your account was changed."),
    "password_set": gettext_lazy("A password was set for your account."),
    "password_reset": gettext_lazy("The password of your account was changed by a link that was mailed to you."),
    "email_changed": gettext_lazy("Your account has another e-mail address now. This one is no longer used for it."),
    "totp_activated": gettext_lazy(
        "An authenticator app was added to your account. Signing in takes a second step now."
    ),
    "totp_deactivated": gettext_lazy("The authenticator app was removed from your account."),
    "webauthn_added": gettext_lazy("A passkey was added to your account."),
    "webauthn_removed": gettext_lazy("A passkey was removed from your account."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account. The old ones are void."),
}


def notice(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The way of signing in was changed."""
    with translation.override(context["locale"]):
        words = {
            "title": _("Your account was changed"),
            "text": str(NOTICES[context["what"]]),
            "url": settings.BASE_URL + reverse("account_reset_password"),
            "label": _("It was not me: choose a new password"),
            "closing": _("If it was you, there is nothing to do."),
        }
        if context["what"] == "email_changed":
            # A new password for this address would be none for the account.
            words |= {"url": "", "label": "", "closing": _("If it was not you, please answer this mail at once.")}
    return _message(words, context, to, message_id)


def _message(words: Mapping[str, str], context: Context, to: str, message_id: str) -> MailMessage:
    shown = accent(DEFAULT_COLOR)
    brand = {
        "brand_name": "Foyer",
        "brand_url": settings.BASE_URL,
        "accent": shown.color,
        "on_accent": shown.ink,
    }
    subject, text, html = render_mail("account", brand | dict(words), context["locale"])
    return MailMessage(to=to, subject=subject, text=text, html=html, message_id=message_id)


BUILDERS: dict[str, MailBuilder] = {
    "account_code": code,
    "account_password": password,
    "account_exists": exists,
    "account_unknown": unknown,
    "account_data": data,
    "account_notice": notice,
}
