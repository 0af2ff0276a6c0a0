"""What the endpoints understand and answer. A refused shape is a 400, a refused wish one of the errors of visits."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from checkin.models import ScanResult
from events.models import ActivationMode
from orders.models import ActivationStatus
from reservations.api.states import ReservationState, SlotState, TicketState

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
LARGEST_NUMBER = 2**31 - 1
MOST_PLACES = 1_000_000
MOST_LISTED = 200


def uuid_of(text: str) -> UUID | None:
    """The id that somebody wrote; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
            {"type": "string", "format": "uuid"},
        ]
    }
)
class NumberOrId(serializers.Field[Q, Any, Any, Any]):
    """A tenant or a venue by its number or by its id; becomes the filter that finds it."""

    default_error_messages = {"invalid": _("Send a number or a UUID.")}

    def to_internal_value(self, data: Any) -> Q:
        """The filter."""
        if isinstance(data, bool) or not isinstance(data, int | str):
            self.fail("invalid")
        text = str(data)
        if text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= LARGEST_NUMBER:
            return Q(number=int(text))
        pk = uuid_of(text)
        if pk is None:
            self.fail("invalid")
        return Q(pk=pk)

    def to_representation(self, value: Q) -> Any:
        """Only ever read."""
        raise NotImplementedError


class Day(serializers.DateField):
    """A calendar day of this and the neighbouring centuries: others have no place on some clocks."""

    def to_internal_value(self, value: Any) -> date:
        """The day."""
        day: date = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise serializers.ValidationError(_("Choose a day between 2000 and 2199."))
        return day


class Month(serializers.RegexField):
    """A month, as YYYY-MM."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^2[01][0-9]{2}-(0[1-9]|1[0-2])$", **options)


class Capacity(serializers.IntegerField):
    """A number of places."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_PLACES, **options)


class Code(serializers.CharField):
    """A ticket's code. Which characters it may have is not said here: what is no code is simply not found."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=4, max_length=64, **options)


class SlotRequest(serializers.Serializer[Any]):
    """A new slot, on the venue's own clock; one that ends before it starts ends on the next day."""

    venue_id = NumberOrId(required=False, help_text="Left out: the organizer's only venue.")
    orq = NumberOrId(required=False, help_text="Needed only by who works for several organizers and names no venue.")
    date = Day()
    start_time = serializers.TimeField(input_formats=["%H:%M", "%H:%M:%S"])
    end_time = serializers.TimeField(input_formats=["%H:%M", "%H:%M:%S"])
    total_capacity = Capacity(default=200)


