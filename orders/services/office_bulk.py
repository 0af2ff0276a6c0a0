"""Acts on many tickets at once: asked for in one go, done little by little by a job, resumed where one broke off.

Mails that many people get must not keep a buyer's confirmation waiting: so many go out, then there is a pause.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from orders import errors_office_people as errors
from orders import jobs
from orders.acting import acting_member
from orders.models import BulkAction, BulkKind, Order, OrderStatus, Ticket, TicketBatch, TicketStatus, WorkStatus
from orders.queries import office_rows
from orders.queries.office_filters import AttendeeFilter
from orders.services.batches import cancel_batch_tickets
from orders.services.cancellations import cancel_tickets
from orders.steps import mails
from tenants.access import Member
from tenants.steps import log_activity
from ticketing.core import once
from ticketing.core.errors import DomainError
from ticketing.core.ids import uuid7

PERMISSIONS = {BulkKind.RESEND: "orders.resend", BulkKind.CANCEL: "orders.change"}
MOST_UNDER_WAY = 3
# Some four hundred mails a minute, which a worker sends beside all others.
PORTION = 100
PAUSE_SECONDS = {BulkKind.RESEND: 15, BulkKind.CANCEL: 0}
NOT_A_MEMBER = "not_a_member"


@once.makes(BulkAction)
@transaction.atomic(durable=True)
def start_bulk_action(
    *, member: Member, kind: BulkKind, wanted: AttendeeFilter, pk: UUID | None = None, now: datetime
) -> BulkAction:
    """Have something done to all valid tickets that match the filter.

    Raises NothingMatches, TooManyUnderWay, or SentBefore where the one with the id `pk` was asked for already.
    """
    at_work = (WorkStatus.QUEUED, WorkStatus.RUNNING)
    mine = BulkAction.objects.filter(by=member.user, tenant=member.tenant, status__in=at_work)
    if mine.count() >= MOST_UNDER_WAY:
        raise errors.TooManyUnderWay(most=MOST_UNDER_WAY)
    action = BulkAction(
        pk=pk or uuid7(),
        tenant=member.tenant,
        by=member.user,
        kind=kind,
        filters=wanted.params(),
        created_at=now,
    )
    action.rows_total = valid_tickets(member, wanted).count()
    if not action.rows_total:
        raise errors.NothingMatches()
    action.save(force_insert=True)
    jobs.defer_bulk_action(action.pk)
    log_activity(
        tenant=member.tenant,
        actor=member.user,
        action=f"tickets.{kind.value}_started",
        target=action,
        metadata={"tickets": action.rows_total, "filters": action.filters},
        now=now,
    )
    return action


@transaction.atomic(durable=True)
def stop_bulk_action(*, action: BulkAction, member: Member, now: datetime) -> None:
    """Stop it where it is; what was done stays done. Raises WorkIsOver where there is nothing to stop."""
    stopped = BulkAction.objects.filter(pk=action.pk, status__in=(WorkStatus.QUEUED, WorkStatus.RUNNING))
    if not stopped.update(status=WorkStatus.CANCELLED, finished_at=now):
        raise errors.WorkIsOver()
    log_activity(tenant=action.tenant_id, actor=member.user, action="tickets.bulk_stopped", target=action, now=now)


def run_bulk_action(*, action_id: UUID, now: datetime) -> None:
    """Do the next portion, and queue the one after it."""
    action = BulkAction.objects.select_related("tenant__settings", "by").get(pk=action_id)
    waiting = BulkAction.objects.filter(pk=action_id, status__in=(WorkStatus.QUEUED, WorkStatus.RUNNING))
    if not waiting.update(status=WorkStatus.RUNNING):
        return
    kind = BulkKind(action.kind)
    member = acting_member(action.tenant, action.by)
    if member is None or not member.may(PERMISSIONS[kind]):
        _end(action, WorkStatus.FAILED, error=NOT_A_MEMBER)
        return
    portion = _next_portion(action, member)
    if portion:
        done = _DEEDS[kind](action, member, portion, now)
        _tell(action, portion, skipped=len(portion) - done)
    if len(portion) < PORTION:
        _end(action, WorkStatus.DONE)
    else:
        jobs.defer_bulk_action(action.pk, after_seconds=PAUSE_SECONDS[kind])


def valid_tickets(member: Member, wanted: AttendeeFilter) -> QuerySet[Ticket]:
    """The tickets with which something can be done, as far as the member reaches them."""
    return office_rows.attendees(member, wanted).filter(status=TicketStatus.VALID)


def _next_portion(action: BulkAction, member: Member) -> list[Ticket]:
    tickets = valid_tickets(member, AttendeeFilter.of(action.filters))
    if action.last_id:
        tickets = tickets.filter(pk__gt=action.last_id)
    return list(tickets.select_related("order", "attendee", "batch").order_by("pk")[:PORTION])


@transaction.atomic(durable=True)
def _resend(action: BulkAction, member: Member, tickets: Sequence[Ticket], now: datetime) -> int:
    """Queue the mails, each once however often this is tried."""
    done = 0
    for ticket in tickets:
        if ticket.order is not None and ticket.order.status == OrderStatus.CONFIRMED:
            mails.queue_ticket_again(ticket.order, ticket, str(action.pk), now=now)
            done += 1
    return done


def _cancel(action: BulkAction, member: Member, tickets: Sequence[Ticket], now: datetime) -> int:
    """Cancel order by order, each in a transaction of its own; what cannot be cancelled is passed over."""
    by_owner: defaultdict[Order | TicketBatch | None, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        by_owner[ticket.order or ticket.batch].append(ticket)
    done = 0
    for owner, theirs in by_owner.items():
        try:
            if isinstance(owner, Order):
                cancel_tickets(order=owner, tickets=theirs, by=member.user, now=now)
            elif isinstance(owner, TicketBatch):
                cancel_batch_tickets(batch=owner, ticket_ids=[row.pk for row in theirs], by=member.user, now=now)
            else:
                continue
        except DomainError:
            continue
        done += len(theirs)
    return done


_DEEDS: dict[BulkKind, Any] = {BulkKind.RESEND: _resend, BulkKind.CANCEL: _cancel}


def _tell(action: BulkAction, portion: Sequence[Ticket], *, skipped: int) -> None:
    BulkAction.objects.filter(pk=action.pk).update(
        last_id=portion[-1].pk,
        rows_done=F("rows_done") + len(portion),
        rows_skipped=F("rows_skipped") + skipped,
    )


def _end(action: BulkAction, status: WorkStatus, *, error: str = "") -> None:
    running = BulkAction.objects.filter(pk=action.pk, status=WorkStatus.RUNNING)
    running.update(status=status, error=error, finished_at=timezone.now())
