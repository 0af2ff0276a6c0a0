"""What the console's pages about buyers show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.http import Http404

from orders.models import Buyer, Order, OrderStatus, PaymentState
from orders.queries import office_rows
from orders.queries.office_filters import BuyerFilter, OrderFilter
from tenants.access import Member
from tenants.models import ActivityLog

PAGE_SIZE, ORDERS_PAGE_SIZE = 50, 25


@dataclass(frozen=True, slots=True)
class Amount:
    """What came in in one currency, and what of it went back; minor units."""

    currency: str
    paid_cents: int
    refunded_cents: int

    @property
    def net_cents(self) -> int:
        """What is left."""
        return self.paid_cents - self.refunded_cents


@dataclass(slots=True)
class BuyerRow:
    """A buyer with what they bought of events in reach."""

    buyer: Buyer
    orders: int = 0
    last_at: datetime | None = None
    amounts: list[Amount] = field(default_factory=list)


def buyer_page(member: Member, wanted: BuyerFilter, number: str | None) -> Page[Any]:
    """A page of buyers, the latest first."""
    return office_rows.ShortPaginator(office_rows.buyers(member, wanted).order_by("-pk"), PAGE_SIZE).get_page(number)


def buyer_rows(member: Member, buyers: Iterable[Buyer]) -> list[BuyerRow]:
    """Buyers with their confirmed orders and sums; one statement for all."""
    rows = {buyer.pk: BuyerRow(buyer) for buyer in buyers}
    for counted in _counted(member, list(rows)):
        row = rows[counted["buyer"]]
        row.orders += counted["confirmed"]
        row.last_at = max(filter(None, (row.last_at, counted["last"])), default=None)
        if counted["paid"] or counted["refunded"]:
            row.amounts.append(Amount(counted["currency"], counted["paid"] or 0, counted["refunded"] or 0))
    return list(rows.values())


def buyer_of(member: Member, pk: UUID) -> Buyer:
    """A buyer whom the member reaches. Raises Http404."""
    found = office_rows.buyers(member, BuyerFilter()).filter(pk=pk).select_related("user").first()
    if found is None:
        raise Http404("no such buyer")
    return found


def orders_of(member: Member, buyer: Buyer) -> QuerySet[Order]:
    """A buyer's orders of events in reach, the latest first, with how many good tickets each has."""
    good = Count("tickets", filter=Q(tickets__status__in=office_rows.GOOD))
    found = office_rows.orders(member, OrderFilter()).filter(buyer=buyer).select_related("event")
    added: dict[str, Any] = {"good_tickets": good}
    return found.annotate(**added).order_by("-pk")


def withdrawn(buyer: Buyer) -> ActivityLog | None:
    """When the consent to news was last taken back for the buyer, and by whom."""
    found = ActivityLog.objects.filter(target_id=buyer.pk, action="buyer.consent_withdrawn").select_related("actor")
    return found.order_by("-created_at").first()


def _counted(member: Member, buyers: Sequence[UUID]) -> Iterable[Any]:
    orders = office_rows.orders(member, OrderFilter()).filter(buyer__in=buyers)
    paid = Q(payment_status=PaymentState.PAID)
    return (
        orders.order_by()
        .values("buyer", "currency")
        .annotate(
            confirmed=Count("pk", filter=Q(status=OrderStatus.CONFIRMED)),
            last=Max("created_at"),
            paid=Sum("total_cents", filter=paid),
            refunded=Sum("refunded_cents", filter=paid),
        )
        .order_by("currency")
    )
