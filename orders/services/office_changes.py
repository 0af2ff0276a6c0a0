"""What members change about an order after the sale."""

from datetime import datetime

from django.db import transaction

from orders import errors, errors_office, locks
from orders.models import Buyer, Order, OrderStatus, PaymentStatus, Ticket
from orders.steps import mails, ordering
from orders.steps.ordering import Details
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core import tokens


@transaction.atomic(durable=True)
def change_buyer_email(*, order: Order, email: str, by: User, now: datetime) -> Order:
    """Have the order belong to another address: its old link opens nothing any more, the new one is mailed there.

    Nothing is mailed about an order that is over.
    """
    address = email.strip().lower()
    # Somebody who is known at that address keeps the own name: without one, the upsert leaves theirs alone.
    is_known = Buyer.objects.filter(tenant=order.tenant_id, email=address).exists()
    names = ("", "") if is_known else (order.buyer.first_name, order.buyer.last_name)
    named = Details(email=address, first_name=names[0], last_name=names[1])
    buyer = ordering.upsert_buyer(order.tenant_id, named, now)
    locked = locks.order(order.pk)
    had = locked.buyer_email
    locked.buyer = buyer
    locked.buyer_email = address
    locked.lookup_token = tokens.new_token()
    changed = ["buyer", "buyer_email", "lookup_token"]
    if locked.user is not None and locked.user.email != address:
        # It no longer shows in the account of whoever had the old address.
        locked.user = None
        changed.append("user")
        Ticket.objects.filter(order=locked).update(user=None)
    locked.save(update_fields=changed)
    facts = {"from": had, "to": address}
    log_activity(
        tenant=locked.tenant_id, actor=by, action="order.email_changed", target=locked, metadata=facts, now=now
    )
    _tell(locked, now)
    return locked


def _tell(order: Order, now: datetime) -> None:
    if order.status == OrderStatus.CONFIRMED:
        mails.queue_resend(order, now=now)
    elif order.status == OrderStatus.PENDING and _awaits_transfer(order):
        mails.queue_payment_pending(order, again_at=now, now=now)
    elif order.status == OrderStatus.PENDING:
        mails.queue_payable(order, now=now)


def _awaits_transfer(order: Order) -> bool:
    return order.payments.filter(provider="bank_transfer", status=PaymentStatus.PENDING).exists()


@transaction.atomic(durable=True)
def add_note(*, order: Order, text: str, by: User, now: datetime) -> None:
    """Write down something that only members read."""
    log_activity(tenant=order.tenant_id, actor=by, action="order.noted", target=order, metadata={"note": text}, now=now)


@transaction.atomic(durable=True)
def extend_deadline(*, order: Order, until: datetime, by: User, now: datetime) -> Order:
    """Give a buyer more time, or less, to pay. The buyer is told the new moment.

    Raises OrderChanged once the order is paid, or lapsed and released, and DeadlineRefused.
    """
    locked = locks.order(order.pk)
    if locked.status != OrderStatus.PENDING:
        raise errors.OrderChanged()
    if not now < until <= locked.event.ends_at:
        raise errors_office.DeadlineRefused()
    locked.expires_at = until
    locked.save(update_fields=["expires_at"])
    facts = {"until": until.isoformat()}
    log_activity(
        tenant=locked.tenant_id, actor=by, action="order.deadline_changed", target=locked, metadata=facts, now=now
    )
    _tell(locked, now)
    return locked
