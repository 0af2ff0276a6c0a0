"""`kill -9` of web, worker and database at any point of a purchase: nobody's money and nobody's place is lost."""

import random
import time
from collections import Counter

import pytest

from tests.faults.house import Crowd, House, Visitor

pytestmark = pytest.mark.fault

# A payment is settled within this time of the restart.
SETTLED_WITHIN = 120
SEED = 20261120

PAID_FOR = """
SELECT payment.status, payment.amount_cents, payment.applied_cents, o.status, o.payment_status,
    (SELECT coalesce(sum(refund.amount_cents), 0) FROM orders_refund refund
     WHERE refund.payment_id = payment.id AND refund.status <> 'failed')
FROM orders_payment payment JOIN orders_order o ON o.id = payment.order_id WHERE payment.id = %s
"""


@pytest.fixture(scope="module")
def house():
    house = House()
    try:
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="module")
def unreported(house):
    """Somebody who paid and closed the window, of whom the provider never told; and when that was."""
    visitor = Visitor(house, 60_000)
    visitor.buy(house.sale["paid"], 1)
    session = visitor.choose_stripe()
    house.stripe.control(webhook_never={"times": -1})
    house.stripe.pay(session)
    house.stripe.control(webhook_never=0)
    return session, time.monotonic()


def unsettled(house, *, besides=()):
    """The succeeded payments that are neither a confirmed order nor a refund."""
    open_ones = []
    for page in house.sessions():
        if page.payment_status == "paid" and page.id not in besides:
            ((status, amount, applied, order, paid, refunds),) = house.rows(PAID_FOR, page.client_reference_id)
            is_order = (order, paid, applied) == ("confirmed", "paid", amount)
            if status != "succeeded" or is_order == (refunds == amount):
                open_ones.append(page.id)
    return open_ones


def test_killed_at_any_point_every_payment_is_an_order_or_a_refund(house, unreported):
    chance = random.Random(SEED)
    victims = [house.kill_web, house.kill_worker, house.kill_database] * 2
    house.stripe.control(webhook_twice=3, drop_connection={"times": 2, "path": "/v1/checkout/sessions"})

    with Crowd(house, people=3) as crowd:
        for kill in victims:
            time.sleep(chance.uniform(0.8, 2.0))
            kill()
            time.sleep(chance.uniform(0, 0.4))
            house.mend()
        time.sleep(1)

    assert not crowd.trouble
    assert len(crowd.paid) >= 3, "nobody came far enough to be hurt"
    house.wait_for(lambda: not unsettled(house, besides=[unreported[0]]), seconds=SETTLED_WITHIN)
    house.manage("check_stock")
    found = dict(house.rows("SELECT lookup_token, status FROM orders_order"))
    free = [path.strip("/").split("/")[-1] for path in crowd.orders]
    assert {found.get(token) for token in free} == {"confirmed"}
    for page in house.sessions():
        ((count,),) = house.rows(
            "SELECT count(*) FROM orders_order o JOIN orders_payment p ON p.order_id = o.id"
            " WHERE p.provider_reference = %s",
            page.id,
        )
        assert count <= 1


def test_a_payment_that_nobody_reported_is_found_by_the_worker_within_two_minutes(house, unreported):
    session, paid_at = unreported

    house.wait_for(lambda: session not in unsettled(house), seconds=SETTLED_WITHIN + paid_at - time.monotonic())


def test_no_mail_is_queued_twice_and_one_sent_twice_says_so_by_its_id(house, unreported):
    waiting = "SELECT count(*) FROM tenants_emaillog WHERE status = 'queued'"
    house.wait_for(lambda: house.rows(waiting) == [(0,)], seconds=90)

    mails = house.rows("SELECT message_id, target_id, template, status FROM tenants_emaillog")
    confirmed = {order for (order,) in house.rows("SELECT id FROM orders_order WHERE status = 'confirmed'")}
    confirmations = Counter(target for _id, target, template, _status in mails if template == "order_confirmation")
    assert confirmations == Counter(confirmed)
    assert {status for _id, _target, _template, status in mails} == {"sent"}
    taken = Counter(message_id for message_id, _to, _subject in house.letters())
    assert {message_id.strip("<>") for message_id in taken} == {row[0].strip("<>") for row in mails}
    assert all(count <= 2 for count in taken.values())
