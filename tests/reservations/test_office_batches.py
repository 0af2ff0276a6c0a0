"""Pre-made tickets in the office, and how ticket types have to do with visits."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from events.models import ActivationMode, SlotChoice
from orders import services as order_services
from orders.models import Ticket, TicketBatch, TicketStatus
from orders.queries.stock_check import stock_differences
from reservations import errors, services, tasks
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries.slot_check import slot_differences
from tenants.models import ActivityLog, EmailLog
from tests import make
from tests.office import browser_as, text
from tests.reservations.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mary(blue_note):
    """A manager's browser."""
    return browser_as(blue_note, "manager")


@pytest.fixture
def office(blue_note):
    return f"/manage/{blue_note.slug}/visits/"


@pytest.fixture
def batch(visit_type):
    """Three deferred tickets."""
    return mint(visit_type)


def mint(ticket_type, *, quantity=3, label="Tourist office", mode=ActivationMode.DEFERRED):
    return order_services.mint_tickets(
        ticket_type=ticket_type, label=label, quantity=quantity, activation_mode=mode, by=None, now=NOW
    )


def reserve(ticket, slot):
    active = services.activate_ticket(ticket=ticket, by=None, now=NOW)
    return services.reserve(tickets=[active], slot=slot, contact=make.contact(), now=NOW)[0]


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


# --- Making them ----------------------------------------------------------------------------------------------------


def test_a_manager_makes_tickets_that_wait_for_their_holders(mary, visit_type, office):
    body = {"ticket_type": visit_type.pk, "quantity": "12", "label": "Spring", "activation_mode": "deferred"}

    made = mary.post(f"{office}batches/new/", body)

    batch = TicketBatch.objects.get()
    assert made.headers["Location"] == f"{office}batches/{batch.pk}/"
    assert Ticket.objects.filter(batch=batch, activation_status="inactive").count() == 12
    assert stock_differences() == []


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"quantity": "101"}, "quantity", "Only 100 left of “Scarce”."),
        ({"quantity": "10001"}, "quantity", "Ensure this value is less than or equal to 10000."),
        ({"quantity": "0"}, "quantity", "Ensure this value is greater than or equal to 1."),
        ({"label": ""}, "label", "This field is required."),
        ({"ticket_type": "rubbish"}, "ticket_type", "Select a valid choice."),
        ({"activation_mode": "never"}, "activation_mode", "Select a valid choice."),
    ],
)
def test_tickets_that_cannot_be_made_are_refused_at_their_field(mary, museum, office, change, field, message):
    scarce = make.ticket_type(museum, name="Scarce", places=100)
    body = {"ticket_type": scarce.pk, "quantity": "5", "label": "Spring", "activation_mode": "deferred"} | change

    page = mary.post(f"{office}batches/new/", body)

    assert page.status_code == 200
    assert message in page.context["form"].errors[field][0]
    assert page.context["form"]["quantity"].value() == body["quantity"]
    assert not Ticket.objects.exists()


def test_batches_tell_how_far_their_codes_have_come(mary, batch, slot, office, visit_type, count_statements):
    first, second, third = batch.tickets.order_by("pk")
    reserve(first, slot)
    services.activate_ticket(ticket=second, by=None, now=NOW)
    order_services.cancel_batch_tickets(batch=batch, ticket_ids=[third.pk], by=None, now=NOW)
    with count_statements() as few:
        page = mary.get(f"{office}batches/")
    for number in range(4):
        mint(visit_type, label=f"Batch {number}")

    with count_statements() as many:
        mary.get(f"{office}batches/")

    ((_batch, counts),) = page.context["rows"]
    assert {name: counts[name] for name in ("activated", "reserved", "used", "cancelled", "unused")} == {
        "activated": 2,
        "reserved": 1,
        "used": 0,
        "cancelled": 1,
        "unused": 2,
    }
    assert len(few) == len(many) == 7, many


# --- Taking them home -----------------------------------------------------------------------------------------------


