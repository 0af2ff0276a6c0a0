"""Two people who have one ticket type, code, question or session open: nobody saves over what the other saved."""

import pytest

from events.models import QuestionKind
from tests import make
from tests.events.office.conftest import filled, text
from tests.office import browser_as


@pytest.fixture
def rows(gala):
    """One of each, with the name of its page and of two fields that hold text."""
    at = f"/manage/{gala.tenant.slug}/events/{gala.pk}"
    stalls, talk = gala.ticket_types.get(), make.session(gala, title="Talk")
    code = make.discount(gala.tenant, "SUMMER", event=gala)
    menu = make.question(gala, label="Menu?", kind=QuestionKind.CHOICE, choices=["Meat", "Fish"])
    return {
        "type": (stalls, f"{at}/ticket-types/{stalls.pk}/", ("name", "description")),
        "code": (code, f"{at}/codes/{code.pk}/", ("code", "description")),
        "question": (menu, f"{at}/questions/{menu.pk}/", ("label", "help_text")),
        "session": (talk, f"{at}/programme/{talk.pk}/", ("title", "room")),
    }


@pytest.mark.parametrize("kind", ["type", "code", "question", "session"])
def test_a_stale_save_changes_nothing_and_shows_both_values_beside_each_other(mary, blue_note, rows, kind):
    row, address, (name, other) = rows[kind]
    page = mary.get(address)
    browser_as(blue_note, "admin").post(address, filled(page, **{name: "LEA", other: "By Lea"}))

    stale = mary.post(address, filled(page, **{name: "MARY"}))

    assert stale.status_code == 409
    assert "This was saved meanwhile" in text(stale)
    shown = {each.name: (each.theirs, each.ours, each.is_ours) for each in stale.context["edited"].differences}
    assert shown == {name: ("LEA", "MARY", True), other: ("By Lea", "", False)}
    assert stale.context["form"][name].value() == "MARY"
    row.refresh_from_db()
    assert (getattr(row, name), row.version) == ("LEA", 2)


@pytest.mark.parametrize("kind", ["type", "code", "question", "session"])
def test_one_chooses_field_by_field_and_saves_again(mary, blue_note, rows, kind):
    row, address, (name, other) = rows[kind]
    page = mary.get(address)
    browser_as(blue_note, "admin").post(address, filled(page, **{name: "LEA", other: "By Lea"}))
    stale = mary.post(address, filled(page, **{name: "MARY"}))

    saved = mary.post(address, filled(stale) | {f"take-{name}": "ours", f"take-{other}": "theirs"})

    assert saved.status_code == 302
    row.refresh_from_db()
    assert (getattr(row, name), getattr(row, other), row.version) == ("MARY", "By Lea", 3)


def test_ticks_choices_and_amounts_are_compared_in_words(mary, blue_note, rows):
    _row, address, _names = rows["type"]
    page = mary.get(address)
    changed = {"price_cents": "30.00", "is_hidden": "on", "status": "inactive", "sales_starts_at": "2026-06-01T10:00"}
    browser_as(blue_note, "admin").post(address, filled(page, **changed))

    stale = mary.post(address, filled(page))

    assert {each.name: (each.theirs, each.ours) for each in stale.context["edited"].differences} == {
        "price_cents": ("30.00", "25.00"),
        "is_hidden": ("Yes", "No"),
        "status": ("Switched off", "On offer"),
        "sales_starts_at": ("2026-06-01 10:00", ""),
    }
    assert not any(each.is_ours for each in stale.context["edited"].differences)


def test_who_typed_the_same_as_somebody_else_saved_is_told_so(mary, blue_note, rows):
    _row, address, _names = rows["session"]
    page = mary.get(address)
    browser_as(blue_note, "admin").post(address, filled(page, room="Attic"))

    stale = mary.post(address, filled(page, room="Attic"))

    assert "It says the same as what you typed." in text(stale)
    assert mary.post(address, filled(stale)).status_code == 302
