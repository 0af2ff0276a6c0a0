"""Many scanners at once on one database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from checkin import services
from checkin.models import Redemption, Scan
from checkin.values import Attempt
from tests.checkin import qr_of
from tests.checkin.conftest import door_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

SCANNERS = 8


def at_once(work):
    """Run it in eight threads that start together."""
    barrier = Barrier(SCANNERS)

    def one(_number):
        try:
            barrier.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SCANNERS) as pool:
        return list(pool.map(one, range(SCANNERS)))


def test_eight_scanners_admit_one_ticket_once(gate, ticket, bob):
    door, text = door_of(gate, bob), qr_of(ticket)

    answers = at_once(
        lambda: services.redeem(door=door, attempt=Attempt(scan_id=uuid4(), text=text), now=timezone.now())
    )

    assert sorted(answer.result for answer in answers) == ["admitted", *["already_used"] * (SCANNERS - 1)]
    assert Redemption.objects.count() == 1
    assert Scan.objects.count() == SCANNERS


@pytest.mark.parametrize("is_ours", [True, False])
def test_one_scan_sent_eight_times_at_once_is_one_scan(gate, ticket, bob, is_ours):
    door, text, scan_id = door_of(gate, bob), qr_of(ticket) if is_ours else "RUBBISH", uuid4()

    answers = at_once(
        lambda: services.redeem(door=door, attempt=Attempt(scan_id=scan_id, text=text), now=timezone.now())
    )

    assert len({(answer.result, answer.redemption_id, answer.received_at) for answer in answers}) == 1
    assert answers[0].result == ("admitted" if is_ours else "unknown")
    assert Scan.objects.count() == 1
