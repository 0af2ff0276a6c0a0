"""Pre-made tickets and ticket types as the office shows them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from events.models import TicketKind, TicketType
from events.reach import within
from orders.models import Ticket, TicketBatch, TicketStatus
from tenants.access import Member

CHUNK = 2_000
_GOOD = Q(tickets__status__in=(TicketStatus.VALID, TicketStatus.USED))
_COUNTED: dict[str, Any] = {
    "activated": Count("tickets", filter=_GOOD & Q(tickets__activated_at__isnull=False)),
    "reserved": Count("tickets", filter=Q(tickets__status=TicketStatus.VALID, tickets__reserved_at__isnull=False)),
    "used": Count("tickets", filter=Q(tickets__status=TicketStatus.USED)),
    "cancelled": Count("tickets", filter=Q(tickets__status=TicketStatus.CANCELLED)),
    "unused": Count("tickets", filter=Q(tickets__status=TicketStatus.VALID)),
}


def batches_of(member: Member) -> QuerySet[TicketBatch]:
    """The batches of the events that a member reaches, the latest first, with type and event."""
    found = TicketBatch.objects.filter(within(member, "ticket_type__event"), tenant=member.tenant)
    return found.select_related("ticket_type__event").order_by("-created_at", "-pk")


def counts_of(batches: Sequence[TicketBatch]) -> list[tuple[TicketBatch, dict[str, int]]]:
    """Each batch with how many of its codes are activated, reserved, used, cancelled, unused; one statement."""
    counted = TicketBatch.objects.filter(pk__in=[batch.pk for batch in batches]).annotate(**_COUNTED)
    numbers = {row["pk"]: row for row in counted.values("pk", *_COUNTED)}
    return [(batch, numbers[batch.pk]) for batch in batches]


def codes_of(batch: TicketBatch) -> QuerySet[Ticket]:
    """A batch's tickets, in the order in which they are printed."""
    return Ticket.objects.filter(batch=batch).order_by("pk")


def all_codes(batch: TicketBatch) -> Iterator[Ticket]:
    """The same, read in chunks by key: each its own statement, so that no snapshot stays open while a file is sent."""
    last: UUID | None = None
    while True:
        found = codes_of(batch) if last is None else codes_of(batch).filter(pk__gt=last)
        chunk = list(found[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].pk


def codes_to_print(batch: TicketBatch, first: int, most: int) -> list[Ticket]:
    """So many of a batch's usable tickets, from one on, with what their QR needs."""
    live_key = FilteredRelation("event__signing_keys", condition=Q(event__signing_keys__retired_at=None))
    added: dict[str, Any] = {"key_id": F("key__key_id"), "sealed_key": F("key__private_key")}
    found = codes_of(batch).filter(status=TicketStatus.VALID).alias(key=live_key).annotate(**added)
    return list(found[first : first + most])


def types_for_visits(member: Member, *, now: datetime) -> QuerySet[TicketType]:
    """Ticket types of events that a member reaches and that are not over, event by event."""
    return (
        TicketType.objects.filter(
            within(member),
            tenant=member.tenant,
            kind=TicketKind.TICKET,
            archived_at=None,
            event__archived_at=None,
            event__ends_at__gt=now,
        )
        .exclude(event__status="cancelled")
        .select_related("event", "reservation_venue")
        .annotate(is_sold=Exists(Ticket.objects.filter(ticket_type=OuterRef("pk"))))
        .order_by("event__starts_at", "event__name", "event_id", "sort_order", "pk")
    )
