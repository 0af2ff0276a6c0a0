"""The indexes of the planned schema are used by the queries that they are for, at a hundred thousand tickets."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events.models import Event
from orders.models import Payment, Ticket
from tenants.models import User
from tests import make

# Rows enough that a scan of the whole table is never cheaper. Written past the foreign keys: only the planner looks.
ROWS = """
SET LOCAL session_replication_role = replica;
INSERT INTO tenants_user (id, created_at, updated_at, password, email, full_name, phone, avatar, is_platform_admin,
    is_superuser, is_active, locale, time_zone)
SELECT gen_random_uuid(), now(), now(), '', 'walker' || n || '@example.org', '', '', '', false, false, true, '', ''
FROM generate_series(1, 5000) n;
INSERT INTO events_venue (id, created_at, updated_at, number, tenant_id, name, address, city, state, postal_code,
    country, latitude, longitude, time_zone)
SELECT gen_random_uuid(), now(), now(), 100000 + n, %(tenant)s, 'Venue ' || n, '', 'City ' || n, '', '', 'DE',
    (n %% 180) - 90 + n / 4000.0, (n %% 360) - 180 + n / 7000.0, 'UTC' FROM generate_series(1, 4000) n;
INSERT INTO events_event (id, created_at, updated_at, tenant_id, name, slug, short_description, description, tags,
    starts_at, ends_at, time_zone, location_type, venue_id, virtual_event_url, currency, status, visibility,
    access_token, access_code, seo_title, seo_description, is_featured, stock_id, version,
    waiting_list_enabled, waiting_list_hours)
SELECT gen_random_uuid(), now(), now(),
    CASE WHEN n %% 100 = 0 THEN %(tenant)s ELSE gen_random_uuid() END,
    'Event ' || n, 'event-' || n, '', '', '{}', now() + (n - 10000) * interval '1 hour',
    now() + (n - 9999) * interval '1 hour', 'UTC', 'physical', venue.id, '', 'EUR',
    CASE WHEN n %% 10 = 0 THEN 'draft' ELSE 'published' END, 'public', 'token-' || n, '', '', '', false,
    gen_random_uuid(), 1, false, 24
FROM generate_series(1, 20000) n
JOIN (SELECT id, row_number() OVER () AS place FROM events_venue) venue ON venue.place = 1 + n %% 4000;
INSERT INTO orders_ticket (id, created_at, updated_at, tenant_id, event_id, ticket_type_id, user_id, purchased_at, code,
    qr_version, status, seat_label, price_paid_cents, entitlements, activation_mode, customer_email, customer_phone)
SELECT gen_random_uuid(), now(), now(), %(tenant)s,
    CASE WHEN n %% 200 = 0 THEN %(event)s ELSE gen_random_uuid() END, %(ticket_type)s,
    CASE WHEN n %% 50 = 0 THEN %(user)s ELSE gen_random_uuid() END, now() - n * interval '1 minute',
    'TKT-2026-' || lpad(n::text, 10, '0'), 1, CASE WHEN n %% 3 = 0 THEN 'used' ELSE 'valid' END, '', 2500, '{}',
    'immediate', '', ''
FROM generate_series(1, 100000) n;
INSERT INTO orders_payment (id, created_at, updated_at, tenant_id, order_id, user_id, provider, provider_reference,
    provider_intent, redirect_url, status, method, amount_cents, applied_cents, refunded_cents, currency, is_disputed,
    payload)
SELECT gen_random_uuid(), now(), now(), %(tenant)s, gen_random_uuid(),
    CASE WHEN n %% 20 = 0 THEN %(user)s ELSE gen_random_uuid() END, 'stripe', 'cs_' || n, 'pi_' || n, '',
    CASE WHEN n %% 9 = 0 THEN 'failed' ELSE 'succeeded' END, 'card', 2500, 2500, 0, 'EUR', false, '{}'
FROM generate_series(1, 30000) n;
SET LOCAL session_replication_role = origin;
ANALYZE tenants_user, events_venue, events_event, orders_ticket, orders_payment;
"""


@pytest.fixture
def busy(gala):
    """A platform after a few years."""
    alice = make.user()
    values = {
        "tenant": gala.tenant_id,
        "event": gala.pk,
        "ticket_type": gala.ticket_types.get().pk,
        "user": alice.pk,
    }
    with connection.cursor() as cursor:
        for statement in ROWS.strip().rstrip(";").split(";\n"):
            cursor.execute(statement, values if "%" in statement else None)
    gala.alice = alice
    return gala


def twin(name):
    """Django gives a unique text column a second index, for patterns; PostgreSQL may take either."""
    return name.removesuffix("_key") + "_[0-9a-f]{8}_like"


def test_each_index_of_the_planned_schema_is_used(busy):
    now = timezone.now()
    near = Event.objects.filter(
        venue__latitude__range=(52.3, 52.7),
        venue__longitude__range=(13.1, 13.7),
        starts_at__gte=now,
        status="published",
    )
    queries = {
        "tenants_user_email_key": User.objects.filter(email="walker77@example.org"),
        "orders_ticket_code_key": Ticket.objects.filter(code="TKT-2026-0000012345"),
        "payment_reference_is_unique_per_provider": Payment.objects.filter(
            provider="stripe", provider_reference="cs_12345"
        ),
        "events_of_a_tenant_by_status": Event.objects.filter(tenant=busy.tenant_id, status="draft"),
        "tickets_of_an_event_by_status": Ticket.objects.filter(event=busy, status="used"),
        "payments_of_a_user_by_status": Payment.objects.filter(user=busy.alice, status="failed"),
        "events_listed_by_start": Event.objects.filter(
            visibility="public", archived_at=None, status="published", starts_at__gte=now
        ).order_by("starts_at")[:20],
        "tickets_of_a_user_by_time": Ticket.objects.filter(user=busy.alice).order_by("purchased_at")[:20],
        "venues_near_a_point": near,
        "events_at_a_venue_by_start": near,
    }

    plans = {name: queryset.explain() for name, queryset in queries.items()}
    last_day = Ticket.objects.filter(event=busy, status="valid", purchased_at__gte=now - timedelta(days=1)).explain()

    assert {name: plan for name, plan in plans.items() if not re.search(rf" ({name}|{twin(name)}) ", plan)} == {}
    # Sales over time: all three columns of the index narrow the search.
    assert " tickets_of_an_event_by_status " in last_day, last_day
    assert re.search(r"Index Cond: .*event_id.*status.*purchased_at", last_day), last_day
