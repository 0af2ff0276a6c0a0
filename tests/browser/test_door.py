"""The steward's phone."""

from playwright.sync_api import expect

from tests import make
from tests.browser import film
from tests.browser.people import be_logged_in

REFUSED = "The camera may not be used. Allow it in your browser, or type the code."


def test_where_the_camera_is_refused_codes_are_typed(visit, house, organizer, gala, lawn, camera_film):
    film.show(camera_film, "")
    ticket = make.order(gala, {lawn: 1}).tickets.get()
    page = visit(width=390, height=844, permissions=[])
    be_logged_in(page, make.member(organizer, "staff").user, house.url)

    page.goto(f"/checkin/gates/{gala.gates.get().pk}/")
    page.get_by_role("button", name="Start scanning").click()
    expect(page.locator("[data-camera-status]")).to_have_text(REFUSED)
    page.get_by_label("Ticket code").fill(ticket.code)
    page.keyboard.press("Enter")

    result = page.locator("[data-result-place] [data-result]")
    expect(result).to_have_attribute("data-result", "admitted")
    expect(result).to_contain_text("Ada Lovelace")
