"""The main job: somebody finds an event, pays, gets a ticket, and is let in with it once."""

import re
from io import BytesIO

import pypdfium2
import zxingcpp
from playwright.sync_api import expect

from checkin.models import Redemption
from tests import make
from tests.browser import film, steps
from tests.browser.people import log_in


def test_found_bought_mailed_and_admitted_once(visit, house, organizer, gala, stalls, camera_film):
    buyer = visit(width=390, height=844)
    email = "ada.main@example.org"

    buyer.goto("/")
    buyer.get_by_role("searchbox").first.fill(gala.name)
    buyer.keyboard.press("Enter")
    buyer.locator(f"a[href='{steps.path_of(gala)}']").first.click()
    buyer.get_by_role("button", name="One more: How many “Stalls”").click()
    buyer.get_by_role("button", name="Get tickets").click()
    steps.give_details(buyer, email=email)
    steps.go_to_stand_in(buyer)
    steps.pay_by_card(buyer)

    expect(buyer.get_by_role("heading", level=1)).to_have_text("See you there, Ada!")
    letter = house.mailbox.wait_for(email)
    code = read_code_of(letter)
    on_screen = buyer.locator(".ticket-card__code").inner_text()
    assert stalls.tickets.get().code == on_screen

    film.show(camera_film, code)
    steward = visit(width=390, height=844, permissions=["camera"])
    log_in(steward, make.member(organizer, "staff").user)
    steward.goto("/checkin/")
    steward.get_by_role("link", name=re.compile("Main entrance")).first.click()
    # Where the camera is allowed, scanning begins by itself.
    result = steward.locator("[data-result-place] [data-result]")
    expect(result).to_have_attribute("data-result", "admitted")
    expect(result).to_contain_text("Ada Lovelace")

    # The page is opened anew, and so looks at the same code once more.
    steward.reload()
    expect(result).to_have_attribute("data-result", "already_used")
    expect(result).to_contain_text("Main entrance")
    assert Redemption.objects.filter(ticket__code=on_screen).count() == 1


def read_code_of(letter) -> str:
    """What a phone reads off the one page of the attached tickets."""
    (attached,) = [part for part in letter.iter_attachments() if part.get_content_type() == "application/pdf"]
    (page,) = pypdfium2.PdfDocument(BytesIO(attached.get_content()))
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    return code.text
