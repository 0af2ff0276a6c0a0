from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from events import rules
from events.models import DiscountCode, Event, EventStatus, Question, Stock, TicketType, Venue
from orders.models import LedgerEntry, Order, Payout, Refund, Ticket, TicketBatch, WaitingListEntry
from orders.queries.stock_check import stock_differences
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries.slot_check import slot_differences
from tenants.models import ActivityLog, EmailLog, EmailStatus, Notification, Role, Tenant, TenantStatus, User
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
    assert (Tenant.objects.filter(status=TenantStatus.ACTIVE).count(), shown.count()) == (5, 35)
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


def test_money_has_gone_on_to_the_organizers_banks_and_some_came_back(loaded):
    assert set(Payout.objects.values_list("status", flat=True)) == {"paid", "failed", "in_transit"}
    assert len(set(Payout.objects.values_list("currency", flat=True))) >= 3
    by_account = dict(LedgerEntry.objects.values_list("account").annotate(cents=Sum("amount_cents")).order_by())
    assert by_account["bank"] > 0
    assert by_account["gateway"] > 0


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


def test_an_owner_finds_the_console_full(loaded, client):
    now = timezone.now()
    owner = User.objects.get(email="owner@foyer.example")
    tenant = Tenant.objects.get(slug="kulturhaus-muehle")
    orders = Order.objects.filter(tenant=tenant)
    waiting = orders.filter(status="awaiting_approval", expires_at__gt=now)
    assert waiting.filter(items__ticket_type__requires_approval=True).count() == 3
    unpaid = orders.filter(status="pending", expires_at__gt=now, payments__provider="bank_transfer")
    assert unpaid.filter(payments__status="pending").count() == 2
    (failed,) = Refund.objects.filter(tenant=tenant, status="failed")
    assert failed.payment.order.status == "cancelled"
    assert orders.filter(notes="Pressekarten", total_cents=0, status="confirmed").count() == 1

    line = WaitingListEntry.objects.filter(event__slug="kuechenkonzert", event__waiting_list_enabled=True)
    assert sorted(line.values_list("status", flat=True)) == ["offered"] + ["waiting"] * 4
    assert Stock.objects.get(ticket_type__event__slug="kuechenkonzert").is_all_held
    assert line.filter(status="offered", offers__status="active", offers__expires_at__gt=now).count() == 1

    codes = DiscountCode.objects.filter(tenant=tenant, archived_at=None)
    assert codes.filter(batch=None).exists()
    assert codes.filter(batch__quantity=20).count() == 20
    assert Question.objects.filter(tenant=tenant, event__status="published").count() == 2

    assert set(tenant.memberships.values_list("role", flat=True)) == set(Role.values)
    assert tenant.invitations.all().open(now).count() == 1
    told = set(Notification.objects.filter(tenant=tenant, user=owner).values_list("kind", flat=True))
    assert {"order_awaiting_approval", "refund_failed", "sold_out", "first_sale"} <= told
    draft = Event.objects.get(tenant=tenant, slug="sommerfest")
    assert len(rules.missing(draft, has_ticket_types=False)) == 2
    assert Event.objects.exclude(archived_at=None).get().orders.exists()

    client.force_login(owner)
    page = client.get("/manage/kulturhaus-muehle/")
    assert page.status_code == 200
    attention = client.get("/manage/kulturhaus-muehle/orders/", {"attention": "on"}).content.decode()
    for order in (*waiting, failed.payment.order):
        assert order.order_number in attention


def test_the_logins_are_listed_per_role():
    said = StringIO()

    call_command("load_sample_data", print_logins=True, stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0] == "Logins, all with the password welcome-to-foyer"
    assert "  Steward                  steward@foyer.example        /manage/kulturhaus-muehle/" in lines
    assert "  Owner                    owner@foyer.example          /manage/kulturhaus-muehle/" in lines
    assert "  Buyer                    buyer@foyer.example" in lines
    assert len(lines) == len(logins.LOGINS) + 1
