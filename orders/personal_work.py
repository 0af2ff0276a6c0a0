"""People in what members keep about their work: rows of imported files, and what exports and acts on many tickets say.

None of that is a business record. It comes before all locks of a sale: an import writes a row first, then its order.
"""

import re
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from orders.models import Attendee, BulkAction, Buyer, Export, ImportRow, Order, WorkStatus
from orders.models.office_work import UNDER_WAY
from tenants.hooks import Person
from tenants.models import DELETED
from tenants.steps import redact_activity

NOBODY = f"redacted@{DELETED}"
"""Stands in a filter where an address was: it finds nobody, where no words at all would find everybody."""

# The columns of an import of attendees that tell who somebody is.
_WHO = ("email", "first_name", "last_name", "phone")


def forget_in_office(person: Person, now: datetime) -> list[str]:
    """Take a person out of it, in the caller's transaction; the names of the files that are to go."""
    _forget_rows(person, now)
    _forget_filters(person, BulkAction.objects.all(), now)
    _forget_filters(person, Export.objects.all(), now)
    return _lapse_exports(person, now)


def _forget_rows(person: Person, now: datetime) -> None:
    """Blank who they are in the rows that name them, or that have made their orders. Codes and types stay."""
    orders = set(Order.objects.filter(person.where(user="user", email="buyer_email")).values_list("pk", flat=True))
    rows = ImportRow.objects.annotate(text=Cast("cells", TextField()), told=Cast("reasons", TextField()))
    named = _naming(person, "text", "told", "note") | Q(target_id__in=orders, source__kind="attendees")
    for row in rows.filter(_within(person, "source__tenant"), named).order_by("pk"):
        is_theirs = row.target_id in orders or row.cells.get("email", "").strip().lower() in person.addresses
        cells = {
            name: "" if _names(person, cell) or (is_theirs and name in _WHO) else cell
            for name, cell in row.cells.items()
        }
        reasons = [] if _names(person, str(row.reasons)) else row.reasons
        note = "" if _names(person, row.note) else row.note
        ImportRow.objects.filter(pk=row.pk).update(cells=cells, reasons=reasons, note=note, updated_at=now)


def _forget_filters(person: Person, work: QuerySet[Any], now: datetime) -> None:
    """Put nobody in the place of the person in filters. What is under way with them is stopped."""
    told = work.annotate(text=Cast("filters", TextField()))
    found = list(told.filter(_within(person, "tenant"), _naming(person, "text")).order_by("pk"))
    for row in found:
        filters = {
            name: [NOBODY if _names(person, str(value)) else value for value in values]
            for name, values in row.filters.items()
        }
        type(row).objects.filter(pk=row.pk).update(filters=filters, updated_at=now)
    _stop(work.filter(pk__in=[row.pk for row in found]), now)
    redact_activity(Q(target_id__in=[row.pk for row in found]))


def _lapse_exports(person: Person, now: datetime) -> list[str]:
    """Files that may list them, of every organizer who knows them; one that is being written is stopped."""
    buyers = Buyer.objects.filter(person.where(user="user", email="email")).values("tenant")
    attendees = Attendee.objects.filter(person.where(user="user", email="email")).values("tenant")
    concerned = Q(tenant__in=buyers) | Q(tenant__in=attendees)
    if person.user is not None:
        concerned |= Q(by=person.user)
    exports = Export.objects.filter(concerned, _within(person, "tenant"))
    _stop(exports.filter(status=WorkStatus.RUNNING), now)
    kept = list(exports.exclude(file="").order_by("pk"))
    Export.objects.filter(pk__in=[export.pk for export in kept]).update(file="", expires_at=now, updated_at=now)
    return [export.file for export in kept]


def _stop(work: QuerySet[Any], now: datetime) -> None:
    work.filter(status__in=UNDER_WAY).update(status=WorkStatus.CANCELLED, finished_at=now, updated_at=now)


def _within(person: Person, field: str) -> Q:
    return Q() if person.tenant_id is None else Q(**{field: person.tenant_id})


def _naming(person: Person, *fields: str) -> Q:
    named = Q(pk__in=())
    for address in person.addresses:
        for field in fields:
            named |= Q(**{f"{field}__icontains": address})
    return named


def _names(person: Person, text: str) -> bool:
    """Whether a text holds one of their addresses, and not merely the end of a longer one."""
    folded = text.lower()
    return any(re.search(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", folded) for address in person.addresses)
