"""Moments as people read them: in the event's zone and the visitor's language.

Pages, mails and PDFs share these, so that one event never shows two times. English is written day first and on the
24-hour clock, which readers everywhere understand without guessing.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_gmt, get_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .money import babel_locale

LONGEST_ZONE_LABEL = 5


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises ZoneInfoNotFoundError for an unknown one."""
    return ZoneInfo(name)


def date_locale(language: str | None = None) -> Locale:
    """The locale in which dates are written; plain English reads as British."""
    language = language or get_language() or "en"
    return babel_locale("en-GB" if language == "en" else language)


def local_date(at: datetime, zone_name: str, style: str = "full", language: str | None = None) -> str:
    """The day: `full` “Saturday, 12 December 2026”, `medium` “12 Dec 2026”, `short` “Sat, 12 Dec”."""
    locale = date_locale(language)
    local = at.astimezone(zone(zone_name))
    if style == "short":
        return str(format_skeleton("MMMEd", local, tzinfo=local.tzinfo, locale=locale))
    return format_date(local.date(), format=style, locale=locale)


def local_time(at: datetime, zone_name: str, language: str | None = None) -> str:
    """The time of day without seconds: “19:30”."""
    return format_time(at, format="short", tzinfo=zone(zone_name), locale=date_locale(language))


def zone_label(at: datetime, zone_name: str, language: str | None = None) -> str:
    """The zone as a visitor knows it on that day: “CET” (German “MEZ”), “JST”, else “GMT+04:00”."""
    local, locale = at.astimezone(zone(zone_name)), date_locale(language)
    for name in (get_timezone_name(local, width="short", locale=locale), local.tzname() or ""):
        if name.isalpha() and len(name) <= LONGEST_ZONE_LABEL:
            return name
    return get_timezone_gmt(local, locale=locale)


def time_range(starts: datetime, ends: datetime | None, zone_name: str, language: str | None = None) -> str:
    """From when to when, with the zone: “19:30 – 22:00 CET”; over several days with both days."""
    start = local_time(starts, zone_name, language)
    label = zone_label(starts, zone_name, language)
    if ends is None:
        return _("%(start)s %(zone)s") % {"start": start, "zone": label}
    if _is_another_evening(starts, ends, zone_name):
        return _("%(start)s until %(end_day)s, %(end)s %(zone)s") % {
            "start": start,
            "end_day": local_date(ends, zone_name, "short", language),
            "end": local_time(ends, zone_name, language),
            "zone": label,
        }
    return _("%(start)s – %(end)s %(zone)s") % {
        "start": start,
        "end": local_time(ends, zone_name, language),
        "zone": label,
    }


def date_and_time(at: datetime, zone_name: str, language: str | None = None) -> str:
    """Day and time in one: “Sat, 12 Dec, 19:30”."""
    return _("%(day)s, %(time)s") % {
        "day": local_date(at, zone_name, "short", language),
        "time": local_time(at, zone_name, language),
    }


def day_parts(at: datetime, zone_name: str, language: str | None = None) -> dict[str, str]:
    """The pieces of a date chip: `weekday`, `day`, `month` (short names) and `iso`."""
    locale = date_locale(language)
    day: date = at.astimezone(zone(zone_name)).date()
    return {
        "weekday": format_date(day, "EEE", locale=locale),
        "day": format_date(day, "d", locale=locale),
        "month": format_date(day, "MMM", locale=locale),
        "iso": at.astimezone(zone(zone_name)).isoformat(timespec="minutes"),
    }


def _is_another_evening(starts: datetime, ends: datetime, zone_name: str) -> bool:
    """A night that ends before six the next morning still reads as one evening."""
    first, last = starts.astimezone(zone(zone_name)), ends.astimezone(zone(zone_name))
    days = (last.date() - first.date()).days
    return days > 1 or (days == 1 and last.hour >= 6)
