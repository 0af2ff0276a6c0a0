"""The books: double entries, written once money has moved."""

from collections.abc import Mapping
from datetime import datetime

from events.pricing import spread
from orders.models import Account, LedgerEntry, Order, Payment, Payout, Refund, Transaction, TransactionType


def book_purchase(payment: Payment, order: Order, *, fee_cents: int, now: datetime) -> None:
    """Money came in: what was applied belongs to sales, taxes and fees; the rest waits to be returned."""
    parts = _parts_of(order, payment.applied_cents)
    rest = payment.amount_cents - payment.applied_cents
    lines = {Account.GATEWAY: payment.amount_cents - fee_cents, Account.GATEWAY_FEES: fee_cents}
    lines |= {account: -cents for account, cents in parts.items()}
    lines[Account.UNAPPLIED] = -rest
    entry = Transaction.objects.create(
        tenant_id=order.tenant_id,
        type=TransactionType.PURCHASE,
        order=order,
        payment=payment,
        amount_cents=payment.amount_cents,
        currency=payment.currency,
        gateway_fee_cents=fee_cents,
        platform_fee_cents=parts.get(Account.SERVICE_FEES, 0),
        created_at=now,
    )
    _write_lines(entry, lines, payment=payment)


def book_refund(refund: Refund, payment: Payment, order: Order, *, now: datetime) -> None:
    """Money went back, out of what it had been applied to; `order.refunded_cents` does not contain it yet.

    Parts are differences of cumulative shares, so that several partial refunds add up to the whole to the cent.
    """
    _book_back(TransactionType.REFUND, refund, payment, order, cents=refund.amount_cents, now=now)


def book_reversal(refund: Refund, payment: Payment, order: Order, *, now: datetime) -> None:
    """Money that had gone back was returned: undoes `book_refund`. `order.refunded_cents` still contains it."""
    _book_back(TransactionType.REVERSAL, refund, payment, order, cents=-refund.amount_cents, now=now)


def book_payout(payout: Payout, *, now: datetime) -> None:
    """Money has left the provider for the organizer's bank."""
    _book_payout(TransactionType.PAYOUT, payout, payout.amount_cents, now)


def book_returned_payout(payout: Payout, *, now: datetime) -> None:
    """The bank has sent it back: undoes `book_payout`."""
    _book_payout(TransactionType.RETURNED, payout, -payout.amount_cents, now)


def _book_payout(kind: TransactionType, payout: Payout, cents: int, now: datetime) -> None:
    entry = Transaction.objects.create(
        tenant_id=payout.tenant_id,
        type=kind,
        payout=payout,
        amount_cents=cents,
        currency=payout.currency,
        created_at=now,
    )
    _write_lines(entry, {Account.GATEWAY: -cents, Account.BANK: cents})


def _book_back(
    kind: TransactionType, refund: Refund, payment: Payment, order: Order, *, cents: int, now: datetime
) -> None:
    entry = Transaction.objects.create(
        tenant_id=order.tenant_id,
        type=kind,
        order=order,
        payment=payment,
        refund=refund,
        attempt=refund.attempts + 1,
        amount_cents=-cents,
        currency=payment.currency,
        created_at=now,
    )
    if payment.applied_cents:
        before = _parts_of(order, order.refunded_cents)
        after = _parts_of(order, order.refunded_cents + cents)
        lines = {account: after[account] - before[account] for account in after}
    else:
        lines = {Account.UNAPPLIED: cents}
    lines[Account.GATEWAY] = -cents
    _write_lines(entry, lines, payment=payment, refund=refund)


def _parts_of(order: Order, cents: int) -> dict[Account, int]:
    """Divide an amount as the order's total is divided."""
    taxes = order.taxes_cents + order.taxes_included_cents
    # Taxes on fees lie within the fees where prices include them; sales bear all of the included tax here.
    fees = order.fees_cents
    sales = order.total_cents - taxes - fees
    accounts = (Account.SALES, Account.TAXES, Account.SERVICE_FEES)
    bases = [max(sales, 0), taxes + min(sales, 0), fees]
    return dict(zip(accounts, spread(cents, bases), strict=True))


def _write_lines(
    entry: Transaction, lines: Mapping[Account, int], *, payment: Payment | None = None, refund: Refund | None = None
) -> None:
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            tenant_id=entry.tenant_id,
            transaction=entry,
            account=account,
            amount_cents=cents,
            currency=entry.currency,
            order_id=entry.order_id,
            payment=payment,
            refund=refund,
            created_at=entry.created_at,
        )
        for account, cents in lines.items()
        if cents
    )
