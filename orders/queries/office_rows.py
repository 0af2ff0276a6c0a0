"""The rows of the console's lists and exports: what a member reaches, narrowed by a filter."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import DateField, DateTimeField, Exists, F, Func, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from events import reach
from events.models import AskedPer, Question, QuestionKind
from orders.models import Buyer, Order, Ticket, TicketStatus
from orders.queries import office_search
from orders.queries.office_filters import ALL, NO_ORDER, YES, AttendeeFilter, BuyerFilter, OrderFilter
from orders.queries.office_orders import needs_attention, paid_by
from tenants.access import Member
from tenants.models import Tenant

M = TypeVar("M", bound=Model)

GOOD = (TicketStatus.VALID, TicketStatus.USED)
# Further than this nobody turns pages: who has more rows searches them.
MOST_COUNTED = 10_000
A_DAY = timedelta(days=1)


class ShortPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of a list that counts no further than anybody turns pages."""

    @cached_property
    def count(self) -> int:
        """How many rows are shown on all pages."""
        found: Any = self.object_list
        return int(found.order_by()[: MOST_COUNTED + 1].count())

    @property
    def counts_all(self) -> bool:
        """Whether there are no more rows than those."""
        return self.count <= MOST_COUNTED


def attendees(member: Member, wanted: AttendeeFilter) -> QuerySet[Ticket]:
    """Tickets of the events that the member reaches, in no order yet."""
    tickets = Ticket.objects.filter(reach.within(member), tenant=member.tenant)
    if wanted.events:
        tickets = tickets.filter(event__in=wanted.events)
    if wanted.tickets:
        tickets = tickets.filter(pk__in=wanted.tickets)
    if wanted.ticket_type:
        tickets = tickets.filter(ticket_type=wanted.ticket_type)
    if wanted.status != ALL:
        tickets = tickets.filter(status__in=[wanted.status] if wanted.status else GOOD)
    if wanted.checked_in:
        tickets = tickets.filter(checked_in_at__isnull=wanted.checked_in != YES)
    if wanted.order_status:
        is_unbought = wanted.order_status == NO_ORDER
        tickets = tickets.filter(order=None) if is_unbought else tickets.filter(order__status=wanted.order_status)
    if wanted.question:
        tickets = tickets.filter(_answered(member, wanted))
    return _with_words(tickets, member, wanted.words, office_search.tickets_found)


def orders(member: Member, wanted: OrderFilter) -> QuerySet[Order]:
    """Orders of the events that the member reaches, in no order yet."""
    found: QuerySet[Order] = Order.objects.filter(reach.within(member), tenant=member.tenant)
    if wanted.events:
        found = found.filter(event__in=wanted.events)
    chosen = {"status": wanted.status, "payment_status": wanted.payment, "refund_state": wanted.refund}
    found = found.filter(**{field: value for field, value in chosen.items() if value})
    if wanted.method:
        found = found.filter(paid_by(wanted.method))
    if wanted.attention:
        found = found.filter(needs_attention(member, wanted.attention))
    if wanted.since or wanted.until:
        found = _placed_within(found, wanted)
    return found.filter(office_search.orders_found(member, wanted.words)) if wanted.words else found


def orders_listed(member: Member, wanted: OrderFilter, *, oldest_first: bool = False) -> QuerySet[Order]:
    """The same as a page shows them, each with its event: the newest first, or the oldest."""
    by_time = ("created_at", "pk") if oldest_first else ("-created_at", "-pk")
    return orders(member, wanted).select_related("event").order_by(*by_time)


def buyers(member: Member, wanted: BuyerFilter) -> QuerySet[Buyer]:
    """The tenant's buyers; for a limited member those who ordered for an event in reach. In no order yet."""
    found = Buyer.objects.filter(tenant=member.tenant)
    if member.is_limited or wanted.events:
        theirs = Order.objects.filter(reach.within(member), buyer=OuterRef("pk"))
        found = found.filter(Exists(theirs.filter(event__in=wanted.events) if wanted.events else theirs))
    if wanted.consent:
        found = found.filter(marketing_consent_at__isnull=wanted.consent != YES)
    return _with_words(found, member, wanted.words, office_search.buyers_found)


def question_asked(member: Member, wanted: AttendeeFilter) -> Question | None:
    """The question whose answers narrow a list, if the member reaches its event."""
    if wanted.question is None:
        return None
    return Question.objects.filter(reach.within(member), tenant=member.tenant, pk=wanted.question).first()


def _answered(member: Member, wanted: AttendeeFilter) -> Q:
    """Who answered the question; with these words, where some are given."""
    question = question_asked(member, wanted)
    if question is None:
        return Q(pk__in=[])
    answers = "order__answers" if question.asked_per == AskedPer.ORDER else "attendee__answers"
    if not wanted.answer or question.kind in (QuestionKind.CONSENT, QuestionKind.FILE):
        return Q(event=question.event_id, **{f"{answers}__has_key": str(question.pk)})
    path = f"{answers}__{question.pk}"
    if question.kind == QuestionKind.MULTIPLE:
        return Q(event=question.event_id, **{f"{path}__contains": [wanted.answer]})
    return Q(event=question.event_id, **{f"{path}__icontains": wanted.answer})


def _placed_within(found: QuerySet[Order], wanted: OrderFilter) -> QuerySet[Order]:
    """Orders of some days by each event's own clock. No clock is a day away from another's: that narrows first."""
    if wanted.since:
        found = found.filter(created_at__gte=datetime.combine(wanted.since - A_DAY, time.min, tzinfo=UTC))
    if wanted.until:
        found = found.filter(created_at__lt=datetime.combine(wanted.until + 2 * A_DAY, time.min, tzinfo=UTC))
    days = Q()
    if wanted.since:
        days &= Q(day__gte=wanted.since)
    if wanted.until:
        days &= Q(day__lte=wanted.until)
    at_event = Func(F("event__time_zone"), F("created_at"), function="timezone", output_field=DateTimeField())
    return found.alias(day=Cast(at_event, DateField())).filter(days)


def _with_words(
    rows: QuerySet[M], member: Member, words: str, found: Callable[[Tenant, str], office_search.Ids]
) -> QuerySet[M]:
    if not words:
        return rows
    return rows.none() if office_search.is_too_short(words) else rows.filter(pk__in=found(member.tenant, words))
