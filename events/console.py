"""What events, their codes, looks and plans add to the organizer's console."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from events.models import Event
from tenants import console
from tenants.console import Entry, Named, Naming
from tenants.models import Tenant

WORK = [
    Entry("events", _("Events"), "calendar-days", "events_office:events", "events.read", 20),
    Entry("places", _("Venues"), "map-pin", "events_office:venues", "events.read", 25),
    Entry(
        "codes",
        _("Discount codes"),
        "badge-percent",
        "codes_office:tenant_codes",
        "events.read",
        55,
        of_all_events=True,
    ),
]
ORGANIZATION = [
    Entry("branding", _("Branding"), "palette", "looks_office:branding", "branding.change", 20),
    Entry("plan", _("Plan"), "gauge", "looks_office:plan", "billing.change", 80),
]
AN_EVENT = ("tenant", "event")
OF_EVENT = [
    Entry("overview", _("Overview"), "layout-dashboard", "events_office:event", "events.read", 10, takes=AN_EVENT),
    Entry("details", _("Details"), "file-text", "events_office:details", "events.change", 20, takes=AN_EVENT),
    Entry("programme", _("Programme"), "list", "events_office:programme", "events.change", 25, takes=AN_EVENT),
    Entry("codes", _("Discount codes"), "badge-percent", "codes_office:codes", "events.read", 35, takes=AN_EVENT),
    Entry("pictures", _("Pictures"), "image", "events_office:pictures", "events.change", 27, takes=AN_EVENT),
]


def events(tenant: Tenant, keys: Collection[UUID]) -> Mapping[UUID, Named]:
    """Events by name."""
    rows = Event.objects.filter(tenant=tenant, pk__in=keys).values_list("pk", "name")
    return {pk: Named(name, console.address("events_office:event", tenant=tenant.slug, event=pk)) for pk, name in rows}


NAMING: dict[str, Naming] = {"event": events}
