"""The office of visits: venues, calendars and single slots."""

from datetime import date, timedelta

import pytest
import time_machine

from events.models import Venue
from reservations import services
from reservations.models import ReservationSlot, ReservationStatus, TicketReservation, VisitRules
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
def bob(blue_note):
    """A steward's browser."""
    return browser_as(blue_note, "staff")


@pytest.fixture
def office(blue_note):
    """Where the office begins."""
    return f"/manage/{blue_note.slug}/visits/"


# --- Venues ---------------------------------------------------------------------------------------------------------


def test_an_empty_office_leads_on_to_the_first_venue(mary, blue_note, office):
    page = mary.get(office)
    body = {"name": "Museum", "city": "Berlin", "country": "DE", "time_zone": "Europe/Berlin"}
    added = mary.post(f"{office}venues/new/", body)

    assert "No venue yet" in text(page)
    assert f"{office}venues/new/" in text(page)
    venue = Venue.objects.get(tenant=blue_note)
    assert added.headers["Location"] == f"{office}{venue.number}/rules/"
    assert (venue.name, venue.city, venue.country, venue.time_zone) == ("Museum", "Berlin", "DE", "Europe/Berlin")
    assert ActivityLog.objects.filter(action="venue.created", target_id=venue.pk).count() == 1


def test_a_venue_without_what_it_needs_is_refused_and_keeps_what_was_typed(mary, office):
    page = mary.post(f"{office}venues/new/", {"name": "Museum", "city": "", "country": "XX", "time_zone": "Mars/Base"})

    assert page.status_code == 200
    assert 'value="Museum"' in text(page)
    assert set(page.context["form"].errors) == {"city", "country", "time_zone"}
    assert not Venue.objects.exists()


def test_each_venue_tells_of_today_and_of_the_coming_week(mary, mill, museum, ticket, office):
    today = make.slot(mill, on=NOW.date(), start="16:00", end="18:00", capacity=10, now=NOW)
    make.slot(mill, on=NOW.date() + timedelta(days=6), capacity=30, now=NOW)
    make.slot(mill, on=NOW.date() + timedelta(days=7), capacity=500, now=NOW)
    services.reserve(tickets=[ticket], slot=today, contact=make.contact(), now=NOW)
    make.venue(museum.tenant, name="Empty Barn")

    page = text(mary.get(office))

    assert "1 of 10 booked" in page
    assert "1 of 40 booked" in page
    assert "Empty Barn" in page
    assert "Take visits here" in page


def test_a_venue_takes_visits_once_its_rules_are_saved(mary, mill, office):
    address = f"{office}{mill.number}/rules/"
    body = {"is_published": "on", "early_minutes": 5, "late_minutes": 20, "cutoff_minutes": 60, "note": "Ring twice."}

    assert mary.get(address).status_code == 200
    assert mary.post(address, body).status_code == 302
    rules = VisitRules.objects.get(venue=mill)
    assert (rules.is_published, rules.early_minutes, rules.late_minutes) == (True, 5, 20)
    assert (rules.cutoff_minutes, rules.forbids_overlaps, rules.note) == (60, False, "Ring twice.")


def test_rules_that_slots_to_come_break_are_refused_in_words(mary, mill, office):
    make.slot(mill, start="10:00", end="12:00", now=NOW)
    make.slot(mill, start="11:00", end="13:00", now=NOW)
    body = {"early_minutes": 5, "late_minutes": 5, "cutoff_minutes": 60, "forbids_overlaps": "on", "note": "Kept"}

    page = mary.post(f"{office}{mill.number}/rules/", body)

    assert page.context["form"].errors["forbids_overlaps"] == ["This time overlaps with another slot of this venue."]
    assert "Kept" in text(page)
    assert not VisitRules.objects.get(venue=mill).forbids_overlaps


@pytest.mark.parametrize("field", ["early_minutes", "late_minutes", "cutoff_minutes"])
def test_rules_out_of_all_proportion_are_refused(mary, mill, office, field):
    body = {"early_minutes": 5, "late_minutes": 5, "cutoff_minutes": 60} | {field: 99_999_999}

    page = mary.post(f"{office}{mill.number}/rules/", body)

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}


# --- Calendar -------------------------------------------------------------------------------------------------------