def test_the_codes_come_as_csv_with_the_address_that_each_opens(mary, batch, visit_type, office):
    answer = mary.get(f"{office}batches/{batch.pk}/codes.csv")

    rows = rows_of(answer)
    codes = list(batch.tickets.order_by("pk").values_list("code", flat=True))
    assert [row["code"] for row in rows] == codes
    assert rows[0] | {"code": "", "link": ""} == {
        "code": "",
        "label": "Tourist office",
        "type": visit_type.name,
        "state": "Not activated",
        "link": "",
    }
    assert rows[0]["link"].endswith(f"/visit/{codes[0]}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tickets-2026-06-01.csv"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(mary, visit_type, office, start):
    batch = mint(visit_type, label=f"{start}cmd", quantity=1)

    (row,) = rows_of(mary.get(f"{office}batches/{batch.pk}/codes.csv"))

    assert row["label"] == f"'{start}cmd".replace("\r", "\n")


def test_codes_are_for_those_who_may_take_them_home(batch, blue_note, office):
    code = batch.tickets.first().code
    for role in ("staff", "support", "analyst"):
        client = browser_as(blue_note, role)
        assert code not in text(client.get(f"{office}batches/{batch.pk}/")), role
        assert client.get(f"{office}batches/{batch.pk}/codes.csv").status_code == 403
        assert client.get(f"{office}batches/{batch.pk}/sheets/1/").status_code == 403
        assert client.post(f"{office}batches/{batch.pk}/cancellations/", {"all": 1, "cancel": 1}).status_code == 403


def test_sheets_are_made_by_a_task_while_a_page_waits(mary, batch, office):
    address = f"{office}batches/{batch.pk}/sheets/1/"

    waiting = [mary.get(address) for _time in range(2)]
    (job,) = ProcrastinateJob.objects.filter(task_name="reservations.make_sheet")
    tasks.make_sheet(**job.args)
    done = mary.get(address)

    assert [page.status_code for page in waiting] == [202, 202]
    assert 'http-equiv="refresh"' in text(waiting[0])
    assert done.headers["Content-Type"] == "application/pdf"
    assert b"".join(done.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize("part", [0, 2, 10**20])
def test_there_are_no_more_sheets_than_codes(mary, batch, office, part):
    assert mary.get(f"{office}batches/{batch.pk}/sheets/{part}/").status_code == 404


# --- Making them worthless ------------------------------------------------------------------------------------------


def test_one_code_is_cancelled_after_one_was_asked_and_its_place_is_free(mary, batch, visit_type, office):
    ticket = batch.tickets.first()
    address = f"{office}batches/{batch.pk}/cancellations/"

    asked = mary.post(address, {"code": ticket.code})
    assert not Ticket.objects.filter(status=TicketStatus.CANCELLED).exists()
    mary.post(address, {"code": ticket.code, "cancel": "1"})

    assert ticket.code in text(asked)
    assert list(Ticket.objects.filter(status=TicketStatus.CANCELLED)) == [ticket]
    visit_type.stock.refresh_from_db()
    assert visit_type.stock.quantity_sold == 2
    assert stock_differences() == []
    with pytest.raises(errors.TicketVoid):
        services.activate_ticket(ticket=ticket, by=None, now=NOW)


def test_cancelling_what_is_unused_frees_visits_too_and_leaves_used_codes(mary, batch, slot, office):
    first, second, _third = batch.tickets.order_by("pk")
    reservation = reserve(first, slot)
    Ticket.objects.filter(pk=second.pk).update(status=TicketStatus.USED)

    mary.post(f"{office}batches/{batch.pk}/cancellations/", {"all": "1", "cancel": "1"})
    again = order_services.cancel_batch_tickets(batch=batch, by=None, now=NOW)

    assert again == []
    assert sorted(batch.tickets.values_list("status", flat=True)) == ["cancelled", "cancelled", "used"]
    assert not TicketReservation.objects.live().exists()
    assert ReservationSlot.objects.get(pk=slot.pk).booked_count == 0
    assert EmailLog.objects.filter(template="visit_cancelled", target_id=reservation.pk).count() == 1
    assert (stock_differences(), slot_differences()) == ([], [])


def test_another_batchs_codes_are_out_of_reach(mary, batch, visit_type, office):
    other = mint(visit_type, label="Other")
    body = {"code": other.tickets.first().code, "cancel": "1"}

    page = mary.post(f"{office}batches/{batch.pk}/cancellations/", body, follow=True)

    assert "Please tick the codes first." in text(page)
    assert not Ticket.objects.filter(status=TicketStatus.CANCELLED).exists()


def test_another_tenants_batches_are_not_there(batch):
    stranger = make.tenant("Red Note")
    client = browser_as(stranger, "owner")

    for path in ("", "codes.csv", "sheets/1/"):
        assert client.get(f"/manage/{stranger.slug}/visits/batches/{batch.pk}/{path}").status_code == 404


# --- Ticket types ---------------------------------------------------------------------------------------------------


@pytest.fixture
def plain(museum):
    return make.ticket_type(museum, name="Shop bag voucher")


def test_a_ticket_type_becomes_one_for_visits(mary, plain, mill, office):
    body = {
        "reservation_venue": mill.pk,
        "slot_choice": "checkout",
        "activation_mode": "immediate",
        "valid_days": "30",
    }

    changed = mary.post(f"{office}tickets/{plain.pk}/", body)

    assert changed.status_code == 302
    plain.refresh_from_db()
    assert (plain.reservation_venue, plain.slot_choice, plain.valid_days) == (mill, SlotChoice.CHECKOUT, 30)
    assert ActivityLog.objects.filter(action="ticket_type.visits_changed", target_id=plain.pk).count() == 1


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"slot_choice": "checkout"}, "reservation_venue", "Please choose the venue whose times are offered."),
        ({"valid_days": "0"}, "valid_days", "Ensure this value is greater than or equal to 1."),
        ({"valid_days": "40000"}, "valid_days", "Ensure this value is less than or equal to 3650."),
        ({"reservation_venue": "rubbish"}, "reservation_venue", "is not a valid UUID."),
        ({"reservation_venue": str(uuid4())}, "reservation_venue", "Select a valid choice."),
        ({"activation_mode": ""}, "activation_mode", "This field is required."),
    ],
)
def test_settings_that_cannot_be_are_refused_at_their_field(mary, plain, office, change, field, message):
    body = {"reservation_venue": "", "slot_choice": "later", "activation_mode": "immediate", "valid_days": ""} | change

    page = mary.post(f"{office}tickets/{plain.pk}/", body)

    assert page.status_code == 200
    assert message in page.context["form"].errors[field][0]
    plain.refresh_from_db()
    assert (plain.slot_choice, plain.valid_days) == ("later", None)


