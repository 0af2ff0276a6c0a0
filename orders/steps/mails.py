"""The mails of a sale, queued in the transaction that they tell of."""

from datetime import datetime

from orders.models import Order, Refund, Ticket
from tenants.steps import queue_mail


def queue_confirmation(order: Order, *, now: datetime) -> None:
    """Tickets to the buyer."""
    _queue(order, "order_confirmation", f"order-confirmation:{order.pk}", now=now)


def queue_resend(order: Order, *, now: datetime) -> None:
    """The tickets once more, because somebody asked."""
    _queue(order, "order_confirmation", f"order-confirmation:{order.pk}:{now.isoformat()}", now=now)


def queue_payment_pending(order: Order, *, now: datetime) -> None:
    """How to pay, to a buyer who chose a bank transfer."""
    _queue(order, "payment_pending", f"payment-pending:{order.pk}", now=now)


def queue_cancelled(order: Order, *, now: datetime) -> None:
    """The order, or some of its tickets, is cancelled."""
    _queue(order, "order_cancelled", f"order-cancelled:{order.pk}:{now.isoformat()}", now=now)


def queue_paid_too_late(order: Order, refund: Refund, *, now: datetime) -> None:
    """The money came when the places were gone, and goes back."""
    _queue(order, "payment_too_late", f"payment-too-late:{refund.pk}", now=now, refund=refund)


def queue_refunded(order: Order, refund: Refund, *, now: datetime) -> None:
    """Money is on its way back."""
    _queue(order, "refund", f"refund:{refund.pk}", now=now, refund=refund)


def queue_attendee_ticket(order: Order, ticket: Ticket, recipient: str, *, now: datetime) -> bool:
    """One ticket, to the person it is for; whether it was queued now."""
    return queue_mail(
        tenant=order.tenant_id,
        template="attendee_ticket",
        recipient=recipient,
        dedupe_key=f"attendee-ticket:{ticket.pk}:{recipient}:{ticket.qr_version}",
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


def _queue(order: Order, template: str, dedupe_key: str, *, now: datetime, refund: Refund | None = None) -> None:
    context = {"order": str(order.pk)}
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
