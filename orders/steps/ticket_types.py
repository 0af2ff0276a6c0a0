"""Parts of a write that change or take away what is on sale."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ManyToOneRel

from events import plan_limits, selling_rules
from events.models import Stock, TicketKind, TicketType
from orders import errors_office, hooks, locks
from orders.steps import capacity, places
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.prepared import cursor
from ticketing.core.versions import claim_version

LISTS = ("admits", "requires")


def is_in_use(ticket_type: TicketType) -> bool:
    """Whether any row of any app names it. What is limited to it would be limited to nothing without it."""
    own = {(field.remote_field.through, field.m2m_field_name()) for field in TicketType._meta.many_to_many}
    # Hidden ones are those without a name of their own, of which a sale's are most.
    named_by = [field for field in TicketType._meta.get_fields(include_hidden=True) if field.auto_created]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: ticket_type.pk}).exists()
        for relation in named_by
        if isinstance(relation, ManyToOneRel) and (relation.related_model, relation.field.name) not in own
    )


def erase(ticket_type: TicketType) -> None:
    """Delete a type that nothing refers to, and its own stock. Raises TypeInUse.

    The database has the last word: between a look and the deletion a buyer may come, whose row waits for neither.
    """
    refusal = errors_office.TypeInUse(ticket_type=ticket_type.name)
    if is_in_use(ticket_type):
        raise refusal
    try:
        with transaction.atomic():
            ticket_type.requires.clear()
            ticket_type.admits.clear()
            with cursor() as sender:
                sender.execute("DELETE FROM events_tickettype WHERE id = %s", [ticket_type.pk])
            places.settle_constraints()
            Stock.objects.filter(pk=ticket_type.stock_id).delete()
    except IntegrityError as named:
        raise refusal from named


def rewrite(
    *,
    ticket_type: TicketType,
    changes: Mapping[str, Any],
    total: int | None,
    version: int | None = None,
    by: User | None,
    now: datetime,
) -> TicketType:
    """Change a type and how many places it has (`orders.services.change_ticket_type` says what is promised).

    Ends with the lock of its stock, so it is the last of a transaction.
    """
    found = TicketType.objects.select_related("event", "reservation_venue").get(pk=ticket_type.pk)
    before = _values(found)
    _demand_room(found, changes.get("kind", found.kind), total)
    claim_version(found, version)
    selling_rules.check(selling_rules.ticket_type_refusals(found.event, before | {**changes, "pk": found.pk}))
    changed = [name for name in changes if changes[name] != before[name]]
    for name in changed:
        if name not in LISTS:
            setattr(found, name, changes[name])
    for hook in hooks.ticket_type_changes:
        hook(found, before)
    found.save(update_fields=[name for name in changed if name not in LISTS])
    metadata = {name: [_word(before[name]), _word(changes[name])] for name in changed} | {"places": total}
    log_activity(
        tenant=found.tenant_id, actor=by, action="ticket_type.changed", target=found, metadata=metadata, now=now
    )
    if "requires" in changed:
        found.requires.set(changes["requires"])
    found.refresh_from_db()
    if "admits" in changed:
        _draw_anew(found, changes["admits"], total)
    else:
        _resize(found, total, fixes_kind="kind" in changed)
    return found


def _demand_room(ticket_type: TicketType, kind: str, total: int | None) -> None:
    """Raise TooManyTickets where the organizer's plan has no room; the organization's lock comes before all others."""
    if ticket_type.kind != kind == TicketKind.TICKET:
        plan_limits.demand_room_for_type(ticket_type.event, total)
    else:
        plan_limits.demand_capacities({ticket_type.stock_id: total})


def _draw_anew(ticket_type: TicketType, admits: list[Any], total: int | None) -> None:
    """Let a type of which nothing is held or sold draw on other sessions.

    It gets a new stock, and the old one is left with no places: a buyer who has read what the type drew on, and is
    about to count there, finds nothing free and tries again.
    """
    former_id = ticket_type.stock_id
    stock = Stock.objects.create(tenant_id=ticket_type.tenant_id, label=ticket_type.name, quantity_total=total)
    ticket_type.stock = stock
    ticket_type.save(update_fields=["stock"])
    ticket_type.admits.set(admits)
    places.settle_constraints()
    (former,) = locks.stocks([former_id])
    _check_untouched(former, errors_office.PlacesTaken)
    capacity.resize({former.pk: 0})


def _resize(ticket_type: TicketType, total: int | None, *, fixes_kind: bool) -> None:
    if fixes_kind:
        places.settle_constraints()
        (stock,) = locks.stocks([ticket_type.stock_id])
        _check_untouched(stock, errors_office.KindTaken)
    capacity.resize({ticket_type.stock_id: total})
    Stock.objects.filter(pk=ticket_type.stock_id).exclude(label=ticket_type.name).update(label=ticket_type.name)


def _check_untouched(stock: Stock, refusal: type[errors_office.PlacesTaken]) -> None:
    if stock.quantity_held or stock.quantity_sold:
        raise refusal(sold=stock.quantity_sold, held=stock.quantity_held)


def _values(ticket_type: TicketType) -> dict[str, Any]:
    """The fields of a type by name, with what it admits to and requires as lists by id."""
    fields = {name: getattr(ticket_type, name) for name in selling_rules.TICKET_TYPE_FIELDS}
    admits = list(ticket_type.admits.order_by("pk"))
    return fields | {"admits": admits, "requires": list(ticket_type.requires.order_by("pk"))}


def _word(value: Any) -> Any:
    return [str(each) for each in value] if isinstance(value, list) else str(value)
