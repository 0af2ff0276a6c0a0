"""allauth's forms of the second step, in our words; tries are counted for all processes together."""

import re
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import TooManyRequests
from ticketing.core.throttles import forget, throttle
from ticketing.site.account_forms import OurWords

MOST_TRIES, TRIES_SECONDS = 10, 300
# The period before, this one and the next (MFA_TOTP_TOLERANCE).
USABLE_SECONDS = 90
LONGEST_NAME = 60

TOO_OFTEN = _("That was too often. Please wait a few minutes and try again.")
NO_PASSKEY = _("This passkey did not work here. Please try again, or take another way.")


class CountedCode:
    """Mixed into forms that ask for a code: six digits are soon guessed by who may try for ever."""

    user: Any
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}

    def clean_code(self) -> str:
        """The code, if it is right."""
        key = f"second-step:{self.user.pk}"
        try:
            throttle(key, limit=MOST_TRIES, window_seconds=TRIES_SECONDS, now=timezone.now())
        except TooManyRequests as refusal:
            raise ValidationError(TOO_OFTEN) from refusal
        code: str = super().clean_code()  # type: ignore[misc]
        forget(key)
        return code


class CodeOnce(CountedCode):
    """A code that lets in once: whoever looked over a shoulder is too late, whichever process is asked."""

    def clean_code(self) -> str:
        """The code, if it is right and new."""
        code = super().clean_code()
        key = f"second-step-used:{self.user.pk}:{re.sub(r'[^0-9]', '', code)}"
        try:
            throttle(key, limit=1, window_seconds=USABLE_SECONDS, now=timezone.now())
        except TooManyRequests as refusal:
            raise get_adapter().validation_error("incorrect_code") from refusal
        return code


class AuthenticateForm(CodeOnce, base_forms.AuthenticateForm):
    """A code of the app, or a recovery code, at sign-in."""


class ReauthenticateForm(CodeOnce, base_forms.ReauthenticateForm):
    """A code once more, before a change."""


class ActivateTotpForm(CountedCode, totp_forms.ActivateTOTPForm):
    """The first code of a new app, which proves that it has the secret."""


class Passkey:
    """Mixed into forms that take a browser's answer about a passkey: anything may stand there."""

    def full_clean(self) -> None:
        """Refuse what is no such answer, however it is broken."""
        try:
            super().full_clean()  # type: ignore[misc]
        except (TypeError, KeyError, AttributeError, ValueError, IndexError):
            self._refused()
        if "credential" in self._errors or "__all__" in self._errors:
            self._refused()

    def _refused(self) -> None:
        self.cleaned_data: dict[str, Any] = {}
        self._errors = forms.utils.ErrorDict()
        self.add_error("credential", ValidationError(NO_PASSKEY))  # type: ignore[attr-defined]


class AddPasskeyForm(Passkey, passkey_forms.AddWebAuthnForm):
    """A new passkey and what it is called."""

    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field()
        self.fields["name"].required = False

    def clean_credential(self) -> Any:
        """One answer makes one passkey: a second press of the button brings the same again."""
        credential = self.cleaned_data["credential"]
        known = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN)
        if any(other.data["credential"].get("id") == credential.get("id") for other in known):
            raise ValidationError(NO_PASSKEY)
        return credential


class RenamePasskeyForm(OurWords, passkey_forms.EditWebAuthnForm):
    """What a passkey is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field()


class AuthenticatePasskeyForm(Passkey, passkey_forms.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ReauthenticatePasskeyForm(Passkey, passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey once more, before a change."""


class PasskeyLoginForm(Passkey, passkey_forms.LoginWebAuthnForm):
    """A passkey instead of a password."""


def _name_field() -> forms.CharField:
    hint = _("So that you know it again, such as “My phone”.")
    return forms.CharField(label=_("Name"), max_length=LONGEST_NAME, help_text=hint)
