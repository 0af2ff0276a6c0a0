"""What the door adds to the organizer's console."""

from django.utils.translation import gettext_lazy as _

from tenants.console import Entry

OF_EVENT = [
    Entry("gates", _("Gates"), "door-open", "checkin:gates", "checkin.manage", 80, takes=("event",)),
    Entry("incidents", _("Incidents"), "megaphone", "checkin:incidents", "incidents.write", 90, takes=("event",)),
]
