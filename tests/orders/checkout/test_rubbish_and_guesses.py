"""What no browser sends by itself: characters that no text holds, and codes tried one after the other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders import services
from tests import make
from tests.orders.checkout.conftest import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(buyer_at, gala):
    """Somebody who holds a place at 25 €."""
    someone = buyer_at(gala)
    someone.hold({gala.ticket_types.get(): 1})
    return someone


@pytest.mark.parametrize(
    "path", ["", "payment/", "payment/state/", "tickets.pdf", "event.ics", "tickets/A%00/", "files/A%00"]
)
def test_a_link_with_characters_that_no_token_has_leads_nowhere(client, path):
    assert client.get(f"/orders/A%00B/{path}").status_code == 404


def test_a_code_with_characters_that_no_code_has_is_unknown(buyer):
    assert buyer.send(press="apply", discount_code="A\x00B").status_code == 422
    assert buyer.send(discount_code="A\x00B").status_code == 422
    assert buyer.client.get(buyer.base + "checkout/details/?again=%00").status_code == 200


def test_codes_cannot_be_guessed_for_ever_and_nothing_typed_is_lost(buyer, gala, monkeypatch):
    monkeypatch.setattr("orders.views.details.MOST_CODES", 5)
    make.discount(gala.tenant, "SAVE10")
    for number in range(5):
        buyer.send(press="apply", discount_code=f"GUESS{number}")

    answer = buyer.send(press="apply", discount_code="SAVE10")

    page = read(answer)
    assert answer.status_code == 429
    assert page.values["email"] == "ada@example.org"
    assert "Total €25.00" in page.words
    assert buyer.send(discount_code="").status_code == 303


def test_a_code_that_only_showed_other_tickets_is_not_asked_of_these(buyer_at, gala):
    code = make.discount(gala.tenant, "FRIENDS", value=0, event=gala, unlocks_hidden_types=True)
    code.ticket_types.add(make.ticket_type(gala, name="Box", price_cents=9000, is_hidden=True))
    someone = buyer_at(gala)
    someone.client.get(someone.base + "?code=FRIENDS")
    someone.hold({gala.ticket_types.get(name="Stalls"): 1})

    assert someone.send().status_code == 303


def test_hidden_tickets_that_lapsed_can_be_held_again_from_the_orders_link(buyer_at, gala):
    box = make.ticket_type(gala, name="Box", price_cents=9000, is_hidden=True)
    make.discount(gala.tenant, "FRIENDS", value=0, event=gala, unlocks_hidden_types=True)
    someone = buyer_at(gala)
    someone.client.get(someone.base + "?code=FRIENDS")
    someone.hold({box: 1})
    someone.send()
    services.release_all_lapsed(now=timezone.now() + timedelta(hours=1))

    answer = someone.client.post(f"/orders/{someone.order.lookup_token}/payment/", {"again": "1"})

    assert answer.status_code == 303
    assert someone.page().values["discount_code"] == "FRIENDS"
