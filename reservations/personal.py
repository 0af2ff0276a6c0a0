"""What visits know about a person: when they came, and how they were reached."""

from collections.abc import Iterable
from datetime import datetime

from reservations import locks
from reservations.models import TicketReservation
from tenants.hooks import Person, PersonalData, Section
from tenants.models import address_of_nobody

_COLUMNS = (
    "ticket__code",
    "slot__venue__name",
    "slot__date",
    "slot__start_time",
    "slot__end_time",
    "status",
    "reserved_at",
    "cancelled_at",
    "customer_email",
    "customer_phone",
)


def _export(person: Person) -> list[Section]:
    theirs = person.where(email="customer_email") | person.where(
        user="ticket__order__user", email="ticket__order__buyer_email"
    )
    rows = TicketReservation.objects.filter(theirs).order_by("reserved_at")
    return [Section("reservations", list(rows.values(*_COLUMNS)))]


def _anonymize(person: Person, now: datetime) -> Iterable[str]:
    """By address: what somebody else reserved with a ticket that this person bought is theirs."""
    for reservation in locks.reservations_where(person.where(email="customer_email")):
        TicketReservation.objects.filter(pk=reservation.pk).update(
            customer_email=address_of_nobody(reservation.pk), customer_phone="", updated_at=now
        )
    return ()


DATA = PersonalData(export=_export, anonymize=_anonymize)
