"""The mails of a sale, queued in the transaction that they tell of."""

from datetime import datetime

from orders.models import Cart, EventCancellation, Order, Refund, Ticket, WaitingListEntry
from tenants.steps import queue_mail


def queue_confirmation(order: Order, *, now: datetime) -> None:
    """Tickets to the buyer."""
    _queue(order, "order_confirmation", f"order-confirmation:{order.pk}", now=now)


def queue_resend(order: Order, *, now: datetime) -> None:
    """The tickets once more, because somebody asked."""
    _queue(order, "order_confirmation", f"order-confirmation:{order.pk}:{now.isoformat()}", now=now)


def queue_payment_pending(order: Order, *, again_at: datetime | None = None, now: datetime) -> None:
    """How to pay, to a buyer who chose a bank transfer; once, and `again_at` a moment when something has changed."""
    again = f":{again_at.isoformat()}" if again_at else ""
    _queue(order, "payment_pending", f"payment-pending:{order.pk}{again}", now=now)


def queue_cancelled(order: Order, *, now: datetime) -> None:
    """The order, or some of its tickets, is cancelled."""
    _queue(order, "order_cancelled", f"order-cancelled:{order.pk}:{now.isoformat()}", now=now)


def queue_paid_too_late(order: Order, refund: Refund, *, now: datetime) -> None:
    """The money came when the places were gone, and goes back."""
    _queue(order, "payment_too_late", f"payment-too-late:{refund.pk}", now=now, refund=refund)


def queue_refunded(order: Order, refund: Refund, *, now: datetime) -> None:
    """Money is on its way back: once, and once more for each time that it had come back to us."""
    attempt = f":{refund.attempts}" if refund.attempts else ""
    _queue(order, "refund", f"refund:{refund.pk}{attempt}", now=now, refund=refund)


def queue_refund_returned(order: Order, refund: Refund, *, now: datetime) -> None:
    """Money that was on its way back could not be delivered."""
    _queue(order, "refund_returned", f"refund-returned:{refund.pk}:{refund.attempts}", now=now, refund=refund)


def queue_payable(order: Order, *, now: datetime) -> None:
    """The organizer said yes, or gave more time: the order can be paid by its link."""
    _queue(order, "order_payable", f"order-payable:{order.pk}:{now.isoformat()}", now=now)


def queue_declined(order: Order, *, reason: str, now: datetime) -> None:
    """The organizer said no, in their own words."""
    _queue(order, "order_declined", f"order-declined:{order.pk}", now=now, reason=reason)


def queue_not_approved(order: Order, *, now: datetime) -> None:
    """Nobody answered a request in time."""
    _queue(order, "order_declined", f"order-not-approved:{order.pk}", now=now, is_lapsed=True)


def queue_event_cancelled(order: Order, cancellation: EventCancellation, *, now: datetime) -> None:
    """The event does not take place: once per order, behind all other mails."""
    queue_mail(
        tenant=order.tenant_id,
        template="event_cancelled",
        recipient=order.buyer_email,
        dedupe_key=f"event-cancelled:{order.pk}",
        target=order,
        context={"order": str(order.pk), "cancellation": str(cancellation.pk)},
        is_bulk=True,
        now=now,
    )


def queue_attendee_ticket(
    order: Order, ticket: Ticket, recipient: str, *, at: datetime | None = None, now: datetime
) -> bool:
    """One ticket, to the person it is for: once, and `at` a moment when somebody asked. Whether it was queued now."""
    asked = f":{at.isoformat()}" if at else ""
    return queue_mail(
        tenant=order.tenant_id,
        template="attendee_ticket",
        recipient=recipient,
        dedupe_key=f"attendee-ticket:{ticket.pk}:{recipient[:90]}:{ticket.qr_version}{asked}",
        target=ticket,
        context={"ticket": str(ticket.pk)},
        now=now,
    )


def queue_ticket_again(order: Order, ticket: Ticket, key: str, *, now: datetime) -> str:
    """A ticket once more, once per `key`: to its attendee, else with the whole order to the buyer. Returns to whom."""
    attendee = getattr(ticket, "attendee", None)
    if attendee is None or attendee.email in ("", order.buyer_email):
        _queue(order, "order_confirmation", f"order-confirmation:{order.pk}:{key}", now=now)
        return order.buyer_email
    queue_mail(
        tenant=order.tenant_id,
        template="attendee_ticket",
        recipient=attendee.email,
        dedupe_key=f"attendee-ticket:{ticket.pk}:{key}",
        target=ticket,
        context={"ticket": str(ticket.pk)},
        now=now,
    )
    return str(attendee.email)


def queue_waiting_joined(entry: WaitingListEntry, *, now: datetime) -> None:
    """The way to one's place in line; once an hour, however often somebody asks to join."""
    _queue_waiting(entry, "waiting_joined", f"waiting-joined:{entry.pk}:{now:%Y-%m-%dT%H}", {}, now=now)


def queue_waiting_offer(entry: WaitingListEntry, cart: Cart, *, now: datetime) -> None:
    """Places are kept for somebody who waits."""
    _queue_waiting(entry, "waiting_offer", f"waiting-offer:{cart.pk}", {"cart": str(cart.pk)}, now=now)


def queue_waiting_ended(entry: WaitingListEntry, why: str, *, now: datetime) -> None:
    """An offer, or the waiting, is over: lapsed, lapsed_for_good, revoked, removed, or the event is called_off."""
    key = f"waiting-ended:{entry.pk}:{why}:{entry.offer_count}"
    _queue_waiting(entry, "waiting_ended", key, {"why": why}, is_bulk=why == "called_off", now=now)


def _queue_waiting(
    entry: WaitingListEntry,
    template: str,
    dedupe_key: str,
    context: dict[str, str],
    *,
    is_bulk: bool = False,
    now: datetime,
) -> None:
    queue_mail(
        tenant=entry.tenant_id,
        template=template,
        recipient=entry.email,
        dedupe_key=dedupe_key,
        target=entry,
        context={"entry": str(entry.pk)} | context,
        is_bulk=is_bulk,
        now=now,
    )


def _queue(
    order: Order, template: str, dedupe_key: str, *, now: datetime, refund: Refund | None = None, **more: object
) -> None:
    context = {"order": str(order.pk)} | more
    if refund is not None:
        context["refund"] = str(refund.pk)
    queue_mail(
        tenant=order.tenant_id,
        template=template,
        recipient=order.buyer_email,
        dedupe_key=dedupe_key,
        target=order,
        context=context,
        now=now,
    )
