"""What sales add to the organizer's console: pages, and names for what happened to whom."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import F, Model
from django.utils.translation import gettext_lazy as _

from orders.models import Order, Payment, Refund, Ticket
from tenants import console
from tenants.console import Entry, Named, Naming
from tenants.models import Tenant

AN_EVENT = ("tenant", "event")
WORK = [
    Entry("orders", _("Orders"), "receipt", "orders_office:orders", "orders.lookup", 30),
    Entry("approvals", _("Approvals"), "user-check", "orders_office:approvals", "orders.read", 35),
    Entry("attendees", _("Attendees"), "users", "people_office:attendees", "orders.read", 40),
    Entry("buyers", _("Buyers"), "wallet", "people_office:buyers", "orders.read", 50),
    Entry("reports", _("Reports"), "chart-column", "reports:tenant", "reports.read", 60),
    Entry("exports", _("Exports"), "download", "people_office:exports", "orders.export", 65),
    Entry("imports", _("Imports"), "upload", "selling_office:imports", "events.change", 70),
]
OF_EVENT = [
    Entry("ticket types", _("Ticket types"), "ticket", "selling_office:ticket_types", "events.read", 30, AN_EVENT),
    Entry("questions", _("Questions"), "circle-question-mark", "selling_office:questions", "events.read", 40, AN_EVENT),
    Entry("event_orders", _("Orders"), "receipt", "orders_office:event_orders", "orders.lookup", 50, AN_EVENT),
    Entry(
        "event_approvals", _("Approvals"), "user-check", "orders_office:event_approvals", "orders.read", 52, AN_EVENT
    ),
    Entry("event-attendees", _("Attendees"), "users", "people_office:event_attendees", "orders.read", 55, AN_EVENT),
    Entry("waiting_list", _("Waiting list"), "hourglass", "orders:office_waiting_list", "orders.read", 60, AN_EVENT),
    Entry("reports", _("Reports"), "chart-column", "reports:event", "reports.read", 65, AN_EVENT),
]


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
    "order": by_order(Order, "order_number"),
    "payment": by_order(Payment, "order__order_number"),
    "refund": by_order(Refund, "payment__order__order_number"),
    "ticket": by_order(Ticket, "order__order_number"),
}
