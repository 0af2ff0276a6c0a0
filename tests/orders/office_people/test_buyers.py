"""The console's pages about buyers."""

import pytest
from django.utils import timezone

from orders import services
from orders.models import Buyer, RefundStatus
from orders.payments.base import RefundState
from tenants.models import ActivityLog
from tests import make
from tests.office import browser_of
from tests.orders.office_people.conftest import text

pytestmark = pytest.mark.django_db

WORDING = "Yes, tell me about concerts.\nOnce a month."


def emails(page):
    return sorted(row.buyer.email for row in page.context["rows"])


@pytest.fixture
def ada(gala, stalls, blue_note):
    """Who bought at two events, in two currencies, got some back, and agreed to news."""
    order = make.order(gala, {stalls: 2}, marketing_consent_text=WORDING)
    refund = services.request_refund(order=order, amount_cents=1_000, by=None, now=timezone.now())
    state = RefundState("re_1", RefundStatus.SUCCEEDED, 1_000)
    services.record_refund(refund_id=refund.pk, state=state, now=timezone.now())
    abroad = make.event(blue_note, name="Zürich Night", currency="CHF", published=False)
    make.ticket_type(abroad, name="Seat", price_cents=1_500)
    make.publish(abroad)
    make.order(abroad, {abroad.ticket_types.get(): 1})
    return Buyer.objects.get(email="ada@example.org")


def test_buyers_are_listed_with_what_they_paid(mary, ada, gala, stalls, office, count_statements):
    with count_statements() as few:
        page = mary.get(f"{office}buyers/")
    for number in range(6):
        make.order(gala, {stalls: 1}, email=f"more{number}@example.org")
    with count_statements() as many:
        mary.get(f"{office}buyers/")

    (row,) = page.context["rows"]
    assert row.orders == 2
    assert [(amount.currency, amount.net_cents) for amount in row.amounts] == [("CHF", 1_500), ("EUR", 4_000)]
    assert len(few) == len(many) == 9, many


def test_buyers_are_found_and_narrowed(mary, ada, gala, stalls, office):
    make.order(gala, {stalls: 1}, email="grace.hopper@navy.mil", first_name="Grace", last_name="Hopper", paid=False)
    abroad = ada.orders.get(currency="CHF").event_id

    def found(**params):
        return emails(mary.get(f"{office}buyers/", params))

    assert found() == ["ada@example.org", "grace.hopper@navy.mil"]
    assert found(q="hopper") == found(q="GRACE.HOPPER@navy.mil") == found(q="navy") == ["grace.hopper@navy.mil"]
    assert found(consent="yes") == found(event=str(abroad)) == ["ada@example.org"]
    assert found(consent="no") == ["grace.hopper@navy.mil"]
    assert found(q="nobody") == []


def test_the_page_of_a_buyer_tells_the_history_over_events(mary, ada, office, count_statements):
    with count_statements() as statements:
        page = text(mary.get(f"{office}buyers/{ada.pk}/"))

    for told in ("Winter Gala", "Zürich Night", "€50.00", "€10.00", "€40.00", "CHF", "Partly refunded", WORDING):
        assert told in page
    for order in ada.orders.all():
        assert f"{office}orders/{order.order_number}/" in page
    assert len(statements) == 9, statements


def test_consent_is_withdrawn_and_what_had_been_agreed_to_stays_in_the_log(mary, ada, office):
    asked = text(mary.get(f"{office}buyers/{ada.pk}/consent/"))

    page = mary.post(f"{office}buyers/{ada.pk}/consent/", follow=True)

    ada.refresh_from_db()
    assert "Withdraw the consent?" in asked
    assert (ada.marketing_consent_at, ada.marketing_consent_text) == (None, "")
    assert "The consent was withdrawn on" in text(page)
    entry = ActivityLog.objects.get(action="buyer.consent_withdrawn")
    assert entry.metadata["wording"] == WORDING


def test_a_buyer_is_anonymized_after_being_told_what_goes_and_what_stays(mary, ada, office, manager):
    address = f"{office}buyers/{ada.pk}/anonymization/"
    offered = text(mary.get(f"{office}buyers/{ada.pk}/"))

    asked = text(mary.get(address))
    page = text(mary.post(address, follow=True))
    again = text(mary.post(address, follow=True))

    assert f'href="{address}"' in offered
    assert "What goes" in asked
    assert "What stays" in asked
    assert "The buyer is anonymized." in page
    assert "ada@example.org" not in page
    assert f'href="{address}"' not in page
    assert "This buyer was anonymized already." in again
    ada.refresh_from_db()
    assert ada.is_anonymous
    assert set(ada.orders.values_list("status", "tickets__status")) == {("confirmed", "valid")}
    assert ActivityLog.objects.get(action="buyer.anonymized").actor == manager.user


def test_who_reaches_some_events_only_anonymizes_nobody(ada, gala, office, limited):
    browser = browser_of(limited(gala))
    address = f"{office}buyers/{ada.pk}/anonymization/"

    page = text(browser.post(address, follow=True))

    assert "somebody who reaches all has to do it" in page
    assert f'href="{address}"' not in page
    assert Buyer.objects.get(pk=ada.pk).email == "ada@example.org"


def test_a_limited_member_sees_buyers_and_sums_of_their_events_only(ada, gala, stalls, office, limited):
    make.order(gala, {stalls: 1}, email="grace@example.org")
    abroad = ada.orders.get(currency="CHF").event
    browser = browser_of(limited(abroad))
    grace = Buyer.objects.get(email="grace@example.org")

    (row,) = browser.get(f"{office}buyers/").context["rows"]

    assert [(amount.currency, amount.net_cents) for amount in row.amounts] == [("CHF", 1_500)]
    assert "Winter Gala" not in text(browser.get(f"{office}buyers/{ada.pk}/"))
    assert browser.get(f"{office}buyers/{grace.pk}/").status_code == 404


def test_nobody_yet_is_told(mary, office):
    assert "Nobody has ordered yet" in text(mary.get(f"{office}buyers/"))


def test_analysts_read_and_change_nothing(browser, ada, office):
    analyst = browser("analyst")

    assert "Withdraw the consent" not in text(analyst.get(f"{office}buyers/{ada.pk}/"))
    assert analyst.post(f"{office}buyers/{ada.pk}/consent/").status_code == 403
    assert analyst.get(f"{office}exports/").status_code == 403
