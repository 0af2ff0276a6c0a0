from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from events.models import Event, EventStatus, TicketType, Venue
from orders.models import Order, Ticket, TicketBatch
from orders.queries.stock_check import stock_differences
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries.slot_check import slot_differences
from tenants.models import ActivityLog, EmailLog, EmailStatus, Tenant, TenantStatus, User
from tests.api.undoing import undone
from ticketing.demo.sample import logins


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """The sample data with a twentieth of its history, which takes a while."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")), django_db_blocker.unblock(), undone():
        call_command("load_sample_data", processes=1, share=0.05, stdout=StringIO())
        yield


@pytest.fixture
def loaded(loaded_once, db):
    """The same; what a test changes is taken back after it."""


def test_there_is_something_of_everything_to_try(loaded, client):
    now = timezone.now()
    events = Event.objects.select_related("stock")
    shown = events.exclude(status=EventStatus.DRAFT)
    assert (Tenant.objects.filter(status=TenantStatus.ACTIVE).count(), shown.count()) == (5, 33)
    assert Tenant.objects.filter(status=TenantStatus.PENDING).exists()
    colours = Tenant.objects.values_list("settings__primary_color", "settings__font_family", "settings__logo")
    assert all(len(set(column)) >= 5 for column in zip(*colours, strict=True))
    assert {"EUR", "USD", "JPY", "GBP", "AED", "KWD"} <= set(events.values_list("currency", flat=True))
    assert len(set(events.values_list("time_zone", flat=True))) >= 8
    assert len(set(events.values_list("venue__city", flat=True))) >= 10
    assert {"public", "unlisted", "private"} == set(events.values_list("visibility", flat=True))
    assert {"physical", "virtual", "hybrid"} == set(events.values_list("location_type", flat=True))
    assert events.filter(sales_starts_at__gt=now).exists()
    assert TicketType.objects.filter(is_hidden=True).exists()
    assert TicketType.objects.filter(kind="merchandise").count() >= 5
    assert events.filter(sessions__isnull=False, questions__isnull=False, discount_codes__isnull=False).exists()
    sold_out = TicketType.objects.select_related("stock").get(event__slug="winterreise").stock
    assert sold_out.is_sold_out

    running = events.get(starts_at__lt=now, ends_at__gt=now, slug="lange-nacht")
    tickets = Ticket.objects.filter(event=running, status__in=("valid", "used"))
    assert abs(tickets.filter(status="used").count() - tickets.count() / 2) <= 1

    # The past is consistent, lies in the past, and troubles nobody.
    assert stock_differences() == []
    assert Order.objects.count() > 100
    assert not Order.objects.filter(created_at__gt=now).exists()
    assert not ActivityLog.objects.filter(created_at__gt=now + timedelta(minutes=1)).exists()
    assert set(EmailLog.objects.values_list("status", flat=True)) == {EmailStatus.DROPPED}
    assert not ProcrastinateJob.objects.exists()

    for login in logins.LOGINS:
        assert client.login(email=login.email, password=logins.PASSWORD), login
    rows = (Order.objects.count(), Event.objects.count(), User.objects.count())
    said = StringIO()
    call_command("load_sample_data", stdout=said)
    assert said.getvalue() == "The sample data is already there.\n"
    assert rows == (Order.objects.count(), Event.objects.count(), User.objects.count())


def test_two_venues_take_visits(loaded):
    now = timezone.now()
    venues = Venue.objects.filter(visit_rules__is_published=True)
    assert len(set(venues.values_list("tenant", flat=True))) == 2
    for venue in venues:
        today = now.astimezone(ZoneInfo(venue.time_zone)).date()
        slots = ReservationSlot.objects.filter(venue=venue)
        reservations = TicketReservation.objects.filter(slot__venue=venue)
        assert slots.filter(date__gte=today + timedelta(days=60)).exists()
        assert {"active", "full", "closed"} == set(slots.values_list("status", flat=True))
        assert reservations.live().filter(slot__date=today).count() >= 9
        assert reservations.filter(status="verified", slot__date__lt=today).count() == 8
        assert reservations.filter(ticket__order__isnull=False).exists()
        assert not reservations.filter(reserved_at__gt=now).exists()
    batches = TicketBatch.objects.all()
    assert set(batches.values_list("activation_mode", flat=True)) == {"deferred", "immediate"}
    for batch in batches.filter(activation_mode="deferred"):
        states = set(batch.tickets.values_list("activation_status", flat=True))
        assert states == {"inactive", "active", "redeemed"}
    assert set(TicketType.objects.values_list("slot_choice", flat=True)) == {"later", "checkout"}
    assert slot_differences() == []


def test_the_logins_are_listed_per_role():
    said = StringIO()

    call_command("load_sample_data", print_logins=True, stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0] == "Logins, all with the password welcome-to-foyer"
    assert "  Steward                  steward@foyer.example        kulturhaus-muehle" in lines
    assert len(lines) == len(logins.LOGINS) + 1
