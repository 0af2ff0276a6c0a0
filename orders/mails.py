"""The mails of a sale, built when they are sent: what they say is how things stand at that moment.

The outbox keeps ids only. Each function here reads, renders and returns a message, or None where nothing is left to
tell; they run in tasks, outside transactions.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from events.models import EventStatus
from orders import links, papers, services
from orders.documents import mails
from orders.documents.ticket_pdf import render_tickets
from orders.models import EventCancellation, Order, OrderStatus, Refund, RefundStatus, Ticket, TicketStatus
from orders.queries.account import orders_of_address
from orders.queries.documents import order_facts, order_titles
from tenants.hooks import MailBuilder
from ticketing.core.mail import MailMessage
from ticketing.core.pdf import can_render

Context = Mapping[str, Any]
MOST_LISTED = 50


def order_confirmation(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """Tickets to the buyer; guests with an address of their own are sent theirs by further mails."""
    order = _order(context["order"])
    if not order.is_confirmed or order.event.status == EventStatus.CANCELLED:
        return None
    now = timezone.now()
    services.send_attendee_tickets(order=order, now=now)
    facts = order_facts(order, now=now)
    return mails.order_confirmed(facts, pdf=papers.make(facts), message_id=message_id)


def payment_pending(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """How to pay by bank transfer; nothing once that is done or too late."""
    facts = order_facts(_order(context["order"]), now=timezone.now())
    return mails.payment_pending(facts, message_id=message_id) if facts.bank else None


def order_cancelled(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The order, or a part of it, is cancelled; with what of the money is on its way back."""
    order = _order(context["order"])
    on_its_way = Refund.objects.filter(payment__order=order, status=RefundStatus.PENDING)
    cents = on_its_way.aggregate(cents=Sum("amount_cents"))["cents"] or 0
    facts = order_facts(order, now=timezone.now())
    return mails.order_cancelled(facts, refund_cents=cents, message_id=message_id)


def payment_too_late(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The money came when the places were gone, or a second time."""
    facts = order_facts(_order(context["order"]), now=timezone.now())
    cents = Refund.objects.get(pk=context["refund"]).amount_cents
    return mails.payment_too_late(facts, amount_cents=cents, message_id=message_id)


def refund(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """Money went back."""
    facts = order_facts(_order(context["order"]), now=timezone.now())
    cents = Refund.objects.get(pk=context["refund"]).amount_cents
    return mails.refund_sent(facts, amount_cents=cents, message_id=message_id)


def refund_returned(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """Money that was on its way back could not be delivered; nothing once it was sent again."""
    returned = Refund.objects.get(pk=context["refund"])
    if returned.status != RefundStatus.FAILED:
        return None
    facts = order_facts(_order(context["order"]), now=timezone.now())
    return mails.refund_returned(facts, amount_cents=returned.amount_cents, message_id=message_id)


def order_payable(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The order can be paid now, and until when; nothing once it is paid or over."""
    order = _order(context["order"])
    if order.status != OrderStatus.PENDING or order.expires_at is None or order.buyer_email != to:
        return None
    facts = order_facts(order, now=timezone.now())
    url = settings.BASE_URL + reverse("orders:payment_return", kwargs={"token": order.lookup_token})
    return mails.order_payable(facts, pay_by=order.expires_at, url=url, message_id=message_id)


def order_declined(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The organizer said no to a request, or nothing in time."""
    facts = order_facts(_order(context["order"]), now=timezone.now())
    is_lapsed = bool(context.get("is_lapsed"))
    return mails.order_declined(facts, reason=context.get("reason", ""), is_lapsed=is_lapsed, message_id=message_id)


def event_cancelled(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The event does not take place: what the organizer says, and what of the money is on its way back."""
    order = _order(context["order"])
    sent = Refund.objects.filter(payment__order=order, cancellation=context["cancellation"])
    cents = sent.exclude(status=RefundStatus.FAILED).aggregate(cents=Sum("amount_cents"))["cents"] or 0
    message = EventCancellation.objects.get(pk=context["cancellation"]).message
    facts = order_facts(order, now=timezone.now())
    return mails.event_cancelled(facts, message=message, refund_cents=cents, message_id=message_id)


def attendee_ticket(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """One ticket to its guest; nothing if it was cancelled, or given another address, meanwhile."""
    ticket = Ticket.objects.select_related("attendee").get(pk=context["ticket"])
    if ticket.order_id is None or ticket.status != TicketStatus.VALID or ticket.attendee.email != to:
        return None
    order = _order(ticket.order_id)
    if order.event.status == EventStatus.CANCELLED:
        return None
    facts = order_facts(order, now=timezone.now())
    own = next(mails.guests_own(row) for row in facts.tickets if row.code == ticket.code)
    pdf = render_tickets(facts, (own,)) if can_render() else None
    return mails.attendee_ticket(facts, own, pdf=pdf, message_id=message_id)


def event_changed(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The event is at another time or place; nothing to whom no ticket is left."""
    order = _order(context["order"])
    if not order.is_confirmed or not order.tickets.filter(status=TicketStatus.VALID).exists():
        return None
    facts = order_facts(order, now=timezone.now())
    return mails.event_changed(facts, to=to, before=context["before"], message_id=message_id)


def my_tickets(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The way to all orders of an address; nothing to one that has none, though its asker was told the same."""
    found = orders_of_address(to)[:MOST_LISTED]
    if not found:
        return None
    return mails.my_tickets(
        to=to,
        locale=context["locale"],
        url=links.my_tickets_url(to),
        orders=order_titles(found),
        message_id=message_id,
    )


def _order(pk: UUID | str) -> Order:
    return Order.objects.select_related("event__venue", "event__tenant__settings", "tenant__settings").get(pk=pk)


BUILDERS: dict[str, MailBuilder] = {
    "order_confirmation": order_confirmation,
    "payment_pending": payment_pending,
    "order_cancelled": order_cancelled,
    "payment_too_late": payment_too_late,
    "refund": refund,
    "refund_returned": refund_returned,
    "order_payable": order_payable,
    "order_declined": order_declined,
    "event_cancelled": event_cancelled,
    "attendee_ticket": attendee_ticket,
    "event_changed": event_changed,
    "my_tickets": my_tickets,
}
