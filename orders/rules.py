"""Pure decisions of a sale: may this be sold, held, discounted now?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from events.access import Unlocked
from events.models import DiscountCode, DiscountStatus, Event, EventStatus, TicketType, TicketTypeStatus
from events.pricing import Discount, Rules
from events.queries import fee_rules
from orders import errors
from orders.models import Ticket, TicketStatus
from tenants.models import Tenant
from ticketing.core.money import format_money

# Whole campuses and mobile networks share one address: the limit is for scripts, not for crowds.
MOST_LIVE_HOLDS_PER_ADDRESS = 60

SaleState = Literal["on_sale", "starts", "ended", "inactive"]


def check_event(event: Event, *, now: datetime) -> None:
    """Refuse a sale for an event that sells nothing."""
    is_open = event.status == EventStatus.PUBLISHED and event.archived_at is None and event.tenant.is_selling
    if not is_open or event.ends_at <= now:
        raise errors.SalesClosed()


def sale_state(ticket_type: TicketType, event: Event, *, now: datetime) -> SaleState:
    """Where a ticket type stands in its sale; its own window lies within its event's."""
    if ticket_type.status != TicketTypeStatus.ACTIVE or ticket_type.archived_at is not None:
        return "inactive"
    if any(start is not None and now < start for start in (event.sales_starts_at, ticket_type.sales_starts_at)):
        return "starts"
    if now >= sale_ends_at(ticket_type, event):
        return "ended"
    return "on_sale"


def sale_ends_at(ticket_type: TicketType, event: Event) -> datetime:
    """When the last ticket of the type can be bought: at the earliest of all ends."""
    return min(end for end in (event.sales_ends_at, ticket_type.sales_ends_at, event.ends_at) if end is not None)


def may_be_waited_for(ticket_type: TicketType, event: Event, *, now: datetime) -> bool:
    """Whether the waiting list offers the type: on sale, and not bought together with a time."""
    return sale_state(ticket_type, event, now=now) == "on_sale" and not ticket_type.asks_for_slot


def event_sale_ends_at(event: Event) -> datetime:
    """When nothing of the event can be bought any more, whatever its ticket types say."""
    return min(end for end in (event.sales_ends_at, event.ends_at) if end is not None)


def offer_ends_at(ticket_type: TicketType, event: Event, *, now: datetime) -> datetime:
    """Until when places are kept for somebody from the waiting list: never longer than they are on sale."""
    return min(now + timedelta(hours=event.waiting_list_hours), sale_ends_at(ticket_type, event))


def check_choice(
    event: Event,
    types: Mapping[UUID, TicketType],
    wanted: Mapping[UUID, int],
    *,
    unlocked: Unlocked | None,
    now: datetime,
) -> None:
    """Refuse a choice that the sale's rules do not allow, with what would be allowed."""
    check_event(event, now=now)
    if not wanted:
        raise errors.NothingChosen()
    if set(wanted) - set(types):
        raise errors.UnknownTicketType()
    for pk, quantity in wanted.items():
        ticket_type = types[pk]
        if ticket_type.is_hidden and not (unlocked and unlocked.shows(ticket_type)):
            raise errors.UnknownTicketType()
        if sale_state(ticket_type, event, now=now) != "on_sale":
            raise errors.NotOnSale(ticket_type=ticket_type.name, ticket_type_id=str(ticket_type.pk))
        most = most_per_order(ticket_type)
        if not ticket_type.min_per_order <= quantity <= most:
            raise errors.QuantityRefused(
                ticket_type=ticket_type.name,
                ticket_type_id=str(ticket_type.pk),
                least=ticket_type.min_per_order,
                most=most,
            )


def most_per_order(ticket_type: TicketType) -> int:
    """How many one order may contain."""
    return min(ticket_type.max_per_order, ticket_type.max_per_buyer or ticket_type.max_per_order)


def check_discount(
    code: DiscountCode | None, *, subtotal_cents: int, type_ids: Sequence[object], currency: str, now: datetime
) -> DiscountCode:
    """Refuse a code that does not fit this cart. How often it was used is looked at again under its lock."""
    if code is None or code.archived_at is not None or code.status != DiscountStatus.ACTIVE:
        raise errors.DiscountUnknown()
    if (code.starts_at and now < code.starts_at) or (code.expires_at and now >= code.expires_at):
        raise errors.DiscountNotYet()
    if code.max_redemptions is not None and code.times_redeemed >= code.max_redemptions:
        raise errors.DiscountUsedUp()
    limited_to = {ticket_type.pk for ticket_type in code.ticket_types.all()}
    if limited_to and not limited_to & set(type_ids):
        raise errors.DiscountRefused()
    if subtotal_cents < code.minimum_order_cents:
        raise errors.DiscountMinimum(minimum=format_money(code.minimum_order_cents, currency))
    return code


def pricing_rules(event: Event, code: DiscountCode | None = None) -> Rules:
    """The tenant's way of reckoning, and the code's discount."""
    discount = None
    if code is not None and code.discount_value:
        limited_to = frozenset(ticket_type.pk for ticket_type in code.ticket_types.all())
        discount = Discount(
            kind=code.discount_type, value=code.discount_value, keys=limited_to or None, max_tickets=code.max_tickets
        )
    return replace(fee_rules(event.tenant.settings, event.currency), discount=discount)


def payment_methods(tenant: Tenant) -> list[str]:
    """The ways to pay that the tenant offers; a bank transfer needs an account to pay to."""
    settings = tenant.settings
    return [key for key in settings.payment_methods if key != "bank_transfer" or settings.bank_details.strip()]


def tax_rate(ticket_type: TicketType, event: Event) -> Decimal:
    """The type's own rate in percent, else the tenant's."""
    return event.tenant.settings.tax_rate if ticket_type.tax_rate is None else ticket_type.tax_rate


def can_change(ticket: Ticket, *, now: datetime) -> bool:
    """Whether a buyer may still put another name on a ticket. It comes with its event, tenant and settings."""
    settings = ticket.event.tenant.settings
    cutoff = timedelta(hours=settings.name_change_cutoff_hours)
    return (
        ticket.status == TicketStatus.VALID
        and settings.ticket_transfers_enabled
        and now < ticket.event.starts_at - cutoff
    )


def hold_time(event: Event) -> timedelta:
    """How long places are held before the buyer must go on."""
    return timedelta(minutes=event.tenant.settings.hold_minutes)
