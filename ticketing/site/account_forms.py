"""allauth's forms in our words: labels instead of placeholders, hints that are sentences."""

from typing import Any

from allauth.account import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "oldpassword": _("Your password until now"),
    "code": _("Code"),
}
LONGEST_EMAIL = 254
HINTS = {"password1": _("At least ten characters, and not one of the common ones.")}


class OurWords:
    """Mixed into allauth's forms."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")


class LoginForm(OurWords, forms.LoginForm):
    """Address and password."""


class SignupForm(OurWords, forms.SignupForm):
    """Address and a new password."""


class ReauthenticateForm(OurWords, forms.ReauthenticateForm):
    """The password once more."""


class ChangePasswordForm(OurWords, forms.ChangePasswordForm):
    """The password until now, and a new one."""


class SetPasswordForm(OurWords, forms.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(OurWords, forms.ResetPasswordForm):
    """Whose password is forgotten."""


class ResetPasswordKeyForm(OurWords, forms.ResetPasswordKeyForm):
    """A new password, by the mailed link."""


class ChangeEmailForm(OurWords, forms.AddEmailForm):
    """The address from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("New e-mail address")
        email.validators.append(MaxLengthValidator(LONGEST_EMAIL))
        email.widget.attrs |= {"inputmode": "email", "autocomplete": "email", "autocapitalize": "off"}


class CodeForm(OurWords, forms.ConfirmEmailVerificationCodeForm):
    """The mailed code."""
