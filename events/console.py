"""What events add to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

WORK = [
    Entry("events", _("Events"), "calendar-days", "events_office:events", "events.read", 20),
    Entry("places", _("Venues"), "map-pin", "events_office:venues", "events.read", 25),
]
AN_EVENT = ("tenant", "event")
OF_EVENT = [
    Entry("overview", _("Overview"), "layout-dashboard", "events_office:event", "events.read", 10, takes=AN_EVENT),
    Entry("details", _("Details"), "file-text", "events_office:details", "events.change", 20, takes=AN_EVENT),
    Entry("programme", _("Programme"), "list", "events_office:programme", "events.change", 25, takes=AN_EVENT),
    Entry("pictures", _("Pictures"), "image", "events_office:pictures", "events.change", 27, takes=AN_EVENT),
]
