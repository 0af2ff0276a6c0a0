"""What reports add to the organizer's console."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import F, Model
from django.utils.translation import gettext_lazy as _

from events.models import Event
from orders.models import Order, Payment, Refund, Ticket
from tenants import console
from tenants.console import Entry, Named, Naming
from tenants.models import Tenant

ENTRIES = [Entry("reports", _("Reports"), "chart-column", "reports:tenant", "reports.read", 60)]
EVENT_ENTRIES = [
    Entry("reports", _("Reports"), "chart-column", "reports:event", "reports.read", 65, ("tenant", "event"))
]


def events(tenant: Tenant, keys: Collection[UUID]) -> Mapping[UUID, Named]:
    """Events by name."""
    rows = Event.objects.filter(tenant=tenant, pk__in=keys).values_list("pk", "name")
    return {pk: Named(name, console.address("events_office:event", tenant=tenant.slug, event=pk)) for pk, name in rows}


def by_order(model: type[Model], path: str) -> Naming:
    """Rows that are known by the number of their order, to which `path` leads."""

    def named(tenant: Tenant, keys: Collection[UUID]) -> Mapping[UUID, Named]:
        rows = model._default_manager.filter(tenant=tenant, pk__in=keys).annotate(known_as=F(path))
        return {
            pk: Named(number, console.address("orders_office:order", tenant=tenant.slug, number=number))
            for pk, number in rows.exclude(known_as=None).values_list("pk", "known_as")
        }

    return named


NAMING: dict[str, Naming] = {
    "event": events,
    "order": by_order(Order, "order_number"),
    "payment": by_order(Payment, "order__order_number"),
    "refund": by_order(Refund, "payment__order__order_number"),
    "ticket": by_order(Ticket, "order__order_number"),
}
