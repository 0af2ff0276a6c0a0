"""A new event in one short page, and one that is done again."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, Venue
from events.services import FirstTicket, Place
from tenants.models import Tenant
from ticketing.core.office_fields import MOST_PLACES, MomentField, MoneyField, OfficeForm
from ticketing.core.zones import zone_choices

HERE, NEW, ONLINE = "venue", "new", "online"
NEEDED = {HERE: ("venue",), NEW: ("venue_name", "city"), ONLINE: ("online_address",)}
EVENING, LASTS, AHEAD = time(19, 30), timedelta(hours=3), timedelta(days=21)


class NewEventForm(OfficeForm):
    """All that an event needs to be published; everything else can wait."""

    # What is needed depends on where it is, and browsers know only "always".
    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Name of the event"), max_length=200, widget=forms.TextInput({"autofocus": True})
    )
    starts_at = MomentField(label=gettext_lazy("Starts"))
    ends_at = MomentField(label=gettext_lazy("Ends"))
    where = forms.ChoiceField(label=gettext_lazy("Where is it?"), widget=forms.RadioSelect)
    venue = forms.ChoiceField(label=gettext_lazy("Venue"))
    venue_name = forms.CharField(label=gettext_lazy("Name of the venue"), max_length=200)
    city = forms.CharField(label=gettext_lazy("City"), max_length=120)
    online_address = forms.URLField(
        label=gettext_lazy("Address of the online event"),
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Only people with a ticket see it."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), required=False, help_text=gettext_lazy("Of the clock that its times are on.")
    )
    ticket_name = forms.CharField(label=gettext_lazy("Name of the ticket"), max_length=120)
    price = MoneyField(label=gettext_lazy("Price"), required=False, help_text=gettext_lazy("Empty means free."))
    places = forms.IntegerField(
        label=gettext_lazy("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=gettext_lazy("Empty means as many as come."),
    )

    def __init__(self, *args: Any, tenant: Tenant, venues: list[Venue], **kwargs: Any) -> None:
        self.tenant, self.venues = tenant, {str(venue.number): venue for venue in venues}
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """Places by name, if there are any; and only the chosen kind of place needs to be said."""
        for kind, names in NEEDED.items():
            for name in names:
                self.fields[name].required = not self.is_bound or self.data.get("where") == kind
        wheres = [(NEW, _("At a new venue")), (ONLINE, _("Online"))]
        if self.venues:
            wheres.insert(0, (HERE, _("At one of your venues")))
        self.choose_from("where", wheres)
        self.choose_from("venue", [(number, _named(venue)) for number, venue in self.venues.items()])
        self.choose_from("time_zone", zone_choices(self.tenant.settings.time_zone))
        price, currency = self.fields["price"], self.tenant.settings.default_currency
        assert isinstance(price, MoneyField)
        price.set_currency(currency)
        price.label = _("Price in %(currency)s") % {"currency": currency}

    @staticmethod
    def suggestion(tenant: Tenant, venues: list[Venue], *, now: datetime) -> dict[str, Any]:
        """An evening in three weeks, on the tenant's clock; at their first venue, if there is one."""
        today = now.astimezone(ZoneInfo(tenant.settings.time_zone)).date()
        starts_at = datetime.combine(today + AHEAD, EVENING)
        return {
            "starts_at": starts_at,
            "ends_at": starts_at + LASTS,
            "where": HERE if venues else NEW,
            "time_zone": tenant.settings.time_zone,
            "ticket_name": _("Admission"),
        }

    def clean(self) -> dict[str, Any]:
        """Moments on the clock of the place; the price in minor units."""
        found = super().clean() or self.cleaned_data
        starts_at, ends_at = (self.moment(name, self.clock) for name in ("starts_at", "ends_at"))
        return found | {"starts": starts_at, "ends": ends_at, "price_cents": found.get("price") or 0}

    @property
    def clock(self) -> str:
        """The clock of the chosen place, or the chosen one for any other."""
        chosen = self.venues.get(self.cleaned_data.get("venue", ""))
        if chosen is not None and self.cleaned_data.get("where") == HERE:
            return chosen.time_zone
        return self.cleaned_data.get("time_zone") or self.tenant.settings.time_zone

    def place(self) -> Place:
        """Where it is."""
        found = self.cleaned_data
        if found["where"] == HERE:
            return Place(venue=self.venues[found["venue"]])
        if found["where"] == NEW:
            return Place(new_venue={"name": found["venue_name"], "city": found["city"]})
        return Place(online_address=found["online_address"])

    def ticket(self) -> FirstTicket:
        """What it sells."""
        found = self.cleaned_data
        return FirstTicket(name=found["ticket_name"], price_cents=found["price_cents"], places=found["places"])


class CopyForm(OfficeForm):
    """When the event is done again, and under which name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    starts_at = MomentField(
        label=gettext_lazy("Starts"),
        help_text=gettext_lazy("Everything else moves with it: the end, the programme, the sale."),
    )

    with_codes = forms.BooleanField(
        label=gettext_lazy("Take the discount codes along"),
        required=False,
        help_text=gettext_lazy(
            "They read the same, start unused, and their dates move too. Codes that were made many at once stay here."
        ),
    )

    def __init__(self, *args: Any, event: Event, has_codes: bool, **kwargs: Any) -> None:
        self.event, self.has_codes = event, has_codes
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """Nobody is asked about what there is not."""
        if not self.has_codes:
            del self.fields["with_codes"]

    def clean(self) -> dict[str, Any]:
        """The start on the event's clock."""
        found = super().clean() or self.cleaned_data
        return found | {"starts": self.moment("starts_at", self.event.time_zone)}


def _named(venue: Venue) -> str:
    return ", ".join(part for part in (venue.name, venue.city) if part)