def test_a_month_shows_its_slots_with_hours_numbers_and_states(mary, mill, office):
    first = make.slot(mill, on=date(2026, 6, 10), start="09:00", end="12:00", capacity=30, now=NOW)
    closed = make.slot(mill, on=date(2026, 6, 11), now=NOW)
    services.change_slot(slot=closed, changes={"is_closed": True}, by=None, now=NOW)
    make.slot(mill, on=date(2026, 6, 12), capacity=0, now=NOW)
    make.slot(mill, on=date(2026, 7, 1), start="07:07", end="08:00", now=NOW)

    page = text(mary.get(f"{office}{mill.number}/"))

    assert "June 2026" in page
    assert f"{office}slots/{first.pk}/" in page
    assert "09:00–12:00" in page
    assert "0 of 30 booked" in page
    assert (page.count(">Closed<"), page.count(">Full<")) == (1, 1)
    assert "07:07" not in page


def test_a_busy_day_keeps_to_its_cell_and_the_week_shows_all(mary, mill, office):
    for hour in range(9, 17):
        make.slot(mill, on=date(2026, 6, 10), start=f"{hour:02}:00", end=f"{hour:02}:45", now=NOW)

    month = text(mary.get(f"{office}{mill.number}/?view=month&date=2026-06-20"))
    week = text(mary.get(f"{office}{mill.number}/?view=week&date=2026-06-10"))

    assert month.count('class="slot"') == 3
    assert "5 more" in month
    assert week.count('class="slot"') == 8


def test_one_goes_from_month_to_month_and_back_to_today(mary, mill, office):
    page = text(mary.get(f"{office}{mill.number}/?view=month&date=2026-12-31"))

    assert "?view=month&amp;date=2026-11-01" in page
    assert "?view=month&amp;date=2027-01-01" in page
    assert "?view=month&amp;date=2026-06-01" in page


@pytest.mark.parametrize("query", ["view=year&date=tomorrow", "date=9999-12-31", "date=0001-01-01&view=week", "date="])
def test_an_address_that_makes_no_sense_shows_this_month(mary, mill, office, query):
    page = mary.get(f"{office}{mill.number}/?{query}")

    assert page.status_code == 200
    assert page.context["calendar"].first == date(2026, 6, 1)


@pytest.mark.parametrize("number", [0, 2**31, 10**30])
def test_a_number_of_no_venue_leads_nowhere(mary, office, number):
    assert mary.get(f"{office}{number}/").status_code == 404


def test_a_page_of_the_calendar_costs_the_same_however_many_slots(mary, mill, office, count_statements):
    make.slot(mill, on=date(2026, 6, 10), now=NOW)
    with count_statements() as few:
        mary.get(f"{office}{mill.number}/")
    for hour in range(9, 17):
        make.slot(mill, on=date(2026, 6, 11), start=f"{hour:02}:00", end=f"{hour:02}:45", now=NOW)

    with count_statements() as many:
        mary.get(f"{office}{mill.number}/")

    assert len(few) == len(many) == 6, many


# --- Slots ----------------------------------------------------------------------------------------------------------


def test_a_slot_is_added_on_the_venues_clock(mary, mill, office):
    body = {"date": "2026-06-10", "start_time": "09:00", "end_time": "12:00", "total_capacity": "40"}

    added = mary.post(f"{office}{mill.number}/slots/new/", body)

    assert added.headers["Location"] == f"{office}{mill.number}/?date=2026-06-10"
    slot = ReservationSlot.objects.get()
    assert (slot.starts_at.isoformat(), slot.total_capacity) == ("2026-06-10T07:00:00+00:00", 40)


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"date": "2026-02-30"}, "date", "Enter a valid date."),
        ({"date": "9999-12-31"}, "date", "Please choose a day within the next 5 years."),
        ({"date": "2027-03-28", "start_time": "02:30"}, "start_time", "The clocks skip 02:30 on 2027-03-28."),
        ({"start_time": "12:00"}, "end_time", "A slot has to end at another time than it starts."),
        ({"start_time": "10:00"}, "start_time", "There is a slot at this time already."),
        ({"total_capacity": "-1"}, "total_capacity", "Ensure this value is greater than or equal to 0."),
        ({"total_capacity": "9" * 30}, "total_capacity", "Ensure this value is less than or equal to 1000000."),
        ({"end_time": "25:00"}, "end_time", "Enter a valid time."),
    ],
)
def test_a_slot_that_cannot_be_is_refused_at_its_field(mary, mill, office, change, field, message):
    make.slot(mill, on=date(2026, 6, 10), now=NOW)
    body = {"date": "2026-06-10", "start_time": "09:00", "end_time": "12:00", "total_capacity": "41"} | change

    page = mary.post(f"{office}{mill.number}/slots/new/", body)

    assert page.status_code == 200
    assert page.context["form"].errors[field] == [message]
    assert page.context["form"]["total_capacity"].value() == body["total_capacity"]
    assert ReservationSlot.objects.count() == 1


