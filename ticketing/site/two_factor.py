"""Signing in with two steps: what django-allauth leaves to us, and the pages of it that are ours."""

import base64
from typing import Any
from urllib.parse import quote, urlsplit

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.mfa.webauthn.internal import auth, flows
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from ticketing.core import sealing
from ticketing.core.qr import qr_svg

AFTERWARDS = "after_two_factor"
"""Where in the session it stands where somebody wanted to go who had to set up the second step first."""

_PURPOSE = "foyer second factors, 1"


class TwoFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed, the code for the app is drawn as all of ours, and passkeys belong to BASE_URL's host."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the code, or it was used already. Please take the newest one."),
        "unverified_email": _("Please prove your e-mail address first."),
        "cannot_generate_recovery_codes": _("Recovery codes come with an authenticator app or a passkey."),
    }

    def get_totp_issuer(self) -> str:
        """What the app shows beside the address."""
        host = urlsplit(settings.BASE_URL).hostname or ""
        return "Foyer" if host == "localhost" else f"Foyer {host}"

    def build_totp_svg(self, url: str) -> str:
        """The address of the secret as a QR code."""
        return qr_svg(url, title=gettext("QR code for your authenticator app"))

    def encrypt(self, text: str) -> str:
        """Sealed, for the database."""
        return base64.b64encode(sealing.seal(text.encode(), purpose=_PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed."""
        return sealing.opened(base64.b64decode(encrypted_text), purpose=_PURPOSE).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """What a passkey is called until its owner names it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number} if number > 1 else gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom passkeys are for: this platform, however a request reached it."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "Foyer"}


class AuthenticateView(base_views.AuthenticateView):
    """The second step of signing in: a code, or a passkey where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Says which ways this person has."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        types = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        context["has_app"] = Authenticator.Type.TOTP in types
        context["has_codes"] = bool(types - {Authenticator.Type.WEBAUTHN})
        context["has_passkey"] = Authenticator.Type.WEBAUTHN in types
        return context


class AddPasskeyView(passkey_views.AddWebAuthnView):
    """A new passkey. Each can sign in by itself: it stays on the device, which asks for a finger, a face or a PIN."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is to make."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # A refused form is shown again with a new challenge.
        context["form"] = kwargs.get("form") or context["form"]
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context


class PasskeyLoginView(passkey_views.LoginWebAuthnView):
    """Signing in with a passkey alone; leads on where somebody wanted to go."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign the passkey's owner in."""
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        response: HttpResponse = flows.perform_passwordless_login(self.request, authenticator, login)
        return response


@method_decorator(never_cache, name="dispatch")
class RecoveryCodesView(recovery_views.ViewRecoveryCodesView):
    """The recovery codes, shown once; afterwards only how many are left."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The codes, also as a file that is made of the page itself."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if context["can_view_codes"]:
            text = "\r\n".join([gettext("Recovery codes for Foyer"), "", *context["unused_codes"], ""])
            context["file"] = "data:text/plain;charset=utf-8," + quote(text)
        context["afterwards"] = self.request.session.get(AFTERWARDS, "")
        return context
