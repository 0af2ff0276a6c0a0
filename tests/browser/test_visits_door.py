"""The operator's phone at a venue that takes visits."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from checkin.models import Scan
from reservations import services
from reservations.models import ReservationSlot, TicketReservation
from tests import make
from tests.browser import film
from tests.browser.people import be_logged_in
from tests.checkin import qr_of


@pytest.fixture
def mill(organizer):
    """Where it is about noon."""
    return make.venue(organizer, time_zone=make.zone_at_noon(timezone.now()))


@pytest.fixture
def museum(organizer, mill):
    event = make.event(organizer, name="Museum", published=False, venue=mill)
    make.visit_type(event)
    return make.publish(event)


@pytest.fixture
def today(mill):
    return timezone.now().astimezone(ZoneInfo(mill.time_zone)).date()


@pytest.fixture
def slot(mill, museum, today):
    """The one that runs."""
    return make.slot(mill, on=today, start="10:00", end="15:00", capacity=20)


def visitor(museum, slot):
    ticket = make.order(museum, {museum.ticket_types.get(): 1}).tickets.get()
    services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=timezone.now())
    return ticket


def result(page: Page):
    return page.locator("[data-result-place] [data-result]")


def test_a_visitor_is_admitted_by_the_camera_once_and_the_count_follows(
    visit, house, organizer, mill, museum, slot, camera_film
):
    ticket = visitor(museum, slot)
    film.show(camera_film, qr_of(ticket))
    page = visit(width=390, height=844, permissions=["camera"])
    be_logged_in(page, make.member(organizer, "staff").user, house.url)

    page.goto(f"/checkin/venues/{mill.pk}/")
    expect(result(page)).to_have_attribute("data-result", "admitted")
    expect(result(page)).to_contain_text("Ada Lovelace")
    expect(page.locator("[data-count='slot']")).to_have_text("10:00 – 15:00")
    expect(page.locator("[data-count='arrived']")).to_have_text("1")
    page.reload()

    expect(result(page)).to_have_attribute("data-result", "already_used")
    assert TicketReservation.objects.get(ticket=ticket).status == "verified"


def test_who_comes_on_another_day_is_admitted_anyway_with_one_tap(
    visit, house, organizer, mill, museum, slot, today, camera_film
):
    tomorrow = make.slot(mill, on=today + timedelta(days=1), capacity=3)
    ticket = visitor(museum, tomorrow)
    film.show(camera_film, qr_of(ticket))
    page = visit(width=390, height=844, permissions=["camera"])
    be_logged_in(page, make.member(organizer, "manager").user, house.url)

    page.goto(f"/checkin/venues/{mill.pk}/")
    expect(result(page)).to_have_attribute("data-result", "wrong_day")
    expect(result(page)).to_contain_text("Reserved for")
    page.get_by_text("Admit anyway").first.click()
    page.get_by_role("button", name="Was held up on the way").click()

    expect(result(page)).to_have_attribute("data-result", "admitted")
    expect(result(page)).to_contain_text("Admitted anyway: Was held up on the way")
    forced = Scan.objects.get(ticket=ticket, is_forced=True)
    assert forced.facts["forced"] == "wrong_day"
    assert ReservationSlot.objects.get(pk=tomorrow.pk).booked_count == 1


def test_a_reason_of_ones_own_is_asked_for_and_given(visit, house, organizer, mill, museum, slot, camera_film):
    film.show(camera_film, "")
    ticket = make.order(museum, {museum.ticket_types.get(): 1}).tickets.get()
    page = visit(width=390, height=844, permissions=[])
    be_logged_in(page, make.member(organizer, "manager").user, house.url)

    page.goto(f"/checkin/venues/{mill.pk}/")
    page.get_by_label("Ticket code").fill(ticket.code)
    page.keyboard.press("Enter")
    expect(result(page)).to_have_attribute("data-result", "not_reserved")
    page.get_by_text("Admit anyway").first.click()
    page.get_by_label("Another reason").fill("   ")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Please say why.")).to_be_visible()
    expect(page.get_by_label("Another reason")).to_be_focused()
    page.get_by_label("Another reason").fill("The director's aunt")
    page.keyboard.press("Enter")

    expect(result(page)).to_have_attribute("data-result", "admitted")
    page.get_by_role("button", name="Undo").click()
    expect(result(page)).to_have_attribute("data-result", "undone")


def test_all_of_it_works_without_scripts(visit, house, organizer, mill, museum, slot, today):
    ticket = visitor(museum, make.slot(mill, on=today + timedelta(days=1)))
    page = visit(width=390, height=844, java_script_enabled=False)
    be_logged_in(page, make.member(organizer, "manager").user, house.url)

    page.goto("/checkin/")
    page.get_by_role("link", name="Scan at “Old Mill”").click()
    page.get_by_label("Ticket code").fill(ticket.code)
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Admit anyway").first.click()
    page.get_by_role("button", name="The house invites").click()
    expect(page.locator("[data-result='admitted']")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="Today's board").click()

    expect(page.locator("[data-total='walk_ins']")).to_have_text("1")
    expect(page.get_by_role("link", name="Refresh")).to_be_visible()


def test_the_board_keeps_itself_up_to_date(visit, house, organizer, mill, museum, slot):
    ticket = visitor(museum, slot)
    page = visit(width=390, height=844)
    page.clock.install()
    be_logged_in(page, make.member(organizer, "staff").user, house.url)
    page.goto(f"/checkin/venues/{mill.pk}/board/")
    expect(page.locator("[data-total='arrived']")).to_have_text("0")
    expect(page.locator("[data-board-words]")).to_have_text("0 of 1 visitor has arrived")

    other = visit(width=390, height=844, java_script_enabled=False)
    be_logged_in(other, make.member(organizer, "staff").user, house.url)
    other.goto(f"/checkin/venues/{mill.pk}/slots/{slot.pk}/")
    other.get_by_role("button", name="Check this ticket").click()
    expect(other.locator("[data-result='admitted']")).to_be_visible()
    link = page.get_by_role("link", name="Who is expected")
    link.focus()
    page.clock.fast_forward(10_000)

    expect(page.locator("[data-total='arrived']")).to_have_text("1")
    expect(page.locator("[data-board-words]")).to_have_text("1 of 1 visitor has arrived")
    expect(link).to_be_focused()
    assert TicketReservation.objects.get(ticket=ticket).status == "verified"