def test_the_slot_that_is_there_already_is_one_click_away(mary, mill, office):
    there = make.slot(mill, on=date(2026, 6, 10), now=NOW)
    body = {"date": "2026-06-10", "start_time": "10:00", "end_time": "12:00", "total_capacity": "41"}

    page = mary.post(f"{office}{mill.number}/slots/new/", body)

    assert f"{office}slots/{there.pk}/" in text(page)


def test_a_slot_changes_closes_and_opens_again_and_its_history_says_so(mary, slot, office):
    address = f"{office}slots/{slot.pk}/"
    mary.post(f"{address}settings/", {"total_capacity": "7", "end_time": "12:30"})
    mary.post(f"{address}closure/")
    closed = ReservationSlot.objects.get()
    mary.post(f"{address}reopening/")

    page = text(mary.get(address))

    assert (closed.total_capacity, closed.end_time.isoformat(), closed.is_closed) == (7, "12:30:00", True)
    assert not ReservationSlot.objects.get().is_closed
    for words in ("Places changed from 5 to 7", "End changed from 12:00 to 12:30", "Closed", "Opened again", "Added"):
        assert words in page


def test_fewer_places_than_are_booked_are_refused_and_what_was_typed_stays(mary, slot, ticket, office):
    services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW)

    page = mary.post(f"{office}slots/{slot.pk}/settings/", {"total_capacity": "0", "end_time": "12:45"})

    form = page.context["form"]
    assert form.errors["total_capacity"] == ["1 places are booked: the capacity cannot be lower."]
    assert form["end_time"].value() == "12:45"
    slot.refresh_from_db()
    assert slot.total_capacity == 5


def test_a_slot_that_was_never_booked_is_deleted_for_good(mary, slot, office):
    address = f"{office}slots/{slot.pk}/deletion/"

    assert "gone for good" in text(mary.get(address))
    mary.post(address)
    assert not ReservationSlot.objects.exists()


def test_a_slot_that_was_booked_once_is_closed_instead(mary, slot, ticket, office):
    services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW)
    address = f"{office}slots/{slot.pk}/deletion/"

    assert "it will be closed and kept" in text(mary.get(address))
    mary.post(address)
    assert ReservationSlot.objects.get().is_closed
    assert TicketReservation.objects.live().count() == 1


# --- Reservations ---------------------------------------------------------------------------------------------------


@pytest.fixture
def reservation(ticket, slot):
    return services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=NOW - timedelta(minutes=5))[0]


def test_a_steward_sees_who_comes_but_not_how_to_reach_them(bob, mary, slot, reservation, office):
    seen, known = text(bob.get(f"{office}slots/{slot.pk}/")), text(mary.get(f"{office}slots/{slot.pk}/"))

    assert "Ada Lovelace" in seen
    assert "ada@example.org" not in seen
    assert "+493012345678" not in seen
    assert reservation.ticket.code not in seen + known
    assert "ada@example.org" in known
    assert 'type="checkbox"' not in seen


def test_chosen_reservations_move_to_another_slot_and_their_visitors_are_told(mary, slot, later, reservation, office):
    address = f"{office}slots/{slot.pk}/moves/"
    asked = mary.post(address, {"reservation": [reservation.pk]})
    moved = mary.post(address, {"reservation": [reservation.pk], "slot": later.pk, "move": "1"})

    assert "5 free" in text(asked)
    assert moved.status_code == 302
    reservation.refresh_from_db()
    assert reservation.slot_id == later.pk
    assert list(ReservationSlot.objects.order_by("start_time").values_list("booked_count", flat=True)) == [0, 1]
    assert EmailLog.objects.filter(template="visit_reserved").count() == 2


