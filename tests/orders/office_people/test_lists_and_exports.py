"""Whoever exports a list gets exactly what it shows, whatever it is narrowed by."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from events.models import Event
from orders import services
from orders.models import Order, Ticket
from orders.payments.base import RefundState
from orders.queries.office_filters import AttendeeFilter, BuyerFilter, OrderFilter
from tests import make
from tests.checkin.conftest import bob, scan
from tests.orders.office_people.conftest import text

__all__ = ["bob", "scan"]
pytestmark = pytest.mark.django_db

# A moment at which three clocks show two days.
NIGHT = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)

KEYS = {"orders": "order_number", "attendees": "code", "buyers": "email"}
SHOWN = {
    "orders": r'class="mono ltr"[^>]*>([0-9A-Z]{8})<',
    "attendees": r"(TKT-[0-9]{4}-[0-9A-Z]{10})<",
    "buyers": r"([\w.+-]+@example\.org)<",
}


@pytest.fixture
def world(gala, blue_note, stalls, manager, scan):
    """Orders of all fates, at events on different clocks, with what filters name."""
    now = timezone.now()
    far = make.event(blue_note, name="Matinee", published=False)
    lawn = make.ticket_type(far, name="Lawn", price_cents=1500)
    make.ticket_type(far, name="Guests", requires_approval=True)
    make.publish(far)
    Event.objects.filter(pk=far.pk).update(time_zone="Pacific/Kiritimati")
    Event.objects.filter(pk=gala.pk).update(time_zone="America/Los_Angeles")
    question = make.question(gala, "Lunch?")
    ada = make.order(gala, {stalls: 2}, email="ada.lovelace@example.org", first_name="Ada", last_name="Lovelace")
    named = make.order(far, {lawn: 1}, email="ada.byron@example.org", first_name="Augusta", last_name="Byron")
    other = make.order(gala, {stalls: 1}, email="lovelace@example.org", first_name="Bob", last_name="Builder")
    unpaid = make.order(far, {lawn: 1}, email="carl@example.org", paid=False)
    make.order(far, {far.ticket_types.get(name="Guests"): 1}, email="dora@example.org", paid=False)
    services.start_payment(
        order=unpaid, provider_key="bank_transfer", addresses=services.Addresses("http://a/", "http://b/"), now=now
    )
    services.cancel_tickets(order=ada, tickets=ada.tickets.all()[:1], by=manager.user, now=now)
    refund = services.request_refund(order=other, amount_cents=100, now=now)
    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 100), now=now)
    ticket = ada.tickets.get(status="valid")
    ticket.attendee.answers = {str(question.pk): "Soup"}
    ticket.attendee.save()
    scan(gala.gates.get(), other.tickets.get())
    Order.objects.filter(pk__in=[ada.pk, named.pk]).update(created_at=NIGHT)
    return {
        "{gala}": gala.pk,
        "{far}": far.pk,
        "{type}": lawn.pk,
        "{ticket}": ticket.pk,
        "{code}": ticket.code,
        "{number}": ada.order_number,
        "{part}": ada.order_number[:4],
        "{question}": question.pk,
    }


def cases(kind, *queries):
    return [(kind, query) for query in queries]


CASES = [
    *cases(
        "orders", "", "q=ada", "q=ada.", "q=ADA.LOVELACE%40", "q=lovelace", "q=Ada+Love", "q=lovelace%40example.org"
    ),
    *cases(
        "orders", "q={number}", "q=%23{number}", "q={part}", "q={code}", "q=x", "q=example.org", "q=+++", "q=%00ada"
    ),
    *cases("orders", "event={gala}", "event={far}", "event={gala}&event={far}", "event=rubbish"),
    *cases("orders", "status=confirmed", "status=awaiting_approval", "status=nonsense", "payment=pending"),
    *cases("orders", "refund=none", "refund=refunded", "method=stripe", "method=bank_transfer", "method=rubbish"),
    *cases("orders", "attention=on", "attention=failed_refunds"),
    *cases("orders", *(f"since=2026-03-{day}&until=2026-03-{day}" for day in ("09", "10", "11"))),
    *cases("orders", "until=2026-03-10", "since=2026-03-11", "since=9999-12-31", "since=2026-02-30"),
    *cases("orders", "q=ada&event={gala}&status=confirmed&since=2026-03-01"),
    *cases("attendees", "", "q=ada", "q=a", "q=lovelace%40example.org", "q=ada.love", "q={code}", "q={number}"),
    *cases("attendees", "event={gala}", "event={far}&type={type}", "ticket={ticket}", "status=all", "status=cancelled"),
    *cases("attendees", "checked_in=yes", "checked_in=no", "order=confirmed", "order=none", "order=rubbish"),
    *cases("attendees", "event={gala}&question={question}", "event={gala}&question={question}&answer=sou"),
    *cases("buyers", "", "q=ada", "q=lovelace%40example.org", "event={gala}", "consent=yes", "consent=no"),
]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    """Files are kept in a folder of the test's own."""
    options = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": options}


