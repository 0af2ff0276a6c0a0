"""Forms of the door: what is scanned, how a gate is set up, what happened."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from checkin.models import Direction, Gate, Severity
from checkin.values import Attempt
from events.models import Event, EventSession, TicketType
from ticketing.core import signing
from ticketing.core.forms import AccessibleForm
from ticketing.core.ids import uuid7
from ticketing.core.office_fields import SENSIBLE_MOMENTS

LONGEST_REASON = 200
_CODES = (f"{signing.PREFIX}:", "TKT-")


class ScanForm(forms.Form):
    """A scan by hand. Whatever was typed is judged; a reason that will not do is as none."""

    scan_id = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(required=False, strip=False, max_length=None)
    direction = forms.ChoiceField(choices=Direction.choices, required=False)
    insists = forms.BooleanField(required=False)
    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        error_messages={"max_length": _("Please say it in %(limit_value)d characters or fewer.")},
    )

    def clean_reason(self) -> str:
        """Whoever wants a ticket admitted anyway says why."""
        reason: str = self.cleaned_data["reason"]
        if self.cleaned_data.get("insists") and not reason:
            raise forms.ValidationError(_("Please say why."))
        if reason.upper().startswith(_CODES):
            # A handheld scanner types into whatever has the focus, and ends with Enter.
            raise forms.ValidationError(_("This is a ticket's code. Please say why."))
        return reason

    @property
    def typed_reason(self) -> str:
        """The reason as it was sent, so that nothing typed is lost."""
        return str(self.data.get("reason", "")).replace("\x00", "")[: 10 * LONGEST_REASON]

    @property
    def reason_error(self) -> str:
        """What is wrong with the reason."""
        errors = self.errors.get("reason")
        return str(errors[0]) if errors else ""

    def attempt(self) -> Attempt:
        """The scan that the form asks for; one whose number was lost on the way gets a new one."""
        scan_id = self.cleaned_data.get("scan_id")
        direction = self.cleaned_data.get("direction") or Direction.ENTRY
        return Attempt(
            scan_id=scan_id if isinstance(scan_id, UUID) else uuid7(),
            text=self.data.get("code", ""),
            direction=Direction(direction),
            force_reason=self.cleaned_data.get("reason", ""),
        )


class GateForm(AccessibleForm):
    """What a gate admits, and when. Moments are typed in the event's zone, which the view makes the current one."""

    autocomplete_for_visitor = False

    name = forms.CharField(label=_("Name"), max_length=120)
    ticket_types = forms.ModelMultipleChoiceField(
        label=_("Ticket types"),
        queryset=TicketType.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    sessions = forms.ModelMultipleChoiceField(
        label=_("Sessions"),
        queryset=EventSession.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only tickets whose type names one of these sessions enter here, once per session."),
    )
    opens_at = forms.DateTimeField(
        label=_("Opens"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=SENSIBLE_MOMENTS,
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=SENSIBLE_MOMENTS,
    )
    allows_reentry = forms.BooleanField(
        label=_("Guests may leave and come back"),
        required=False,
        help_text=_("They are scanned on their way out, too."),
    )
    entries_per_day = forms.IntegerField(
        label=_("Entries per day"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("For tickets of several days. Leave it empty where a ticket enters once in all."),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("ticket_types").queryset = event.ticket_types.filter(archived_at=None, kind="ticket")
        self._choices("sessions").queryset = event.sessions.filter(archived_at=None)

    def _choices(self, name: str) -> "forms.ModelMultipleChoiceField[Any]":
        field = self.fields[name]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        return field

    @classmethod
    def of(cls, gate: Gate, data: Any = None) -> "GateForm":
        """The form of a gate that is there."""
        initial = {
            name: getattr(gate, name) for name in ("name", "opens_at", "closes_at", "allows_reentry", "entries_per_day")
        }
        initial |= {"ticket_types": list(gate.ticket_types.all()), "sessions": list(gate.sessions.all())}
        return cls(data, event=gate.event, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Times in order; a gate counts by session or by day, not both."""
        values: dict[str, Any] = super().clean() or {}
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("A gate closes after it opens."))
        if values.get("sessions") and values.get("entries_per_day"):
            self.add_error("entries_per_day", _("A gate counts entries by session or by day, not both."))
        return values


class DeviceForm(AccessibleForm):
    """The name of a scanner that gets access."""

    autocomplete_for_visitor = False

    name = forms.CharField(
        label=_("Name of the device"), max_length=120, help_text=_("As stewards know it: “Left lane”, “Scanner 3”.")
    )


class IncidentForm(AccessibleForm):
    """What happened."""

    severity = forms.ChoiceField(label=_("How grave is it?"), choices=Severity.choices, initial=Severity.NOTE)
    note = forms.CharField(label=_("What happened?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
