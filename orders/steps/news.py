"""News for those who sell: what members are told of a sale, within the transactions that cause it."""

from datetime import datetime

from events.reach import memberships_reaching
from orders.models import Order, Payment, Payout, Refund
from tenants.models import NoticeKind, User
from tenants.steps import notify


def awaiting_approval(order: Order, *, now: datetime) -> None:
    """Somebody must say yes or no to an order."""
    _tell(NoticeKind.ORDER_AWAITING_APPROVAL, order, f"order_awaiting_approval:{order.pk}", now=now)


def refund_requested(order: Order, refund: Refund, *, by: User | None, now: datetime) -> None:
    """Money was promised back."""
    _tell(NoticeKind.REFUND_REQUESTED, order, f"refund_requested:{refund.pk}", refund=refund, by=by, now=now)


def refund_failed(order: Order, refund: Refund, *, now: datetime) -> None:
    """Money that was promised back did not get there; each attempt is news."""
    _tell(NoticeKind.REFUND_FAILED, order, f"refund_failed:{refund.pk}:{refund.attempts}", refund=refund, now=now)


def payment_failed(order: Order, payment: Payment, *, now: datetime) -> None:
    """The buyer's bank said no."""
    _tell(NoticeKind.PAYMENT_FAILED, order, f"payment_failed:{payment.pk}", now=now)


def payment_disputed(order: Order, payment: Payment, *, now: datetime) -> None:
    """The buyer wants the money back through the bank."""
    _tell(NoticeKind.PAYMENT_DISPUTED, order, f"payment_disputed:{payment.pk}", now=now)


def payout_failed(payout: Payout, *, now: datetime) -> None:
    """The organizer's bank took no money."""
    notify(
        tenant=payout.tenant_id,
        kind=NoticeKind.PAYOUT_FAILED,
        target=None,
        context={"amount_cents": payout.amount_cents, "currency": payout.currency},
        dedupe_key=f"payout_failed:{payout.pk}",
        now=now,
    )


def _tell(
    kind: NoticeKind,
    order: Order,
    dedupe_key: str,
    *,
    refund: Refund | None = None,
    by: User | None = None,
    now: datetime,
) -> None:
    amount = {"amount_cents": refund.amount_cents, "currency": order.currency} if refund else {}
    notify(
        tenant=order.tenant_id,
        kind=kind,
        target=order,
        context={"number": order.order_number, **amount},
        dedupe_key=dedupe_key,
        reaching=memberships_reaching(order.event_id),
        but=by,
        now=now,
    )
