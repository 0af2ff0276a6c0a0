"""What Stripe has sent on to the organizers' banks: week by week, and one that did not arrive."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Sum

from orders import services
from orders.models import Account, LedgerEntry
from orders.payments.base import PayoutState, PayoutStatus
from tenants.models import Tenant
from ticketing.demo.sample.organizers import HARBOUR

_SAMPLE = UUID("6a1f4f0e-0b8e-4a7e-8a55-0f2c7f7d3b10")
# The last is still on its way; the bank sent one back.
WEEKS: tuple[tuple[int, PayoutStatus], ...] = ((22, "paid"), (15, "failed"), (8, "paid"), (1, "in_transit"))
STAYS = 10
"""One part in so many is kept back for refunds."""


def write(*, now: datetime) -> None:
    """A payout a week for every organizer to whom something was owed by then. Written once."""
    for tenant in Tenant.objects.filter(payouts=None).order_by("slug"):
        for days, status in WEEKS:
            meets_its_end = status if status != "failed" or tenant.slug == HARBOUR.slug else "paid"
            _write(tenant, meets_its_end, now - timedelta(days=days))


def _write(tenant: Tenant, status: PayoutStatus, at: datetime) -> None:
    held = LedgerEntry.objects.filter(tenant=tenant, account=Account.GATEWAY, created_at__lt=at)
    for currency, cents in held.values_list("currency").annotate(cents=Sum("amount_cents")).order_by("currency"):
        if cents < STAYS:
            continue
        state = PayoutState(
            reference=f"po_sample_{uuid5(_SAMPLE, f'{tenant.slug} {currency} {at.date()}').hex}",
            status=status,
            amount_cents=cents - cents // STAYS,
            currency=currency,
            made_at=at,
            arrives_on=(at + timedelta(days=2)).date(),
            failure_code="account_closed" if status == "failed" else "",
            failure_message="The bank account has been closed." if status == "failed" else "",
        )
        services.record_payout(tenant=tenant, provider_key="stripe", state=state, now=at)
