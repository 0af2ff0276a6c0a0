"""The bodies of the door's endpoints."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from checkin.models import Direction, ScanResult


@extend_schema_field(OpenApiTypes.STR)
class Text(serializers.Field[str, Any, str, Any]):
    """Any text at all: what a scanner reads is judged, never refused."""

    default_error_messages = {"invalid": _("Send a text.")}

    def to_internal_value(self, data: Any) -> str:
        """The text, untouched."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(data)

    def to_representation(self, value: str) -> str:
        """The text, untouched."""
        return value


class ScanRequest(serializers.Serializer[Any]):
    """One attempt. Exactly one of `qr` (what was scanned) and `code` (what was typed) is given."""

    scan_id = serializers.UUIDField(
        help_text="Made by the sender. The same id is the same scan, however often it is sent."
    )
    qr = Text(required=False)
    code = Text(required=False)
    direction = serializers.ChoiceField(choices=Direction.choices, default=Direction.ENTRY)
    scanned_at = serializers.DateTimeField(
        required=False, help_text="The sender's clock; the moment of receiving where it is left out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One text, from wherever it came."""
        if ("qr" in attrs) == ("code" in attrs):
            raise serializers.ValidationError(_("Send either “qr” or “code”."))
        attrs["text"] = attrs.get("qr", attrs.get("code"))
        return attrs


class FirstUse(serializers.Serializer[Any]):
    """When, where and by whom a ticket was admitted before."""

    at = serializers.DateTimeField()
    gate = serializers.CharField()
    by = serializers.CharField()


class ScanFacts(serializers.Serializer[Any]):
    """What belongs to the answer; what does not apply is left out."""

    code = serializers.CharField(required=False)
    name = serializers.CharField(required=False, help_text="The attendee.")
    ticket_type = serializers.CharField(required=False)
    order_number = serializers.CharField(required=False)
    seat_label = serializers.CharField(required=False)
    entitlements = serializers.ListField(child=serializers.CharField(), required=False)
    hand_out = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Merchandise of the order, at its first admission."
    )
    session = serializers.CharField(required=False, help_text="The session that was entered.")
    event = serializers.CharField(required=False, help_text="wrong_event: the event that the ticket is for.")
    opens_at = serializers.DateTimeField(required=False)
    closed_at = serializers.DateTimeField(required=False)
    expired_at = serializers.DateTimeField(required=False)
    amount_due_cents = serializers.IntegerField(required=False, help_text="unpaid: minor units of the currency.")
    currency = serializers.CharField(required=False)
    can_pay_here = serializers.BooleanField(required=False)


class ScanAnswer(serializers.Serializer[Any]):
    """How a scan was judged. `text` says the result in the language asked for."""

    scan_id = serializers.UUIDField()
    result = serializers.ChoiceField(choices=ScanResult.choices)
    tone = serializers.ChoiceField(choices=["good", "warn", "bad"])
    text = serializers.CharField()
    direction = serializers.ChoiceField(choices=Direction.choices)
    signed = serializers.BooleanField(help_text="Whether a genuine signature vouches for the code.")
    scanned_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    facts = ScanFacts()
    first_use = FirstUse(allow_null=True)
    redemption_id = serializers.UUIDField(
        allow_null=True, help_text="The admission that was made, by which to undo it."
    )


class PublicKey(serializers.Serializer[Any]):
    """A key that verifies the event's tickets offline (Ed25519, RFC 8032)."""

    key_id = serializers.CharField()
    public_key = serializers.CharField(help_text="32 bytes in base64.")
    retired_at = serializers.DateTimeField(allow_null=True)


class GateCounts(serializers.Serializer[Any]):
    """Admissions that stand at the gate, guests admitted to the event, and guests expected."""

    at_gate = serializers.IntegerField()
    admitted = serializers.IntegerField()
    expected = serializers.IntegerField()


class GateAnswer(serializers.Serializer[Any]):
    """A gate, for the scanner that stands at it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    event_id = serializers.UUIDField()
    opens_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    allows_reentry = serializers.BooleanField()
    entries_per_day = serializers.IntegerField(allow_null=True)
    counts = GateCounts()
    public_keys = PublicKey(many=True)


class ErrorAnswer(serializers.Serializer[Any]):
    """The body of every refusal."""

    error = serializers.DictField()
