"""From an empty console to a published event, by keyboard alone."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from events.models import Event, EventPicture, EventStatus
from tests import make
from tests.browser.people import be_logged_in

# From sign-up to published there are at most 25 clicks and fields; signing up takes seven of them, founding six.
MOST_STEPS = 12
MOST_TABS = 150


@pytest.fixture
def mary(organizer, visit, house):
    """The page of somebody who has just been let in."""
    page = visit()
    be_logged_in(page, make.member(organizer, "owner").user, house.url)
    return page


@pytest.fixture
def picture(mary, organizer):
    """A picture of an event, uploaded."""
    event = make.event(organizer, name="Winter Gala", published=False)
    stream = io.BytesIO()
    Image.new("RGB", (800, 400), "#0f766e").save(stream, "PNG")
    mary.goto(f"/manage/{organizer.slug}/events/{event.pk}/pictures/")
    file = {"name": "hall.png", "mimeType": "image/png", "buffer": stream.getvalue()}
    mary.locator("input[type=file]").set_input_files([file])
    press(mary, "Upload")
    return EventPicture.objects.get(event=event)


def press(page, name, role="button"):
    """What a keyboard does: go there, and press Enter."""
    found = page.get_by_role("main").get_by_role(role, name=name, exact=True).first
    found.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_first_event_is_created_and_published_by_keyboard(mary, organizer, visit):
    steps = []

    def counted(what, *args):
        steps.append(args)
        what(*args)

    mary.goto(f"/manage/{organizer.slug}/")
    counted(press, mary, "Create an event", "link")
    # The name has the focus from the start; Tab leads on, and what has an answer is passed over.
    counted(mary.keyboard.type, "Winter Gala")
    mary.get_by_label("Name of the venue").focus()
    counted(mary.keyboard.type, "Old Mill")
    mary.keyboard.press("Tab")
    counted(mary.keyboard.type, "Berlin")
    assert not mary.get_by_label("Address of the online event").is_visible()
    counted(press, mary, "Create the event")
    assert mary.get_by_text("“Winter Gala” is there, as a draft.").is_visible()
    counted(press, mary, "Publish")

    assert mary.get_by_text("Published. The sale is open.").is_visible()
    event = Event.objects.get(tenant=organizer)
    assert event.status == EventStatus.PUBLISHED
    assert len(steps) <= MOST_STEPS
    stranger = visit()
    stranger.goto(f"/{organizer.slug}/winter-gala/")
    assert stranger.get_by_role("heading", name="Winter Gala").is_visible()


def test_details_show_how_they_look_while_one_writes_and_warn_of_losing_them(mary, organizer):
    event = make.event(organizer, name="Winter Gala", published=False)
    mary.goto(f"/manage/{organizer.slug}/events/{event.pk}/details/")
    assert not mary.get_by_label("Access code").is_visible()

    mary.get_by_label("Description", exact=False).first.fill("Ten **bands**")
    mary.get_by_label("Title for search engines").fill("Bands in Berlin")
    mary.get_by_label("Private: whoever has the secret link or the code").focus()
    mary.keyboard.press("Space")

    mary.locator("[data-description-preview] strong", has_text="bands").wait_for()
    assert mary.locator("[data-search-title]").inner_text() == "Bands in Berlin"
    assert mary.get_by_label("Access code").is_visible()
    assert mary.get_by_text("Not saved yet").is_visible()
    press(mary, "Save")
    assert mary.get_by_text("Saved.").is_visible()
    assert mary.get_by_role("textbox", name="Secret link").is_visible()


def test_a_picture_is_cut_by_dragging_and_by_keys_and_each_change_is_told(mary, organizer, picture):
    mary.goto(f"/manage/{organizer.slug}/events/{picture.event_id}/pictures/{picture.pk}/")
    frame, said = mary.get_by_label("The part that stays"), mary.locator("[data-crop-said]")
    box = frame.bounding_box()

    grip = mary.locator("[data-edges='bottom right']").bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    mary.mouse.move(x, y)
    mary.mouse.down()
    mary.mouse.move(x - box["width"] / 2, y - box["height"] / 4)
    mary.mouse.up()
    assert (cut(mary, "right"), cut(mary, "bottom")) == ("50", "25")

    frame.focus()
    mary.keyboard.press("Shift+ArrowRight")
    mary.keyboard.press("ArrowDown")
    mary.keyboard.press("-")

    expect(said).to_have_text("48 % wide and 73 % high stay, 11 % from the left and 2 % from the top.")
    assert [cut(mary, side) for side in ("left", "top", "right", "bottom")] == ["11", "2", "41", "25"]
    press(mary, "Save the picture")
    picture.refresh_from_db()
    assert picture.crop == [11, 2, 41, 25]


def cut(page, side):
    """What a number says is cut off."""
    return page.locator(f"[name='crop_{side}']").input_value()


def test_the_whole_editor_is_reached_with_tab_and_answered_with_enter(mary, organizer):
    tomorrow = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    event = make.event(organizer, name="Winter Gala", published=False, starts_at=tomorrow)
    make.ticket_type(event, name="Stalls", price_cents=2500)
    base = f"/manage/{organizer.slug}/events/{event.pk}"

    def fill_in(path, fields, button):
        mary.goto(base + path)
        for label, words in fields.items():
            tab_to(mary, mary.get_by_label(label, exact=True))
            mary.keyboard.press("ControlOrMeta+A")
            mary.keyboard.type(words)
        enter(mary, mary.get_by_role("button", name=button, exact=True).last)

    fill_in("/details/", {"Name": "Winter Ball", "Tags (optional)": "dance"}, "Save")
    fill_in("/programme/new/", {"Title": "Opening", "Room or stage (optional)": "Hall"}, "Add the session")
    fill_in("/ticket-types/new/", {"Name": "Balcony", "Price in EUR": "12.50", "Places (optional)": "40"}, "Add it")
    tab_to(mary, mary.get_by_role("button", name="Move “Balcony” up", exact=True))
    with mary.expect_response("**/ticket-types/order/"):
        mary.keyboard.press("Enter")
    fill_in("/codes/new/", {"Code": "spring", "How much": "10"}, "Make it")
    fill_in("/questions/new/", {"Question": "Which dish?"}, "Ask it")

    event.refresh_from_db()
    assert (event.name, event.tags) == ("Winter Ball", ["dance"])
    assert event.sessions.get().title == "Opening"
    assert [each.name for each in event.ticket_types.order_by("sort_order")] == ["Balcony", "Stalls"]
    assert (event.discount_codes.get().code, event.questions.get().label) == ("SPRING", "Which dish?")


def tab_to(page, target):
    """Press Tab until it has the focus."""
    for _key in range(MOST_TABS):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached")


def enter(page, target):
    """Go there by Tab, and press Enter."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")
