"""Calendar files (RFC 5545) for one event, as calendars on phones and desktops take them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

PRODUCT = "-//Foyer//Tickets//EN"
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarFacts:
    """What a calendar needs to know. Instants are aware; they are written in `time_zone`, an IANA name."""

    uid: str
    """The same for the same event for ever, so that a newer file replaces the older entry."""
    sequence: int
    """Grows with each change of the event; calendars ignore a lower one."""
    stamp: datetime
    """When the facts last changed (not the moment of writing: the file then stays the same, byte for byte)."""
    summary: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    location: str = ""
    latitude: float | None = None
    longitude: float | None = None
    url: str = ""
    description: str = ""
    organizer_name: str = ""
    organizer_email: str = ""
    reminders: tuple[timedelta, ...] = ()
    """How long before the start to remind, e.g. two hours."""
    cancelled: bool = False


def event_calendar(facts: CalendarFacts, *, language: str = "en") -> bytes:
    """A complete `.ics` file: METHOD PUBLISH, or CANCEL for a cancelled event. Serve as text/calendar, UTF-8."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if facts.cancelled else "PUBLISH")
    calendar.add_component(_entry(facts, language))
    # A year to either side shows a calendar both changes of the clock around the event, and no forty years of them.
    calendar.add_missing_timezones(
        first_date=(facts.starts_at - timedelta(days=366)).date(),
        last_date=(facts.ends_at + timedelta(days=366)).date(),
    )
    content: bytes = calendar.to_ical()
    return content


def _entry(facts: CalendarFacts, language: str) -> icalendar.Event:
    starts, ends = _shown(facts)
    entry = icalendar.Event()
    entry.add("uid", _line(facts.uid))
    entry.add("dtstamp", facts.stamp.astimezone(UTC))
    entry.add("sequence", facts.sequence)
    entry.add("status", "CANCELLED" if facts.cancelled else "CONFIRMED")
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("summary", _line(facts.summary), parameters={"language": language})
    for name, value in (("location", facts.location), ("description", facts.description)):
        if value:
            entry.add(name, _text(value), parameters={"language": language})
    if facts.url:
        entry.add("url", _line(facts.url))
    if facts.latitude is not None and facts.longitude is not None:
        entry.add("geo", (facts.latitude, facts.longitude))
    if facts.organizer_email:
        organizer = icalendar.vCalAddress(f"mailto:{_line(facts.organizer_email)}")
        organizer.params["CN"] = icalendar.vText(_line(facts.organizer_name).replace('"', "'"))
        entry.add("organizer", organizer)
    if not facts.cancelled:
        for before in facts.reminders:
            entry.add_component(_alarm(before, _line(facts.summary)))
    return entry


def _shown(facts: CalendarFacts) -> tuple[datetime, datetime]:
    """Start and end on the event's own clock, which stays right when a zone's rules change before the day.

    In the hour that a clock shows twice, a local time can only mean the first; the second is written in UTC.
    """
    zone = ZoneInfo(facts.time_zone)
    starts, ends = facts.starts_at.astimezone(zone), facts.ends_at.astimezone(zone)
    if starts.fold or ends.fold:
        return starts.astimezone(UTC), ends.astimezone(UTC)
    return starts, ends


def _alarm(before: timedelta, text: str) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", text)
    return alarm


def _text(value: str) -> str:
    """RFC 5545 gives no way to write control characters, beside the line break that it escapes."""
    return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _line(value: str) -> str:
    return " ".join(_text(value).split())
