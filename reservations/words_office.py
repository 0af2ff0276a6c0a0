"""Days, hours and states as the office writes them, in the reader's language."""

from datetime import date, time

from babel.dates import format_date, format_skeleton, format_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.models import Ticket, TicketStatus
from tenants.models import ActivityLog
from ticketing.core.when import date_locale


def hours(start: time, end: time) -> str:
    """From when to when on the venue's clock: “09:00–12:00”."""
    locale = date_locale()
    return f"{format_time(start, 'short', locale=locale)}–{format_time(end, 'short', locale=locale)}"


def day_name(day: date, style: str = "full") -> str:
    """A day: `full`, `medium`, `short` with its weekday, `weekday` alone, `month` “June 2026”."""
    locale = date_locale()
    if style == "short":
        return str(format_skeleton("MMMEd", day, locale=locale))
    if style == "month":
        return str(format_skeleton("yMMMM", day, locale=locale))
    if style == "weekday":
        return format_date(day, "EEE", locale=locale)
    if style == "weekday_long":
        return format_date(day, "EEEE", locale=locale)
    return format_date(day, style, locale=locale)


def week_name(first: date, last: date) -> str:
    """A week by its first and last day."""
    return _("%(first)s – %(last)s") % {"first": day_name(first, "short"), "last": day_name(last, "medium")}


def ticket_state(ticket: Ticket) -> tuple[str, str]:
    """How far a pre-made ticket has come: a key for its looks, and the words."""
    if ticket.status == TicketStatus.CANCELLED:
        return "void", _("Cancelled")
    if ticket.status == TicketStatus.USED:
        return "used", _("Used")
    if ticket.status == TicketStatus.EXPIRED:
        return "void", _("Expired")
    if ticket.reserved_at is not None:
        return "reserved", _("Reserved")
    if ticket.activated_at is not None:
        return "active", _("Active")
    return "waiting", _("Not activated")


def entry_in_words(entry: ActivityLog) -> str:
    """What an entry of the activity log says of a slot."""
    if entry.action != "slot.changed":
        return str(_ENTRIES.get(entry.action, entry.action))
    said = [_change_in_words(name, *change) for name, change in entry.metadata.items() if len(change) == 2]
    return ", ".join(said) or _("Changed")


def _change_in_words(name: str, former: str, present: str) -> str:
    if name == "is_closed":
        return _("Closed") if present == "True" else _("Opened again")
    if name == "end_time":
        return _("End changed from %(former)s to %(present)s") % {"former": former[:5], "present": present[:5]}
    return _("Places changed from %(former)s to %(present)s") % {"former": former, "present": present}


_ENTRIES = {
    "slot.created": gettext_lazy("Added"),
    "slot.deleted": gettext_lazy("Deleted: closed, since something was booked"),
    "slot.repaired": gettext_lazy("Counted anew"),
}
