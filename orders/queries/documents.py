"""An order as plain values, for its tickets on paper, its calendar file and its mails."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events import looks, seo
from events.models import Event, EventStatus
from events.queries import event_url
from orders import hooks
from orders.documents.facts import (
    BankFacts,
    EventFacts,
    LineFacts,
    OrderFacts,
    OrderTitle,
    OrganizerFacts,
    TaxFacts,
    TicketFacts,
)
from orders.models import Order, OrderItem, Payment, Ticket
from orders.queries.checkout import lines_of
from orders.queries.order_page import due_cents, open_payment, payments_of, qr_text, tickets_of
from tenants.models import Tenant


def order_facts(order: Order, *, now: datetime) -> OrderFacts:
    """All that papers and mails say about an order, in its language. It has its event, venue, tenant and settings."""
    with translation.override(order.locale):
        return _facts(order, now)


def order_titles(orders: Iterable[Order]) -> tuple[OrderTitle, ...]:
    """Orders by number and event, for a list of them."""
    return tuple(OrderTitle(number=order.order_number, event=event_facts(order.event)) for order in orders)


def event_facts(event: Event) -> EventFacts:
    """What happens, when and where, for whoever holds a ticket."""
    venue = event.venue
    return EventFacts(
        uid=f"{event.pk}@foyer",
        version=event.version,
        changed_at=event.updated_at,
        name=event.name,
        url=settings.BASE_URL + event_url(event.tenant.slug, event.slug),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_zone=event.time_zone,
        venue_lines=tuple(seo.address_lines(event)),
        latitude=venue.latitude if venue else None,
        longitude=venue.longitude if venue else None,
        is_cancelled=event.status == EventStatus.CANCELLED,
    )


def taxes(lines: Sequence[OrderItem]) -> tuple[TaxFacts, ...]:
    """The taxes of an order by rate, the highest first; what prices contain apart from what was added."""
    sums: dict[tuple[Decimal, bool], int] = {}
    for line in lines:
        for cents, is_included in ((line.tax_cents, False), (line.tax_included_cents, True)):
            if cents:
                sums[line.tax_rate, is_included] = sums.get((line.tax_rate, is_included), 0) + cents
    return tuple(
        TaxFacts(rate=_percent(rate), amount_cents=cents, is_included=is_included)
        for (rate, is_included), cents in sorted(sums.items(), key=lambda item: item[0], reverse=True)
    )


def bank_facts(order: Order, payment: Payment | None) -> BankFacts | None:
    """Where to send the money, if the buyer chose to send it by bank transfer and has not yet."""
    if payment is None or payment.provider != "bank_transfer" or not order.is_open or order.expires_at is None:
        return None
    details = order.tenant.settings.bank_details
    return BankFacts(details=details, reference=order.order_number, pay_by=order.expires_at)


def _facts(order: Order, now: datetime) -> OrderFacts:
    event = order.event
    lines = lines_of(order)
    found = tickets_of(order)
    more = hooks.facts_of(found)
    tickets = tuple(_ticket(ticket, more[ticket.pk], now) for ticket in found)
    is_good = any(ticket.qr for ticket in tickets)
    return OrderFacts(
        number=order.order_number,
        locale=order.locale,
        currency=order.currency,
        url=settings.BASE_URL + reverse("orders:order", kwargs={"token": order.lookup_token}),
        event=event_facts(event),
        organizer=organizer_facts(order.tenant, event),
        buyer_name=order.buyer_name,
        buyer_email=order.buyer_email,
        placed_at=order.created_at,
        lines=tuple(
            LineFacts(name=line.name, quantity=line.quantity, total_cents=line.subtotal_cents) for line in lines
        ),
        subtotal_cents=order.subtotal_cents,
        discount_cents=order.discount_cents,
        fees_cents=order.fees_cents,
        total_cents=order.total_cents,
        taxes=taxes(lines),
        tickets=tickets,
        join_url=event.virtual_event_url if event.is_online and is_good else "",
        bank=bank_facts(order, open_payment(payments_of(order))),
        due_cents=due_cents(order),
    )


def _ticket(ticket: Ticket, more: tuple[hooks.TicketFact, ...], now: datetime) -> TicketFacts:
    attendee = getattr(ticket, "attendee", None)
    return TicketFacts(
        code=ticket.code,
        qr=qr_text(ticket, now=now),
        type_name=ticket.ticket_type.name,
        attendee_name=attendee.full_name if attendee else "",
        attendee_email=attendee.email if attendee else "",
        price_cents=ticket.price_paid_cents,
        seat=ticket.seat_label,
        sessions=tuple(ticket.session_titles),
        expires_at=ticket.expires_at,
        more=tuple((fact.label, fact.text) for fact in more),
    )


def organizer_facts(tenant: Tenant, event: Event) -> OrganizerFacts:
    """Who invites. The tenant comes with its settings."""
    return OrganizerFacts(
        name=tenant.name,
        email=tenant.email,
        url=settings.BASE_URL + reverse("events:organizer", kwargs={"tenant": tenant.slug}),
        logo=_logo(tenant),
        primary_color=looks.look_of(tenant, event).primary_color,
    )


def _logo(tenant: Tenant) -> bytes | None:
    """The logo's bytes; a ticket without its logo is still a ticket."""
    logo = tenant.settings.logo
    if not logo:
        return None
    try:
        with logo.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}"
