"""Orders as members look for them: by words and by filters, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchVector
from django.core.paginator import Paginator
from django.db.models import BooleanField, Exists, ExpressionWrapper, Func, OuterRef, Q, QuerySet, TextChoices, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events import reach
from events.models import Event
from events.search import WordsQuery
from orders.models import Order, OrderStatus, Payment, PaymentStatus, Refund, RefundStatus, Ticket
from orders.payments import registry
from tenants.access import Member
from ticketing.core.tokens import normalize_code, normalize_ticket_code

MOST_COUNTED = 10_000
LONGEST_SEARCH = 100


class Attention(TextChoices):
    """What in an order can wait for a person: anything, or one thing."""

    ANY = "on", _("Anything")
    FAILED_REFUNDS = "failed_refunds", _("Refunds that failed")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a member looks for. `since` and `until` are whole days of the tenant's zone."""

    words: str = ""
    event: UUID | None = None
    status: str = ""
    payment: str = ""
    refund: str = ""
    method: str = ""
    since: date | None = None
    until: date | None = None
    attention: str = ""
    oldest_first: bool = False


def orders_for(member: Member, wanted: Wanted) -> QuerySet[Order]:
    """The orders that a member reaches and looks for, the newest first, each with its event."""
    found = Order.objects.filter(reach.within(member), tenant=member.tenant)
    if wanted.event:
        found = found.filter(event=wanted.event)
    exact = {"status": wanted.status, "payment_status": wanted.payment, "refund_state": wanted.refund}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.method:
        found = found.filter(paid_by(wanted.method))
    zone = ZoneInfo(member.tenant.settings.time_zone)
    if wanted.since:
        found = found.filter(created_at__gte=datetime.combine(wanted.since, time.min, tzinfo=zone))
    if wanted.until:
        end = datetime.combine(wanted.until + timedelta(days=1), time.min, tzinfo=zone)
        found = found.filter(created_at__lt=end)
    if wanted.attention:
        found = found.filter(needs_attention(member, wanted.attention))
    if wanted.words.strip():
        found = found.filter(_matches(member, wanted.words.strip()[:LONGEST_SEARCH]))
    order = ("created_at", "pk") if wanted.oldest_first else ("-created_at", "-pk")
    return found.select_related("event").order_by(*order)


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


def events_to_choose(member: Member, most: int = 200) -> list[Event]:
    """The events that a list can be narrowed to, the latest first."""
    return list(reach.events_of(member).only("name", "starts_at").order_by("-starts_at")[:most])


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of a list of which nobody counts more than so many: further back, filters lead faster."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most one more than are counted."""
        rows: Any = self.object_list
        return int(rows.order_by()[: MOST_COUNTED + 1].count())

    @property
    def is_capped(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > MOST_COUNTED


def _matches(member: Member, words: str) -> Q:
    """An order's number, a ticket's code, the beginning of an address and, where names may be read, the buyer's names.

    Each has an index of its own, which all of them joined by "or" still use.
    """
    matching = Q(buyer_email__startswith=words.lower())
    if "@" in words:
        return matching
    if " " not in words:
        code = Ticket.objects.filter(tenant=member.tenant, code=normalize_ticket_code(words)).exclude(order=None)
        matching |= Q(order_number=normalize_code(words.removeprefix("#")))
        if found := code.values_list("order", flat=True).first():
            matching |= Q(pk=found)
    return matching | Q(_has_name(words)) if member.may("orders.read") else matching


def _has_name(words: str) -> "ExpressionWrapper[Any]":
    match = Func(
        SearchVector("buyer_name", config="foyer"),
        WordsQuery(Value(words)),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    return ExpressionWrapper(match, output_field=BooleanField())


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
