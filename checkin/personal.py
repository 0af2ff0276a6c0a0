"""What the door knows about a person: when their tickets were admitted. Scans name tickets, so nothing is to go."""

from collections.abc import Iterable
from datetime import datetime

from checkin.models import Redemption
from tenants.hooks import Person, PersonalData, Section


def _export(person: Person) -> list[Section]:
    theirs = (
        person.where(user="ticket__user", email="ticket__customer_email")
        | person.where(user="ticket__order__user", email="ticket__order__buyer_email")
        | person.where(user="ticket__attendee__user", email="ticket__attendee__email")
    )
    columns = ("ticket__code", "gate__event__name", "gate__name", "redeemed_at", "ended_at")
    return [Section("admissions", list(Redemption.objects.filter(theirs).order_by("redeemed_at").values(*columns)))]


def _anonymize(person: Person, now: datetime) -> Iterable[str]:
    return ()


DATA = PersonalData(export=_export, anonymize=_anonymize)
