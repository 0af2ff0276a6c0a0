"""What members type about places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from events.models import Venue
from ticketing.core.office_fields import MOST_PLACES, OfficeForm
from ticketing.core.zones import zone_choices

FIELDS = (
    "name",
    "address",
    "postal_code",
    "city",
    "state",
    "country",
    "time_zone",
    "capacity",
    "latitude",
    "longitude",
)


class VenueForm(OfficeForm):
    """A place for events and visits."""

    name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.CharField(label=_("Street and number"), max_length=300, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=120)
    state = forms.CharField(label=_("State or region"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("The clock of new events here."))
    capacity = forms.IntegerField(label=_("How many people fit in"), min_value=0, max_value=MOST_PLACES, required=False)
    latitude = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, required=False, help_text=_("For the map, such as 52.52.")
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False, help_text=_("Such as 13.405.")
    )

    def make_fields(self) -> None:
        """Countries by name in the reader's language; zones by region."""
        self.choose_from("country", [("", ""), *((row.code, row.name) for row in countries)])
        self.choose_from("time_zone", zone_choices(self.initial.get("time_zone") or "UTC"))

    @classmethod
    def of(cls, venue: Venue, data: Any = None) -> "VenueForm":
        """The form of a place."""
        initial = {name: getattr(venue, name) for name in FIELDS}
        return cls(data, initial=initial | {"country": venue.country.code})

    def clean(self) -> dict[str, Any]:
        """Both parts of a point, or none."""
        found = super().clean() or self.cleaned_data
        has = {name: found.get(name) is not None for name in ("latitude", "longitude")}
        if len(set(has.values())) > 1 and not {"latitude", "longitude"} & set(self.errors):
            lacking = next(name for name, is_there in has.items() if not is_there)
            self.add_error(lacking, _("A place on the map needs both latitude and longitude."))
        return found
