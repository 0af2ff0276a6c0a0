"""The programme of an event, whose row is locked by whoever changes when and where something happens.

Two sessions that take one room at once would not only violate its constraint: checking it, they would deadlock.
"""

from datetime import datetime

from django.db import transaction

from events import locks, rules, steps
from events.errors_office import SessionInUse
from events.models import Event, EventSession
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.versions import claim_version


@transaction.atomic(durable=True)
def add_session(
    *,
    event: Event,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    places: int | None = None,
    by: User | None = None,
    **fields: object,
) -> EventSession:
    """A part of the programme, with places of its own (null: unlimited).

    Raises ReversedDates, OutsideEvent or RoomTaken.
    """
    locks.event(event.pk)
    wanted = EventSession(event=event, title=title, starts_at=starts_at, ends_at=ends_at, **fields)
    rules.check_session(event, wanted, others=_others(event, wanted))
    session = steps.make_session(
        event=event, title=title, starts_at=starts_at, ends_at=ends_at, places=places, **fields
    )
    log_activity(tenant=event.tenant_id, actor=by, action="session.added", target=session)
    return session


@transaction.atomic(durable=True)
def change_session(
    *, session: EventSession, version: int | None = None, by: User, now: datetime, **fields: object
) -> EventSession:
    """Change title, text, times or room of the session that stood at `version`; its places are its stock's.

    Raises Stale where somebody else saved meanwhile, ReversedDates, OutsideEvent or RoomTaken.
    """
    locks.event(session.event_id)
    claim_version(session, version)
    for name, value in fields.items():
        setattr(session, name, value)
    rules.check_session(session.event, session, others=_others(session.event, session))
    session.save(update_fields=list(fields))
    log_activity(tenant=session.tenant_id, actor=by, action="session.changed", target=session, now=now)
    return session


@transaction.atomic(durable=True)
def archive_session(*, session: EventSession, by: User, now: datetime) -> EventSession:
    """Take a session, to which no ticket that is out admits, off the programme. Raises SessionInUse."""
    session.archived_at = now
    session.save(update_fields=["archived_at"])
    session.ticket_types.clear()
    log_activity(tenant=session.tenant_id, actor=by, action="session.archived", target=session, now=now)
    stock = locks.stock(session.stock_id)
    if stock.quantity_held or stock.quantity_sold:
        raise SessionInUse(sold=stock.quantity_sold, held=stock.quantity_held)
    return session


@transaction.atomic(durable=True)
def restore_session(*, session: EventSession, by: User, now: datetime) -> EventSession:
    """Put a session back onto the programme; no ticket type admits to it yet. Raises OutsideEvent, RoomTaken."""
    locks.event(session.event_id)
    rules.check_session(session.event, session, others=_others(session.event, session))
    session.archived_at = None
    session.save(update_fields=["archived_at"])
    log_activity(tenant=session.tenant_id, actor=by, action="session.restored", target=session, now=now)
    return session


def _others(event: Event, session: EventSession) -> list[EventSession]:
    return list(event.sessions.filter(archived_at=None).exclude(pk=session.pk))
