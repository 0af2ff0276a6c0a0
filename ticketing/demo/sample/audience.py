"""Who looked at an event's page before they bought, or did not: made of its orders, in one statement."""

from typing import Any

from django.db import connection

from events.models import Event

# Of those who looked, this many for each order; some sites led more people here than others.
LOOKS = 6
_LOOKS = """
INSERT INTO events_pageview (id, created_at, tenant_id, event_id, visitor, referrer_host, path)
SELECT gen_random_uuid(), bought.created_at - look * interval '53 minutes', bought.tenant_id, bought.event_id,
    md5(bought.id::text || look),
    (ARRAY['', '', 'www.google.com', 'www.instagram.com', 'news.example', 'tickets.example', ''])
        [1 + (hashtext(bought.id::text || look) & 2147483647) %% 7],
    %(path)s
FROM orders_order bought, generate_series(1, %(looks)s - (hashtext(bought.id::text) & 2147483647) %% 3) look
WHERE bought.event_id = %(event)s
"""


def write_looks(event: Event) -> None:
    """Page views in the days of the event's sale."""
    values: dict[str, Any] = {"event": event.pk, "looks": LOOKS, "path": f"/{event.tenant.slug}/{event.slug}/"}
    with connection.cursor() as cursor:
        cursor.execute(_LOOKS, values)