class SlotChange(serializers.Serializer[Any]):
    """What may be changed of a slot. ACTIVE reopens it, CLOSED closes it; FULL follows from its numbers."""

    total_capacity = Capacity(required=False)
    status = serializers.ChoiceField(choices=SlotState.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something, at least."""
        if not attrs:
            raise serializers.ValidationError(_("Send “total_capacity”, “status”, or both."))
        return attrs


class Page(serializers.Serializer[Any]):
    """Which part of a list."""

    limit = serializers.IntegerField(min_value=1, max_value=MOST_LISTED, default=50)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class SlotQuery(Page):
    """Which slots."""

    venue_id = NumberOrId(required=False)
    orq = NumberOrId(required=False, help_text="Needed only by who works for several organizers and names no venue.")
    date_from = Day(required=False)
    date_to = Day(required=False)


class AvailabilityQuery(serializers.Serializer[Any]):
    """Which month, of whom, and where."""

    month = Month(help_text="YYYY-MM, by the calendar of each venue.")
    orq = NumberOrId()
    venue_id = NumberOrId(required=False)


class ReservationQuery(Page):
    """Which reservations."""

    orq = NumberOrId(required=False)
    slot_id = serializers.UUIDField(required=False)
    date = Day(required=False, help_text="The day of the visit, at its venue.")
    status = serializers.ChoiceField(choices=ReservationState.choices, required=False)
    ticket_id = Code(required=False)
    mine = serializers.BooleanField(default=False, help_text="For members: their own visits instead of the tenant's.")


class TicketRequest(serializers.Serializer[Any]):
    """A ticket by its code."""

    ticket_code = Code()


class ReservationRequest(serializers.Serializer[Any]):
    """A ticket's place in a slot, and how to reach who comes."""

    ticket_id = Code()
    slot_id = serializers.UUIDField()
    customer_email = serializers.CharField(max_length=254)
    customer_phone = serializers.CharField(
        max_length=40, help_text="Kept as E.164; a number without a country code is one of the venue's country."
    )


class ReservationChange(serializers.Serializer[Any]):
    """Another slot, another contact, or both."""

    slot_id = serializers.UUIDField(required=False)
    customer_email = serializers.CharField(max_length=254, required=False)
    customer_phone = serializers.CharField(max_length=40, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something, at least."""
        if not attrs:
            raise serializers.ValidationError(_("Send “slot_id”, “customer_email” or “customer_phone”."))
        return attrs


class TicketChange(serializers.Serializer[Any]):
    """That a ticket was verified, by whom and when. Managers may also change the contact of its reservation."""

    verified_at = serializers.DateTimeField(required=False, help_text="The operator's clock.")
    verified_by = serializers.IntegerField(
        min_value=1, max_value=LARGEST_NUMBER, required=False, help_text="The caller's own number."
    )
    customer_email = serializers.CharField(max_length=254, required=False)
    customer_phone = serializers.CharField(max_length=40, required=False)

    def to_internal_value(self, data: Any) -> Any:
        """The known fields, and which others were sent: whether they matter depends on who asks."""
        values = super().to_internal_value(data)
        values["unknown"] = sorted(str(name) for name in set(data) - set(self.fields))
        return values


class VerificationRequest(serializers.Serializer[Any]):
    """Whose visit begins, and who lets them in."""

    ticket_id = Code()
    operator_id = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text="The caller's own number; with a key, that of the member who stands at the door.",
    )


class SlotAnswer(serializers.Serializer[Any]):
    """A slot. Times are on the clock of its venue."""

    id = serializers.UUIDField()
    date = serializers.DateField()
    start_time = serializers.RegexField(r"^\d{2}:\d{2}:\d{2}$")
    end_time = serializers.RegexField(r"^\d{2}:\d{2}:\d{2}$")
    venue_id = serializers.IntegerField()
    total_capacity = serializers.IntegerField()
    booked_count = serializers.IntegerField()
    available_count = serializers.IntegerField()
    status = serializers.ChoiceField(choices=SlotState.choices)
    orq = serializers.IntegerField()


class AvailabilityAnswer(serializers.Serializer[Any]):
    """The slots of a month that are not over."""

    slots = SlotAnswer(many=True)


class SlotsAnswer(AvailabilityAnswer):
    """A part of the list of slots, and where the next one is."""

    next = serializers.URLField(allow_null=True)


class SlotRemoval(serializers.Serializer[Any]):
    """DELETED: for good. CLOSED: something was booked in it once, so it stays."""

    result = serializers.ChoiceField(choices=["DELETED", "CLOSED"])
    slot = SlotAnswer(allow_null=True)


class ReservationAnswer(serializers.Serializer[Any]):
    """A reservation. E-mail and phone are null for who has nothing but the ticket's code."""

    id = serializers.UUIDField()
    ticket_id = serializers.CharField()
    slot_id = serializers.UUIDField()
    customer_email = serializers.CharField(allow_null=True)
    customer_phone = serializers.CharField(allow_null=True)
    reserved_at = serializers.DateTimeField()
    status = serializers.ChoiceField(choices=ReservationState.choices)
    orq = serializers.IntegerField()


class ReservationsAnswer(serializers.Serializer[Any]):
    """A part of the list of reservations, the latest first, and where the next one is."""

    reservations = ReservationAnswer(many=True)
    next = serializers.URLField(allow_null=True)


class TicketAnswer(serializers.Serializer[Any]):
    """A ticket. E-mail, phone and user are null for who has nothing but its code."""

    ticket_code = serializers.CharField()
    order_id = serializers.UUIDField(allow_null=True)
    product_id = serializers.UUIDField()
    user_id = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(choices=TicketState.choices)
    activation_status = serializers.ChoiceField(choices=ActivationStatus.choices)
    activation_mode = serializers.ChoiceField(choices=ActivationMode.choices)
    activated_at = serializers.DateTimeField(allow_null=True)
    entitlements = serializers.DictField()
    expires_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    customer_email = serializers.CharField(allow_null=True)
    customer_phone = serializers.CharField(allow_null=True)
    reserved_at = serializers.DateTimeField(allow_null=True)
    reservation_id = serializers.UUIDField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)
    verified_by = serializers.IntegerField(allow_null=True)
    orq = serializers.IntegerField()


class ActivationAnswer(serializers.Serializer[Any]):
    """How far a ticket's activation has come."""

    ticket_id = serializers.CharField()
    activation_status = serializers.ChoiceField(choices=ActivationStatus.choices)
    activation_mode = serializers.ChoiceField(choices=ActivationMode.choices)
    activated_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    status = serializers.ChoiceField(choices=TicketState.choices)


class ValidationAnswer(serializers.Serializer[Any]):
    """Whether a visit can be reserved with a ticket now; if not, why, in a word."""

    valid = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True)
    ticket = TicketAnswer(allow_null=True)


class DoorAnswer(serializers.Serializer[Any]):
    """Whether a ticket would be let in now; if not, why, in a word."""

    valid = serializers.BooleanField()
    reason = serializers.ChoiceField(choices=ScanResult.choices, allow_null=True)
    ticket = TicketAnswer()
    reservation = ReservationAnswer(allow_null=True)
    slot = SlotAnswer(allow_null=True)


class VerificationAnswer(serializers.Serializer[Any]):
    """A ticket that was let in, and its visit."""

    ticket = TicketAnswer()
    reservation = ReservationAnswer(allow_null=True)


@extend_schema_field(
    {
        "type": "object",
        "required": ["code", "message", "fields"],
        "properties": {
            "code": {"type": "string"},
            "message": {"type": "string"},
            "fields": {"type": "object", "description": "What is wrong, by the name of the field."},
            "details": {"type": "object", "description": "What a client can go on with: `slot_id`, `left`, …"},
        },
    }
)
class Refusal(serializers.DictField):
    """Why not: a word for programs, and a sentence for people."""


class VisitError(serializers.Serializer[Any]):
    """The body of every refusal."""

    error = Refusal()
