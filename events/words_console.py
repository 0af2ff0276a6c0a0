"""An event's state in words, for the console."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Event, EventStatus


def state_of(event: Event, *, now: datetime) -> tuple[str, str]:
    """The word for where an event stands, and its tone."""
    if event.archived_at is not None:
        return pgettext("event", "Archived"), ""
    if event.status == EventStatus.CANCELLED:
        return pgettext("event", "Cancelled"), "bad"
    if event.status == EventStatus.DRAFT:
        return pgettext("event", "Draft"), "warn"
    if event.status == EventStatus.COMPLETED or event.ends_at < now:
        return _("Over"), ""
    return (_("Running"), "info") if event.starts_at <= now else (pgettext("event", "Published"), "good")
