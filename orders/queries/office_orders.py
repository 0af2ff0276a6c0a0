"""Orders as members look for them: what waits for somebody, and how it was paid."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from events import reach
from events.models import Event
from orders.models import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundStatus
from orders.payments import registry
from tenants.access import Member


class Attention(TextChoices):
    """What in an order can wait for a person: anything, or one thing."""

    ANY = "on", _("Anything")
    FAILED_REFUNDS = "failed_refunds", _("Refunds that failed")


def needs_attention(member: Member, why: str = Attention.ANY) -> Q:
    """Orders in which something waits for a person: an approval, money to send by hand, a refund that failed."""
    failed = Refund.objects.filter(tenant=member.tenant, status=RefundStatus.FAILED)
    if why == Attention.FAILED_REFUNDS:
        return Q(pk__in=failed.values("payment__order"))
    by_hand = [key for key in registry.SELECTABLE if key not in registry.online()]
    stuck = Refund.objects.filter(tenant=member.tenant, status=RefundStatus.PENDING, payment__provider__in=by_hand)
    disputed = Payment.objects.filter(tenant=member.tenant, is_disputed=True)
    waiting = Order.objects.filter(tenant=member.tenant, status=OrderStatus.AWAITING_APPROVAL)
    return (
        Q(pk__in=waiting.values("pk"))
        | Q(pk__in=failed.values("payment__order"))
        | Q(pk__in=stuck.values("payment__order"))
        | Q(pk__in=disputed.values("order"))
    )


def paid_by(method: str) -> Q:
    """Orders that were paid, or are about to be, in this way."""
    counts = (PaymentStatus.SUCCEEDED, PaymentStatus.PENDING, PaymentStatus.PROCESSING)
    return Q(Exists(Payment.objects.filter(order=OuterRef("pk"), provider=method, status__in=counts)))


def approvals_for(member: Member, event: Event | None = None) -> QuerySet[Order]:
    """Orders that wait for an answer, the one with the least time first, with their lines and tickets' holders."""
    found = Order.objects.filter(reach.within(member), tenant=member.tenant, status=OrderStatus.AWAITING_APPROVAL)
    if event is not None:
        found = found.filter(event=event)
    return found.select_related("event").prefetch_related("items").order_by("expires_at", "pk")


def of_numbers(member: Member, numbers: Sequence[str]) -> list[Order]:
    """Orders by number, in their order, of those that wait for an answer."""
    return list(approvals_for(member).filter(order_number__in=[number for number in numbers if number.isalnum()]))
