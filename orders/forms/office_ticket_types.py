"""Forms about what an event sells: a ticket type, and how many places there are."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from events import selling_rules
from events.models import (
    ActivationMode,
    Event,
    EventSession,
    SlotChoice,
    TicketKind,
    TicketType,
    TicketTypeStatus,
    Venue,
)
from orders.errors import CapacityTooLow
from orders.queries.office_ticket_types import Places
from orders.steps.ticket_types import LISTS
from ticketing.core.errors import DomainError
from ticketing.core.forms import AccessibleForm
from ticketing.core.money import card_step
from ticketing.core.office_fields import MOST_PLACES, MomentField, MoneyField, PairsField
from ticketing.core.office_versions import VersionedForm

MOST_PER_ORDER, MOST_DAYS = 1_000, 3650


def places_field(label: Any, **options: Any) -> forms.IntegerField:
    """How many places there are; empty means unlimited."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_PLACES, **options)


class TicketTypeForm(VersionedForm):
    """All that an organizer says of a ticket type, the most used first."""

    name = forms.CharField(label=_("Name"), max_length=120)
    price_cents = MoneyField(label=_("Price"))
    places = places_field(_("Places"), help_text=_("Empty: as many as the event has."))
    description = forms.CharField(
        label=_("Description"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    sales_starts_at = MomentField(
        label=_("On sale from"), required=False, help_text=_("Empty: as soon as the event sells.")
    )
    sales_ends_at = MomentField(
        label=_("On sale until"), required=False, help_text=_("Empty: until the event's sale ends.")
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(TicketTypeStatus.ACTIVE, _("On offer")), (TicketTypeStatus.INACTIVE, _("Switched off"))],
        widget=forms.RadioSelect,
    )
    is_hidden = forms.BooleanField(
        label=_("Hidden until a code unlocks it"),
        required=False,
        help_text=_("Nobody sees it without a discount code that shows hidden ticket types."),
    )
    requires_approval = forms.BooleanField(
        label=_("Orders need your approval"), required=False, help_text=_("No money is taken before you agree.")
    )
    min_per_order = forms.IntegerField(label=_("Least per order"), min_value=1, max_value=MOST_PER_ORDER)
    max_per_order = forms.IntegerField(label=_("Most per order"), min_value=1, max_value=MOST_PER_ORDER)
    max_per_buyer = forms.IntegerField(
        label=_("Most per buyer"),
        required=False,
        min_value=1,
        max_value=MOST_PER_ORDER,
        help_text=_("Over all orders of one person. Empty: no limit."),
    )
    tax_rate = forms.DecimalField(
        label=_("Tax rate in percent"),
        required=False,
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Empty: as in your settings."),
    )
    kind = forms.ChoiceField(
        label=_("What is sold"),
        choices=[
            (TicketKind.TICKET, _("A ticket that admits somebody")),
            (TicketKind.MERCHANDISE, _("Something that is handed over")),
        ],
        widget=forms.RadioSelect,
    )
    requires = forms.ModelMultipleChoiceField(
        label=_("Only together with"),
        queryset=TicketType.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One of these has to be in the same order, or bought before."),
    )
    admits = forms.ModelMultipleChoiceField(
        label=_("Admits to sessions"),
        queryset=EventSession.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each sold ticket then takes a place of these sessions too. Fixed once something is sold."),
    )
    activation_mode = forms.ChoiceField(
        label=_("The ticket is active"), choices=ActivationMode.choices, widget=forms.RadioSelect
    )
    valid_days = forms.IntegerField(
        label=_("Valid for days"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("From purchase, or from activation where that comes later. Empty: without an end of its own."),
    )
    reservation_venue = forms.ModelChoiceField(
        label=_("Venue of its visits"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("None: an ordinary ticket"),
        help_text=_("For tickets whose holders come at a time of their choice."),
    )
    slot_choice = forms.ChoiceField(
        label=_("The time of the visit is chosen"), choices=SlotChoice.choices, widget=forms.RadioSelect
    )
    metadata = PairsField(
        label=_("More data"),
        required=False,
        help_text=_("One “name: value” per line, for your own systems. Buyers do not see it."),
    )

    def __init__(self, *args: Any, event: Event, pk: Any = None, **kwargs: Any) -> None:
        self.event, self.pk = event, pk
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, ticket_type: TicketType, data: Any = None) -> "TicketTypeForm":
        """The form of a type that is there or, without an id of its own in the database, of a new one."""
        is_new = ticket_type._state.adding
        initial: dict[str, Any] = {name: getattr(ticket_type, name) for name in selling_rules.TICKET_TYPE_FIELDS}
        if is_new:
            initial["price_cents"] = None
        else:
            initial |= {name: list(getattr(ticket_type, name).all()) for name in LISTS}
            initial |= {"places": ticket_type.stock.quantity_total, "version": ticket_type.version}
        return cls(data, event=ticket_type.event, pk=None if is_new else ticket_type.pk, initial=initial)

    def make_fields(self) -> None:
        """The event's own sessions, types and currency, and the tenant's venues."""
        price = self.fields["price_cents"]
        assert isinstance(price, MoneyField)
        price.set_currency(self.event.currency)
        self.set_clock(self.event.time_zone, "sales_starts_at", "sales_ends_at")
        price.label = _("Price in %(currency)s") % {"currency": self.event.currency}
        price.help_text = _("0 is free.")
        if card_step(self.event.currency) > 1:
            price.help_text = _("0 is free. Cards carry no third decimal, so that it ends in 0: 12.340.")
        others = TicketType.objects.filter(event=self.event, archived_at=None).exclude(pk=self.pk)
        venues = Venue.objects.filter(tenant=self.event.tenant_id, archived_at=None)
        self._offer("requires", others.order_by("sort_order", "pk"))
        self._offer("admits", EventSession.objects.filter(event=self.event, archived_at=None).order_by("starts_at"))
        self._offer("reservation_venue", venues.order_by("name"))

    def clean(self) -> dict[str, Any]:
        """Every refusal of the rules at its field, and lists in one order."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in LISTS:
            if name in values:
                values[name] = sorted(values[name], key=lambda row: row.pk)
        for refusal in selling_rules.ticket_type_refusals(self.event, values | {"pk": self.pk}):
            self.add_error(refusal.field, str(refusal))
        return values

    def add_refusal(self, refusal: DomainError, otherwise: str | None = None) -> None:
        """A refusal at its field; one about capacity is about the places."""
        super().add_refusal(refusal, "places" if isinstance(refusal, CapacityTooLow) else otherwise)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the type, without how many places it has."""
        return {name: value for name, value in self.typed_values.items() if name != "places"}

    @property
    def has_errors_below(self) -> bool:
        """Whether something is wrong among what is folded away."""
        return any(name in self.errors for name in FOLDED)

    def _offer(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset


FOLDED = (
    "is_hidden requires_approval min_per_order max_per_order max_per_buyer tax_rate kind requires admits"
    " activation_mode valid_days reservation_venue slot_choice metadata"
).split()


class CapacityForm(AccessibleForm):
    """How many places an event, its sessions and its types have."""

    def __init__(self, *args: Any, places: Sequence[Places], **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """One field per stock."""
        for each in self.places:
            field = places_field(_("Places of “%(name)s”") % {"name": each.name})
            field.initial = each.stock.quantity_total
            field.widget.attrs["placeholder"] = _("Unlimited")
            self.fields[f"s-{each.stock.pk}"] = field

    def rows(self) -> list[tuple[Places, forms.BoundField]]:
        """Each number of places with its field."""
        return [(each, self[f"s-{each.stock.pk}"]) for each in self.places]

    def changes(self) -> dict[Any, int | None]:
        """The numbers that differ, by stock's id."""
        wanted = {each.stock: self.cleaned_data[f"s-{each.stock.pk}"] for each in self.places}
        return {stock.pk: total for stock, total in wanted.items() if total != stock.quantity_total}
