"""Time zones: IANA names, and moments as a place sees them."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Behind the names of regions come aliases that nobody looks for.
_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Every IANA zone of the time-zone database in use."""
    return frozenset(available_timezones())


def validate_time_zone(value: str) -> None:
    """Refuse what is not an IANA time zone."""
    if value not in known_zones():
        raise ValidationError(_("“%(value)s” is not a time zone."), params={"value": value}, code="time_zone")


def zone_choices(present: str = "UTC") -> list[tuple[str, str]]:
    """Zones to choose from, by region and city: those of regions, UTC, and the present one whatever it is."""
    zones = {zone for zone in known_zones() if zone.split("/")[0] in _REGIONS}
    return [(zone, zone.replace("_", " ")) for zone in sorted(zones | {present, "UTC"})]


def local(moment: datetime, zone: str) -> datetime:
    """The same instant on the clocks of that place."""
    return moment.astimezone(ZoneInfo(zone))
