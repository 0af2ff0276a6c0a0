"""Tickets by the million, written past the services: with their orders, items, attendees and buyers, and counted."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID

import psycopg

from bench.codes import SQL_CODE
from bench.site import Site

PER_ORDER = 4

_ID = "('01900000-0000-7000-{kind}-' || lpad(to_hex({number}), 12, '0'))::uuid"
_BUYER, _ORDER, _ITEM, _TICKET, _ATTENDEE = (
    _ID.replace("{kind}", kind) for kind in ("8000", "8001", "8002", "8003", "8004")
)
_OF_ORDER = f"number / {PER_ORDER}"

PER_TICKET = {
    "ticket": f"""
INSERT INTO orders_ticket (id, created_at, updated_at, purchased_at, code, qr_version, status, seat_label,
    price_paid_cents, entitlements, activation_mode, activated_at, customer_email, customer_phone, event_id, order_id,
    order_item_id, tenant_id, ticket_type_id)
SELECT {_TICKET.format(number="number")}, now(), now(), now(), {SQL_CODE}, 1, 'valid', '', 0, '{{}}', 'immediate',
    now(), '', '', %(event)s, {_ORDER.format(number=_OF_ORDER)}, {_ITEM.format(number=_OF_ORDER)}, %(tenant)s, %(type)s
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number
""",
    "attendee": f"""
INSERT INTO orders_attendee (id, created_at, updated_at, first_name, last_name, email, phone, demographics, consents,
    answers, tenant_id, ticket_id)
SELECT {_ATTENDEE.format(number="number")}, now(), now(), 'Ada', 'Lovelace ' || number %% 5000,
    'guest' || number || '@example.org', '', '{{}}', '[]', '{{}}', %(tenant)s, {_TICKET.format(number="number")}
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number
""",
}
PER_ORDER_ROWS = {
    "buyer": f"""
INSERT INTO orders_buyer (id, created_at, updated_at, email, first_name, last_name, phone, address,
    marketing_consent_text, tenant_id)
SELECT {_BUYER.format(number="number")}, now(), now(), 'buyer' || number || '@example.org', 'Ada', 'Lovelace', '',
    '{{}}', '', %(tenant)s
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number
""",
    "order": f"""
INSERT INTO orders_order (id, created_at, updated_at, order_number, buyer_email, buyer_name, answers, subtotal_cents,
    discount_cents, fees_cents, taxes_cents, taxes_included_cents, total_cents, refunded_cents, currency, status,
    payment_status, lookup_token, confirmed_at, locale, notes, buyer_id, event_id, tenant_id)
SELECT {_ORDER.format(number="number")}, now(), now(), 'F-' || number, 'buyer' || number || '@example.org',
    'Ada Lovelace', '{{}}', 0, 0, 0, 0, 0, 0, 0, 'EUR', 'confirmed', 'paid', md5('token' || number), now(), 'en', '',
    {_BUYER.format(number="number")}, %(event)s, %(tenant)s
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number
""",
    "item": f"""
INSERT INTO orders_orderitem (id, created_at, updated_at, kind, name, quantity, cancelled_quantity, unit_price_cents,
    subtotal_cents, discount_cents, fee_cents, tax_rate, tax_cents, tax_included_cents, metadata, order_id, tenant_id,
    ticket_type_id)
SELECT {_ITEM.format(number="number")}, now(), now(), 'ticket', 'Entry', {PER_ORDER}, 0, 0, 0, 0, 0, 0, 0, 0, '{{}}',
    {_ORDER.format(number="number")}, %(tenant)s, %(type)s
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number
""",
}
_FILLED = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
_COUNT = """
UPDATE events_stock SET quantity_sold = quantity_sold + %(added)s WHERE id IN (
    SELECT stock_id FROM events_tickettype WHERE id = %(type)s
    UNION ALL SELECT stock_id FROM events_event WHERE id = %(event)s
)
"""


def fill(site: Site, ticket_type: str, *, have: int, want: int) -> None:
    """Add valid tickets of a type, numbered from `have` on, until there are `want`; two connections share the work."""
    with site.connect() as connection:
        found = connection.execute(
            "SELECT tenant_id, event_id FROM events_tickettype WHERE id = %s", [ticket_type]
        ).fetchone()
        assert found is not None
        of: dict[str, object] = {"tenant": found[0], "event": found[1], "type": UUID(ticket_type)}
        tickets = of | {"first": have, "last": want - 1}
        orders = of | {"first": have // PER_ORDER, "last": (want - 1) // PER_ORDER}
        work = (
            [(PER_TICKET["ticket"], tickets)],
            [
                (PER_TICKET["attendee"], tickets),
                *((statement, orders) for statement in PER_ORDER_ROWS.values()),
            ],
        )
        with ThreadPoolExecutor() as threads:
            list(threads.map(partial(_insert, site), work))
        connection.execute(_COUNT, of | {"added": want - have})
        settle(connection)


def settle(connection: psycopg.Connection) -> None:
    """Have statistics and visibility up to date, and nothing left to be written: as in a database of some age.

    There no table is empty. One that is must not be noted down as such, or plans that read all of it would be kept
    while it fills: PostgreSQL itself never analyzes a table before it has rows.
    """
    filled = connection.execute(_FILLED).fetchall()
    connection.execute("VACUUM (ANALYZE) " + ", ".join(name for (name,) in filled))
    connection.execute("CHECKPOINT")


def admit_again(site: Site) -> None:
    """Take all admissions back, so that the same tickets can be scanned once more."""
    with site.connect() as connection:
        connection.execute("UPDATE checkin_redemption SET ended_at = now() WHERE ended_at IS NULL")
        connection.execute("UPDATE orders_ticket SET status = 'valid', checked_in_at = NULL WHERE status = 'used'")
        settle(connection)


def _insert(site: Site, work: list[tuple[str, dict[str, object]]]) -> None:
    with site.connect() as connection:
        # The rows refer to each other, and each thread writes some of them: no foreign key is looked at meanwhile.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        for statement, parameters in work:
            connection.execute(statement, parameters)
