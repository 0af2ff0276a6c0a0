"""Visitors at the door of a venue: let in during their slot, to the second, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest

from checkin import services as door_services
from checkin.models import Redemption, Scan
from checkin.telling import tell
from orders import services as order_services
from reservations import services, venue_doors
from reservations.errors import NoGateHere
from reservations.models import ReservationSlot, ReservationStatus, TicketReservation
from reservations.queries.slot_check import slot_differences
from tests import make
from tests.office import acting
from tests.reservations.conftest import NOW
from tests.reservations.door import reserve, scan

TOMORROW = (NOW + timedelta(days=1)).date()


def booked(slot):
    return ReservationSlot.objects.values_list("booked_count", flat=True).get(pk=slot.pk)


def status_of(reservation):
    return TicketReservation.objects.values_list("status", flat=True).get(pk=reservation.pk)


def told(answer, at, by):
    return tell(answer, venue_doors.door_for("", at=at, operator=acting(by)))


def test_who_comes_in_time_is_admitted_and_the_visit_is_verified(ticket, slot, mill, bob):
    reservation = reserve(ticket, slot)

    answer = scan(ticket, at=mill, by=bob, now=slot.starts_at)

    ticket.refresh_from_db()
    assert answer.result == "admitted"
    assert (ticket.status, ticket.verified_at, ticket.verified_by) == ("used", slot.starts_at, bob.user)
    assert ticket.activation_status == "redeemed"
    assert status_of(reservation) == ReservationStatus.VERIFIED
    assert booked(slot) == 1
    assert not slot_differences()


@pytest.mark.parametrize(
    ("early", "late", "offset", "result"),
    [
        (15, 15, -timedelta(minutes=15), "admitted"),
        (15, 15, -timedelta(minutes=15, seconds=1), "too_early"),
        (15, 15, timedelta(hours=2, minutes=15), "admitted"),
        (15, 15, timedelta(hours=2, minutes=15, seconds=1), "too_late"),
        (0, 0, timedelta(0), "admitted"),
        (0, 0, -timedelta(seconds=1), "too_early"),
        (0, 0, timedelta(hours=2), "admitted"),
        (0, 0, timedelta(hours=2, seconds=1), "too_late"),
    ],
)
def test_the_tolerances_hold_to_the_second(ticket, slot, mill, bob, early, late, offset, result):
    changes = {"early_minutes": early, "late_minutes": late}
    services.set_visit_rules(venue=mill, changes=changes, by=None, now=NOW)
    reservation = reserve(ticket, slot)

    answer = scan(ticket, at=mill, by=bob, now=slot.starts_at + offset)

    assert answer.result == result
    assert status_of(reservation) == ("verified" if result == "admitted" else "reserved")


# In Berlin the clocks go from 02:00 to 03:00 on 29 March, and from 03:00 back to 02:00 on 25 October.
@pytest.mark.parametrize(
    ("day", "start", "end", "opens", "closes"),
    [
        (date(2026, 3, 29), "01:00", "04:00", "2026-03-29T00:00", "2026-03-29T02:00"),
        (date(2026, 3, 29), "03:00", "05:00", "2026-03-29T01:00", "2026-03-29T03:00"),
        (date(2026, 3, 28), "23:00", "03:30", "2026-03-28T22:00", "2026-03-29T01:30"),
        (date(2026, 10, 25), "01:00", "04:00", "2026-10-24T23:00", "2026-10-25T03:00"),
        (date(2026, 10, 25), "02:00", "02:30", "2026-10-25T00:00", "2026-10-25T01:30"),
        (date(2026, 10, 24), "22:00", "03:00", "2026-10-24T20:00", "2026-10-25T02:00"),
    ],
)
def test_slots_across_a_change_of_the_clocks_keep_their_local_hours(
    blue_note, mill, bob, day, start, end, opens, closes
):
    before = datetime(2026, 3, 1, 12, tzinfo=UTC)
    event = make.event(blue_note, published=False, venue=mill, now=before, ends_at=before + timedelta(days=300))
    make.visit_type(event)
    make.publish(event, now=before)
    slot = make.slot(mill, on=day, start=start, end=end, now=before)
    opens, closes = (datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (opens, closes))
    minutes = timedelta(minutes=15)
    a_second = timedelta(seconds=1)
    moments = (opens - minutes - a_second, opens - minutes, closes + minutes, closes + minutes + a_second)

    results = []
    for at in moments:
        ticket = make.order(event, {event.ticket_types.get(): 1}, now=before).tickets.get()
        reserve(ticket, slot, now=before)
        results.append(scan(ticket, at=mill, by=bob, now=at).result)

    assert (slot.starts_at, slot.ends_at) == (opens, closes)
    assert results[1:3] == ["admitted", "admitted"]
    assert {results[0], results[3]} <= {"too_early", "too_late", "wrong_day"}


def test_a_night_goes_on_after_midnight(museum, visit_type, mill, bob):
    night = make.slot(mill, on=TOMORROW, start="22:00", end="01:00", now=NOW)
    tickets = list(make.order(museum, {visit_type: 5}, now=NOW).tickets.all())
    services.reserve(tickets=tickets, slot=night, contact=make.contact(), now=NOW)
    half_past_midnight = datetime(2026, 6, 2, 22, 30, tzinfo=UTC)
    moments = {
        half_past_midnight: "admitted",
        half_past_midnight + timedelta(minutes=45): "admitted",
        half_past_midnight + timedelta(minutes=45, seconds=1): "wrong_day",
        datetime(2026, 6, 2, 19, 44, 59, tzinfo=UTC): "too_early",
        datetime(2026, 6, 1, 22, 30, tzinfo=UTC): "too_early",
    }

    results = [scan(ticket, at=mill, by=bob, now=at).result for ticket, at in zip(tickets, moments, strict=True)]

    assert results == list(moments.values())


def test_what_speaks_against_a_visit_is_told_with_its_slot(museum, visit_type, slot, mill, blue_note, bob):
    annex = make.venue(blue_note, name="Annex")
    elsewhere = make.slot(annex, on=TOMORROW, now=NOW)
    for_annex = make.visit_type(museum, at=annex, name="Annex")
    here, nowhere = make.order(museum, {visit_type: 2}, now=NOW).tickets.all()
    there = make.order(museum, {for_annex: 1}, now=NOW).tickets.get()
    reserve(here, slot)
    reserve(there, elsewhere)

    answers = [
        scan(here, at=mill, by=bob, now=slot.starts_at - timedelta(days=1)),
        scan(there, at=mill, by=bob, now=slot.starts_at),
        scan(nowhere, at=mill, by=bob, now=slot.starts_at),
    ]

    assert [answer.result for answer in answers] == ["wrong_day", "wrong_venue", "not_reserved"]
    assert [told(answer, mill, bob).lines[0] for answer in answers] == [
        "Reserved for Tue 2 Jun, 10:00 – 12:00, Old Mill.",
        "Reserved for Tue 2 Jun, 10:00 – 12:00, Annex.",
        "No visit is reserved with this ticket. Its holder can choose a time.",
    ]
    assert not Redemption.objects.exists()
    assert Scan.objects.count() == 3


def test_nobody_is_verified_twice(ticket, slot, mill, bob, mary):
    reserve(ticket, slot)
    scan(ticket, at=mill, by=bob, now=slot.starts_at)

    again = scan(ticket, at=mill, by=mary, now=slot.starts_at + timedelta(minutes=1))
    forced = scan(ticket, at=mill, by=mary, now=slot.starts_at + timedelta(minutes=2), force_reason="Please")

    ticket.refresh_from_db()
    assert (again.result, forced.result) == ("already_used", "already_used")
    assert "10:00 at “Main entrance”, admitted by" in told(again, mill, mary).lines[0]
    assert ticket.verified_by == bob.user
    assert Redemption.objects.count() == 1


def test_who_may_admits_anyway_and_no_place_is_counted(ticket, slot, mill, bob, mary):
    reservation = reserve(ticket, slot)
    early = slot.starts_at - timedelta(hours=1)

    refused = scan(ticket, at=mill, by=bob, now=early, force_reason="My cousin")
    assert refused.result == "too_early"
    assert not told(refused, mill, bob).can_force
    assert told(refused, mill, mary).can_force
    assert status_of(reservation) == "reserved"
    answer = scan(ticket, at=mill, by=mary, now=early, force_reason="Came with the school class")

    ticket.refresh_from_db()
    assert (answer.result, answer.facts["forced"]) == ("admitted", "too_early")
    assert "Admitted anyway: Came with the school class" in told(answer, mill, mary).lines
    forced = Scan.objects.get(is_forced=True)
    assert (forced.operator, forced.result, forced.facts["at_venue"]) == (mary.user, "admitted", str(mill.pk))
    assert (ticket.verified_at, ticket.verified_by) == (early, mary.user)
    assert status_of(reservation) == "verified"
    assert booked(slot) == 1
    assert not slot_differences()


def test_who_reserved_nothing_can_be_admitted_anyway(ticket, slot, mill, mary):
    answer = scan(ticket, at=mill, by=mary, now=slot.starts_at, force_reason="A walk-in")

    assert answer.result == "admitted"
    assert booked(slot) == 0
    assert not TicketReservation.objects.exists()


def test_undoing_gives_the_reservation_back(ticket, slot, mill, bob, mary):
    reservation = reserve(ticket, slot)
    scan(ticket, at=mill, by=bob, now=slot.starts_at)

    door_services.undo_admission(redemption=Redemption.objects.get(), by=mary.user, now=slot.starts_at)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.verified_at, ticket.verified_by) == ("valid", None, None)
    assert status_of(reservation) == "reserved"
    assert booked(slot) == 1
    assert scan(ticket, at=mill, by=bob, now=slot.starts_at).result == "admitted"
    assert status_of(reservation) == "verified"


def test_a_ticket_that_is_cancelled_between_look_and_scan_admits_nobody(ticket, slot, mill, bob):
    reservation = reserve(ticket, slot)
    door = venue_doors.door_for(ticket.code, at=mill, operator=acting(bob))

    order_services.cancel_order(order=ticket.order, by=None, now=NOW)
    answer = scan(ticket, at=mill, by=bob, now=slot.starts_at)

    assert door.venue_id == mill.pk
    assert answer.result == "cancelled"
    assert status_of(reservation) == "cancelled"
    assert booked(slot) == 0


def test_rubbish_and_others_tickets_are_unknown_and_written_down(museum, slot, mill, bob):
    stranger = make.event(make.tenant("Elsewhere"))
    theirs = make.order(stranger, {stranger.ticket_types.get(): 1}).tickets.get()

    for text in ("", "TKT-2026-AAAAAAAAAA", "x" * 10_000, "\x00", "FY1:", "ümläut 🎟", "%s", theirs.code):
        assert scan(text, at=mill, by=bob, now=NOW).result == "unknown", text[:20]
    assert scan(theirs, at=mill, by=bob, now=NOW).result == "unknown"

    assert Scan.objects.filter(gate=museum.gates.get(), ticket=None).count() == 9


def test_a_forged_code_of_a_visitors_ticket_is_forged(ticket, slot, mill, bob):
    reserve(ticket, slot)
    stranger = make.event(make.tenant("Elsewhere"))
    forged = make.order(stranger, {stranger.ticket_types.get(): 1}).tickets.get()
    forged.code = ticket.code

    assert scan(forged, at=mill, by=bob, now=slot.starts_at).result == "forged"
    assert not Redemption.objects.exists()


def test_tickets_for_no_visit_are_refused_in_words_even_to_who_may_insist(museum, slot, gala, mill, mary):
    ticket = make.order(gala, {gala.ticket_types.get(): 1}).tickets.get()
    type(ticket).objects.filter(pk=ticket.pk).update(activation_mode="deferred", activated_at=None)

    answers = [scan(ticket, at=mill, by=mary, now=NOW, force_reason="Please") for _time in range(2)]

    assert [answer.result for answer in answers] == ["wrong_event", "wrong_event"]
    assert told(answers[0], mill, mary).lines[0] == "This ticket is for “Winter Gala”, and no visit comes with it."
    assert Scan.objects.filter(gate=gala.gates.get()).count() == 2


def test_a_gate_for_sessions_or_other_types_is_not_taken_where_there_is_a_better(museum, ticket, slot, mill, bob, mary):
    main = museum.gates.get()
    other = make.ticket_type(museum, name="Staff")
    door_services.change_gate(gate=main, by=mary.user, name="Programme", sessions=[make.session(museum)])
    door_services.add_gate(event=museum, by=mary.user, name="Staff only", ticket_types=[other])
    right = door_services.add_gate(event=museum, by=mary.user, name="Side door")
    reserve(ticket, slot)

    scan(ticket, at=mill, by=bob, now=slot.starts_at)

    assert Scan.objects.get().gate == right


def test_without_a_gate_in_use_operators_are_told_so(museum, ticket, slot, mill, bob, mary):
    door_services.archive_gate(gate=museum.gates.get(), by=mary.user, now=NOW)

    for text in (ticket.code, "RUBBISH"):
        with pytest.raises(NoGateHere) as refusal:
            scan(text, at=mill, by=bob, now=NOW)
    assert str(refusal.value) == "No gate is set up for this ticket. Please ask whoever organizes the visits."
