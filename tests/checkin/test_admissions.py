"""How often a ticket admits: once, per session, per day; and what is taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from checkin import services
from checkin.errors import AlreadyUndone
from checkin.models import Redemption
from orders.models import Ticket
from tenants.models import ActivityLog
from tests import make

pytestmark = pytest.mark.django_db


def status(ticket):
    return Ticket.objects.get(pk=ticket.pk).status


def test_an_admission_taken_back_admits_again(gate, ticket, scan, bob):
    admitted = scan(gate, ticket)

    services.undo_admission(
        redemption=Redemption.objects.get(pk=admitted.redemption_id), by=bob.user, now=timezone.now()
    )

    ticket.refresh_from_db()
    assert (ticket.status, ticket.checked_in_at, ticket.checked_in_by) == ("valid", None, None)
    assert ActivityLog.objects.filter(action="ticket.admission_undone", target_id=ticket.pk, actor=bob.user).exists()
    assert scan(gate, ticket).result == "admitted"
    assert Redemption.objects.count() == 2


def test_an_admission_is_taken_back_once(gate, ticket, scan, bob):
    redemption = Redemption.objects.get(pk=scan(gate, ticket).redemption_id)
    services.undo_admission(redemption=redemption, by=bob.user, now=timezone.now())

    with pytest.raises(AlreadyUndone):
        services.undo_admission(redemption=redemption, by=bob.user, now=timezone.now())


def test_a_gate_with_entries_per_day_counts_each_day(gala, gate, ticket, scan):
    type(gate).objects.filter(pk=gate.pk).update(entries_per_day=2)
    monday = datetime(2026, 12, 7, 12, tzinfo=UTC)

    first_day = [scan(gate, ticket, now=monday + timedelta(hours=hour)).result for hour in range(3)]
    next_day = scan(gate, ticket, now=monday + timedelta(days=1)).result

    assert first_day == ["admitted", "admitted", "already_used"]
    assert next_day == "admitted"
    keys = Redemption.objects.order_by("redeemed_at").values_list("admission_key", flat=True)
    assert list(keys) == ["2026-12-07", "2026-12-07/2", "2026-12-08"]
    assert status(ticket) == "valid"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), "2026-03-28"),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), "2026-03-29"),
        # That night the clocks go forward: from now on midnight is at 22:00 UTC.
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), "2026-03-29"),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "2026-03-30"),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "2026-10-25"),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), "2026-10-26"),
    ],
)
def test_a_day_is_one_of_the_events_own_zone(gate, ticket, scan, moment, day):
    type(gate).objects.filter(pk=gate.pk).update(entries_per_day=1)

    scan(gate, ticket, now=moment)

    assert Redemption.objects.get().admission_key == day


def test_a_ticket_enters_each_session_once(gala, gate, bob, scan):
    start = gala.starts_at
    talk = make.session(gala, title="Talk", starts_at=start, ends_at=start + timedelta(hours=1))
    dance = make.session(gala, title="Dance", starts_at=start + timedelta(hours=1), ends_at=start + timedelta(hours=2))
    both = make.ticket_type(gala, name="Both", sessions=[talk, dance])
    hall = services.add_gate(event=gala, by=bob.user, name="Hall", sessions=[talk, dance])
    ticket = make.order(gala, {both: 1}).tickets.get()

    at_talk = scan(hall, ticket, now=start)
    again = scan(hall, ticket, now=start + timedelta(minutes=5))
    at_dance = scan(hall, ticket, now=start + timedelta(hours=1))

    assert (at_talk.result, at_talk.facts["session"]) == ("admitted", "Talk")
    assert again.result == "already_used"
    assert (at_dance.result, at_dance.facts["session"]) == ("admitted", "Dance")
    assert set(Redemption.objects.values_list("admission_key", flat=True)) == {str(talk.pk), str(dance.pk)}


def test_a_session_admits_only_types_that_name_it(gala, bob, ticket, scan):
    hall = services.add_gate(event=gala, by=bob.user, name="Hall", sessions=[make.session(gala)])

    assert scan(hall, ticket).result == "wrong_gate"


def test_a_ticket_is_used_up_by_its_last_admission(gala, gate, bob, scan):
    start = gala.starts_at
    workshop = make.session(gala, title="Workshop", starts_at=start, ends_at=start + timedelta(hours=1))
    full = make.ticket_type(gala, name="Full", sessions=[workshop])
    room = services.add_gate(event=gala, by=bob.user, name="Room 1", sessions=[workshop])
    ticket = make.order(gala, {full: 1}).tickets.get()

    scan(gate, ticket, now=start)
    after_the_entrance = status(ticket)
    scan(room, ticket, now=start)

    assert after_the_entrance == "valid"
    assert status(ticket) == "used"
    assert scan(gate, ticket, now=start).result == "already_used"


def test_two_gates_of_one_event_admit_once_together(gala, gate, ticket, bob, scan):
    side = services.add_gate(event=gala, by=bob.user, name="Side door")
    scan(gate, ticket)

    answer = scan(side, ticket)

    assert (answer.result, answer.first_use["gate"]) == ("already_used", "Main entrance")


def test_a_ticket_that_came_as_used_is_used(gate, ticket, scan):
    Ticket.objects.filter(pk=ticket.pk).update(status="used")

    answer = scan(gate, ticket)

    assert (answer.result, answer.first_use) == ("already_used", None)
