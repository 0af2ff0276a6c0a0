"""Slots over the API: made, changed, closed and deleted by managers, seen by everybody."""

from datetime import date

import pytest

from reservations.models import ReservationSlot
from tests import make

SAMPLE = {"date": "2025-12-01", "start_time": "09:00", "end_time": "12:00", "total_capacity": 200}


def test_the_sample_makes_a_slot_like_the_sample_object(ask, world):
    answer = ask("manager", "POST", "operator/slots/create", SAMPLE | {"venue_id": world.mill.number})

    assert answer.status_code == 201
    slot = ReservationSlot.objects.get(date=date(2025, 12, 1))
    assert answer.json() == {
        "id": str(slot.pk),
        "date": "2025-12-01",
        "start_time": "09:00:00",
        "end_time": "12:00:00",
        "venue_id": world.mill.number,
        "total_capacity": 200,
        "booked_count": 0,
        "available_count": 200,
        "status": "ACTIVE",
        "orq": world.museum.number,
    }


def test_a_missing_venue_is_the_only_one(ask, world):
    assert ask("manager", "POST", "operator/slots/create", SAMPLE).status_code == 201

    make.venue(world.museum, name="Annex")
    refused = ask("manager", "POST", "operator/slots/create", SAMPLE | {"date": "2025-12-02"})

    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "venue_needed"
    assert list(refused.json()["error"]["fields"]) == ["venue_id"]
    assert not ReservationSlot.objects.filter(date=date(2025, 12, 2)).exists()


def test_who_works_for_several_says_for_whom(ask, world):
    world.elsewhere.memberships.create(user=world.people["manager"], role="manager")

    assert ask("manager", "GET", "operator/slots").json()["error"]["code"] == "orq_needed"
    listed = ask("manager", "GET", f"operator/slots?orq={world.elsewhere.pk}").json()["slots"]
    assert [slot["id"] for slot in listed] == [str(world.slots["foreign"].pk)]


def test_a_slot_that_is_there_is_named_and_a_closed_one_opens_again(ask, world):
    slot = world.slots["closed"]
    again = {"date": f"{slot.date}", "start_time": "15:00", "end_time": "16:00"}

    refused = ask("manager", "POST", "operator/slots/create", again)
    opened = ask("manager", "PUT", f"operator/slots/{slot.pk}", {"status": "ACTIVE"})

    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "slot_exists"
    assert refused.json()["error"]["details"] == {"slot_id": str(slot.pk), "is_closed": True}
    assert (opened.status_code, opened.json()["status"]) == (200, "ACTIVE")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"status": "FULL"}, 422, "status_follows"),
        ({"total_capacity": 0}, 422, "capacity_below_booked"),
        ({}, 400, "invalid"),
        ([], 400, "invalid"),
        ({"status": "active"}, 400, "invalid"),
        ({"status": "\ud800"}, 400, "invalid"),
        ({"total_capacity": 10**30}, 400, "invalid"),
        ({"total_capacity": "many"}, 400, "invalid"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(ask, world, body, status, code):
    answer = ask("manager", "PUT", f"operator/slots/{world.slots['open'].pk}", body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert ReservationSlot.objects.get(pk=world.slots["open"].pk).total_capacity == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "2025-02-30"},
        {"date": "0001-01-01"},
        {"date": "9999-12-31"},
        {"start_time": "25:00"},
        {"start_time": "09:00:00.5"},
        {"start_time": None},
        {"total_capacity": -1},
        {"venue_id": True},
        {"venue_id": "here"},
        {"venue_id": 10**20},
    ],
)
def test_what_is_no_slot_is_refused_next_to_its_field(ask, wrong):
    answer = ask("manager", "POST", "operator/slots/create", SAMPLE | wrong)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == list(wrong)
    assert not ReservationSlot.objects.filter(date=date(2025, 12, 1)).exists()


def test_deleting_says_whether_it_was_deleted_or_closed(ask, world):
    never, once = world.slots["later"], world.slots["open"]

    assert ask("manager", "DELETE", f"operator/slots/{never.pk}").json() == {"result": "DELETED", "slot": None}
    closed = ask("manager", "DELETE", f"operator/slots/{once.pk}").json()

    assert (closed["result"], closed["slot"]["status"], closed["slot"]["booked_count"]) == ("CLOSED", "CLOSED", 1)
    assert not ReservationSlot.objects.filter(pk=never.pk).exists()


@pytest.mark.parametrize("slot_id", ["nothing", "00000000-0000-0000-0000-000000000000", "%00"])
def test_an_unknown_slot_is_not_found_in_json(ask, slot_id):
    answer = ask("manager", "DELETE", f"operator/slots/{slot_id}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_slots_are_listed_by_days_and_pages(ask, world, count_statements):
    day = world.slots["open"].date
    address = f"operator/slots?venue_id={world.mill.number}&date_from={day}&date_to={day}"

    with count_statements() as statements:
        page = ask("staff", "GET", f"{address}&limit=3").json()
    rest = ask("staff", "GET", page["next"].partition("/api/")[2]).json()

    # Session, user, venue, membership, slots; and what signing in takes.
    assert len(statements) <= 17, statements
    assert [slot["start_time"] for slot in page["slots"]] == ["09:00:00", "11:00:00", "13:00:00"]
    assert [slot["status"] for slot in rest["slots"]] == ["CLOSED"]
    assert rest["next"] is None


def test_a_month_is_public_cacheable_and_says_what_is_left(client, world, count_statements):
    address = f"/api/reservation-slots/available?month={world.slots['open'].date:%Y-%m}&orq={world.museum.number}"

    with count_statements() as statements:
        answer = client.get(address)
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})

    assert len(statements) <= 4, statements
    told = {slot["id"]: (slot["available_count"], slot["status"]) for slot in answer.json()["slots"]}
    assert told[str(world.slots["open"].pk)] == (4, "ACTIVE")
    assert told[str(world.slots["full"].pk)] == (0, "FULL")
    assert not {str(world.slots[name].pk) for name in ("closed", "over", "foreign")} & set(told)
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert (again.status_code, again.content) == (304, b"")


def test_a_venue_that_takes_no_visits_shows_no_slots(client, world):
    month = f"month={world.slots['open'].date:%Y-%m}&orq={world.museum.pk}"
    world.mill.visit_rules.is_published = False
    world.mill.visit_rules.save()

    assert client.get(f"/api/reservation-slots/available?{month}").json() == {"slots": []}
    named = client.get(f"/api/reservation-slots/available?{month}&venue_id={world.mill.pk}")
    assert named.status_code == 404


@pytest.mark.parametrize("query", ["", "month=2025-12", "month=2025-13&orq=1", "month=12&orq=1", "month=2025-12&orq=x"])
def test_half_a_question_is_refused(client, db, query):
    assert client.get(f"/api/reservation-slots/available?{query}").status_code == 400


def test_availability_is_throttled_by_address(client, world):
    address = f"/api/reservation-slots/available?month=2025-12&orq={world.museum.number}"

    answers = [client.get(address) for _number in range(121)]

    assert {answer.status_code for answer in answers[:120]} == {200}
    assert answers[120].status_code == 429
    assert int(answers[120].headers["Retry-After"]) > 0
