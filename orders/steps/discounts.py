"""Counting the uses of discount codes."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from orders import errors, locks
from orders.models import DiscountRedemption, Order


def give_back(order_ids: Iterable[UUID], now: datetime) -> None:
    """Give back the uses of codes that these orders no longer need."""
    uses = list(DiscountRedemption.objects.filter(order__in=list(order_ids), given_back_at=None))
    if not uses:
        return
    DiscountRedemption.objects.filter(pk__in=[use.pk for use in uses]).update(given_back_at=now)
    counted = Counter(use.discount_code_id for use in uses)
    for code in locks.discount_codes(counted):
        code.times_redeemed -= counted[code.pk]
        code.save(update_fields=["times_redeemed"])


def redeem(order: Order, now: datetime) -> None:
    """Count one use of the order's code, under the code's lock. Raises DiscountUsedUp."""
    if order.discount_code_id is None:
        return
    (code,) = locks.discount_codes([order.discount_code_id])
    if code.max_redemptions is not None and code.times_redeemed >= code.max_redemptions:
        raise errors.DiscountUsedUp()
    uses = DiscountRedemption.objects.filter(discount_code=code, given_back_at=None)
    if (
        code.max_per_buyer is not None
        and uses.filter(buyer__email_key=order.buyer.email_key).count() >= code.max_per_buyer
    ):
        raise errors.DiscountUsedUp()
    DiscountRedemption.objects.create(
        tenant_id=order.tenant_id,
        discount_code=code,
        order=order,
        buyer_id=order.buyer_id,
        amount_cents=order.discount_cents,
        created_at=now,
    )
    code.times_redeemed += 1
    code.save(update_fields=["times_redeemed"])


def redeem_again(order: Order, now: datetime) -> None:
    """Count a given-back use again, for an order that was paid late. Raises DiscountUsedUp."""
    if order.discount_code_id is None:
        return
    (code,) = locks.discount_codes([order.discount_code_id])
    if code.max_redemptions is not None and code.times_redeemed >= code.max_redemptions:
        raise errors.DiscountUsedUp()
    if DiscountRedemption.objects.filter(order=order, given_back_at__isnull=False).update(given_back_at=None):
        code.times_redeemed += 1
        code.save(update_fields=["times_redeemed"])