def test_a_move_that_cannot_be_is_refused_with_its_reason(mary, slot, later, reservation, office):
    body = {"reservation": [reservation.pk], "slot": later.pk, "move": "1"}
    reservation.ticket.expires_at = later.starts_at
    reservation.ticket.save(update_fields=["expires_at"])

    page = mary.post(f"{office}slots/{slot.pk}/moves/", body)
    unknown = mary.post(f"{office}slots/{slot.pk}/moves/", body | {"slot": "rubbish"})

    assert "Please choose an earlier time." in text(page)
    assert unknown.status_code == 200
    reservation.refresh_from_db()
    assert reservation.slot_id == slot.pk


def test_chosen_reservations_are_cancelled_after_one_was_asked(mary, slot, reservation, office):
    address = f"{office}slots/{slot.pk}/cancellations/"
    asked = mary.post(address, {"all": "1"})
    assert TicketReservation.objects.live().count() == 1
    mary.post(address, {"reservation": [reservation.pk], "cancel": "1"})

    assert "Ada Lovelace" in text(asked)
    reservation.refresh_from_db()
    assert reservation.status == ReservationStatus.CANCELLED
    assert EmailLog.objects.filter(template="visit_cancelled").count() == 1


@pytest.mark.parametrize("ids", [[], ["rubbish"], ["018f0000-0000-7000-8000-000000000000"]])
@pytest.mark.parametrize("what", ["moves", "cancellations"])
def test_nothing_chosen_is_said_so(mary, slot, reservation, office, ids, what):
    page = mary.post(f"{office}slots/{slot.pk}/{what}/", {"reservation": ids, "cancel": "1"}, follow=True)

    assert "Please tick the reservations first." in text(page)
    assert TicketReservation.objects.live().count() == 1


def test_a_page_of_a_slot_costs_the_same_however_many_come(
    mary, slot, museum, visit_type, reservation, office, count_statements
):
    with count_statements() as few:
        mary.get(f"{office}slots/{slot.pk}/")
    more = list(make.order(museum, {visit_type: 3}, now=NOW).tickets.all())
    services.reserve(tickets=more, slot=slot, contact=make.contact(), now=NOW)

    with count_statements() as many:
        mary.get(f"{office}slots/{slot.pk}/")

    assert len(few) == len(many) == 8, many


# --- Whose office it is ---------------------------------------------------------------------------------------------


def test_whoever_works_for_one_organizer_is_taken_there_and_others_choose(mary, client, blue_note, office):
    member = make.member(blue_note, "staff")
    other = make.tenant("Red Note")
    other.memberships.create(user=member.user, role="manager")
    client.force_login(member.user)

    assert mary.get("/manage/", follow=True).redirect_chain[-1][0] == f"/manage/{blue_note.slug}/"
    assert "Red Note" in text(client.get("/manage/"))
    assert f'href="/manage/{other.slug}/"' in text(client.get(office))


def test_a_buyer_finds_a_kind_word_in_place_of_a_console(client, db):
    client.force_login(make.user())

    assert "You work for no organizer yet" in text(client.get("/manage/"))


def test_stewards_read_and_change_nothing(bob, mill, slot, office):
    for path in (office, f"{office}{mill.number}/", f"{office}slots/{slot.pk}/", f"{office}tickets/"):
        page = bob.get(path)
        assert page.status_code == 200
        for words in ("Set up a series", "Add a slot", "Delete", "Close<"):
            assert words not in text(page), path
    for path in (f"{mill.number}/rules/", f"{mill.number}/slots/new/", f"{mill.number}/series/", "venues/new/"):
        assert bob.get(office + path).status_code == 403


def test_another_tenants_slots_and_venues_are_not_there(mill, slot, office):
    other = make.tenant("Red Note")
    stranger = browser_as(other, "owner")
    elsewhere = f"/manage/{other.slug}/visits/"

    assert stranger.get(office).status_code == 404
    for path in (f"{mill.number}/", f"{mill.number}/rules/", f"slots/{slot.pk}/", f"slots/{slot.pk}/settings/"):
        assert stranger.get(elsewhere + path).status_code == 404
    assert stranger.post(f"{elsewhere}slots/{slot.pk}/closure/").status_code == 404
