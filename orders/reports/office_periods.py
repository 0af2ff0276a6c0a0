"""The time that a report is about: so many days up to today, or from one day to another, on the clock of its place."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ticketing.core.when import date_locale

CHOICES = {
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "all": gettext_lazy("All time"),
}
USUAL = "30"
# More days than this are shown by week, and then by month.
MOST_DAYS, MOST_WEEKS = 100, 731


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` (None: since ever) to `last`, both included. `key` is how it was chosen; empty: by its days."""

    key: str
    first: date | None
    last: date

    @property
    def days(self) -> int | None:
        """How many there are."""
        return (self.last - self.first).days + 1 if self.first else None

    @property
    def before(self) -> "Period | None":
        """As many days, just before; nothing comes before ever."""
        if self.first is None or self.days is None:
            return None
        return Period("", self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def since(self) -> date | None:
        """The first day that is needed to compare this period with the one before."""
        return self.before.first if self.before else self.first

    @property
    def comparison(self) -> str:
        """With what it is compared, in words."""
        if not self.days:
            return ""
        return _("the day before") if self.days == 1 else _("the %(days)d days before") % {"days": self.days}

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return (self.first is None or self.first <= day) and day <= self.last


def of_choice(key: str, *, today: date) -> Period:
    """One of CHOICES."""
    if key == "all":
        return Period(key, None, today)
    return Period(key, today - timedelta(days=int(key) - 1), today)


def step_of(first: date, last: date) -> str:
    """Whether these days are shown one by one, by week or by month."""
    days = (last - first).days + 1
    if days <= MOST_DAYS:
        return "day"
    return "week" if days <= MOST_WEEKS else "month"


def start_of(day: date, step: str) -> date:
    """The first day of the day's week (as the ISO counts it) or month."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def starts(first: date, last: date, step: str) -> list[date]:
    """Every day, week or month from one day to another, without a gap."""
    found, at = [], start_of(first, step)
    while at <= last:
        found.append(at)
        at = start_of(at + timedelta(days={"day": 1, "week": 7, "month": 31}[step]), step)
    return found


def day_words(day: date, step: str = "day") -> str:
    """The day, week or month as people read it."""
    locale = date_locale()
    if step == "month":
        return str(format_skeleton("yMMM", day, locale=locale))
    text = format_date(day, format="medium", locale=locale)
    return _("Week of %(day)s") % {"day": text} if step == "week" else text
