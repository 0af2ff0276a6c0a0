"""Orders that a member makes: gifts, sales at the box office, and orders that are paid by bank transfer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from events.models import Event, TicketKind, TicketType, TicketTypeStatus
from events.pricing import Priced
from orders import errors, errors_office, rules
from orders.models import CartItem, Order, OrderStatus, Payment, PaymentState, PaymentStatus, Ticket
from orders.queries.quotes import quote_items
from orders.services.holds import came_back
from orders.steps import books, confirmation, mails, ordering, places
from orders.steps.ordering import AttendeeDetails, Details
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core import once
from ticketing.core.prepared import insert

MOST_TICKETS = 500
MOST_RETRIES = 12


class HowPaid(models.TextChoices):
    """What becomes of the money of an order by hand."""

    COMPLIMENTARY = "complimentary", _("Nothing: it is a gift")
    CASH = "cash", _("Paid now, in cash")
    CARD = "card", _("Paid now, by card at our own terminal")
    TRANSFER = "bank_transfer", _("Later, by bank transfer")


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """What a member fills in. Attendees may be fewer than tickets, or none."""

    wanted: Mapping[UUID, int]
    details: Details
    how_paid: str
    reason: str = ""
    sends_mail: bool = True


@once.makes(Order)
def place_order_by_hand(*, event: Event, filled_in: ByHand, by: User, pk: UUID | None = None, now: datetime) -> Order:
    """Make an order at once; where a stock runs short, what lapsed is given back first, as for any buyer.

    More than one order or buyer may have is possible, more than there are places never is. Raises SoldOut,
    NothingChosen, UnknownTicketType, SalesClosed, MethodRefused, ReasonNeeded or EmailNeeded; SentBefore where the
    form, whose order has the id `pk`, has made it already.
    """
    for _number in range(MOST_RETRIES):
        try:
            return _place(event=event, filled_in=filled_in, by=by, pk=pk, now=now)
        except errors.SoldOut as refusal:
            if not came_back(refusal, now):
                raise
    return _place(event=event, filled_in=filled_in, by=by, pk=pk, now=now)


@transaction.atomic(durable=True)
def _place(*, event: Event, filled_in: ByHand, by: User, pk: UUID | None, now: datetime) -> Order:
    _check(event, filled_in, now)
    items = _items(event, filled_in)
    priced = quote_items(event, items, None, now=now)
    details = _complete(event, items, filled_in.details)
    buyer = ordering.upsert_buyer(event.tenant_id, details, now)
    order = ordering.new_order(event, buyer, details, priced, now=now)
    order.pk = pk or order.pk
    order.notes = filled_in.reason
    is_later = filled_in.how_paid == HowPaid.TRANSFER and bool(priced.total_cents)
    if is_later:
        order.expires_at = now + timedelta(days=event.tenant.settings.days_to_pay)
    else:
        order.status = OrderStatus.CONFIRMED
        order.payment_status = PaymentState.PAID
        order.confirmed_at = now
    insert([order])
    tickets = ordering.write_items(order, items, priced, details.attendees, now)
    log_activity(
        tenant=event.tenant_id,
        actor=by,
        action="order.made_by_hand",
        target=order,
        metadata={"how_paid": filled_in.how_paid, "reason": filled_in.reason},
        now=now,
    )
    moves = places.Moves()
    for item in items:
        (moves.hold if is_later else moves.sell)(item.ticket_type, item.quantity)
    if is_later:
        _await_transfer(order, sends_mail=filled_in.sends_mail, now=now)
    else:
        _finish(order, tickets, priced, filled_in, by=by, now=now)
    places.move(moves)
    return order


def _check(event: Event, filled_in: ByHand, now: datetime) -> None:
    rules.check_event(event, now=now)
    if filled_in.how_paid == HowPaid.COMPLIMENTARY and not filled_in.reason.strip():
        raise errors_office.ReasonNeeded()
    if filled_in.how_paid == HowPaid.TRANSFER:
        if "bank_transfer" not in rules.payment_methods(event.tenant):
            raise errors.MethodRefused()
        if not filled_in.details.email:
            raise errors_office.EmailNeeded()


def _items(event: Event, filled_in: ByHand) -> list[CartItem]:
    """What was chosen, as a cart would have it: at the price of today, or for nothing."""
    wanted = {pk: quantity for pk, quantity in filled_in.wanted.items() if quantity}
    if not wanted:
        raise errors.NothingChosen()
    on_offer = TicketType.objects.with_places().filter(
        event=event, archived_at=None, status=TicketTypeStatus.ACTIVE, pk__in=wanted
    )
    types = {row.pk: row for row in on_offer}
    if set(wanted) - set(types):
        raise errors.UnknownTicketType()
    for pk, quantity in wanted.items():
        if not 1 <= quantity <= MOST_TICKETS:
            raise errors.QuantityRefused(ticket_type=types[pk].name, ticket_type_id=str(pk), least=1, most=MOST_TICKETS)
    is_gift = filled_in.how_paid == HowPaid.COMPLIMENTARY
    return [
        CartItem(
            tenant_id=event.tenant_id,
            ticket_type=types[pk],
            quantity=quantity,
            unit_price_cents=0 if is_gift else types[pk].price_cents,
        )
        for pk, quantity in wanted.items()
    ]


def _complete(event: Event, items: list[CartItem], details: Details) -> Details:
    """The details with an attendee, perhaps nameless, for each ticket, and the organizer's address where none is."""
    people: list[AttendeeDetails] = []
    for item in items:
        if item.ticket_type.kind != TicketKind.TICKET:
            continue
        named = [person for person in details.attendees if person.ticket_type_id == item.ticket_type_id]
        nameless = [AttendeeDetails(ticket_type_id=item.ticket_type_id)] * (item.quantity - len(named))
        people += named[: item.quantity] + nameless
    return replace(details, attendees=people, email=details.email or event.tenant.email)


def _await_transfer(order: Order, *, sends_mail: bool, now: datetime) -> None:
    payment = _payment(order, "bank_transfer", now)
    payment.status = PaymentStatus.PENDING
    payment.save(force_insert=True)
    if sends_mail:
        mails.queue_payment_pending(order, now=now)


def _finish(order: Order, tickets: list[Ticket], priced: Priced, filled_in: ByHand, *, by: User, now: datetime) -> None:
    if priced.total_cents:
        payment = _payment(order, "at_door", now)
        payment.status = PaymentStatus.SUCCEEDED
        payment.method = filled_in.how_paid
        payment.applied_cents = payment.amount_cents
        payment.processed_at = now
        payment.save(force_insert=True)
        books.book_purchase(payment, order, fee_cents=0, now=now)
    confirmation.tell_of_valid_tickets(order, tickets, now=now)
    confirmation.announce(order, by=by, sends_mail=filled_in.sends_mail, now=now)


def _payment(order: Order, provider: str, now: datetime) -> Payment:
    payment = Payment(
        tenant_id=order.tenant_id,
        order=order,
        provider=provider,
        amount_cents=order.total_cents,
        currency=order.currency,
        created_at=now,
    )
    payment.provider_reference = f"{provider}-{payment.pk}"
    return payment
