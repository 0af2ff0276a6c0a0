"""Paying: ask a provider for a page, and record what came of it.

Money crosses the network between two transactions while the order's hold keeps its places. The truth arrives by
webhook, is asked for when the buyer returns, and again by a periodic task: all through one idempotent
`record_payment`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from orders import errors, hooks, locks, rules
from orders.models import Order, OrderItem, OrderStatus, Payment, PaymentState, PaymentStatus, Ticket, TicketStatus
from orders.payments import registry
from orders.payments.base import Line, PaymentRequest, Provider, ProviderRefused, Started, State
from orders.steps import books, confirmation, discounts, limits, mails, news, places, refunds
from tenants.access import Member
from tenants.models import Membership
from tenants.steps import log_activity
from ticketing.core.errors import DomainError
from ticketing.core.logs import log_event

LEAST_WINDOW = timedelta(minutes=10)
# Bank debits take days.
LONGEST_PROCESSING = timedelta(days=14)
# Whoever's payment failed keeps the places this long, to try again.
TIME_TO_RETRY = timedelta(minutes=30)


@dataclass(frozen=True)
class Addresses:
    """Where the provider sends the buyer afterwards: absolute URLs."""

    success: str
    cancel: str


def start_payment(*, order: Order, provider_key: str, addresses: Addresses, now: datetime) -> str:
    """Ask for a page on which to pay, and answer its address. However often it is asked, one payment is open.

    Another method's open payment is ended first; if that one just succeeded, AlreadyPaid is raised. Raises
    MethodRefused, OrderLapsed, OrderChanged, or the provider's refusal.
    """
    provider = _offered(order, provider_key)
    _end_other_payments(order, provider_key, now)
    payment = _open_payment(order=order, provider=provider, now=now)
    if payment.status == PaymentStatus.PROCESSING:
        # The buyer is done there; the order's own page tells when the bank is.
        return addresses.success
    if payment.redirect_url:
        return payment.redirect_url
    try:
        started = provider.start(_request(order, payment, addresses))
    except ProviderRefused:
        # It would say the same for ever: the next try is another payment.
        _note_refusal(payment=payment, now=now)
        raise
    if not _note_start(payment=payment, provider=provider, started=started, now=now):
        # Ended meanwhile, when nobody knew its page yet: see that nobody can pay there.
        record_payment(payment_id=payment.pk, state=provider.cancel(started.reference), now=now)
        raise errors.OrderChanged()
    return started.redirect_url


def settle_payment(*, payment: Payment, now: datetime) -> Order:
    """Ask the provider how a payment stands, and record it. Raises ProviderUnavailable."""
    provider = registry.provider(payment.provider)
    if not provider.is_online or not payment.provider_reference:
        return payment.order
    state = provider.fetch(payment.provider_reference)
    return record_payment(payment_id=payment.pk, state=state, now=now)


def end_payment(*, payment: Payment, now: datetime) -> Order:
    """See that nobody can pay this any more, and record what the provider answers: it may be that somebody just has."""
    provider = registry.provider(payment.provider)
    if provider.is_online and payment.provider_reference:
        state = provider.cancel(payment.provider_reference)
    else:
        state = _never_started(payment)
    return record_payment(payment_id=payment.pk, state=state, now=now)


@transaction.atomic(durable=True)
def record_payment(*, payment_id: UUID, state: State, now: datetime) -> Order:
    """Record what a provider says of a payment; the same word twice, late or out of order changes nothing twice.

    Success confirms the order. Where its places had lapsed, they are taken again if free, else all the money goes back;
    so does money that comes a second time.
    """
    order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
    order = locks.order(order_id)
    payment = locks.payment(payment_id)
    if state.disputed and not payment.is_disputed:
        _note_dispute(payment, order, now)
    if payment.provider_reference is None and state.reference:
        # The provider's message overtook the answer to our own call.
        payment.provider_reference = state.reference
        payment.save(update_fields=["provider_reference"])
    if payment.status == PaymentStatus.SUCCEEDED:
        refunds.note_foreign_refunds(payment, order, state.refunded_cents, now=now)
        return order
    if state.status == "succeeded":
        _record_success(payment, order, state, now)
    elif state.status == "processing":
        _record_processing(payment, order, state, now)
    elif state.status in ("failed", "cancelled"):
        _record_failure(payment, order, state, now)
    return order


@transaction.atomic(durable=True)
def mark_paid(*, order: Order, by: Member | Membership, now: datetime) -> Order:
    """Record that money came outside of any provider. Two at once record it once: the second is told AlreadyPaid."""
    locked = locks.order(order.pk)
    if locked.payment_status == PaymentState.PAID:
        raise errors.AlreadyPaid()
    open_payments = [payment for payment in locks.payments_of(locked) if payment.is_open]
    if any(registry.provider(payment.provider).is_online for payment in open_payments):
        raise errors.OrderChanged()
    if locked.status not in (OrderStatus.PENDING, OrderStatus.CONFIRMED):
        raise errors.OrderLapsed()
    payment = open_payments[0] if open_payments else _new_payment(locked, "bank_transfer", now)
    state = State(payment.provider_reference or "", "succeeded", payment.amount_cents, payment.currency)
    log_activity(tenant=locked.tenant_id, actor=by.user, action="order.marked_paid", target=locked, now=now)
    _record_success(payment, locked, state, now)
    return locked


def _offered(order: Order, provider_key: str) -> Provider:
    for provider in registry.available(
        methods=rules.payment_methods(order.tenant), amount_cents=order.total_cents, currency=order.currency
    ):
        if provider.key == provider_key:
            return provider
    raise errors.MethodRefused()


def _end_other_payments(order: Order, provider_key: str, now: datetime) -> None:
    for payment in Payment.objects.open().filter(order=order).exclude(provider=provider_key):
        if end_payment(payment=payment, now=now).payment_status == PaymentState.PAID:
            raise errors.AlreadyPaid()


@transaction.atomic(durable=True)
def _open_payment(*, order: Order, provider: Provider, now: datetime) -> Payment:
    """The order's one open payment, and time to make it."""
    locked = locks.order(order.pk)
    if locked.payment_status == PaymentState.PAID:
        raise errors.AlreadyPaid()
    if locked.status not in (OrderStatus.PENDING, OrderStatus.CONFIRMED):
        raise errors.OrderLapsed()
    for payment in locks.payments_of(locked):
        if payment.is_open:
            if payment.provider != provider.key:
                raise errors.OrderChanged()
            return payment
    if locked.status == OrderStatus.CONFIRMED:
        raise errors.OrderChanged()
    payment = _new_payment(locked, provider.key, now)
    locked.expires_at = max(locked.expires_at or now, now + _window(locked, provider))
    locked.payment_status = PaymentState.PENDING
    locked.save(update_fields=["expires_at", "payment_status"])
    return payment


