"""Dated slots that are chosen with a ticket, as higher apps offer them (`hooks.places`), ready to show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import TicketType
from orders import hooks
from ticketing.core.when import date_locale


@dataclass(frozen=True)
class SlotOption:
    """One slot in words."""

    key: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class SlotSelect:
    """The choice of a slot beside a ticket type: options by day, none where there is nothing to choose."""

    field: str
    days: tuple[tuple[str, tuple[SlotOption, ...]], ...]


def slot_selects(
    ticket_types: Iterable[TicketType], *, chosen: Mapping[str, str], now: datetime
) -> dict[UUID, SlotSelect]:
    """A choice for each type that is sold with a slot; `chosen` by type's id. No statement where none is."""
    asking = [ticket_type for ticket_type in ticket_types if ticket_type.asks_for_slot]
    found: dict[UUID, SlotSelect] = {}
    for hook in hooks.places if asking else ():
        for type_id, offers in hook.offers(asking, now=now).items():
            days = _by_day(offers, chosen.get(str(type_id), ""))
            found[type_id] = SlotSelect(field=f"slot-{type_id}", days=days)
    return found


def hours_of(slot_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Day and hours of slots in words. No statement where there are none."""
    wanted = [pk for pk in slot_ids if pk is not None]
    return {pk: words for hook in hooks.places if wanted for pk, words in hook.hours(wanted).items()}


def _by_day(offers: Sequence[hooks.SlotOffer], chosen: str) -> tuple[tuple[str, tuple[SlotOption, ...]], ...]:
    return tuple(
        (_day(day), tuple(_option(offer, chosen) for offer in of_day))
        for day, of_day in groupby(offers, key=lambda offer: offer.day)
    )


def _option(offer: hooks.SlotOffer, chosen: str) -> SlotOption:
    left = ngettext("%(count)d left", "%(count)d left", offer.left) % {"count": offer.left}
    words = _("%(hours)s · %(left)s") % {"hours": offer.hours, "left": left}
    return SlotOption(key=str(offer.pk), words=words, is_chosen=str(offer.pk) == chosen)


def _day(day: date) -> str:
    return format_date(day, "full", locale=date_locale())
