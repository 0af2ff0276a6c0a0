"""Reservations over the API: made, read, moved and cancelled by whose they are, and by managers."""

import pytest

from orders.models import Ticket
from reservations.models import ReservationSlot, TicketReservation
from tenants.models import EmailLog
from tests.api.world import BUYER, SAMPLE_CODE

CONTACT = {"customer_email": "John@Example.com", "customer_phone": "(202) 555-1234"}


@pytest.fixture
def wanted(world):
    return {"ticket_id": SAMPLE_CODE, "slot_id": str(world.slots["open"].pk)} | CONTACT


def booked(world, name):
    return ReservationSlot.objects.get(pk=world.slots[name].pk).booked_count


def test_the_sample_reserves_and_answers_like_the_sample_object(ask, world, wanted):
    answer = ask("customer", "POST", "reservations/create", wanted)

    assert answer.status_code == 201
    made = TicketReservation.objects.get(ticket__code=SAMPLE_CODE)
    assert answer.json() == {
        "id": str(made.pk),
        "ticket_id": SAMPLE_CODE,
        "slot_id": str(world.slots["open"].pk),
        "customer_email": "john@example.com",
        "customer_phone": "+12025551234",
        "reserved_at": answer.json()["reserved_at"],
        "status": "RESERVED",
        "orq": world.museum.number,
    }
    assert booked(world, "open") == 2


def test_reserving_twice_makes_one_reservation(ask, world, wanted):
    assert ask(None, "POST", "reservations/create", wanted).status_code == 201

    again = ask(None, "POST", "reservations/create", wanted)

    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_reserved")
    assert booked(world, "open") == 2


def test_a_full_slot_says_how_many_are_left(ask, world, wanted):
    answer = ask(None, "POST", "reservations/create", wanted | {"slot_id": str(world.slots["full"].pk)})

    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "slot_full"
    assert answer.json()["error"]["details"]["left"] == 0


@pytest.mark.parametrize(
    ("ticket", "status", "code"),
    [
        ("minted", 409, "not_active"),
        ("reserved", 409, "already_reserved"),
        ("unpaid", 409, "not_paid"),
        ("used", 409, "used"),
        ("cancelled", 409, "cancelled"),
        ("expired", 409, "expired"),
    ],
)
def test_only_an_active_unexpired_ticket_without_a_reservation_reserves(ask, world, wanted, ticket, status, code):
    answer = ask(None, "POST", "reservations/create", wanted | {"ticket_id": world.tickets[ticket].code})

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert booked(world, "open") == 1


@pytest.mark.parametrize(
    ("slot", "status", "code"),
    [("closed", 409, "slot_closed"), ("over", 409, "slot_over"), ("foreign", 422, "slot_unknown")],
)
def test_a_slot_that_cannot_be_had_is_refused(ask, world, wanted, slot, status, code):
    answer = ask(None, "POST", "reservations/create", wanted | {"slot_id": str(world.slots[slot].pk)})

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert list(answer.json()["error"]["fields"]) == ["slot_id"]


def test_where_visitors_cannot_reserve_managers_still_can(ask, world, wanted):
    world.mill.visit_rules.is_published = False
    world.mill.visit_rules.save()

    assert ask("customer", "POST", "reservations/create", wanted).json()["error"]["code"] == "slot_closed"
    assert ask("manager", "POST", "reservations/create", wanted).status_code == 201


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("customer_email", "none", 422),
        ("customer_phone", "12", 422),
        ("customer_phone", "", 400),
        ("customer_email", None, 400),
        ("slot_id", "uuid", 400),
        ("ticket_id", "abc", 400),
        ("ticket_id", "x" * 65, 400),
        ("ticket_id", 5, 400),
        ("customer_email", "\ud800@example.org", 400),
    ],
)
def test_what_is_wrong_is_named_by_its_field(ask, world, wanted, field, value, status):
    answer = ask(None, "POST", "reservations/create", wanted | {field: value})

    assert answer.status_code == status
    assert list(answer.json()["error"]["fields"]) == [field]
    assert booked(world, "open") == 1


def test_everybody_reads_their_own_and_members_their_tenants(ask, world):
    mine = {str(world.reservations[name].pk) for name in ("reserved", "today")}

    assert {row["id"] for row in ask("customer", "GET", "reservations").json()["reservations"]} == mine
    assert {row["id"] for row in ask("staff", "GET", "reservations").json()["reservations"]} == mine
    foreign = ask("outsider", "GET", "reservations").json()["reservations"]
    assert [row["id"] for row in foreign] == [str(world.reservations["foreign"].pk)]
    assert ask("stranger", "GET", "reservations").json() == {"reservations": [], "next": None}
    assert ask("staff", "GET", "reservations?mine=true").json()["reservations"] == []
    assert ask("staff", "GET", f"reservations?orq={world.elsewhere.number}").json()["reservations"] == []


