"""Writing one checked row, and taking it back: steps, for the transaction of `orders.services.imports`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from events import selling_rules, steps_selling
from events.models import DiscountCode, TicketType
from orders import errors_office_imports as errors
from orders.errors_office import TypeInUse
from orders.models import Import, ImportKind, ImportRow
from orders.office_imports import attendees
from orders.office_imports.resources import RESOURCES
from orders.steps import places, ticket_types

CODE_FIELDS = (
    "code description discount_type discount_value max_redemptions max_per_buyer max_tickets minimum_order_cents"
    " starts_at expires_at status unlocks_hidden_types archived_at"
).split()


def write(made: Import, row: ImportRow, *, now: datetime) -> None:
    """Write what a row says, checked once more: much may have happened since somebody looked at it."""
    checker = RESOURCES[made.kind](tenant=made.tenant, event=made.event, seen=set())
    draft = checker.draft(row.cells)
    _WRITERS[made.kind](made, row, draft.existing, draft.values, now)


def _remember(row: ImportRow, target_id: UUID, before: dict[str, Any]) -> None:
    row.target_id, row.before = target_id, before
    row.save(update_fields=["target_id", "before"])


def undo(made: Import, row: ImportRow, *, now: datetime) -> None:
    """Take back what a row has made, or changed. Raises InUse or ChangedSince."""
    _UNDOERS[made.kind](made, row, now)


def _write_type(made: Import, row: ImportRow, existing: Any, values: dict[str, Any], now: datetime) -> None:
    assert made.event is not None
    places_wanted, by = values.pop("places"), made.created_by
    if existing is None:
        new = steps_selling.write_ticket_type(event=made.event, values=values, places=places_wanted, by=by, now=now)
        _remember(row, new.pk, {})
        return
    before = {name: _json(getattr(existing, name)) for name in selling_rules.TICKET_TYPE_FIELDS}
    before["places"] = existing.stock.quantity_total
    changed = ticket_types.rewrite(ticket_type=existing, changes=values, total=places_wanted, by=by, now=now)
    _remember(row, changed.pk, before | {"stamp": changed.updated_at.isoformat()})


def _undo_type(made: Import, row: ImportRow, now: datetime) -> None:
    found = TicketType.objects.select_related("event").filter(pk__in=[row.target_id]).first()
    if found is None:
        return
    if not row.before:
        try:
            ticket_types.erase(found)
        except TypeInUse as used:
            raise errors.InUse(name=found.name) from used
        return
    _check_unchanged(found, row)
    values = _restored(TicketType, row.before, selling_rules.TICKET_TYPE_FIELDS)
    ticket_types.rewrite(ticket_type=found, changes=values, total=row.before["places"], by=made.created_by, now=now)


def _write_code(made: Import, row: ImportRow, existing: Any, values: dict[str, Any], now: datetime) -> None:
    by = made.created_by
    if existing is None:
        new = steps_selling.write_code(tenant=made.tenant, event=made.event, values=values, by=by, now=now)
        _remember(row, new.pk, {})
        return
    before = {name: _json(getattr(existing, name)) for name in CODE_FIELDS}
    before["ticket_types"] = [str(each.pk) for each in existing.ticket_types.all()]
    # A code that somebody imports is wanted, also one that was put away.
    changed = steps_selling.rewrite_code(code=existing, changes=values | {"archived_at": None}, by=by, now=now)
    _remember(row, changed.pk, before | {"stamp": changed.updated_at.isoformat()})


def _undo_code(made: Import, row: ImportRow, now: datetime) -> None:
    found = DiscountCode.objects.select_related("event").filter(pk__in=[row.target_id]).first()
    if found is None:
        return
    if row.before:
        _check_unchanged(found, row)
        values = _restored(DiscountCode, row.before, CODE_FIELDS)
        values["ticket_types"] = list(TicketType.objects.filter(pk__in=row.before["ticket_types"]))
        steps_selling.rewrite_code(code=found, changes=values, by=made.created_by, now=now)
        return
    if found.times_redeemed or found.orders.exists() or found.redemptions.exists():
        raise errors.InUse(name=found.code)
    # A cart may have it in mind, so it is put away rather than deleted.
    DiscountCode.objects.filter(pk=found.pk, archived_at=None).update(archived_at=now)


def _write_attendee(made: Import, row: ImportRow, existing: Any, values: dict[str, Any], now: datetime) -> None:
    order, moves = attendees.write(made, values, now=now)
    _remember(row, order.pk, {})
    places.move(moves)


def _undo_attendee(made: Import, row: ImportRow, now: datetime) -> None:
    attendees.undo(row.target_id, by=made.created_by, now=now)


def _check_unchanged(found: TicketType | DiscountCode, row: ImportRow) -> None:
    """A discount code's uses are counted in its row, so using it counts as a change too."""
    if found.updated_at.isoformat() != row.before["stamp"]:
        raise errors.ChangedSince(name=str(found))


def _json(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Model) else value


def _restored(model: type[Model], before: Mapping[str, Any], names: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in names:
        field: Any = model._meta.get_field(name)
        stored = before[name]
        if field.related_model is not None and stored is not None:
            values[name] = field.related_model._base_manager.get(pk=stored)
        else:
            values[name] = stored if stored is None else field.to_python(stored)
    return values


_WRITERS: dict[str, Callable[[Import, ImportRow, Any, dict[str, Any], datetime], None]] = {
    ImportKind.TICKET_TYPES: _write_type,
    ImportKind.CODES: _write_code,
    ImportKind.ATTENDEES: _write_attendee,
}
_UNDOERS: dict[str, Callable[[Import, ImportRow, datetime], None]] = {
    ImportKind.TICKET_TYPES: _undo_type,
    ImportKind.CODES: _undo_code,
    ImportKind.ATTENDEES: _undo_attendee,
}
