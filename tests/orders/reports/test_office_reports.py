"""The pages of reports."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events.models import EventAccess, PageView
from orders import services
from orders.models import Ticket
from orders.payments.base import RefundState
from orders.queries import office_reports as queries
from orders.reports import rolling
from tenants.models import Role
from tests import make

pytestmark = pytest.mark.django_db

# Orders as they lie there after a good season, past the services: only their number matters.
SEASON = """
SET LOCAL session_replication_role = replica;
INSERT INTO orders_order (id, created_at, updated_at, tenant_id, order_number, event_id, buyer_id, buyer_email,
    buyer_name, answers, subtotal_cents, discount_cents, fees_cents, taxes_cents, taxes_included_cents, total_cents,
    refunded_cents, currency, status, payment_status, lookup_token, confirmed_at, locale, notes)
SELECT gen_random_uuid(), at, at, %(tenant)s, 'N' || n, %(event)s, gen_random_uuid(), '', '', '{}', 2500, 0, 0, 0, 0,
    2500, 0, 'EUR', 'confirmed', 'paid', 't' || n, at, 'en', ''
FROM (SELECT n, now() - n * interval '90 seconds' AS at FROM generate_series(1, %(count)s) n) row;
INSERT INTO orders_ticket (id, created_at, updated_at, tenant_id, event_id, ticket_type_id, order_id, purchased_at,
    code, qr_version, status, seat_label, price_paid_cents, entitlements, activation_mode, customer_email,
    customer_phone)
SELECT gen_random_uuid(), created_at, created_at, tenant_id, event_id, %(type)s, id, created_at, order_number, 1,
    'valid', '', 2500, '{}', 'immediate', '', '' FROM orders_order WHERE buyer_name = '';
