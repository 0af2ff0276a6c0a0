"""What calling an event off means, in figures, and how far it has come."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from events.models import Event
from orders.models import (
    Cart,
    CartStatus,
    EventCancellation,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    Ticket,
    TicketStatus,
)
from orders.payments import registry
from orders.services.event_cancellation import orders_of
from orders.steps import ending
from tenants.models import EmailLog, EmailStatus


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What would end, and what would go back. Amounts are minor units of the event's currency."""

    tickets: int
    orders: int
    unpaid: int
    carts: int
    premade: int
    paid_cents: int
    refunded_cents: int
    by_hand: int

    @property
    def left_cents(self) -> int:
        """The money that could go back."""
        return self.paid_cents - self.refunded_cents


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many orders were ended and told, and what became of their money."""

    ended: int
    left: int
    told: int
    unsent: int
    refunds: int
    done: int
    failed: int
    by_hand: int
    cents: int
    done_cents: int
    is_moving: bool

    @property
    def orders(self) -> int:
        """All orders that it is about."""
        return self.ended + self.left


def figures_of(event: Event) -> Figures:
    """What calling an event off would mean, in five statements."""
    orders = Order.objects.filter(event=event)
    open_ones = Q(status__in=(OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL))
    counted = orders.aggregate(
        good=Count("pk", filter=Q(status=OrderStatus.CONFIRMED)), unpaid=Count("pk", filter=open_ones)
    )
    admits = Q(status__in=(TicketStatus.VALID, TicketStatus.USED))
    tickets = Ticket.objects.filter(admits, event=event).aggregate(
        of_orders=Count("pk", filter=Q(order__isnull=False)), premade=Count("pk", filter=Q(order=None))
    )
    paid = Payment.objects.filter(order__event=event, status=PaymentStatus.SUCCEEDED, applied_cents__gt=0)
    paid = paid.filter(order__status=OrderStatus.CONFIRMED)
    live = ~Q(status=RefundStatus.FAILED)
    back = Refund.objects.filter(live, payment__in=paid).aggregate(cents=Coalesce(Sum("amount_cents"), 0))
    money = paid.aggregate(
        cents=Coalesce(Sum("amount_cents"), 0),
        by_hand=Count("pk", filter=~Q(provider__in=registry.online())),
    )
    return Figures(
        tickets=tickets["of_orders"],
        premade=tickets["premade"],
        orders=counted["good"],
        unpaid=counted["unpaid"],
        carts=Cart.objects.filter(event=event, status=CartStatus.ACTIVE).count(),
        paid_cents=money["cents"],
        refunded_cents=back["cents"],
        by_hand=money["by_hand"],
    )


def progress_of(cancellation: EventCancellation) -> Progress:
    """How far the calling off has come, in four statements."""
    ended = orders_of(cancellation)
    left = Order.objects.filter(event=cancellation.event_id, status__in=ending.ENDABLE).count()
    about = ended.values("pk")
    mails = EmailLog.objects.filter(target_id__in=about, template="event_cancelled").aggregate(
        sent=Count("pk", filter=Q(status__in=(EmailStatus.SENT, EmailStatus.DROPPED))),
        failed=Count("pk", filter=Q(status=EmailStatus.FAILED)),
        queued=Count("pk", filter=Q(status=EmailStatus.QUEUED)),
    )
    pending = Q(status=RefundStatus.PENDING)
    by_hand = ~Q(payment__provider__in=registry.online())
    money = Refund.objects.filter(cancellation=cancellation).aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(status=RefundStatus.SUCCEEDED)),
        failed=Count("pk", filter=Q(status=RefundStatus.FAILED)),
        by_hand=Count("pk", filter=pending & by_hand),
        cents=Coalesce(Sum("amount_cents"), 0),
        done_cents=Coalesce(Sum("amount_cents", filter=Q(status=RefundStatus.SUCCEEDED)), 0),
    )
    under_way = money["all"] - money["done"] - money["failed"] - money["by_hand"]
    return Progress(
        ended=ended.count(),
        left=left,
        told=mails["sent"],
        unsent=mails["failed"],
        refunds=money["all"],
        done=money["done"],
        failed=money["failed"],
        by_hand=money["by_hand"],
        cents=money["cents"],
        done_cents=money["done_cents"],
        is_moving=bool(left or under_way or mails["queued"]),
    )


def failed_refunds_of(event: Event) -> QuerySet[Refund]:
    """Refunds of a cancelled event that failed, with their orders."""
    return _refunds(event).filter(status=RefundStatus.FAILED)


def refunds_to_look_at(event: Event) -> QuerySet[Refund]:
    """Refunds in which somebody has to do something: failed ones first, then money to send by hand."""
    by_hand = Q(status=RefundStatus.PENDING) & ~Q(payment__provider__in=registry.online())
    return _refunds(event).filter(Q(status=RefundStatus.FAILED) | by_hand).order_by("status", "pk")


def _refunds(event: Event) -> QuerySet[Refund]:
    found = Refund.objects.filter(cancellation__event=event).select_related("payment__order")
    return found.annotate(number=F("payment__order__order_number")).order_by("pk")
