"""Forms of discovery and of private events: shapes only."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.queries import Facets
from events.search import Criteria
from ticketing.core.forms import AccessibleForm

TONIGHT, WEEKEND = "tonight", "weekend"
FREE, PAID = "free", "paid"
WHENS = [
    ("", gettext_lazy("Any day")),
    (TONIGHT, gettext_lazy("Tonight")),
    (WEEKEND, gettext_lazy("This weekend")),
]
PRICES = [("", gettext_lazy("Any price")), (FREE, gettext_lazy("Free")), (PAID, pgettext_lazy("price", "Paid"))]
RADII = (5, 10, 25, 50, 100, 250)
DEFAULT_RADIUS = 25
SATURDAY = 5


class DiscoveryForm(AccessibleForm):
    """What a visitor looks for, from the address. A filter that makes no sense says so and does not narrow."""

    autocomplete_for_visitor = False

    q = forms.CharField(label=gettext_lazy("Search"), max_length=200, required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=120, required=False)
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        required=False,
        choices=WHENS,
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    price = forms.ChoiceField(
        label=gettext_lazy("Price"),
        required=False,
        choices=PRICES,
    )
    lat = forms.FloatField(label=gettext_lazy("Latitude"), min_value=-90, max_value=90, required=False)
    lon = forms.FloatField(label=gettext_lazy("Longitude"), min_value=-180, max_value=180, required=False)
    radius = forms.ChoiceField(label=gettext_lazy("Within"), required=False)

    def __init__(self, data: Any, *, facets: Facets) -> None:
        super().__init__(data, auto_id="find-%s")
        category, radius = self.fields["category"], self.fields["radius"]
        if isinstance(category, forms.ChoiceField) and isinstance(radius, forms.ChoiceField):
            category.choices = [("", _("Everything")), *facets.categories]
            radius.choices = [("" if km == DEFAULT_RADIUS else str(km), _("%(km)d km") % {"km": km}) for km in RADII]
        self.fields["city"].widget.attrs["list"] = "find-cities"

    @property
    def has_place(self) -> bool:
        """Whether the address names a point: its fields are of no use to people before a script has filled them."""
        return any(self.data.get(name) for name in ("lat", "lon", "radius"))

    def clean(self) -> dict[str, Any]:
        """Days in order, and both parts of a point."""
        found = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("Choose a day that is not before the first one."))
            del found["since"]
        has_latitude, has_longitude = found.get("lat") is not None, found.get("lon") is not None
        if has_latitude != has_longitude and not {"lat", "lon"} & set(self.errors):
            self.add_error("lon" if has_latitude else "lat", _("A place needs both latitude and longitude."))
        return found

    def criteria(self, *, today: date) -> Criteria:
        """What to look for; filters with an error are left out."""
        self.is_valid()
        found = self.cleaned_data
        when = found.get("when")
        since, until = _weekend(today) if when == WEEKEND else (found.get("since"), found.get("until"))
        latitude, longitude = found.get("lat"), found.get("lon")
        near = None
        if latitude is not None and longitude is not None:
            near = (latitude, longitude, int(found.get("radius") or DEFAULT_RADIUS))
        return Criteria(
            words=found.get("q", ""),
            category=found.get("category", ""),
            city=found.get("city", ""),
            since=since,
            until=until,
            tonight=when == TONIGHT,
            price=found.get("price", ""),
            near=near,
        )


class AccessCodeForm(AccessibleForm):
    """The word that opens a private event."""

    code = forms.CharField(
        label=gettext_lazy("Access code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


def _weekend(today: date) -> tuple[date, date]:
    """Saturday and Sunday to come, or those that it is."""
    saturday = today + timedelta(days=SATURDAY - today.weekday())
    return saturday, saturday + timedelta(days=1)
