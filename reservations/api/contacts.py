"""Contacts as callers send them: national numbers are those of the venue's country."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from reservations.contacts import contact
from reservations.models import ReservationSlot, TicketReservation
from reservations.values import Contact


def sent(slot: ReservationSlot, asked: Mapping[str, Any]) -> Contact:
    """A new visit's contact, in the caller's language. Raises EmailInvalid or PhoneInvalid."""
    return contact(
        email=asked["customer_email"],
        phone=asked["customer_phone"],
        country=str(slot.venue.country),
        locale=get_language() or "en",
    )


def changed(reservation: TicketReservation, asked: Mapping[str, Any]) -> Contact:
    """A visit's contact with what was sent in the place of what was there, in the language that was chosen first."""
    return contact(
        email=asked.get("customer_email", reservation.customer_email),
        phone=asked.get("customer_phone", reservation.customer_phone),
        country=str(reservation.slot.venue.country),
        locale=reservation.locale,
    )