def test_an_address_that_is_not_proven_opens_nothing(ask, world):
    world.people["customer"].emailaddress_set.update(verified=False)

    assert ask("customer", "GET", "reservations").json()["reservations"] == []
    address = f"reservations/{world.reservations['reserved'].pk}"
    assert ask("customer", "GET", address).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("slot_id={slot}", ["reserved"]),
        ("date={day}", ["reserved"]),
        ("ticket_id=visit-today", ["today"]),
        ("status=RESERVED&limit=1", ["today"]),
        ("status=CANCELLED", []),
    ],
)
def test_reservations_are_filtered(ask, world, query, names):
    slot = world.slots["open"]
    answer = ask("staff", "GET", "reservations?" + query.format(slot=slot.pk, day=slot.date)).json()

    expected = [str(world.reservations[name].pk) for name in names]
    assert [row["id"] for row in answer["reservations"]] == expected


def test_a_list_takes_as_many_statements_for_one_as_for_many(ask, world, count_statements):
    with count_statements() as statements:
        ask("staff", "GET", "reservations?limit=1")
    with count_statements() as many:
        ask("staff", "GET", "reservations?limit=50")

    assert len(many) == len(statements) <= 16, many


def test_moving_takes_the_new_place_and_gives_back_the_old(ask, world):
    address = f"reservations/{world.reservations['reserved'].pk}"

    refused = ask("customer", "PATCH", address, {"slot_id": str(world.slots["full"].pk), "customer_email": "b@c.de"})
    kept = TicketReservation.objects.get(pk=world.reservations["reserved"].pk)
    moved = ask("customer", "PATCH", address, {"slot_id": str(world.slots["later"].pk), "customer_email": "b@c.de"})

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "slot_full")
    assert (kept.slot_id, kept.customer_email) == (world.slots["open"].pk, BUYER)
    assert moved.json()["slot_id"] == str(world.slots["later"].pk)
    assert (moved.json()["customer_email"], moved.json()["customer_phone"]) == ("b@c.de", "+12025551234")
    assert (booked(world, "open"), booked(world, "later")) == (0, 1)
    assert EmailLog.objects.filter(template="visit_reserved", recipient="b@c.de").exists()


def test_after_the_cut_off_only_managers_change(ask, world):
    address = f"reservations/{world.reservations['today'].pk}"
    later = {"slot_id": str(world.slots["later"].pk)}

    for method, body in (("PATCH", later), ("PATCH", {"customer_email": "b@c.de"}), ("DELETE", None)):
        answer = ask("customer", method, address, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "too_late_to_change")
    assert ask("manager", "PATCH", address, later).status_code == 200


def test_a_cancelled_visit_frees_its_place_and_its_ticket(ask, world, wanted):
    address = f"reservations/{world.reservations['reserved'].pk}"

    answer = ask("customer", "DELETE", address)

    assert (answer.status_code, answer.json()["status"]) == (200, "CANCELLED")
    assert booked(world, "open") == 0
    assert ask("customer", "DELETE", address).json()["error"]["code"] == "not_reserved"
    again = ask("customer", "POST", "reservations/create", wanted | {"ticket_id": world.tickets["reserved"].code})
    assert again.status_code == 201


def test_who_holds_or_enters_with_a_ticket_is_its_customer(ask, world):
    ticket = Ticket.objects.get(code=world.tickets["reserved"].code)
    address = f"reservations/{world.reservations['reserved'].pk}"
    assert ask("stranger", "GET", address).status_code == 404

    Ticket.objects.filter(pk=ticket.pk).update(user=world.people["stranger"])
    assert ask("stranger", "GET", address).status_code == 200
    Ticket.objects.filter(pk=ticket.pk).update(user=None)
    ticket.attendee.email = "Stranger@example.org"
    ticket.attendee.save()

    assert ask("stranger", "GET", address).json()["customer_email"] == BUYER


def test_codes_cannot_be_searched_for(client, world):
    ids = [client.get(f"/api/tickets/TKT-2025-{number:06}").status_code for number in range(61)]

    assert set(ids[:60]) == {404}
    assert ids[60] == 429
    # Even a code that is there is not told then.
    refused = client.get(f"/api/tickets/{SAMPLE_CODE}")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
