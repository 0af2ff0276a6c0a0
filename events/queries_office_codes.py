"""What those who run an event look for: its discount codes, by words and state."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from events.models import CodeBatch, DiscountCode, DiscountStatus, Event
from tenants.models import Tenant

CHUNK = 1_000


def codes_of(tenant: Tenant, event: Event | None) -> QuerySet[DiscountCode]:
    """The codes of one event, or (None) those that count for all events of the tenant; the newest first."""
    return DiscountCode.objects.filter(tenant=tenant, event=event).order_by("-pk")


def matching(
    codes: QuerySet[DiscountCode], *, words: str, state: str, batch: UUID | None, now: datetime
) -> QuerySet[DiscountCode]:
    """Codes that contain the words, in a state (`words_office.CODE_STATES`; empty: all but the archived)."""
    if words:
        codes = codes.filter(Q(code__contains=words.upper()) | Q(description__icontains=words))
    if batch is not None:
        codes = codes.filter(batch=batch)
    if state == "archived":
        return codes.filter(archived_at__isnull=False)
    condition = _STATES[state](now) if state in _STATES else Q()
    return codes.filter(condition, archived_at=None)


_USED_UP = Q(max_redemptions__isnull=False, times_redeemed__gte=F("max_redemptions"))
_STATES: dict[str, Callable[[datetime], Q]] = {
    "active": lambda now: (
        Q(Q(starts_at=None) | Q(starts_at__lte=now), Q(expires_at=None) | Q(expires_at__gt=now))
        & Q(status=DiscountStatus.ACTIVE)
        & ~_USED_UP
    ),
    "not_yet": lambda now: Q(starts_at__gt=now),
    "over": lambda now: Q(expires_at__lte=now),
    "used_up": lambda _now: _USED_UP,
    "inactive": lambda _now: Q(status=DiscountStatus.INACTIVE),
}


def in_pieces(codes: QuerySet[DiscountCode]) -> Iterator[DiscountCode]:
    """All of them, each thousand by its own statement, so that no snapshot stays open while a file is sent."""
    last: UUID | None = None
    while True:
        piece = list((codes if last is None else codes.filter(pk__lt=last))[:CHUNK])
        yield from piece
        if len(piece) < CHUNK:
            return
        last = piece[-1].pk


def worth_copying(event: Event) -> QuerySet[DiscountCode]:
    """The codes that may be good for the event's copy too.

    Not those that were made many at once: each was given to somebody for this event, and new ones are quickly made.
    """
    return codes_of(event.tenant, event).filter(batch=None, archived_at=None).prefetch_related("ticket_types")


def batches_of(tenant: Tenant, event: Event | None) -> QuerySet[CodeBatch]:
    """The batches of codes, the newest first, each with how many of its codes were used (`used`)."""
    used = Count("codes", filter=Q(codes__times_redeemed__gt=0))
    return CodeBatch.objects.filter(tenant=tenant, event=event).annotate(used=used).order_by("-created_at")
