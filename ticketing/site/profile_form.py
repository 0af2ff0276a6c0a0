"""The form of one's own profile."""

from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.media import PictureRefused
from tenants.models import User
from ticketing.core.forms import AccessibleForm
from ticketing.core.phones import PhoneField
from ticketing.core.zones import known_zones
from ticketing.site import avatars


class ProfileForm(AccessibleForm):
    """What a person says about themselves."""

    full_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("With the country’s code, such as +49 30 123456."))
    locale = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF, 10 MB at most. Your teams see it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    without_picture = forms.BooleanField(label=_("Remove the present picture"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        names = ("full_name", "phone", "locale", "time_zone")
        super().__init__(*args, initial={name: getattr(user, name) for name in names}, **kwargs)

    def make_fields(self) -> None:
        """Languages by their own names; zones by name. There may be a picture to remove."""
        if not self.user.avatar:
            del self.fields["without_picture"]
        languages = [(code, _own_name(code)) for code, _name in settings.LANGUAGES]
        zones = sorted(zone for zone in known_zones() if "/" in zone and not zone.startswith("Etc/"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "locale": [("", _("As my browser says")), *languages],
            "time_zone": [("", _("Coordinated universal time (UTC)")), *((zone, zone) for zone in zones)],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def clean_picture(self) -> bytes | None:
        """The picture as it will be kept: square, small, and written anew. None where none was chosen."""
        upload = self.cleaned_data["picture"]
        try:
            return avatars.square(upload) if upload else None
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


def _own_name(code: str) -> str:
    return str(LANG_INFO[code]["name_local"]).capitalize()
