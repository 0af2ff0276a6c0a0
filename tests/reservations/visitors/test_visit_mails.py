"""The mails of visits, as they arrive; the calendar files with them; and whom a reminder reaches when."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import icalendar
import ics
import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image

from reservations import mails, services
from reservations.calendars import visit_calendar
from reservations.models import TicketReservation, VisitRules
from reservations.queries.visitor import ticket_by_code
from reservations.values import Actor
from tenants.models import EmailLog
from tests import make
from tests.inbox import inbox, text_of
from tests.reservations.visitors.steps import path

pytestmark = pytest.mark.django_db
__all__ = ["inbox"]


@pytest.fixture
def group(party, slot):
    """Three tickets with one time, for one address."""
    return services.reserve(tickets=list(party.tickets.all()), slot=slot, contact=make.contact(), now=timezone.now())


def visit_letters(inbox):
    return [letter for letter in inbox.deliver() if "visit" in str(letter["Subject"]).lower()]


def parts(letter, kind):
    return [part for part in letter.iter_attachments() if part.get_content_type() == kind]


def moments(content: bytes) -> tuple[datetime, datetime]:
    """When a calendar file says that it is, by two parsers that agree."""
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    starts, ends = event["dtstart"].dt.astimezone(UTC), event["dtend"].dt.astimezone(UTC)
    (other,) = ics.Calendar(content.decode()).events
    assert (other.begin.datetime.astimezone(UTC), other.end.datetime.astimezone(UTC)) == (starts, ends)
    return starts, ends


def test_a_group_gets_one_mail_with_a_code_for_each_and_the_calendar_file(group, inbox, slot, mill):
    VisitRules.objects.filter(venue=mill).update(note="Bring boots.")

    (letter,) = visit_letters(inbox)

    words = text_of(letter)
    assert "10:00 – 12:00" in words
    assert "Old Mill, Mill Lane 1" in words
    assert "Bring boots." in words
    assert "You can change or cancel each visit by the link of its ticket until" in words
    pictures = [Image.open(part_file(part)) for part in parts(letter, "image/png")]
    codes = [zxingcpp.read_barcodes(picture)[0].text for picture in pictures]
    tickets = [row.ticket for row in group]
    assert len(set(codes)) == 3
    assert {part.get_filename() for part in parts(letter, "image/png")} == {f"{t.code}.png" for t in tickets}
    for ticket in tickets:
        assert path("visit", ticket) in words
    (calendar,) = parts(letter, "text/calendar")
    assert moments(calendar.get_payload(decode=True)) == (slot.starts_at, slot.ends_at)


def part_file(part):
    return BytesIO(part.get_payload(decode=True))


def test_the_mail_is_in_the_language_it_was_reserved_in(ticket, slot, inbox):
    contact = make.contact()
    german = type(contact)(email=contact.email, phone=contact.phone, locale="de")
    services.reserve(tickets=[ticket], slot=slot, contact=german, now=timezone.now())

    letters = inbox.deliver()

    assert [letter["Content-Language"] for letter in letters if letter["Content-Language"] == "de"] == ["de"]
    assert "10:00" in text_of(letters[-1])


def test_a_move_is_told_once_by_the_later_mail(ticket, slot, later, inbox):
    (made,) = services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=timezone.now())
    services.move_reservations(reservations=[made], slot=later, actor=Actor(), now=timezone.now())

    (letter,) = visit_letters(inbox)

    assert "12:00 – 14:00" in text_of(letter)


def test_a_cancellation_is_told_and_takes_the_visit_out_of_the_calendar(ticket, slot, inbox):
    (made,) = services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=timezone.now())
    (first,) = visit_letters(inbox)
    services.cancel_reservations(reservations=[made], actor=Actor(), now=timezone.now() + timedelta(seconds=5))

    (second,) = visit_letters(inbox)

    assert "is cancelled" in str(second["Subject"])
    assert "Your ticket stays good" in text_of(second)
    assert not parts(second, "image/png")
    before, after = (
        icalendar.Calendar.from_ical(parts(letter, "text/calendar")[0].get_payload(decode=True))
        for letter in (first, second)
    )
    assert str(after["method"]) == "CANCEL"
    (old,), (new,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert new["uid"] == old["uid"]
    assert new["sequence"] > old["sequence"]
    assert ticket.code not in str(old)


def test_a_confirmation_of_what_was_cancelled_meanwhile_is_not_sent(ticket, slot, inbox):
    (made,) = services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=timezone.now())
    services.cancel_reservations(reservations=[made], actor=Actor(), now=timezone.now())

    (letter,) = visit_letters(inbox)

    assert "is cancelled" in str(letter["Subject"])


@pytest.mark.parametrize(
    ("on", "start", "end"),
    [
        (date(2027, 3, 28), "01:30", "03:30"),
        (date(2027, 10, 31), "01:30", "02:30"),
        (date(2027, 10, 31), "02:15", "02:45"),
        (date(2027, 10, 30), "22:00", "04:00"),
        (date(2027, 7, 1), "10:00", "12:00"),
    ],
)
def test_the_calendar_file_means_the_same_instant_across_both_changes_of_the_clock(
    client, ticket, mill, on, start, end
):
    slot = make.slot(mill, on=on, start=start, end=end)
    (made,) = services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=timezone.now())

    answer = client.get(path("calendar", ticket))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert moments(answer.content) == (slot.starts_at, slot.ends_at)
    found = ticket_by_code(ticket.code)
    assert found is not None
    assert visit_calendar(made, found, language="en") == answer.content


def test_without_a_visit_there_is_no_calendar_file(client, ticket):
    assert client.get(path("calendar", ticket)).status_code == 404


# --- Reminders ------------------------------------------------------------------------------------------------------


def reminded():
    return list(EmailLog.objects.filter(template="visit_reminder").values_list("recipient", flat=True))


def at(zone, year, month, day, hour, minute):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.fixture
def day_after(ticket, mill):
    """A visit on the first of July of next year."""
    slot = make.slot(mill, on=date(2027, 7, 1))
    services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=timezone.now())
    return slot


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [
        ((2027, 6, 29, 15, 0), False),
        ((2027, 6, 30, 0, 0), False),
        ((2027, 6, 30, 9, 59), False),
        ((2027, 6, 30, 10, 0), True),
        ((2027, 6, 30, 23, 59), True),
        ((2027, 7, 1, 0, 0), False),
    ],
)
def test_a_reminder_goes_out_the_day_before_from_ten_at_the_venue(day_after, moment, is_told):
    services.remind_visitors(now=at("Europe/Berlin", *moment))

    assert reminded() == (["ada@example.org"] if is_told else [])


def test_each_venue_has_its_own_day_before(blue_note, museum):
    for zone, email in (("Pacific/Auckland", "kiri@example.org"), ("America/Los_Angeles", "joe@example.org")):
        there = make.venue(blue_note, name=zone, time_zone=zone)
        kind = make.visit_type(museum, name=zone, at=there)
        ticket = make.order(museum, {kind: 1}).tickets.get()
        slot = make.slot(there, on=date(2027, 7, 1))
        services.reserve(tickets=[ticket], slot=slot, contact=make.contact(email), now=timezone.now())

    services.remind_visitors(now=at("Pacific/Auckland", 2027, 6, 30, 10, 0))
    assert reminded() == ["kiri@example.org"]
    services.remind_visitors(now=at("America/Los_Angeles", 2027, 6, 30, 10, 0))
    assert sorted(reminded()) == ["joe@example.org", "kiri@example.org"]


def test_a_reminder_is_sent_once_and_a_group_gets_one(museum, visit_type, mill):
    slot = make.slot(mill, on=date(2027, 7, 1))
    tickets = list(make.order(museum, {visit_type: 3}).tickets.all())
    services.reserve(tickets=tickets, slot=slot, contact=make.contact(), now=timezone.now())

    for hour in (10, 10, 11, 15):
        services.remind_visitors(now=at("Europe/Berlin", 2027, 6, 30, hour, 5))

    assert reminded() == ["ada@example.org"]


def test_who_cancelled_is_not_reminded_and_who_moved_is_of_the_new_day(day_after, mill):
    reservation = TicketReservation.objects.get()
    other = make.slot(mill, on=date(2027, 7, 5))
    services.move_reservations(reservations=[reservation], slot=other, actor=Actor(), now=timezone.now())
    services.remind_visitors(now=at("Europe/Berlin", 2027, 6, 30, 11, 0))
    assert reminded() == []
    services.remind_visitors(now=at("Europe/Berlin", 2027, 7, 4, 11, 0))
    assert reminded() == ["ada@example.org"]

    services.cancel_reservations(
        reservations=[TicketReservation.objects.get()], actor=Actor(is_member=True), now=timezone.now()
    )
    services.remind_visitors(now=at("Europe/Berlin", 2027, 7, 4, 12, 0))
    assert reminded() == ["ada@example.org"]


def test_the_reminder_says_when_and_brings_the_code(day_after, inbox):
    inbox.deliver()
    services.remind_visitors(now=at("Europe/Berlin", 2027, 6, 30, 11, 0))

    (letter,) = inbox.deliver()

    assert str(letter["Subject"]) == "Tomorrow: your visit to Museum"
    assert "10:00 – 12:00" in text_of(letter)
    assert len(parts(letter, "image/png")) == 1


def test_a_reminder_of_what_is_no_more_is_not_sent(day_after, inbox):
    services.remind_visitors(now=at("Europe/Berlin", 2027, 6, 30, 11, 0))
    log = EmailLog.objects.get(template="visit_reminder")
    services.cancel_reservations(reservations=[TicketReservation.objects.get()], actor=Actor(), now=timezone.now())

    assert mails.visit_reminder(log.context, to=log.recipient, message_id=log.message_id) is None
