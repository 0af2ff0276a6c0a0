"""Admitting anyway at an ordinary gate: with a reason, by permission, and never over money, forgery or a second use."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from checkin.models import Gate, Redemption, Scan
from orders import services as order_services
from tests import make
from tests.checkin import qr_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(bob):
    """Bob's browser: he may scan, and no more."""
    browser = Client()
    browser.force_login(bob.user)
    return browser


@pytest.fixture
def manager(blue_note):
    """Mary's browser: she may admit anyway."""
    browser = Client()
    browser.force_login(make.member(blue_note, "manager").user)
    return browser


@pytest.fixture
def closed(gate):
    """The gate opens only tomorrow."""
    Gate.objects.filter(pk=gate.pk).update(opens_at=timezone.now() + timedelta(days=1))
    return gate


def check(browser, gate, code, **more):
    answer = browser.post(f"/checkin/gates/{gate.pk}/", {"scan_id": str(uuid4()), "code": code} | more)
    assert answer.status_code == 200
    return answer.content.decode().partition("<template")[0]


def insist(browser, gate, code, reason):
    return check(browser, gate, code, insists="on", reason=reason)


def test_who_may_is_asked_for_a_reason_and_the_signed_code_goes_along(staff, manager, closed, ticket):
    text = qr_of(ticket)

    assert "Admit anyway" not in check(staff, closed, text)
    page = check(manager, closed, text)
    assert "Admit anyway" in page
    assert f'name="code" value="{text}"' in page
    assert "Was held up on the way" in page
    admitted = insist(manager, closed, text, "Came with the band")

    assert 'data-result="admitted"' in admitted
    assert "Admitted anyway: Came with the band" in admitted
    assert "plain barcode" not in admitted
    scan = Scan.objects.get(is_forced=True)
    assert (scan.facts["forced"], scan.facts["reason"]) == ("too_early", "Came with the band")


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("", "Please say why."),
        ("   ", "Please say why."),
        ("x" * 201, "Please say it in 200 characters or fewer."),
        ("tkt-2026-7Q4M9X2KDA", "This is a ticket&#x27;s code. Please say why."),
        ("\x00", "Null characters are not allowed."),
    ],
)
def test_a_reason_that_will_not_do_admits_nobody_and_stays_in_its_field(manager, closed, ticket, reason, error):
    page = insist(manager, closed, ticket.code, reason)

    assert 'data-result="too_early"' in page
    assert error in page
    assert 'aria-invalid="true"' in page
    assert f'value="{reason}"' in page or not reason.strip("\x00 ")
    assert not Redemption.objects.exists()


def test_two_hundred_characters_will_do(manager, closed, ticket):
    assert 'data-result="admitted"' in insist(manager, closed, ticket.code, "ü" * 200)


def test_a_forged_post_without_the_permission_changes_nothing(staff, closed, ticket):
    page = insist(staff, closed, ticket.code, "I say so")

    assert 'data-result="too_early"' in page
    assert "Admit anyway" not in page
    assert not Redemption.objects.exists()
    assert not Scan.objects.filter(is_forced=True).exists()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.checked_in_at) == ("valid", None)


def test_on_time_a_reason_is_not_needed_and_not_kept(manager, gate, ticket):
    assert 'data-result="admitted"' in insist(manager, gate, ticket.code, "Just in case")
    assert not Scan.objects.get().is_forced


def test_money_forgery_cancellation_and_a_second_use_cannot_be_overruled(manager, closed, gala, ticket):
    unpaid = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)
    addresses = order_services.Addresses(success="https://example.org/done", cancel="https://example.org/back")
    order_services.start_payment(order=unpaid, provider_key="at_door", addresses=addresses, now=timezone.now())
    cancelled = make.order(gala, {gala.ticket_types.get(): 1})
    order_services.cancel_order(order=cancelled, by=None, now=timezone.now())
    forged = qr_of(ticket)
    forged = forged[:-2] + ("AA" if forged[-2:] != "AA" else "BA")

    assert 'data-result="unpaid"' in insist(manager, closed, unpaid.tickets.get().code, "Let them in")
    assert 'data-result="cancelled"' in insist(manager, closed, cancelled.tickets.get().code, "Let them in")
    assert 'data-result="admitted"' not in insist(manager, closed, forged, "Let them in")
    insist(manager, closed, ticket.code, "Let them in")
    assert 'data-result="already_used"' in insist(manager, closed, ticket.code, "Let them in")
    assert Redemption.objects.count() == 1


def test_nobody_is_let_out_by_insisting(manager, closed, ticket):
    Gate.objects.filter(pk=closed.pk).update(allows_reentry=True)

    page = check(manager, closed, ticket.code, direction="exit", insists="on", reason="Out with them")

    assert 'data-result="too_early"' in page
    assert "Admit anyway" not in page
    assert not Redemption.objects.exists()
