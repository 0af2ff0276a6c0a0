"""The form of an organizer's looks."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from events import media
from events.looks import BRANDED, Look
from tenants.custom_css import LONGEST
from tenants.custom_css_office import complaints
from tenants.models import TenantSettings
from tenants.theme import DEFAULT_PRIMARY, DEFAULT_SECONDARY, FONT_CHOICES
from ticketing.core.errors import DomainError
from ticketing.core.forms import AccessibleForm

_HEX = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Give a colour as # and six digits, such as #1a7f5a."))


def _colour(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"data-colour": True, "maxlength": 7, "dir": "ltr", "spellcheck": "false"})
    return forms.CharField(label=label, widget=widget, validators=[_HEX], help_text=help_text)


class BrandingForm(AccessibleForm):
    """Logo, two colours, a font, and a little CSS of one's own."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("JPEG, PNG, WebP or GIF, at most 10 MB. Best with nothing around it."),
    )
    removes_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    primary_color = _colour(_("Primary colour"), _("Of buttons and links."))
    secondary_color = _colour(_("Secondary colour"), _("Of posters that are made for events without a picture."))
    font_family = forms.ChoiceField(label=_("Font"), required=False, choices=[("", _("Foyer’s own")), *FONT_CHOICES])
    custom_css = forms.CharField(
        label=_("Custom CSS"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 8, "class": "mono", "dir": "ltr", "spellcheck": "false", "autocapitalize": "off"}
        ),
        help_text=_("Colours, borders, spacing and type. What could hide, cover or fetch something is refused."),
    )

    @classmethod
    def of(cls, settings: TenantSettings, data: Any = None, files: Any = None) -> "BrandingForm":
        """The form of how it looks at present."""
        look = {name: getattr(settings, name) for name in BRANDED}
        look["primary_color"] = look["primary_color"] or DEFAULT_PRIMARY
        look["secondary_color"] = look["secondary_color"] or DEFAULT_SECONDARY
        return cls(data, files, initial=look)

    def clean_logo(self) -> bytes | None:
        """The picture as we keep it."""
        upload = self.cleaned_data.get("logo")
        if upload is None:
            return None
        try:
            content, _width, _height = media.reencode(BytesIO(upload.read(media.LARGEST_UPLOAD + 1)))
        except DomainError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return content

    def clean_custom_css(self) -> str:
        """What can stay as a whole; else which lines cannot, and why."""
        css: str = self.cleaned_data["custom_css"]
        found = complaints(css)
        if found:
            words = _("Line %(line)d: %(reason)s")
            raise ValidationError([words % {"line": each.line, "reason": each.text} for each in found])
        return css.replace("\r\n", "\n")

    def look(self, fallback: Look) -> Look:
        """What was typed so far, as far as it is any good: for the preview."""
        given = {name: self.cleaned_data.get(name, getattr(fallback, name)) for name in BRANDED}
        return Look(**given)

    def changes(self) -> dict[str, Any]:
        """The look as it is wanted."""
        return {name: self.cleaned_data[name] for name in BRANDED}

    def chosen_logo(self) -> bytes | None:
        """The new logo; nothing to take it away; None to leave it."""
        new: bytes | None = self.cleaned_data["logo"]
        return b"" if new is None and self.cleaned_data["removes_logo"] else new
