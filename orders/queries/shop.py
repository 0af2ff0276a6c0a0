"""What an event's page offers for sale."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db.models import F, Min, Q, Value
from django.db.models.functions import Greatest, Least

from events.models import Event, TicketType
from events.pricing import price_of_one
from orders import rules

OfferState = Literal["on_sale", "starts", "ended", "inactive", "sold_out", "all_held"]


@dataclass(frozen=True)
class Offer:
    """One ticket type as the event page shows it. `price_cents` contains all fees and taxes.

    `left` is how many places are free now (None: unlimited); show it only where the tenant wants it.
    `most` is how many one order may contain of what is left.
    """

    ticket_type: TicketType
    state: OfferState
    price_cents: int
    left: int | None
    most: int
    opens_at: datetime | None
    ends_at: datetime

    @property
    def is_waitable(self) -> bool:
        """Whether somebody may want to wait for it: everything is sold or held."""
        is_gone = self.state in ("sold_out", "all_held")
        return is_gone and not self.ticket_type.asks_for_slot and not self.ticket_type.is_hidden

    @property
    def is_choosable(self) -> bool:
        """Whether a quantity can be chosen: also when all places are held, since some may come back at any moment."""
        return self.state in ("on_sale", "all_held")


def offers(
    event: Event, *, now: datetime, unlocked: Collection[UUID] | None = None, shows_hidden: bool = False
) -> list[Offer]:
    """What is on offer at an event, in the organizer's order; one statement.

    Hidden types come with `shows_hidden`, limited to `unlocked` where a code names types.
    """
    types = (
        TicketType.objects.filter(event=event, archived_at=None, status="active")
        .annotate(
            left=Least(
                F("stock__quantity_available"),
                F("event__stock__quantity_available"),
                Min("admits__stock__quantity_available"),
            ),
            unsold=Least(
                F("stock__quantity_total") - F("stock__quantity_sold"),
                F("event__stock__quantity_total") - F("event__stock__quantity_sold"),
                Min(F("admits__stock__quantity_total") - F("admits__stock__quantity_sold")),
            ),
            is_for_waiting=Greatest(
                F("stock__is_for_waiting"),
                F("event__stock__is_for_waiting"),
                BoolOr("admits__stock__is_for_waiting", default=False),
            ),
            required_names=ArrayAgg("requires__name", filter=Q(requires__isnull=False), default=Value([])),
        )
        .order_by("sort_order", "pk")
    )
    found = []
    for ticket_type in types:
        if ticket_type.is_hidden and not (shows_hidden and (not unlocked or ticket_type.pk in unlocked)):
            continue
        facts = vars(ticket_type)
        # What the waiting list has not been asked about yet is nobody's.
        left = 0 if facts["is_for_waiting"] else facts["left"]
        found.append(_offer(ticket_type, left, facts["unsold"], event, now))
    return found


def _offer(ticket_type: TicketType, left: int | None, unsold: int | None, event: Event, now: datetime) -> Offer:
    state: OfferState = rules.sale_state(ticket_type, event, now=now)
    if state == "on_sale" and unsold is not None and unsold <= 0:
        state = "sold_out"
    elif state == "on_sale" and left is not None and left < ticket_type.min_per_order:
        state = "all_held"
    opens = [moment for moment in (event.sales_starts_at, ticket_type.sales_starts_at) if moment is not None]
    most = rules.most_per_order(ticket_type)
    return Offer(
        ticket_type=ticket_type,
        state=state,
        price_cents=price_of_one(
            ticket_type.price_cents, rules.tax_rate(ticket_type, event), rules.pricing_rules(event)
        ),
        left=left,
        most=most if left is None or state == "all_held" else min(most, left),
        opens_at=max(opens, default=None),
        ends_at=rules.sale_ends_at(ticket_type, event),
    )
