"""What an organizer sets is what the next buyer meets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders import services
from orders.models import OrderStatus
from tenants.models import TenantSettings
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


@pytest.fixture
def buyer(buyer_at, gala):
    return buyer_at(gala)


def choose(gala, **wanted):
    """Save settings, as if with the form, and read them anew."""
    TenantSettings.objects.filter(tenant=gala.tenant).update(**wanted)
    gala.tenant.settings.refresh_from_db()


def details_page(buyer, stalls):
    buyer.hold({stalls: 1})
    return buyer.client.get(buyer.base + "checkout/details/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"refund_policy": "Money back until a week before."}, "Money back until a week before."),
        ({"privacy_policy_url": "https://blue.example/privacy"}, 'href="https://blue.example/privacy"'),
        ({"terms_of_service_url": "https://blue.example/terms"}, 'href="https://blue.example/terms"'),
        ({"service_fee_percentage": 10}, "€27.50"),
        ({"service_fee_fixed_cents": 99}, "€25.99"),
        ({"service_fee_fixed_cents": 99, "fee_payer": "organizer"}, "€25.00"),
        ({"tax_rate": 20, "tax_mode": "exclusive"}, "€30.00"),
        ({"tax_rate": 25}, "€5.00"),
    ],
)
def test_fees_taxes_and_what_one_agrees_to_are_on_the_page_of_the_purchase(buyer, gala, stalls, wanted, said):
    before = details_page(buyer, stalls)
    choose(gala, **wanted)

    assert said in details_page(buyer, stalls)
    assert said not in before or wanted.get("fee_payer") == "organizer"


def test_the_order_keeps_saying_the_refund_policy(buyer, gala, stalls):
    choose(gala, refund_policy="Money back until a week before.")
    order = make.order(gala, {stalls: 1})

    assert "Money back until a week before." in buyer.client.get(f"/orders/{order.lookup_token}/").content.decode()


def test_places_are_held_for_the_organizers_minutes(buyer, gala, stalls):
    choose(gala, hold_minutes=33)

    buyer.hold({stalls: 1})

    assert timedelta(minutes=32) < buyer.cart.expires_at - timezone.now() <= timedelta(minutes=33)


def test_a_request_is_answered_and_a_transfer_made_within_the_organizers_days(gala, stalls):
    choose(gala, approval_days=11, days_to_pay=9)
    stalls.requires_approval = True
    stalls.save(update_fields=["requires_approval"])
    now = timezone.now()
    manager = make.member(gala.tenant, "manager").user

    order = make.order(gala, {stalls: 1}, paid=False, now=now)
    assert order.expires_at == now + timedelta(days=11)
    approved = services.approve_order(order=order, by=manager, now=now)

    assert (approved.status, approved.expires_at) == (OrderStatus.PENDING, now + timedelta(days=9))
