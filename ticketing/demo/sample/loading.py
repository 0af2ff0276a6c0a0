"""Loads the sample data: organizers first, then the events with their histories, side by side."""

import logging
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing import get_context

from django.db import connection

from events import services as event_services
from events.models import Event
from orders import services as order_services
from orders.models import Refund
from orders.reports import rolling
from tenants.models import ActivityLog, User
from tenants.steps import dropping_mail, log_activity
from ticketing.demo.sample import (
    audience,
    build,
    console,
    events_america,
    events_berlin,
    events_commons,
    events_gulf,
    events_japan,
    history,
    logins,
    organizers,
    payouts,
    visits,
)
from ticketing.demo.sample.plans import EventPlan, OrganizerPlan
from ticketing.demo.sample.set_up import set_up

MARK = "sample_data.loaded"
PROGRAMMES: tuple[tuple[OrganizerPlan, tuple[EventPlan, ...]], ...] = (
    (organizers.KULTURHAUS, events_berlin.EVENTS),
    (organizers.HARBOUR, events_america.EVENTS),
    (organizers.TSUKIMI, events_japan.EVENTS),
    (organizers.COMMONS, events_commons.EVENTS),
    (organizers.GULF, events_gulf.EVENTS),
)


def is_loaded() -> bool:
    """Whether a loading was ended before."""
    return ActivityLog.objects.filter(action=MARK).exists()


def load(*, now: datetime, processes: int = 2, share: float = 1) -> None:
    """Load everything. One that was broken off is taken up again: an event that has orders is done.

    `processes` side by side each write whole events; with 1, this one does. `share`: how much of the history.
    """
    clock = build.Clock(now)
    with writing_history():
        build.add_categories()
        people = logins.add_people(now - build.FIRST_DAY)
        for plan in (*organizers.ORGANIZERS, organizers.NEWCOMER):
            tenant = build.add_organizer(plan, clock)
            logins.add_members(tenant, people, now - build.FIRST_DAY)
            console.invite(tenant, by=_owner(plan), now=now)
    # The long ones first, so that no process waits for another at the end.
    keys = sorted(_plans(), key=lambda key: -_plans()[key][1].orders)
    if processes == 1:
        for key in keys:
            load_event(key, now, share)
    else:
        _side_by_side(keys, now, processes, share)
    with writing_history():
        order_services.release_all_lapsed(now=now)
        payouts.write(now=now)
        order_services.note_milestones(now=now)
        rolling.roll_up_due(now=now)
    _cancel_jobs()
    log_activity(tenant=None, actor=None, action=MARK, now=now)


def load_event(key: str, now: datetime, share: float = 1) -> None:
    """Write one event with its history."""
    organizer, plan = _plans()[key]
    clock = build.Clock(now)
    owner = _owner(organizer)
    with writing_history():
        event = build.add_event(plan, organizer, owner, clock)
        if plan.is_draft or event.orders.exists():
            return
        visits.set_up(plan.slug, event, by=owner, now=now)
        regular = User.objects.get(email=logins.BUYER.email)
        opened = build.opened_at(plan, event, clock)
        history.History(plan, event, opened_at=opened, now=now, regular=regular).write(share)
        history.admit_guests(plan, event, steward=owner, now=now)
        audience.write_looks(event)
        visits.write(plan.slug, event, by=owner, now=now)
        console.write(plan.slug, event, by=owner, now=now)
        build.complete_if_over(event, clock)
        if plan.is_archived:
            event_services.archive_event(event=event, by=owner, now=event.ends_at + timedelta(days=7))


@contextmanager
def writing_history() -> Iterator[None]:
    """Mails are dropped, the log stays quiet, and a commit does not wait for the disk.

    A crash may then lose the last moments of a loading, which is simply loaded again.
    """
    logs = [logging.getLogger(name) for name in ("foyer.events", "procrastinate.jobs")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.ERROR)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        with dropping_mail():
            yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _owner(organizer: OrganizerPlan) -> User:
    return User.objects.filter(memberships__tenant__slug=organizer.slug, memberships__role="owner")[0]


def _plans() -> dict[str, tuple[OrganizerPlan, EventPlan]]:
    return {f"{organizer.slug}/{plan.slug}": (organizer, plan) for organizer, events in PROGRAMMES for plan in events}


def _side_by_side(keys: list[str], now: datetime, processes: int, share: float) -> None:
    # Spawned rather than forked: a copy of this process's database connections would serve two masters.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=set_up) as pool:
        for done in [pool.submit(load_event, key, now, share) for key in keys]:
            done.result()


def _cancel_jobs() -> None:
    """The refunds of the past are settled, and what came free is offered: nobody is to do it again."""
    refunds = [str(pk) for pk in Refund.objects.values_list("pk", flat=True)]
    events = [str(pk) for pk in Event.objects.filter(waiting_list_enabled=True).values_list("pk", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND (args ->> 'refund_id' = ANY(%s)"
            " OR task_name = 'orders.hand_out_places' AND args ->> 'event_id' = ANY(%s))",
            [refunds, events],
        )
