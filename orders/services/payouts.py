"""Payouts as the provider tells of them: kept, booked, and told to the owners where the bank refuses one."""

from datetime import datetime

from django.db import transaction

from orders import locks
from orders.models import Payout, PayoutStatus
from orders.payments.base import PayoutState
from orders.steps import books, news
from tenants.models import Tenant
from tenants.steps import log_activity
from ticketing.core.logs import log_event

# A payout never goes back: what is heard of an earlier step comes late.
_STEPS = {"pending": 0, "in_transit": 1, "paid": 2, "canceled": 3, "failed": 3}
_OVER = (PayoutStatus.CANCELED, PayoutStatus.FAILED)


@transaction.atomic(durable=True)
def record_payout(*, tenant: Tenant, provider_key: str, state: PayoutState, now: datetime) -> Payout:
    """Record what the provider says of a payout; the same word twice, late or out of order changes nothing twice.

    It is booked once it has arrived, and booked back where the bank then sends it back.
    """
    found, _is_new = Payout.objects.get_or_create(
        provider=provider_key,
        provider_reference=state.reference,
        defaults={
            "tenant": tenant,
            "amount_cents": state.amount_cents,
            "currency": state.currency,
            "made_at": state.made_at,
            "arrives_on": state.arrives_on,
            "created_at": now,
        },
    )
    payout = locks.payout(found.pk)
    before = payout.status
    if before in _OVER or _STEPS[state.status] < _STEPS[before]:
        return payout
    payout.status, payout.arrives_on = state.status, state.arrives_on
    payout.failure_code, payout.failure_message = state.failure_code, state.failure_message
    payout.save(update_fields=["status", "arrives_on", "failure_code", "failure_message"])
    if payout.status != before:
        _move(payout, before, now)
    return payout


def _move(payout: Payout, before: str, now: datetime) -> None:
    if payout.status == PayoutStatus.PAID:
        books.book_payout(payout, now=now)
    elif before == PayoutStatus.PAID:
        books.book_returned_payout(payout, now=now)
    if payout.status == PayoutStatus.FAILED:
        news.payout_failed(payout, now=now)
    about = {"amount_cents": payout.amount_cents, "currency": payout.currency}
    action = f"payout.{payout.status}"
    log_activity(tenant=payout.tenant_id, actor=None, action=action, target=payout, metadata=about, now=now)
    transaction.on_commit(
        lambda: log_event("payout_recorded", payout=payout.pk, status=payout.status, cents=payout.amount_cents)
    )
