"""The organizer's office of visits, by keyboard: slots from their series to their end, and codes that work once."""

import csv
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from orders.models import Ticket, TicketBatch
from reservations import errors, services
from reservations.models import ReservationSlot
from tests import make
from tests.browser.people import be_logged_in


@pytest.fixture
def museum(house) -> Event:
    """A year-long event at a venue that takes no visits yet."""
    now = timezone.now()
    of = make.tenant("Museum by the River")
    event = make.event(
        of, name="Tides", published=False, starts_at=now - timedelta(days=3), ends_at=now + timedelta(days=300)
    )
    make.visit_type(event, name="Adult")
    return make.publish(event)


@pytest.fixture
def mary(museum, visit, house):
    """A manager's page."""
    page = visit()
    be_logged_in(page, make.member(museum.tenant, "manager").user, house.url)
    return page


def press(page, name, role="button"):
    """What a keyboard does: go there, and press Enter."""
    found = page.get_by_role("main").get_by_role(role, name=name, exact=True)
    found.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_slots_from_the_series_to_their_end(mary, museum):
    mary.goto(f"/manage/{museum.tenant.slug}/visits/{museum.venue.number}/")
    mary.get_by_role("main").get_by_role("link", name="Set up a series").first.focus()
    with mary.expect_navigation():
        mary.keyboard.press("Enter")
    press(mary, "Show what would come of it")
    assert mary.get_by_role("heading", name="The series at a glance").is_visible()
    press(mary, "Add 270 slots")
    assert mary.get_by_text("270 slots were added.").is_visible()
    slot = ReservationSlot.objects.filter(venue=museum.venue).earliest("date", "start_time")

    mary.locator(f"a[href$='{slot.pk}/']").focus()
    with mary.expect_navigation():
        mary.keyboard.press("Enter")
    press(mary, "Edit", "link")
    mary.get_by_label("Places").fill("40")
    press(mary, "Save the slot")
    assert mary.get_by_text("Places changed from 200 to 40").is_visible()
    press(mary, "Close")
    assert mary.get_by_text("Closed. What is reserved stays reserved.").is_visible()
    press(mary, "Delete", "link")
    assert mary.get_by_text("gone for good").is_visible()
    press(mary, "Delete for good")

    assert mary.get_by_text("The slot is gone.").is_visible()
    assert ReservationSlot.objects.filter(venue=museum.venue).count() == 269


def test_codes_are_made_taken_home_and_work_once(mary, museum, tmp_path):
    mary.goto(f"/manage/{museum.tenant.slug}/visits/batches/new/")
    mary.get_by_label("Ticket type").select_option(label="Adult")
    mary.get_by_label("How many").fill("3")
    mary.get_by_label("Label").fill("=Tourist office")
    press(mary, "Make tickets")
    assert mary.get_by_text("3 tickets were made.").is_visible()

    with mary.expect_download() as download:
        mary.get_by_role("link", name="Codes as CSV").click()
    path = tmp_path / "codes.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(path.read_text().splitlines()))
    ticket = Ticket.objects.get(code=rows[0]["code"])
    services.activate_ticket(ticket=ticket, by=None, now=timezone.now())
    with pytest.raises(errors.AlreadyActive):
        services.activate_ticket(ticket=ticket, by=None, now=timezone.now())

    assert [row["label"] for row in rows] == ["'=Tourist office"] * 3
    assert rows[0]["link"].endswith(f"/visit/{ticket.code}/")
    mary.reload()
    assert mary.get_by_role("cell", name="Active", exact=True).count() == 1


def test_sheets_come_by_themselves_once_the_worker_has_made_them(mary, museum):
    mary.goto(f"/manage/{museum.tenant.slug}/visits/batches/new/")
    mary.get_by_label("Ticket type").select_option(label="Adult")
    mary.get_by_label("How many").fill("9")
    mary.get_by_label("Label").fill("Sheets")
    press(mary, "Make tickets")
    batch = TicketBatch.objects.get(label="Sheets", tenant=museum.tenant)

    with mary.expect_download(timeout=90_000) as download:
        mary.get_by_role("link", name="Sheets to print (PDF)").click()

    assert download.value.suggested_filename == f"tickets-{batch.created_at:%Y-%m-%d}-1.pdf"


def test_the_menu_opens_on_a_narrow_phone(museum, visit, house):
    page = visit(width=320)
    be_logged_in(page, make.member(museum.tenant, "staff").user, house.url)
    page.goto(f"/manage/{museum.tenant.slug}/visits/")

    page.locator("summary", has_text="Menu").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Visit tickets").click()

    assert page.get_by_role("heading", name="Ticket types").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