def _new_payment(order: Order, provider_key: str, now: datetime) -> Payment:
    return Payment.objects.create(
        tenant_id=order.tenant_id,
        order=order,
        user_id=order.user_id,
        provider=provider_key,
        amount_cents=order.total_cents,
        currency=order.currency,
        created_at=now,
    )


def _window(order: Order, provider: Provider) -> timedelta:
    if provider.key == "bank_transfer":
        return timedelta(days=order.tenant.settings.days_to_pay)
    return max(provider.payment_window, LEAST_WINDOW)


@transaction.atomic(durable=True)
def _note_refusal(*, payment: Payment, now: datetime) -> None:
    order = locks.order(payment.order_id)
    locked = locks.payment(payment.pk)
    if locked.status == PaymentStatus.CREATED:
        _record_failure(locked, order, State("", "failed", locked.amount_cents, locked.currency), now)


@transaction.atomic(durable=True)
def _note_start(*, payment: Payment, provider: Provider, started: Started, now: datetime) -> bool:
    """Keep the page's address. A payment at the door confirms the order now, and is recorded when it is made.

    False where the payment was called off meanwhile; then only its reference is kept, so that it can be ended.
    """
    order = locks.order(payment.order_id)
    locked = locks.payment(payment.pk)
    if locked.status != PaymentStatus.CREATED:
        if locked.provider_reference is None:
            locked.provider_reference = started.reference
            locked.save(update_fields=["provider_reference"])
        return locked.is_open or locked.status == PaymentStatus.SUCCEEDED
    locked.status = PaymentStatus.PENDING
    locked.provider_reference = started.reference
    locked.redirect_url = started.redirect_url
    locked.save(update_fields=["status", "provider_reference", "redirect_url"])
    if provider.confirms_at_once and order.status == OrderStatus.PENDING:
        places.move(confirmation.confirm(order, by=order.user, now=now))
    elif not provider.is_online:
        mails.queue_payment_pending(order, now=now)
    return True


def _request(order: Order, payment: Payment, addresses: Addresses) -> PaymentRequest:
    items = order.items.order_by("pk")
    return PaymentRequest(
        payment_id=payment.pk,
        order_number=order.order_number,
        amount_cents=payment.amount_cents,
        currency=payment.currency,
        description=order.event.name,
        lines=tuple(Line(item.name, item.quantity, item.total_cents) for item in items if item.total_cents),
        email=order.buyer_email,
        success_url=addresses.success,
        cancel_url=addresses.cancel,
        # From the row, not the clock: a second call for the same payment must say the same.
        expires_at=payment.created_at + timedelta(minutes=31),
        locale=order.locale,
        destination_account=order.tenant.stripe_account_id or None,
        application_fee_cents=order.fees_cents,
    )


def _never_started(payment: Payment) -> State:
    return State(payment.provider_reference or "", "cancelled", payment.amount_cents, payment.currency)


def _note_dispute(payment: Payment, order: Order, now: datetime) -> None:
    payment.is_disputed = True
    payment.save(update_fields=["is_disputed"])
    log_activity(tenant=order.tenant_id, actor=None, action="payment.disputed", target=payment)
    news.payment_disputed(order, payment, now=now)


