"""What it costs, and codes that make it less."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from orders.models import Order
from tests import make
from tests.orders.checkout.conftest import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


@pytest.fixture
def buyer(buyer_at, gala, stalls):
    """Somebody who holds two places at 25 €."""
    someone = buyer_at(gala)
    someone.hold({stalls: 2})
    return someone


def test_the_breakdown_names_discount_fee_taxes_and_total(buyer, gala):
    rules = gala.tenant.settings
    rules.service_fee_percentage, rules.service_fee_fixed_cents = Decimal(5), 50
    rules.tax_rate = Decimal(19)
    rules.save()
    make.discount(gala.tenant, "SAVE10")

    words = read(buyer.send(press="apply", discount_code="save10")).words

    # 50.00 − 5.00, and a fee of 5 % of 45.00 with 50 cents a ticket; 19 % lie within the 48.25.
    for line in ("2 × Stalls €50.00", "Discount −€5.00", "Service fee €3.25", "Total €48.25", "Includes €7.70 taxes."):
        assert line in words


def test_a_code_is_applied_with_everything_typed_kept(buyer, gala):
    make.discount(gala.tenant, "SAVE10")

    answer = buyer.send(press="apply", discount_code="save10", email="half@")

    page = read(answer)
    assert answer.status_code == 200
    assert (page.values["discount_code"], page.values["email"]) == ("save10", "half@")
    assert "The code is applied." in page.words
    assert "Please look at this again" not in page.words


def test_a_code_counts_without_pressing_apply(buyer, gala):
    make.discount(gala.tenant, "SAVE10")

    buyer.send(discount_code="SAVE10")

    order = Order.objects.get()
    assert (order.discount_cents, order.total_cents, order.discount_code.code) == (500, 4500, "SAVE10")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, "This code is not valid at the moment."),
        ({"starts_at": timezone.now() + timedelta(days=1)}, "This code is not valid at the moment."),
        ({"status": "inactive"}, "We do not know this code."),
        ({"max_redemptions": 0}, "This code has been used up."),
        ({"minimum_order_cents": 10000}, "This code is for orders of €100.00 or more."),
    ],
)
def test_a_code_that_cannot_be_used_says_why_at_its_field(buyer, gala, fields, words):
    make.discount(gala.tenant, "SAVE10", **fields)

    applied = buyer.send(press="apply", discount_code="SAVE10")
    sent = buyer.send(discount_code="SAVE10")

    assert (applied.status_code, sent.status_code) == (422, 422)
    for answer in (applied, sent):
        assert words in read(answer).words
        assert 'href="#id_discount_code"' in answer.content.decode()
    assert not Order.objects.exists()


def test_a_code_of_another_tenant_is_unknown(buyer):
    make.discount(make.tenant("Red Note"), "THEIRS")

    answer = buyer.send(discount_code="THEIRS")

    assert answer.status_code == 422
    assert "We do not know this code." in read(answer).words


def test_a_code_for_everything_ends_without_payment(buyer, gala):
    make.discount(gala.tenant, "GIFT", value=10000)

    answer = buyer.send(discount_code="GIFT")

    order = Order.objects.get()
    assert (order.total_cents, order.status) == (0, "confirmed")
    assert answer.url == f"/orders/{order.lookup_token}/"


def test_an_add_on_alone_is_refused_on_top_with_everything_kept(buyer_at, gala, stalls):
    programme = make.ticket_type(gala, name="Programme", kind="merchandise")
    programme.requires.set([stalls])
    someone = buyer_at(gala)
    someone.hold({programme: 1})

    answer = someone.send()

    assert answer.status_code == 422
    assert "“Programme” can only be had together with: Stalls." in read(answer).words
    assert read(answer).values["email"] == "ada@example.org"


def test_a_limit_per_buyer_is_said_at_the_e_mail(buyer_at, gala, stalls):
    stalls.max_per_buyer = 3
    stalls.save()
    make.order(gala, {stalls: 2}, email="ada@example.org")
    someone = buyer_at(gala)
    someone.hold({stalls: 2})

    answer = someone.send(email="Ada+again@Example.org")

    assert answer.status_code == 409
    assert "One person can have at most 3 of “Stalls”." in read(answer).words
    assert 'href="#id_email"' in answer.content.decode()
