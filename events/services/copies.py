"""Doing an event again on another day."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction

from events import hooks, steps
from events.models import DiscountCode, Event, EventPicture, EventSession, Question, TicketType
from events.values import Copied
from tenants.models import User
from tenants.steps import log_activity

Shift = Callable[[datetime], datetime]

# What a copy has of its own: identity, stock, moments of its life.
_OWN = frozenset({"id", "created_at", "updated_at", "stock", "archived_at", "event", "tenant", "version"})
_OWN_OF_CODE = _OWN | {"batch", "times_redeemed"}
_OWN_OF_EVENT = _OWN | {
    "slug", "status", "access_token", "is_featured", "created_by", "updated_by", "version", "published_at", "search"
}  # fmt: skip


@transaction.atomic(durable=True)
def copy_event(
    *, event: Event, name: str, starts_at: datetime, codes: Iterable[DiscountCode] = (), by: User, now: datetime
) -> Event:
    """A draft like the event at another time: programme, ticket types, questions, pictures; nothing that was sold.

    All moments move by as much as the start does, on the event's clock: eight in the evening stays eight. `codes` of
    the event are good for the copy too, as if nobody had used them.
    """
    shift = shift_of(event, starts_at)
    fields = _fields_of(event, shift, own=_OWN_OF_EVENT) | {"name": name}
    copy = steps.make_event_at_free_slug(
        tenant=event.tenant, by=by, capacity=event.stock.quantity_total, now=now, **fields
    )
    copy.categories.set(event.categories.all())
    sessions = {session.pk: _copy_session(session, copy, shift) for session in _live(event.sessions)}
    ticket_types = _copy_ticket_types(event, copy, shift, sessions)
    _copy_questions(event, copy, ticket_types)
    _copy_pictures(event, copy)
    _copy_codes(codes, copy, shift, ticket_types)
    for hook in hooks.event_copied:
        hook(Copied(original=event, copy=copy, sessions=sessions, ticket_types=ticket_types, shift=shift))
    facts = {"copied_from": str(event.pk)}
    log_activity(tenant=copy.tenant_id, actor=by, action="event.copied", target=copy, metadata=facts, now=now)
    return copy


def shift_of(event: Event, starts_at: datetime) -> Shift:
    """How moments of the event move when it starts at another one: by days and hours of the event's clock."""
    clock = ZoneInfo(event.time_zone)

    def wall(moment: datetime) -> datetime:
        return moment.astimezone(clock).replace(tzinfo=None)

    by = wall(starts_at) - wall(event.starts_at)
    return lambda moment: (wall(moment) + by).replace(tzinfo=clock).astimezone(UTC)


def _copy_session(session: EventSession, copy: Event, shift: Shift) -> EventSession:
    return steps.make_session(event=copy, places=session.stock.quantity_total, **_fields_of(session, shift))


def _copy_ticket_types(
    event: Event, copy: Event, shift: Shift, sessions: dict[Any, EventSession]
) -> dict[Any, TicketType]:
    originals = list(_live(event.ticket_types).prefetch_related("admits", "requires"))
    made = {
        each.pk: steps.make_ticket_type(event=copy, places=each.stock.quantity_total, **_fields_of(each, shift))
        for each in originals
    }
    for each in originals:
        made[each.pk].admits.set([sessions[row.pk] for row in each.admits.all() if row.pk in sessions])
        made[each.pk].requires.set([made[row.pk] for row in each.requires.all() if row.pk in made])
    return made


def _copy_questions(event: Event, copy: Event, ticket_types: dict[Any, TicketType]) -> None:
    for question in event.questions.filter(archived_at=None).prefetch_related("ticket_types"):
        limited_to = _counterparts(question, ticket_types)
        if limited_to is not None:
            made = Question.objects.create(tenant_id=copy.tenant_id, event=copy, **_fields_of(question, _still))
            made.ticket_types.set(limited_to)


def _copy_codes(codes: Iterable[DiscountCode], copy: Event, shift: Shift, ticket_types: dict[Any, TicketType]) -> None:
    made, limits = [], []
    through = DiscountCode.ticket_types.through
    for code in codes:
        limited_to = _counterparts(code, ticket_types)
        if limited_to is None:
            continue
        made.append(DiscountCode(tenant_id=copy.tenant_id, event=copy, **_fields_of(code, shift, own=_OWN_OF_CODE)))
        limits += [through(discountcode_id=made[-1].pk, tickettype_id=each.pk) for each in limited_to]
    DiscountCode.objects.bulk_create(made, batch_size=1_000)
    through._default_manager.bulk_create(limits, batch_size=1_000)


def _counterparts(row: Question | DiscountCode, ticket_types: dict[Any, TicketType]) -> list[TicketType] | None:
    """The types of the copy that the row's copy is limited to, if any; None where it would be limited to nothing.

    What names only types that were put away would otherwise be for all of them.
    """
    named = [each.pk for each in row.ticket_types.all()]
    there = [ticket_types[pk] for pk in named if pk in ticket_types]
    return None if named and not there else there


def _copy_pictures(event: Event, copy: Event) -> None:
    EventPicture.objects.bulk_create(
        EventPicture(tenant_id=copy.tenant_id, event=copy, **_fields_of(picture, _still))
        for picture in event.pictures.filter(removed_at=None)
    )


def _live(rows: Any) -> Any:
    return rows.filter(archived_at=None).select_related("stock")


def _still(moment: datetime) -> datetime:
    return moment


def _fields_of(row: models.Model, shift: Shift, *, own: frozenset[str] = _OWN) -> dict[str, Any]:
    """What a copy of the row has in common with it, with moments moved."""
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in own}
    return {name: shift(value) if isinstance(value, datetime) else value for name, value in values.items()}
