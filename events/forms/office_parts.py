"""What members type about the parts of an event: sessions and pictures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.media import Crop
from events.models import Event, EventPicture, EventSession
from ticketing.core.office_fields import MOST_PLACES, MomentField, OfficeForm, on_clock, text_area
from ticketing.core.office_versions import VersionedForm

CROP = ("crop_left", "crop_top", "crop_right", "crop_bottom")
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif"


class SessionForm(VersionedForm):
    """A part of the programme, on the event's clock."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"))
    room = forms.CharField(label=_("Room or stage"), max_length=120, required=False)
    description = forms.CharField(label=_("Description"), max_length=5000, required=False, widget=text_area(4))

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, session: EventSession, data: Any = None) -> "SessionForm":
        """The form of a session that is there."""
        initial: dict[str, Any] = {name: getattr(session, name) for name in ("title", "room", "description", "version")}
        clock = session.event.time_zone
        initial |= {name: on_clock(getattr(session, name), clock) for name in ("starts_at", "ends_at")}
        return cls(data, event=session.event, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Moments as instants."""
        found = super().clean() or self.cleaned_data
        return found | {name: self.moment(name, self.event.time_zone) for name in ("starts_at", "ends_at")}


class NewSessionForm(SessionForm):
    """A new session, which gets its places with it."""

    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Empty means as many as come."),
    )


class PictureForm(OfficeForm):
    """A picture to upload."""

    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.ClearableFileInput({"accept": ACCEPTED}),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. Wide ones look best: 1600 × 900."),
    )
    alternative_text = forms.CharField(
        label=_("What it shows"),
        max_length=300,
        required=False,
        help_text=_("Read out to people who do not see it, such as “A singer in front of a full hall”."),
    )


class CropForm(OfficeForm):
    """What is cut off a picture, and what it shows."""

    alternative_text = PictureForm.base_fields["alternative_text"]
    crop_left = forms.IntegerField(label=_("Cut off on the left, %"), min_value=0, max_value=90, required=False)
    crop_top = forms.IntegerField(label=_("Cut off at the top, %"), min_value=0, max_value=90, required=False)
    crop_right = forms.IntegerField(label=_("Cut off on the right, %"), min_value=0, max_value=90, required=False)
    crop_bottom = forms.IntegerField(label=_("Cut off at the bottom, %"), min_value=0, max_value=90, required=False)

    @classmethod
    def of(cls, picture: EventPicture, data: Any = None) -> "CropForm":
        """The form of a picture that is there."""
        crop = dict(zip(CROP, picture.crop or [0, 0, 0, 0], strict=True))
        return cls(data, initial=crop | {"alternative_text": picture.media.alternative_text})

    def crop(self) -> Crop:
        """Left, top, right, bottom."""
        left, top, right, bottom = (self.cleaned_data[name] or 0 for name in CROP)
        return left, top, right, bottom
