"""`python -m bench.sample`: fills a fresh database with what the benchmark sells and scans, and prints where it is."""

import json
import os
import sys
from datetime import time, timedelta
from pathlib import Path

import django
from django.core.management import call_command

from bench.codes import code_of

QUANTITY = 10_000_000


VISITS = 10_000
DAYS, SLOTS_A_DAY = 25, 40


def main(codes_file: Path, spread_file: Path, visits_file: Path, count: int, spread: int) -> None:
    """Migrate, collect static files, and make events of free tickets with a gate, of paid ones, and of visits."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ticketing.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    _collect_static_files()
    print(json.dumps(_make(codes_file, spread_file, count, spread) | _make_visits(visits_file)))


def _collect_static_files() -> None:
    """Our own alone, and not compressed, which would take half a minute: nobody fetches them here."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)


def _make(codes_file: Path, spread_file: Path, count: int, spread: int) -> dict[str, object]:
    from django.utils import timezone

    from checkin import services as door
    from checkin.models import Gate
    from events.models import SigningKey
    from tenants.models import Role
    from tests import make
    from ticketing.core.signing import sign_ticket

    tenant = make.tenant("Blue Note")
    owner = make.member(tenant, Role.OWNER)
    soon = timezone.now() + timedelta(hours=2)
    texts = {"short_description": "A night of music, late into the morning.", "description": _TEXT}
    free = make.event(tenant, name="Open House", published=False, starts_at=soon, **texts)
    free_type = make.ticket_type(free, name="Entry", places=QUANTITY)
    make.publish(free)
    paid = make.event(tenant, name="Winter Gala", published=False, **texts)
    paid_type = make.ticket_type(paid, name="Stalls", places=QUANTITY, price_cents=2500)
    make.publish(paid)
    gate = Gate.objects.get(event=free)
    _device, token = door.issue_device(gate=gate, name="Scanner", by=owner.user)
    key = SigningKey.objects.get(event=free)
    for file, numbers in ((codes_file, range(count)), (spread_file, range(count, spread, (spread - count) // 8_000))):
        lines = (sign_ticket(key.private_key, key.key_id, code_of(number), 1) for number in numbers)
        file.write_text("\n".join(lines) + "\n")
    return {
        "free_path": f"/{tenant.slug}/{free.slug}/",
        "free_type": str(free_type.pk),
        "paid_path": f"/{tenant.slug}/{paid.slug}/",
        "paid_type": str(paid_type.pk),
        "gate": str(gate.pk),
        "device_token": token,
    }


def _make_visits(visits_file: Path) -> dict[str, object]:
    """Tickets made beforehand that work at once, one slot that all of them fit into, and a month full of others."""
    from django.utils import timezone

    from orders import services
    from reservations.services import create_series
    from reservations.values import Hours, Series
    from tests import make

    now = timezone.now()
    museum = make.event(make.tenant("Museum"), name="Visits", published=False)
    visit = make.visit_type(museum, places=None)
    make.publish(museum)
    batch = services.mint_tickets(
        ticket_type=visit, label="Bench", quantity=VISITS, activation_mode="immediate", by=None, now=now
    )
    visits_file.write_text("\n".join(batch.tickets.values_list("code", flat=True)) + "\n")
    first = (now + timedelta(days=32)).date().replace(day=1)
    hours = [time(8 + minute // 60, minute % 60) for minute in range(0, SLOTS_A_DAY * 15, 15)]
    series = Series(
        first_day=first,
        last_day=first + timedelta(days=DAYS - 1),
        weekdays=frozenset(range(7)),
        hours=tuple(Hours(start=start, end=start.replace(second=30)) for start in hours),
        capacity=200,
    )
    create_series(venue=museum.venue, series=series, by=None, now=now)
    slot = make.slot(museum.venue, start="06:00", end="07:00", capacity=VISITS)
    return {
        "slot": str(slot.pk),
        "availability_path": f"/api/reservation-slots/available?month={first:%Y-%m}&orq={museum.tenant.number}",
    }


_TEXT = """
## What to expect

Three bands, one room, no seats in the first rows. Doors open **an hour before**; the bar takes cards.

* 20:00 Nils and the Tides
* 21:15 Maré Alta
* 22:30 The House Band, with guests

There is a cloakroom. The hall is on the ground floor and has steps nowhere.
"""

if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:4]), *(int(number) for number in sys.argv[4:6]))
