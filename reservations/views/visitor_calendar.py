"""A month of slots in words, as `reservations/visit/_calendar.html` draws it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reservations.models import ReservationSlot
from reservations.queries.month import Day, Level, Month, Time
from reservations.views.visitor_frame import with_query
from reservations.words import slot_day, slot_hours
from ticketing.core.when import date_locale

LONGEST_WEEKDAY = 4
TONES: dict[Level, str] = {"many": "good", "few": "warn"}


def calendar(
    shown: Month, *, today: date, times_url: str, time_url: Callable[[ReservationSlot], str]
) -> dict[str, Any]:
    """Weeks of days with a word on each, and the times of the day that is looked at."""
    chosen = shown.chosen
    return {
        "title": format_skeleton("yMMMM", shown.first, locale=date_locale()),
        "weekdays": _weekdays(),
        "weeks": _weeks([_cell(day, shown, today, times_url) for day in shown.days], shown.first),
        "before_url": _month_url(times_url, shown.before),
        "after_url": _month_url(times_url, shown.after),
        "next_free": _next_free(shown, times_url),
        "is_empty": not any(day.times for day in shown.days),
        "day": full_day(chosen.date) if chosen else "",
        "times": [time_row(time, time_url) for time in chosen.times] if chosen else [],
    }


def time_row(time: Time, time_url: Callable[[ReservationSlot], str]) -> dict[str, Any]:
    """One slot: its hours, what is left in words, and where it is chosen, if it can be."""
    return {
        "slot": time.slot,
        "key": str(time.slot.pk),
        "day": slot_day(time.slot),
        "hours": slot_hours(time.slot),
        "left": _("Your present time") if time.is_present else left_in_words(time),
        "tone": TONES.get(time.level, ""),
        "url": time_url(time.slot) if time.is_choosable else "",
    }


def left_in_words(time: Time) -> str:
    """How much of a slot is left."""
    left = time.slot.available_count
    if time.level == "few":
        return ngettext("%(count)d place left", "%(count)d places left", left) % {"count": left}
    if time.level == "short":
        return ngettext("Only %(count)d place left", "Only %(count)d places left", left) % {"count": left}
    words = {"many": _("Many places left"), "full": _("Full"), "late": _("After the last day of your ticket")}
    return words[time.level]


def full_day(day: date) -> str:
    """“Wednesday, 3 June 2026”."""
    return format_date(day, "full", locale=date_locale())


def _cell(day: Day, shown: Month, today: date, times_url: str) -> dict[str, Any]:
    word, words = _day_words(day)
    return {
        "number": format_date(day.date, "d", locale=date_locale()),
        "label": _("%(day)s: %(left)s") % {"day": full_day(day.date), "left": words} if words else full_day(day.date),
        "word": word,
        "level": day.level or "none",
        "url": with_query(times_url, day=day.date.isoformat()) + "#times" if day.is_choosable else "",
        "is_chosen": shown.chosen is not None and shown.chosen.date == day.date,
        "is_today": day.date == today,
    }


def _day_words(day: Day) -> tuple[str, str]:
    """A word to look at, and more of them to listen to."""
    words = {
        "many": (_("free"), _("many places left")),
        "few": (_("few"), _("few places left")),
        "short": (_("full"), _("too few places left")),
        "full": (_("full"), _("full")),
        "late": ("", _("after the last day of your ticket")),
    }
    return words[day.level] if day.level else ("", "")


def _weeks(cells: list[dict[str, Any]], first: date) -> list[list[dict[str, Any] | None]]:
    """Rows of seven, beginning with the weekday that the reader's weeks begin with."""
    blanks = (first.weekday() - date_locale().first_week_day) % 7
    padded: list[dict[str, Any] | None] = [*[None] * blanks, *cells]
    padded += [None] * (-len(padded) % 7)
    return [padded[start : start + 7] for start in range(0, len(padded), 7)]


def _weekdays() -> list[tuple[str, str]]:
    locale = date_locale()
    order = [(locale.first_week_day + n) % 7 for n in range(7)]
    names = locale.days["stand-alone"]
    # Seven columns on the narrowest phone: where a language does not abbreviate, its letters must do.
    is_short = max(map(len, names["abbreviated"].values())) <= LONGEST_WEEKDAY
    heads = names["abbreviated" if is_short else "narrow"]
    return [(heads[day], names["wide"][day]) for day in order]


def _month_url(times_url: str, first: date | None) -> str:
    return with_query(times_url, month=f"{first:%Y-%m}") + "#calendar" if first else ""


def _next_free(shown: Month, times_url: str) -> dict[str, str]:
    day = shown.next_free
    if day is None:
        return {}
    return {"text": full_day(day), "url": with_query(times_url, day=day.isoformat()) + "#times"}