def exported(browser, office, kind, query):
    """The rows of the file that one gets who follows the list's link, and presses the button there."""
    offered = browser.get(f"{office}exports/?{query}").context
    form = offered["form"]
    body = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    body |= dict(offered["kept"]) | {"kind": kind, "column": KEYS[kind], "known": KEYS[kind], "format": "csv"}
    answer = browser.post(f"{office}exports/", body)
    assert answer.status_code == 302, answer.context["form"].errors
    content = b"".join(browser.get(answer.headers["Location"]).streaming_content).decode().removeprefix("\ufeff")
    return sorted(row[0] for row in list(csv.reader(io.StringIO(content)))[1:])


def test_a_list_and_its_export_hold_the_same_rows(mary, office, world):
    wrong, sizes = [], set()
    for kind, asked in CASES:
        query = asked
        for name, value in world.items():
            query = query.replace(name, str(value))
        page = text(mary.get(f"{office}{kind}/?{query}"))
        link = re.search(rf'href="[^"]*exports/\?(kind={kind}[^"]*)"', page)
        listed = sorted(set(re.findall(SHOWN[kind], page)))
        rows = exported(mary, office, kind, link[1] if link else f"kind={kind}&{query}")
        sizes.add((kind, len(listed)))
        if rows != listed:
            wrong.append((kind, asked, listed, rows))

    assert wrong == []
    assert len(sizes) > 8


@pytest.mark.parametrize(
    ("kind", "known"), [("orders", OrderFilter), ("attendees", AttendeeFilter), ("buyers", BuyerFilter)]
)
def test_every_filter_is_among_them(kind, known):
    tried = {name for of, query in CASES if of == kind for name in QueryDict(query)}

    assert tried == set(known.NAMES)


def test_the_days_of_an_order_are_those_that_its_event_shows(mary, office, world):
    by_event = dict(Order.objects.filter(created_at=NIGHT).values_list("event__name", "order_number"))

    tenth, eleventh = (
        exported(mary, office, "orders", f"kind=orders&since={day}&until={day}") for day in ("2026-03-10", "2026-03-11")
    )
    shown = text(mary.get(f"{office}orders/?since=2026-03-11&until=2026-03-11"))

    assert (tenth, eleventh) == ([by_event["Winter Gala"]], [by_event["Matinee"]])
    assert "11 Mar" in shown or "Mar 11" in shown


def test_an_event_beyond_those_that_are_offered_is_exported_all_the_same(mary, office, world, gala, monkeypatch):
    monkeypatch.setattr("orders.queries.office_people.MOST_EVENTS", 1)
    Event.objects.filter(pk=gala.pk).update(starts_at=gala.starts_at - timedelta(days=400))
    codes = Ticket.objects.filter(event=gala, status__in=["valid", "used"]).values_list("code", flat=True)

    assert exported(mary, office, "attendees", f"kind=attendees&event={gala.pk}") == sorted(codes)
