"""A transaction that waits for somebody else's server makes all who want its rows wait too."""

import http.client

import pytest
from django.db import connection
from django.utils import timezone

from orders import services
from orders.models import Payment, Refund
from tests import make

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("open_sale")]


def test_no_transaction_is_open_while_the_provider_is_asked(stand_in, monkeypatch):
    event = make.event(make.tenant(), published=False)
    stalls = make.ticket_type(event, name="Stalls", places=100, price_cents=2500)
    make.publish(event)
    asked = []
    real = http.client.HTTPConnection.putrequest

    def noted(self, method, url, *arguments, **options):
        asked.append((method, url.partition("?")[0], connection.in_atomic_block))
        return real(self, method, url, *arguments, **options)

    monkeypatch.setattr(http.client.HTTPConnection, "putrequest", noted)
    addresses = services.Addresses(success="http://localhost/", cancel="http://localhost/")
    order = make.order(event, {stalls: 2}, paid=False)
    other = make.order(event, {stalls: 1}, paid=False)

    for each in (order, other):
        services.start_payment(order=each, provider_key="stripe", addresses=addresses, now=timezone.now())
    payment, unpaid = Payment.objects.get(order=order), Payment.objects.get(order=other)
    stand_in.pay(payment.provider_reference)
    services.settle_payment(payment=payment, now=timezone.now())
    services.end_payment(payment=unpaid, now=timezone.now())
    refund = services.request_refund(order=order, amount_cents=2500, now=timezone.now())
    services.send_refund(refund_id=refund.pk, now=timezone.now())

    assert Refund.objects.get().status == "succeeded"
    assert {url.split("/")[2] for _method, url, _open in asked if url.startswith("/v1/")} == {"checkout", "refunds"}
    assert not [call for call in asked if call[2]]