def test_a_ticket_sold_with_its_time_is_active_at_once(mary, plain, mill, office):
    body = {"reservation_venue": mill.pk, "slot_choice": "checkout", "activation_mode": "deferred", "valid_days": ""}

    page = mary.post(f"{office}tickets/{plain.pk}/", body)

    assert page.context["form"].errors["activation_mode"] == [
        "A ticket that is sold with its time has to be active at purchase."
    ]


def test_the_venue_stays_while_places_are_reserved_there(mary, visit_type, ticket, slot, blue_note, office):
    services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW)
    other = make.venue(blue_note, name="Barn")
    body = {"reservation_venue": other.pk, "slot_choice": "later", "activation_mode": "immediate", "valid_days": ""}

    page = mary.post(f"{office}tickets/{visit_type.pk}/", body)

    assert "1 reservations stand" in page.context["form"].errors["reservation_venue"][0]
    assert str(page.context["form"]["reservation_venue"].value()) == str(other.pk)
    visit_type.refresh_from_db()
    assert visit_type.reservation_venue_id == slot.venue_id


def test_types_of_events_that_are_over_or_elsewhere_are_not_listed(mary, museum, visit_type, office, blue_note):
    over = make.event(blue_note, name="Last year", published=False, starts_at=NOW - timedelta(days=3))
    past = make.ticket_type(over, name="Gone")
    foreign = make.ticket_type(make.event(make.tenant("Red Note"), published=False), name="Foreign")

    page = text(mary.get(f"{office}tickets/"))

    assert visit_type.name in page
    assert "Gone" not in page
    assert "Foreign" not in page
    for ticket_type in (past, foreign):
        assert mary.get(f"{office}tickets/{ticket_type.pk}/").status_code == 404
