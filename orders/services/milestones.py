"""First sales and sold-out events: noticed by a job once a minute, so that no sale pays for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from events.models import Event, EventStatus, TicketType
from events.reach import memberships_reaching
from orders.models import Milestone, MilestoneKind
from tenants.models import NoticeKind
from tenants.steps import notify

BATCH = 100
NOTICES = {MilestoneKind.FIRST_SALE: NoticeKind.FIRST_SALE, MilestoneKind.SOLD_OUT: NoticeKind.SOLD_OUT}


@transaction.atomic(durable=True)
def note_milestones(*, now: datetime) -> int:
    """Write down what events have reached since, and tell their people, once; how many milestones that were."""
    noted = 0
    for kind, reached in ((MilestoneKind.FIRST_SALE, _has_sold()), (MilestoneKind.SOLD_OUT, _is_sold_out())):
        told = Milestone.objects.filter(event=OuterRef("pk"), kind=kind)
        events = Event.objects.filter(reached, ~Exists(told), status=EventStatus.PUBLISHED, ends_at__gt=now)
        for event in events.order_by("pk")[:BATCH]:
            noted += _note(event, kind, now)
    return noted


def _note(event: Event, kind: MilestoneKind, now: datetime) -> bool:
    _row, is_new = Milestone.objects.get_or_create(
        event=event, kind=kind, defaults={"tenant_id": event.tenant_id, "created_at": now}
    )
    if is_new:
        notify(
            tenant=event.tenant_id,
            kind=NOTICES[kind],
            target=event,
            context={"event": event.name},
            dedupe_key=f"{kind}:{event.pk}",
            reaching=memberships_reaching(event.pk),
            now=now,
        )
    return is_new


def _has_sold() -> Q:
    return Q(Exists(TicketType.objects.filter(event=OuterRef("pk"), stock__quantity_sold__gt=0)))


def _is_sold_out() -> Q:
    """Nothing is left of the event's places, or of any ticket type on sale."""
    gone = Q(stock__quantity_sold__gte=F("stock__quantity_total"))
    types = TicketType.objects.filter(event=OuterRef("pk"), kind="ticket", status="active", archived_at=None)
    return gone | Q(Exists(types)) & ~Q(Exists(types.exclude(gone)))
