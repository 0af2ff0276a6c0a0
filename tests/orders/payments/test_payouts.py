"""Payouts to organizers' banks: as the provider tells of them, in whatever order, once in the books."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from orders import services
from orders.models import LedgerEntry, Payout, Transaction, WebhookEvent
from orders.payments.base import PayoutState
from orders.payments.stripe_client import client as stripe
from tenants.models import ActivityLog, Notification, Role, Tenant
from tests import make
from tests.office import text

pytestmark = pytest.mark.django_db

ACCOUNT = "acct_demo_blue_note"


@pytest.fixture
def note(blue_note):
    """Blue Note, with an account of its own at the provider."""
    Tenant.objects.filter(pk=blue_note.pk).update(stripe_account_id=ACCOUNT)
    return blue_note


def pay_out(cents=12_345, account=ACCOUNT):
    return stripe().v1.payouts.create({"amount": cents, "currency": "eur"}, {"stripe_account": account}).id


def booked():
    return dict(LedgerEntry.objects.values_list("account").annotate(cents=Sum("amount_cents")).order_by())


def test_a_payout_is_followed_to_the_bank_and_booked_once(note, stand_in, told):
    reference = pay_out()

    told(reference, "payout.paid", "payout.updated", "payout.created", "payout.paid")

    payout = Payout.objects.get()
    assert (payout.status, payout.tenant) == ("paid", note)
    assert (payout.amount_cents, payout.currency, payout.provider_reference) == (12_345, "EUR", reference)
    assert payout.arrives_on == (payout.made_at + timedelta(days=2)).date()
    assert booked() == {"gateway": -12_345, "bank": 12_345}
    assert [entry.type for entry in payout.transactions.all()] == ["payout"]
    assert set(WebhookEvent.objects.values_list("status", flat=True)) == {"processed"}


def test_one_that_the_bank_sends_back_is_booked_back_and_its_owner_is_told(note, stand_in, told):
    owner, manager = (make.member(note, role).user for role in (Role.OWNER, Role.MANAGER))
    stand_in.control(fail_payouts={"times": 1, "seconds": 0.1})
    reference = pay_out()

    told(reference, "payout.paid")
    services.record_payout(tenant=note, provider_key="stripe", state=state(reference, "paid"), now=timezone.now())
    told(reference, "payout.failed", "payout.paid", "payout.failed")

    payout = Payout.objects.get()
    assert (payout.status, payout.failure_code) == ("failed", "account_closed")
    assert payout.failure_message == "The bank account has been closed."
    assert set(booked().values()) <= {0}
    notice = Notification.objects.get(kind="payout_failed")
    assert (notice.user, notice.metadata) == (owner, {"amount_cents": 12_345, "currency": "EUR"})
    assert not Notification.objects.filter(user=manager).exists()
    assert ActivityLog.objects.filter(action="payout.failed", tenant=note).count() == 1


def test_one_that_is_called_off_is_never_booked(note, stand_in, told):
    reference = pay_out()
    stripe().v1.payouts.cancel(reference, {}, {"stripe_account": ACCOUNT})

    told(reference, "payout.canceled", "payout.created")

    assert Payout.objects.get().status == "canceled"
    assert not Transaction.objects.exists()


def test_payouts_of_nobody_we_know_are_of_no_concern(note, stand_in, told):
    told(pay_out(account="acct_demo_stranger"), "payout.created")

    assert not Payout.objects.exists()
    assert WebhookEvent.objects.get().status == "ignored"


def state(reference, status, **fields):
    values = {"amount_cents": 12_345, "currency": "EUR", "made_at": timezone.now()}
    return PayoutState(reference=reference, status=status, **values | fields)


@pytest.mark.parametrize(
    ("words", "ends", "entries"),
    [
        (["pending", "in_transit", "paid"], "paid", ["payout"]),
        (["paid", "in_transit", "pending", "paid"], "paid", ["payout"]),
        (["paid", "failed", "paid", "failed"], "failed", ["payout", "returned"]),
        (["failed", "paid", "pending"], "failed", []),
        (["canceled", "in_transit"], "canceled", []),
        (["in_transit", "failed"], "failed", []),
    ],
)
def test_whatever_is_heard_in_whatever_order_is_booked_at_most_once(blue_note, words, ends, entries):
    for word in words:
        services.record_payout(tenant=blue_note, provider_key="stripe", state=state("po_1", word), now=timezone.now())

    payout = Payout.objects.get()
    assert payout.status == ends
    assert list(payout.transactions.order_by("created_at", "pk").values_list("type", flat=True)) == entries
    sums = Transaction.objects.annotate(cents=Sum("entries__amount_cents")).values_list("cents", flat=True)
    assert set(sums) <= {0}


def test_a_debt_that_the_provider_takes_from_the_bank_is_a_payout_below_zero(blue_note):
    make.payout(blue_note, amount_cents=-700)

    assert booked() == {"gateway": 700, "bank": -700}


def test_platform_admins_filter_payouts_by_what_failed_by_tenant_and_by_currency(client, blue_note, count_statements):
    client.force_login(make.user("root@example.org", is_platform_admin=True))
    other = make.tenant("Red Rose")
    failed = make.payout(blue_note, status="failed", failure_code="account_closed")
    make.payout(blue_note)
    make.payout(other, currency="USD")
    here = "/admin/orders/payout/"

    def shown(**query):
        return [row.tenant.name for row in client.get(here, query).context["cl"].result_list]

    assert shown(status__exact="failed") == ["Blue Note"]
    assert shown(currency="USD") == shown(tenant__id__exact=other.pk) == ["Red Rose"]
    assert len(shown()) == 3
    page = text(client.get(f"{here}{failed.pk}/change/"))
    assert "account_closed" in page
    assert "€123.45" in page
    assert client.post(f"{here}{failed.pk}/change/", {"status": "paid"}).status_code == 403
    assert "/admin/orders/payout/?status__exact=failed" in text(client.get("/admin/"))
    with count_statements() as statements:
        client.get(here)
    assert len(statements) <= 9, statements
