"""`python -m bench.exports`: what it costs to take a hundred thousand attendees home as CSV.

Beside it stands the time that PostgreSQL takes for the same rows in the same chunks, without Django: machines differ,
and so do their neighbours; the ratio less so. Each measurement runs in a process of its own, whose memory is told.
"""

import argparse
import json
import os
import resource
import sys
import time
from typing import Any

import django

from bench.filling import fill
from bench.site import fresh_site

SIZES = (10_000, 100_000)
COLUMNS = 20
_BARE = """
SELECT t.id, t.code, a.first_name, a.last_name, a.email, a.phone, e.name, y.name, t.status, t.checked_in_at,
    o.order_number, o.status, o.buyer_name, o.buyer_email, t.purchased_at, t.price_paid_cents, e.currency, t.seat_label,
    t.expires_at, e.time_zone
FROM orders_ticket t JOIN events_event e ON e.id = t.event_id JOIN events_tickettype y ON y.id = t.ticket_type_id
LEFT JOIN orders_order o ON o.id = t.order_id LEFT JOIN orders_attendee a ON a.ticket_id = t.id
WHERE t.event_id = %(event)s AND t.id > %(last)s ORDER BY t.id LIMIT 2000
"""


def main() -> None:
    """Fill a fresh database, and measure a small list and a large one."""
    with fresh_site() as site:
        made = json.loads(site.run("-m", "bench.exports", "make"))
        print(f"{'attendees':>10}{'seconds':>9}{'bare':>8}{'times':>7}{'MB sent':>9}{'MB of memory':>14}{'at rest':>9}")
        have = 0
        for size in SIZES:
            fill(site, made["type"], have=have, want=size)
            have = size
            told = json.loads(site.run("-m", "bench.exports", "measure", json.dumps(made)))
            print(
                f"{told['rows']:>10,}{told['seconds']:>9.1f}{told['bare']:>8.1f}{told['seconds'] / told['bare']:>7.1f}"
                f"{told['bytes'] / 1e6:>9.1f}{told['memory']:>14.0f}{told['at_rest']:>9.0f}",
                flush=True,
            )


def make() -> dict[str, str]:
    """An event that sells, and somebody who may export."""
    from django.core.management import call_command

    from tests import make as maker

    call_command("migrate", interactive=False, verbosity=0)
    tenant = maker.tenant("Blue Note")
    owner = maker.member(tenant, "owner")
    event = maker.event(tenant, published=False)
    ticket_type = maker.ticket_type(event, places=1_000_000)
    maker.publish(event)
    return {"type": str(ticket_type.pk), "event": str(event.pk), "user": str(owner.user_id)}


def measure(made: dict[str, str]) -> dict[str, Any]:
    """Export once as CSV, to nowhere."""
    from django.db import connection

    from orders.acting import acting_member
    from orders.exports_office import making
    from orders.models import Export
    from tenants.models import Tenant, User

    member = acting_member(Tenant.objects.get(), User.objects.get(pk=made["user"]))
    assert member is not None
    known = making.columns_known(member, "attendees", ())
    export = Export(
        tenant=member.tenant,
        by=member.user,
        kind="attendees",
        format="csv",
        columns=[column.key for column in known][:COLUMNS],
        filters={"event": [made["event"]]},
    )
    rows = making.rows_of(export, member).count()
    at_rest = _megabytes()
    start = time.monotonic()
    sent = sum(len(piece.encode()) for piece in making.csv_of(export, member))
    seconds = time.monotonic() - start
    memory = _megabytes()
    bare = _bare_seconds(connection, made["event"])
    return {"rows": rows, "seconds": seconds, "bare": bare, "bytes": sent, "memory": memory, "at_rest": at_rest}


def _bare_seconds(connection: Any, event: str) -> float:
    start, last = time.monotonic(), "00000000-0000-0000-0000-000000000000"
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_BARE, {"event": event, "last": last})
            found = cursor.fetchall()
            if len(found) < 2_000:
                return time.monotonic() - start
            last = str(found[-1][0])


def _megabytes() -> float:
    """The most memory that this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _inside(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ticketing.settings")
    django.setup()
    print(json.dumps(make() if arguments.what == "make" else measure(json.loads(arguments.made))))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        parser = argparse.ArgumentParser()
        parser.add_argument("what", choices=("make", "measure"))
        parser.add_argument("made", nargs="?", default="{}")
        _inside(parser.parse_args())