def _record_processing(payment: Payment, order: Order, state: State, now: datetime) -> None:
    """The buyer is done, the bank is not: keep the places for as long as the method may take."""
    if not payment.is_open and Payment.objects.open().filter(order=order).exists():
        return  # Another payment was begun since. Should this one succeed too, it goes back.
    payment.status = PaymentStatus.PROCESSING
    payment.method = state.method
    payment.asked_at = now
    payment.save(update_fields=["status", "method", "asked_at"])
    if order.status == OrderStatus.PENDING:
        window = registry.provider(payment.provider).payment_window
        order.payment_status = PaymentState.PROCESSING
        order.expires_at = max(order.expires_at or now, payment.created_at + max(window, LONGEST_PROCESSING))
        order.save(update_fields=["payment_status", "expires_at"])


def _record_failure(payment: Payment, order: Order, state: State, now: datetime) -> None:
    if not payment.is_open:
        return
    payment.status = PaymentStatus.FAILED if state.status == "failed" else PaymentStatus.CANCELLED
    payment.payload = state.payload
    payment.processed_at = now
    payment.save(update_fields=["status", "payload", "processed_at"])
    if order.status == OrderStatus.PENDING and order.expires_at is not None:
        order.payment_status = PaymentState.FAILED
        order.expires_at = min(order.expires_at, now + TIME_TO_RETRY)
        order.save(update_fields=["payment_status", "expires_at"])
    if payment.status == PaymentStatus.FAILED:
        news.payment_failed(order, payment, now=now)
    pk = payment.pk
    transaction.on_commit(lambda: log_event("payment_failed", payment=pk, order=order.pk, status=payment.status))


def _record_success(payment: Payment, order: Order, state: State, now: datetime) -> None:
    payment.status = PaymentStatus.SUCCEEDED
    payment.amount_cents = state.amount_cents
    payment.method = state.method
    payment.provider_intent = state.payment_intent or ""
    payment.payload = state.payload
    payment.processed_at = now
    is_right = state.currency == payment.currency and state.amount_cents == order.total_cents
    is_wanted = is_right and order.payment_status != PaymentState.PAID
    if not is_wanted or not _apply(payment, order, state, now):
        _book(payment, order, state, applied_cents=0, now=now)
        refund = refunds.refund_all(payment, reason="too_late" if is_wanted else "paid_twice", now=now)
        mails.queue_paid_too_late(order, refund, now=now)
    pk = payment.pk
    transaction.on_commit(
        lambda: log_event("payment_recorded", payment=pk, order=order.pk, applied=payment.applied_cents)
    )


def _apply(payment: Payment, order: Order, state: State, now: datetime) -> bool:
    """Put the money to the order, in a savepoint: all of it or, where the order cannot be had any more, nothing."""
    try:
        with transaction.atomic():
            moves = _accept(order, now)
            _book(payment, order, state, applied_cents=payment.amount_cents, now=now)
            places.move(moves)
    except DomainError:
        order.refresh_from_db()
        return False
    return True


def _book(payment: Payment, order: Order, state: State, *, applied_cents: int, now: datetime) -> None:
    payment.applied_cents = applied_cents
    payment.save()
    books.book_purchase(payment, order, fee_cents=state.fee_cents or 0, now=now)


def _accept(order: Order, now: datetime) -> places.Moves:
    """Make the order paid and confirmed; a lapsed one takes its places again. Raises a refusal where that cannot be."""
    if order.status not in (OrderStatus.CONFIRMED, OrderStatus.PENDING, OrderStatus.EXPIRED):
        raise errors.OrderChanged()
    is_lapsed = order.status == OrderStatus.EXPIRED
    if is_lapsed:
        _check_again(order, now)
    order.payment_status = PaymentState.PAID
    if order.status == OrderStatus.CONFIRMED:
        order.save(update_fields=["payment_status"])
        return places.Moves()
    moves = confirmation.confirm(order, by=order.user, now=now)
    if is_lapsed:
        # What lapsed is no longer held: the places come straight out of the free ones.
        moves.held.clear()
        for item in OrderItem.objects.filter(order=order, slot_id__isnull=False):
            moves.book(item.slot_id, item.quantity)
        discounts.redeem_again(order, now)
    return moves


def _check_again(order: Order, now: datetime) -> None:
    """Whether a lapsed order may still be had, whose money came late; its tickets wait for their places again."""
    rules.check_event(order.event, now=now)
    limits.check_lapsed(order)
    items = OrderItem.objects.filter(order=order, slot_id__isnull=False).select_related("ticket_type")
    chosen = {item.ticket_type: item.slot_id for item in items if item.ticket_type}
    for hook in hooks.places if chosen else ():
        hook.check(chosen, now=now)
    Ticket.objects.filter(order=order, status=TicketStatus.CANCELLED).update(
        status=TicketStatus.PENDING, cancelled_at=None
    )
