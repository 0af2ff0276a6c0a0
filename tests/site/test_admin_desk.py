"""The platform admins' desk: who waits for approval, which tasks failed, and how the platform is."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from orders import services
from orders.models import Payment, WebhookEvent, WebhookStatus
from orders.payments.base import RefundState
from tenants.models import ActivityLog, EmailLog, EmailStatus, Tenant, TenantStatus
from tenants.steps import log_activity
from tests import make
from tests.desk import press
from ticketing.core import job_errors
from ticketing.core.models import JobError

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.user = make.user("root@example.org", is_platform_admin=True)
    client.force_login(client.user)
    return client


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def act(desk, address, action, *keys):
    return desk.post(address, {"action": action, "_selected_action": list(keys)}, follow=True)


# --- The first page ---------------------------------------------------------------------------------------------------


def test_organizers_who_wait_are_on_the_first_page_and_are_approved_there(desk):
    tenant = make.tenant("Fresh Events", status=TenantStatus.PENDING)
    make.tenant("Old Hands")

    page = desk.get("/admin/")

    assert "Fresh Events" in text_of(page)
    assert "Old Hands" not in text_of(page)
    act(desk, "/admin/tenants/tenant/", "approve", tenant.pk)
    assert Tenant.objects.get(pk=tenant.pk).status == TenantStatus.ACTIVE
    assert "No organizer waits for approval." in text_of(desk.get("/admin/"))


def test_in_the_list_those_who_wait_longest_come_first(desk):
    now = timezone.now()
    make.tenant("Active", created_at=now)
    make.tenant("Waits since today", status=TenantStatus.PENDING, created_at=now)
    make.tenant("Waits since Monday", status=TenantStatus.PENDING, created_at=now - timedelta(days=3))

    rows = desk.get("/admin/tenants/tenant/").context["cl"].result_list

    assert [row.name for row in rows] == ["Waits since Monday", "Waits since today", "Active"]


# --- Tasks ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def failed():
    """A job that failed, as a worker leaves it."""
    job_id = app.configure_task("orders.send_refund", queue="payments").defer(refund_id="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 3 WHERE id = %s", [job_id])
    JobError.objects.create(job_id=job_id, error="ProviderUnavailable: no answer", at=timezone.now())
    return job_id


LIST = "/admin/procrastinate/procrastinatejob/"


def test_a_failed_task_says_of_what_and_runs_again(desk, failed):
    page = desk.get(LIST, {"status": "failed"})
    assert "ProviderUnavailable: no answer" in text_of(page)
    assert "1 failed task" in text_of(desk.get("/admin/"))

    act(desk, LIST, "run_again", failed)

    assert ProcrastinateJob.objects.get(pk=failed).status == "todo"
    entry = ActivityLog.objects.get(action="job.retried")
    assert (entry.actor, entry.metadata["task"]) == (desk.user, "orders.send_refund")
    again = act(desk, LIST, "run_again", failed)
    assert "so this is not possible" in text_of(again)


def test_a_waiting_task_is_called_off_and_a_failed_one_is_not(desk, failed):
    waiting = app.configure_task("orders.send_refund", queue="payments").defer(refund_id="y")

    page = act(desk, LIST, "call_off", waiting, failed)

    assert ProcrastinateJob.objects.get(pk=waiting).status == "cancelled"
    assert ProcrastinateJob.objects.get(pk=failed).status == "failed"
    assert "1 job called off." in text_of(page)


def test_a_tasks_own_page_shows_what_it_was_given_and_offers_what_can_be_done(desk, failed):
    page = desk.get(f"{LIST}{failed}/change/")

    assert "&quot;refund_id&quot;: &quot;x&quot;" in page.content.decode()
    assert "Run again" in text_of(page)
    assert "Call off" not in text_of(page)
    assert desk.post(f"{LIST}{failed}/change/", {}).status_code == 403


class Context:
    """What a worker tells its middleware."""

    def __init__(self, job):
        self.job = job.procrastinate_job


def test_what_a_job_fails_of_is_kept_and_forgotten_with_the_job(db):
    job_id = app.configure_task("orders.send_refund", queue="payments").defer(refund_id="x")
    job = ProcrastinateJob.objects.get(pk=job_id)

    def fails():
        raise ValueError("no such refund")

    for _attempt in range(2):
        with pytest.raises(ValueError, match="no such refund"):
            job_errors.note_error(fails, Context(job), None)
    assert JobError.objects.get().error == "ValueError: no such refund"
    assert job_errors.note_error(lambda: 7, Context(job), None) == 7
    assert job_errors.sweep() == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job_id])
    assert job_errors.sweep() == 1


def test_workers_keep_what_jobs_fail_of():
    assert job_errors.note_error in app.worker_defaults["task_middleware"]


# --- Health -----------------------------------------------------------------------------------------------------------


def checks(desk):
    page = desk.get("/admin/health/")
    return {check.name: check for group in page.context["groups"] for check in group.checks}, page


def test_a_platform_that_is_well_says_so(desk):
    services.check_stocks(now=timezone.now())

    found, _page = checks(desk)

    assert found["Nightly check of the counters"].state == "good"
    assert found["Clocks of application and database"].state == "good"
    assert re.fullmatch(r"\d+ of \d+", found["Connections to the database"].text)
    assert {"Django", "Python", "PostgreSQL", "Size of the database"} <= set(found)
    assert 'href="/admin/health/"' in desk.get("/admin/").content.decode()


def test_what_is_wrong_is_said_in_words(desk, gala, failed):
    now = timezone.now()
    order = make.order(gala, {gala.ticket_types.get(): 2})
    refund = services.request_refund(order=order, amount_cents=100, now=now)
    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 100), now=now)
    EmailLog.objects.update(status=EmailStatus.FAILED)
    WebhookEvent.objects.create(
        provider="stripe",
        provider_event_id="e",
        event_type="x",
        payload={},
        received_at=now - timedelta(hours=2),
        status=WebhookStatus.FAILED,
    )
    log_activity(tenant=None, actor=None, action="stock.checked", metadata={"differing": 3}, now=now)

    found, page = checks(desk)

    assert found["Queue “payments”"].state == "warn"
    assert "1 failed" in found["Queue “payments”"].text
    assert found["Refunds that failed"].state == "warn"
    assert found["Failed mails of the last day"].state == "warn"
    assert found["Messages that could not be worked off"].state == "bad"
    assert found["Last message of “stripe”"].text == "2\xa0hours ago"
    assert found["Nightly check of the counters"].state == "bad"
    assert "Something is wrong." in text_of(page)


def test_a_task_that_waits_too_long_is_bad(desk):
    app.configure_task("orders.send_refund", queue="payments").defer(refund_id="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '10 minutes'")

    found, _page = checks(desk)

    assert found["Longest waiting in “payments”"].state == "bad"
    assert found["Longest waiting in “payments”"].hint == "The worker is down or too slow."


def test_the_nightly_check_writes_down_what_it_found(gala, desk):
    stock = gala.ticket_types.get().stock
    type(stock).objects.filter(pk=stock.pk).update(quantity_sold=5)

    assert services.check_stocks(now=timezone.now()) == 1

    assert checks(desk)[0]["Nightly check of the counters"].text.startswith("1 counter differs")
    call_command("check_stock", "--repair")


@pytest.mark.parametrize("who", ["nobody", "owner"])
def test_health_is_for_platform_admins_alone(client, tenant, who):
    if who == "owner":
        client.force_login(make.member(tenant, "owner").user)

    assert client.get("/admin/health/").status_code == 302


def test_the_page_of_health_needs_as_many_statements_with_much_as_with_little(desk, gala, count_statements):
    with count_statements() as few:
        desk.get("/admin/health/")
    for number in range(20):
        app.configure_task("orders.send_refund", queue="payments").defer(refund_id=str(number))
        make.order(gala, {gala.ticket_types.get(): 1})

    with count_statements() as many:
        desk.get("/admin/health/")

    assert len(few) <= 14, few
    assert len(many) <= 14, many


def test_the_last_mail_the_last_message_the_disk_and_the_database_are_there(desk, gala):
    now = timezone.now()
    make.order(gala, {gala.ticket_types.get(): 1})
    EmailLog.objects.update(status=EmailStatus.SENT, sent_at=now - timedelta(minutes=5))
    WebhookEvent.objects.create(
        provider="stripe", provider_event_id="e", event_type="x", payload={}, received_at=now - timedelta(minutes=9)
    )

    found, _page = checks(desk)

    assert found["Last mail sent"].text == "5\xa0minutes ago"
    assert found["Last message of “stripe”"].text == "9\xa0minutes ago"
    assert any(name.startswith("Room for uploads") for name in found)
    assert re.search(r"\d+ waiting, \d+ running, \d+ failed", found["Queue “mail”"].text)


# --- The buttons ------------------------------------------------------------------------------------------------------


def test_what_failed_is_done_again_by_the_button_on_its_page(desk, gala, failed):
    order = make.order(gala, {gala.ticket_types.get(): 1})
    message = WebhookEvent.objects.create(
        provider="stripe",
        provider_event_id="e",
        event_type="customer.created",
        payload={"id": "e", "type": "customer.created", "data": {"object": {"object": "customer", "id": "c"}}},
        received_at=timezone.now(),
        status=WebhookStatus.FAILED,
    )
    refund = services.request_refund(order=order, amount_cents=100, now=timezone.now())
    services.record_refund(refund_id=refund.pk, state=RefundState("", "failed", 100), now=timezone.now())
    refund.refresh_from_db()
    EmailLog.objects.update(status=EmailStatus.FAILED)
    mail = EmailLog.objects.first()

    said = [
        press(desk, ProcrastinateJob.objects.get(pk=failed), "Run again"),
        press(desk, message, "Process again"),
        press(desk, mail, "Send again"),
        press(desk, refund, "Try again"),
    ]

    for page, words in zip(
        said,
        ("1 job runs again.", "1 message processed.", "1 e-mail is on its way again.", "1 refund queued."),
        strict=True,
    ):
        assert words in page
    message.refresh_from_db()
    mail.refresh_from_db()
    refund.refresh_from_db()
    assert (message.status, mail.status, refund.status) == ("ignored", "queued", "pending")


def test_an_organizer_is_suspended_and_reactivated_and_an_event_featured_by_the_buttons(desk, gala):
    said = [press(desk, gala.tenant, label) for label in ("Suspend", "Reactivate")]
    said += [press(desk, gala, label) for label in ("Feature", "Stop featuring")]

    assert "1 tenant suspended." in said[0]
    assert "1 tenant reactivated." in said[1]
    assert "1 event changed." in said[2]
    assert "1 event changed." in said[3]
    logged = ActivityLog.objects.filter(actor=desk.user).values_list("action", flat=True)
    assert {"tenant.suspended", "tenant.reactivated", "event.featured", "event.unfeatured"} <= set(logged)


# --- People, money, log -----------------------------------------------------------------------------------------------


def test_a_person_must_prove_the_address_again(desk, client):
    bob = make.user("bob@example.org")
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)

    page = act(desk, "/admin/tenants/user/", "verify_again", bob.pk)

    assert not EmailAddress.objects.get(user=bob).verified
    assert "1 person must verify the address to sign in." in text_of(page)
    assert ActivityLog.objects.get(action="user.verification_required").actor == desk.user


def test_payments_are_found_that_failed_or_are_disputed_and_orders_by_refund_in_words(desk, gala):
    order = make.order(gala, {gala.ticket_types.get(): 1})
    Payment.objects.filter(order=order).update(is_disputed=True)
    make.payment(make.order(gala, {gala.ticket_types.get(): 1}, paid=False), status="failed")

    failed = desk.get("/admin/orders/payment/", {"status__exact": "failed"}).context["cl"].result_list
    disputed = desk.get("/admin/orders/payment/", {"is_disputed__exact": "1"}).context["cl"].result_list
    orders = text_of(desk.get("/admin/orders/order/"))

    assert [payment.status for payment in failed] == ["failed"]
    assert [payment.order for payment in disputed] == [order]
    assert "Partly refunded" in orders
    assert "partial_refund" not in orders


def test_the_log_of_all_tenants_is_filtered_by_subject_and_age(desk, tenant):
    log_activity(tenant=tenant, actor=None, action="order.resent", now=timezone.now())
    log_activity(tenant=tenant, actor=None, action="event.created", now=timezone.now() - timedelta(days=9))

    def actions(**query):
        rows = desk.get("/admin/tenants/activitylog/", query).context["cl"].result_list
        return [row.action for row in rows]

    assert actions(subject="order") == ["order.resent"]
    assert actions(days="7") == ["order.resent"]
    assert set(actions(days="30")) == {"order.resent", "event.created"}
