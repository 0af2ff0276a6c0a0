"""Forms of the office about tickets: how a type has to do with visits, and batches that are made beforehand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import ActivationMode, SlotChoice, TicketType, Venue
from orders.services.batches import MOST_AT_ONCE
from ticketing.core import once
from ticketing.core.forms import AccessibleForm


class VisitSettingsForm(AccessibleForm):
    """Where and when visits with a ticket type take place."""

    reservation_venue = forms.ModelChoiceField(
        label=_("Venue of its visits"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("None: an ordinary ticket"),
    )
    slot_choice = forms.ChoiceField(
        label=_("The time is chosen"),
        choices=SlotChoice.choices,
        widget=forms.RadioSelect,
        help_text=_("For tickets of visits only."),
    )
    activation_mode = forms.ChoiceField(
        label=_("The ticket is active"), choices=ActivationMode.choices, widget=forms.RadioSelect
    )
    valid_days = forms.IntegerField(
        label=_("Valid for days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("From purchase, or from activation where that comes later. Empty: without an end of its own."),
    )

    @classmethod
    def of(cls, ticket_type: TicketType, data: Any = None) -> "VisitSettingsForm":
        """The form of a type; it offers its tenant's venues."""
        initial = {name: getattr(ticket_type, name) for name in cls.base_fields}
        form = cls(data, initial=initial)
        venue = form.fields["reservation_venue"]
        assert isinstance(venue, forms.ModelChoiceField)
        venue.queryset = Venue.objects.filter(tenant=ticket_type.tenant_id, archived_at=None).order_by("name")
        return form


class BatchForm(AccessibleForm):
    """Tickets to make beforehand."""

    ticket_type = forms.ChoiceField(label=_("Ticket type"))
    quantity = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST_AT_ONCE, help_text=_("They count as sold from now on.")
    )
    label = forms.CharField(
        label=_("Label"), max_length=120, help_text=_("For you alone: “Tourist office, spring”, “Vouchers 2027”.")
    )
    activation_mode = forms.ChoiceField(
        label=_("They are active"),
        choices=[
            (ActivationMode.DEFERRED, _("Once their holder activates them")),
            (ActivationMode.IMMEDIATE, _("At once")),
        ],
        initial=ActivationMode.DEFERRED,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, ticket_types: Iterable[TicketType], made_for: Sequence[object], **kwargs: Any
    ) -> None:
        self.types = {str(row.pk): row for row in ticket_types}
        self.made_for = made_for
        super().__init__(*args, **kwargs)

    def make_fields(self) -> None:
        """Ticket types, event by event; and a key, so that the form makes one batch if it is sent twice."""
        self.fields[once.NAME] = once.KeyField(*self.made_for)
        by_event: dict[str, list[tuple[str, str]]] = {}
        for pk, row in self.types.items():
            by_event.setdefault(row.event.name, []).append((pk, row.name))
        field = self.fields["ticket_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Please choose")), *by_event.items()]

    @property
    def chosen(self) -> TicketType:
        """The type that was chosen."""
        return self.types[self.cleaned_data["ticket_type"]]
