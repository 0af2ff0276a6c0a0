"""Checking in from the console: from the list of attendees and from a ticket's at, by the door's own rules."""

import re
from html import unescape

import pytest
from django.utils import timezone

from checkin import services as door
from checkin.models import Redemption, Scan
from events.models import EventAccess
from orders.models import Ticket
from tenants.models import ActivityLog
from tests import make
from tests.office import browser_as, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def mary(blue_note):
    """A manager's browser."""
    return browser_as(blue_note, "manager")


@pytest.fixture
def listed(gala):
    return f"/manage/{gala.tenant.slug}/events/{gala.pk}/attendees/?q=lovelace"


@pytest.fixture
def at(gala, ticket):
    return f"/manage/{gala.tenant.slug}/attendees/{ticket.pk}/"


def press(browser, shown, words, **more):
    """Press the button of these words on a at: what came of it."""
    html = browser.get(shown).content.decode() if isinstance(shown, str) else shown.content.decode()
    button = re.search(rf"<button([^>]*)>(?:<svg.*?</svg>)?{words}", html, re.DOTALL)
    assert button, f"no button “{words}”"
    own = dict(re.findall(r'(\w+)="([^"]*)"', button[1]))
    address = own.get("formaction") or re.findall(r'<form[^>]*action="([^"]*)"', html[: button.start()])[-1]
    fields = {own["name"]: own["value"]} if "name" in own else {}
    return browser.post(unescape(address), fields | more, follow=True)


def test_somebody_is_checked_in_from_the_list_and_the_list_stays(mary, listed, ticket, gate):
    answer = press(mary, listed, "Check in", next=listed)

    ticket.refresh_from_db()
    scan = Scan.objects.get()
    assert answer.redirect_chain == [(listed, 302)]
    assert "Admitted · Ada Lovelace · Stalls · Main entrance" in text(answer)
    assert "Undo check-in" in text(answer)
    assert (scan.result, scan.operator, scan.gate, scan.ticket) == ("admitted", mary.member.user, gate, ticket)
    assert (ticket.status, ticket.checked_in_by) == ("used", mary.member.user)
    assert ActivityLog.objects.get(action="ticket.admitted").actor == mary.member.user


def test_enter_in_the_list_checks_nobody_in(mary, listed, ticket):
    form = mary.get(listed).content.decode().split("<form")[-1]

    assert re.findall(r"<button[^>]*>", form)[0] == "<button disabled hidden>"


def test_it_is_taken_back_from_the_tickets_page_and_the_history_tells_both(mary, at, ticket):
    press(mary, at, "Check in")

    answer = press(mary, at, "Undo check-in")

    ticket.refresh_from_db()
    assert "the ticket admits again" in text(answer)
    assert (ticket.status, ticket.checked_in_at) == ("valid", None)
    assert Redemption.objects.get().ended_at is not None
    assert "Admitted · Main entrance" in text(answer)
    assert "Admission ended · Main entrance" in text(answer)


def test_a_button_that_is_pressed_twice_admits_once_and_says_so_twice(mary, at, ticket):
    address = f"{at}admission/"
    scan_id = "01a21bcc-b692-75c8-ba30-bc80bbe1016a"

    answers = [mary.post(address, {"scan_id": scan_id}, follow=True) for _press in range(2)]

    assert all("Admitted · Ada Lovelace" in text(answer) for answer in answers)
    assert Scan.objects.count() == Redemption.objects.count() == 1


def test_taking_back_what_is_taken_back_says_so(mary, at, ticket):
    press(mary, at, "Check in")

    answers = [mary.post(f"{at}admission/reversal/", follow=True) for _press in range(2)]

    assert "No admission of this ticket stands" in text(answers[1])
    assert ActivityLog.objects.filter(action="ticket.admission_undone").count() == 1


def test_a_no_is_told_as_at_the_door_with_when_and_where(mary, at, scan, gate, ticket):
    scan(gate, ticket)

    answer = mary.post(f"{at}admission/")

    assert answer.status_code == 200
    assert "Already used" in text(answer)
    assert re.search(r"Main entrance", text(answer))
    assert Scan.objects.filter(result="already_used", operator=mary.member.user).count() == 1


def test_the_right_gate_is_taken_and_another_one_can_be(mary, at, gala, gate, ticket, bob):
    vip = make.ticket_type(gala, name="VIP")
    other = door.add_gate(
        event=gala,
        name="Stage door",
        opens_at=None,
        closes_at=None,
        allows_reentry=False,
        entries_per_day=None,
        ticket_types=[vip],
        sessions=[],
        by=bob.user,
    )

    refused = mary.post(f"{at}admission/", {"gate": other.pk})
    admitted = press(mary, refused, "<bdi>Main entrance</bdi>")

    assert refused.context["told"].result == "wrong_gate"
    assert "Main entrance" in text(refused)
    assert "Admitted · Ada Lovelace" in text(admitted)
    assert Scan.objects.filter(result="admitted").get().gate == gate


def test_who_may_overrules_a_rule_and_says_why(mary, at, gate, ticket):
    gate.opens_at = timezone.now().replace(year=2100)
    gate.save(update_fields=["opens_at"])

    refused = mary.post(f"{at}admission/")
    without = mary.post(f"{at}admission/", {"insists": "1", "reason": ""})
    admitted = mary.post(f"{at}admission/", {"insists": "1", "reason": "The artist's guest"}, follow=True)

    assert "Admit anyway" in text(refused)
    assert "Please say why." in text(without)
    assert "Admitted anyway: The artist" in text(admitted)
    assert Scan.objects.filter(is_forced=True).count() == 1


def test_who_may_do_what_is_offered_just_that(blue_note, listed, at, mary, ticket):
    support, analyst = browser_as(blue_note, "support"), browser_as(blue_note, "analyst")

    assert "Check in" in text(support.get(at))
    assert "Check in<" not in text(analyst.get(at))
    press(support, at, "Check in")
    assert "Undo check-in" not in text(support.get(at))
    assert support.post(f"{at}admission/reversal/").status_code == 403
    assert "Undo check-in" in text(mary.get(listed))


def test_a_member_for_other_events_and_an_event_without_gates(blue_note, at, gate, ticket, mary):
    limited = browser_as(blue_note, "manager", is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=limited.member, event=make.event(blue_note))

    assert limited.post(f"{at}admission/").status_code == 404
    type(gate).objects.update(archived_at=ticket.created_at)
    assert "no gate at which anybody could be checked in" in text(mary.post(f"{at}admission/", follow=True))
    assert not Scan.objects.exists()


def test_the_list_asks_no_more_for_its_buttons(mary, gala, listed, ticket, count_statements):
    mary.get(listed)
    with count_statements() as one:
        mary.get(listed)
    make.order(gala, {gala.ticket_types.get(): 9})
    with count_statements() as many:
        shown = mary.get(listed)

    assert len(one) == len(many)
    assert text(shown).count("Check in<") == Ticket.objects.count() == 10
