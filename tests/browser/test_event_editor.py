"""From an empty console to a published event, by keyboard alone."""

import pytest

from events.models import Event, EventStatus
from tests import make
from tests.browser.people import be_logged_in

# From sign-up to published there are at most 25 clicks and fields; signing up takes seven of them, founding six.
MOST_STEPS = 12


@pytest.fixture
def mary(organizer, visit, house):
    """The page of somebody who has just been let in."""
    page = visit()
    be_logged_in(page, make.member(organizer, "owner").user, house.url)
    return page


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
