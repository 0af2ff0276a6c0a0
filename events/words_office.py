"""Words about events and what they sell, as those who run them read them."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.models import DiscountCode, DiscountStatus, DiscountType, Event, EventStatus
from ticketing.core.money import format_money


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


# Text and tone by state.
CODE_STATES: dict[str, tuple[str | Promise, str]] = {
    "active": (gettext_lazy("Active"), "good"),
    "not_yet": (gettext_lazy("Not valid yet"), "info"),
    "over": (gettext_lazy("No longer valid"), ""),
    "used_up": (gettext_lazy("Used up"), "accent"),
    "inactive": (gettext_lazy("Switched off"), ""),
    "archived": (gettext_lazy("Archived"), ""),
}


def code_state(code: DiscountCode, *, now: datetime) -> str:
    """Where a code stands: a key of CODE_STATES."""
    if code.archived_at is not None:
        return "archived"
    if code.status != DiscountStatus.ACTIVE:
        return "inactive"
    if code.starts_at is not None and now < code.starts_at:
        return "not_yet"
    if code.expires_at is not None and now >= code.expires_at:
        return "over"
    is_used_up = code.max_redemptions is not None and code.times_redeemed >= code.max_redemptions
    return "used_up" if is_used_up else "active"


def discount_in_words(code: DiscountCode, currency: str) -> str:
    """What a code does: “12.5 % off”, “5 € off the order”."""
    if not code.discount_value:
        return _("Shows hidden ticket types")
    if code.discount_type == DiscountType.PERCENTAGE:
        return _("%(percent)s %% off") % {"percent": percent(code.discount_value)}
    amount = {"amount": format_money(code.discount_value, currency)}
    if code.discount_type == DiscountType.FIXED_PER_ORDER:
        return _("%(amount)s off the order") % amount
    return _("%(amount)s off each ticket") % amount


def percent(hundredths: int) -> str:
    """Hundredths of a percent as a plain number: 1250 is “12.5”."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