SET LOCAL session_replication_role = origin;
ANALYZE orders_order, orders_ticket
"""


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


@pytest.fixture
def analyst(client, blue_note):
    client.member = make.member(blue_note, Role.ANALYST)
    client.force_login(client.member.user)
    return client


def of_event(event, **query):
    return f"/manage/{event.tenant.slug}/events/{event.pk}/reports/", query


def text_of(answer):
    return " ".join(answer.content.decode().split())


def figures_of(answer, part="figures"):
    return {figure.label: figure for figure in getattr(answer.context["report"], part)}


def test_gross_less_refunds_is_net_in_figures_tables_and_files(analyst, gala, stalls):
    order = make.order(gala, {stalls: 2})
    refund = services.request_refund(order=order, amount_cents=1500, now=timezone.now())
    services.record_refund(refund_id=refund.pk, state=RefundState("re_1", "succeeded", 1500), now=timezone.now())

    page = analyst.get(*of_event(gala))
    file = analyst.get(f"{of_event(gala)[0]}revenue.csv").content.decode()

    money = {label: figure.text for label, figure in figures_of(page, "money").items()}
    assert (money["Gross revenue"], money["Refunds"], money["Net revenue"]) == ("€50.00", "€15.00", "€35.00")
    assert page.context["report"].tables["revenue"].rows[-1][1:4] == (5000, 1500, 3500)
    last = list(csv.reader(io.StringIO(file.removeprefix("\ufeff"))))[-1]
    assert last[1:4] == ["50.00", "15.00", "35.00"]


def test_the_report_says_what_was_sold_cancelled_left_and_admitted_by_type(analyst, gala, stalls):
    make.order(gala, {stalls: 3})
    gone = make.order(gala, {stalls: 2})
    services.cancel_order(order=gone, by=None, now=timezone.now())
    Ticket.objects.filter(pk=Ticket.objects.filter(status="valid").first().pk).update(
        status="used", checked_in_at=timezone.now()
    )

    page = analyst.get(*of_event(gala))

    assert page.context["report"].tables["types"].rows == [("Stalls", 5, 2, 1, 97, 12500)]
    heads = {label: figure.text for label, figure in figures_of(page).items()}
    assert (heads["Tickets sold"], heads["Left"], heads["Checked in"]) == ("5", "97", "1")
    assert sum(row[1] for row in page.context["report"].tables["check-ins"].rows) == 1


def test_looking_holding_ordering_and_buying_are_counted(analyst, gala, stalls):
    for visitor in ("a", "b", "b", "c", "d"):
        PageView.objects.create(tenant=gala.tenant, event=gala, visitor=visitor, referrer_host="news.example", path="/")
    make.cart(gala, {stalls: 1})
    make.order(gala, {stalls: 1}, paid=False)
    make.order(gala, {stalls: 1})

    page = analyst.get(*of_event(gala))

    assert [stage.count for stage in page.context["report"].stages] == [4, 3, 2, 1]
    assert "75% of the step before" in text_of(page)
    assert page.context["report"].tables["referrers"].rows == [("news.example", 5)]


def test_a_period_is_compared_with_the_one_before(analyst, gala, stalls):
    now = timezone.now()
    make.order(gala, {stalls: 2}, now=now - timedelta(days=9))
    make.order(gala, {stalls: 3}, now=now)

    page = analyst.get(*of_event(gala, period="7"))

    assert figures_of(page)["Tickets sold"].change == "+50%"
    assert "+50% against the 7 days before" in text_of(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"first": "2026-05-02", "last": "2026-05-01"}, "This day comes before the first one."),
        ({"first": "2001-01-01", "last": "2026-05-01"}, "A report spans ten years at most."),
        ({"first": "0001-01-01", "last": "0001-01-02"}, "Ensure this value is greater than or equal to 2000-01-01."),
        ({"first": "9999-12-01", "last": "9999-12-31"}, "Ensure this value is less than or equal to 2100-12-31."),
        ({"first": "yesterday"}, "Enter a valid date."),
    ],
)
def test_days_that_make_no_sense_are_refused_beside_their_field(analyst, gala, query, said):
    page = analyst.get(*of_event(gala, **query))

    assert page.status_code == 200
    assert said in text_of(page)
    assert page.context["period"].key == "30"
    assert query["first"] in page.content.decode()


def test_days_are_the_events_own(analyst, gala, stalls):
    gala.time_zone = "Pacific/Kiritimati"
    gala.save(update_fields=["time_zone"])
    make.order(gala, {stalls: 1})
    today = timezone.now() + timedelta(hours=14)

    rows = analyst.get(*of_event(gala, period="7")).context["report"].tables["sold"].rows

    assert (rows[-1][0], rows[-1][1]) == (today.date(), 1)


def test_an_event_is_compared_with_another_at_the_same_distance_from_its_start(analyst, gala, stalls):
    now = timezone.now()
    earlier = make.event(gala.tenant, name="Spring Gala", starts_at=now + timedelta(days=10))
    make.order(earlier, {earlier.ticket_types.get(): 4}, now=now)
    make.order(gala, {stalls: 2}, now=now)

    page = analyst.get(*of_event(gala, other=earlier.pk))

    table = page.context["report"].tables["run-up"]
    assert [column.text for column in table.columns[1:]] == ["Winter Gala", "Spring Gala"]
    by_distance = {row[0]: row[1:] for row in table.rows}
    assert by_distance[-30] == (2, None)
    assert by_distance[-10][1] == 4


def test_totals_of_a_tenant_are_kept_apart_by_currency(analyst, gala, stalls):
    tokyo = make.event(gala.tenant, name="Tokyo Night", published=False, currency="JPY", time_zone="Asia/Tokyo")
    seat = make.ticket_type(tokyo, price_cents=3000)
    make.publish(tokyo)
    make.order(gala, {stalls: 1})
    make.order(tokyo, {seat: 2})

    page = analyst.get(f"/manage/{gala.tenant.slug}/reports/")

    money = {code: found[0].text for code, found in page.context["report"].money}
    assert money == {"EUR": "€25.00", "JPY": "¥6,000"}
    assert "By event, in JPY" in text_of(page)
    assert f'href="/manage/{gala.tenant.slug}/events/{gala.pk}/reports/"' in page.content.decode()


def test_a_limited_member_sees_the_figures_of_their_events_only(client, gala, stalls):
    other = make.event(gala.tenant, name="Secret Show")
    make.order(gala, {stalls: 1})
    make.order(other, {other.ticket_types.get(): 5})
    member = make.member(gala.tenant, Role.ANALYST, is_limited=True)
    EventAccess.objects.create(tenant=gala.tenant, membership=member, event=gala)
    client.force_login(member.user)

    page = client.get(f"/manage/{gala.tenant.slug}/reports/")

    assert figures_of(page)["Tickets sold"].text == "1"
    assert "Secret Show" not in page.content.decode()
    assert client.get(of_event(other)[0]).status_code == 404


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", " =HYPERLINK(1)", "＝HYPERLINK(1)"])
def test_names_that_spreadsheets_take_for_formulas_are_made_harmless(analyst, gala, stalls, name):
    stalls.name = name
    stalls.save(update_fields=["name"])
    make.order(gala, {stalls: 1})

    answer = analyst.get(f"{of_event(gala)[0]}types.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"'{name}" in answer.content.decode()
    assert analyst.get(f"{of_event(gala)[0]}nothing.csv").status_code == 404


def test_an_event_without_sales_has_a_report_too(analyst, gala):
    for period in ("7", "all", "rubbish"):
        page = analyst.get(*of_event(gala, period=period))

        assert page.status_code == 200
    assert "Nothing in this period." in text_of(page)


def test_the_report_needs_as_many_statements_after_a_season_as_before(analyst, gala, stalls, count_statements):
    make.order(gala, {stalls: 1})
    addresses = (of_event(gala, period="all"), (f"/manage/{gala.tenant.slug}/reports/", {"period": "all"}))
    pinned = (20, 17)

    for address, most in zip(addresses, pinned, strict=True):
        with count_statements() as few:
            analyst.get(*address)
        assert len(few) <= most, few
    with connection.cursor() as cursor:
        values = {"tenant": gala.tenant_id, "event": gala.pk, "type": stalls.pk, "count": 20_000}
        for statement in SEASON.strip().split(";\n"):
            cursor.execute(statement, values if "%(" in statement else None)
    for index in range(20):
        make.event(gala.tenant, name=f"Event {index}")
    rolling.roll_up_due(now=timezone.now())
    for address, most in zip(addresses, pinned, strict=True):
        with count_statements() as many:
            page = analyst.get(*address)
        assert len(many) <= most, many
        assert figures_of(page)["Tickets sold"].text == "20,001"


def test_days_that_are_rolled_up_are_not_read_again(gala, stalls):
    with connection.cursor() as cursor:
        values = {"tenant": gala.tenant_id, "event": gala.pk, "type": stalls.pk, "count": 20_000}
        for statement in SEASON.strip().split(";\n"):
            cursor.execute(statement, values if "%(" in statement else None)
    rolling.roll_up_due(now=timezone.now())
    statement = queries._statement(("day",))
    today = timezone.now().date()

    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}",
            {"events": [gala.pk], "first": None, "last": today, "floor": queries._floor([gala.pk], None)},
        )
        plan = cursor.fetchone()[0]

    assert [step for step in steps_of(plan[0]["Plan"]) if step[0] > 5_000] == []


def steps_of(node):
    """What the plan looked at: how many rows of what, and how."""
    rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    yield rows, node["Node Type"], node.get("Relation Name"), node.get("Index Name")
    for child in node.get("Plans", ()):
        yield from steps_of(child)
