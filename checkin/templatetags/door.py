"""Template tags of the door's pages: `{% load door %}`."""

from uuid import UUID

from django import template
from django.utils.translation import gettext_lazy as _

from checkin.models import Severity
from orders.models import TicketStatus
from ticketing.core.ids import uuid7

register = template.Library()

_TONES: dict[str, str] = {
    TicketStatus.VALID: "good",
    TicketStatus.USED: "info",
    TicketStatus.PENDING: "warn",
    TicketStatus.EXPIRED: "warn",
    TicketStatus.CANCELLED: "bad",
}
# What is said at doors over and over: one tap each.
_FORCE_REASONS = (
    _("Belongs to a group inside"),
    _("Was held up on the way"),
    _("The booking is wrong"),
    _("The house invites"),
)
_SEVERITIES: dict[str, str] = {Severity.NOTE: "info", Severity.WARNING: "warn", Severity.URGENT: "bad"}


@register.filter
def severity_tone(severity: str) -> str:
    """The tone of an incident."""
    return _SEVERITIES.get(severity, "")


@register.filter
def ticket_tone(status: str) -> str:
    """The tone of a ticket's state."""
    return _TONES.get(status, "")


@register.simple_tag
def scan_id() -> UUID:
    """A new scan's number, so that a form sent twice is one scan."""
    return uuid7()


@register.simple_tag
def force_reasons() -> list[str]:
    """Why stewards mostly admit anyway, in the reader's language."""
    return [str(reason) for reason in _FORCE_REASONS]
