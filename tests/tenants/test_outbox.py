import socket
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tenants import deliveries, hooks, services, steps, tasks
from tenants.errors import MailNotFailed
from tenants.models import ActivityLog, EmailLog, EmailStatus
from tests import make
from ticketing.core.mail import MailMessage

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Inbox:
    """A mail server that keeps what it is given, and answers as it is told to."""

    def __init__(self):
        self.received = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@pytest.fixture
def inbox(settings):
    """A mail server on a port of its own, which the settings point to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


@pytest.fixture
def letters(monkeypatch):
    """Registers the builder of a mail named `letter`."""

    def build(context, *, to, message_id):
        if context["word"] == "nothing":
            return None
        return MailMessage(to=to, subject=f"About {context['word']}", text="Hello\n", message_id=message_id)

    monkeypatch.setitem(hooks.mail_builders, "letter", build)


def queue(tenant, *, key="letter:1", word="tea", to="zoe@example.org"):
    return steps.queue_mail(
        tenant=tenant,
        template="letter",
        recipient=to,
        dedupe_key=key,
        target=tenant,
        context={"word": word},
        now=NOON,
    )


def deliver(log, *, is_last_try=False):
    deliveries.deliver(email_id=log.pk, is_last_try=is_last_try, now=NOON)
    log.refresh_from_db()


def jobs():
    return ProcrastinateJob.objects.filter(task_name="tenants.tasks.send_mail")


def test_a_mail_is_queued_once_per_key(tenant):
    assert queue(tenant, word="tea")
    assert not queue(tenant, word="coffee")

    (log,) = EmailLog.objects.all()
    assert (log.context, log.status, log.target_id) == ({"word": "tea"}, EmailStatus.QUEUED, tenant.pk)
    (job,) = jobs()
    assert (job.queue_name, job.args) == ("mail", {"email_id": str(log.pk)})


def test_a_mail_of_a_rolled_back_transaction_is_neither_logged_nor_queued(tenant):
    with transaction.atomic():
        queue(tenant)
        transaction.set_rollback(True)

    assert not EmailLog.objects.exists()
    assert not jobs().exists()


def test_a_mail_goes_out_under_the_logged_message_id(tenant, inbox, letters):
    queue(tenant)
    log = EmailLog.objects.get()

    deliver(log)

    (received,) = inbox.received
    assert (received["Message-ID"], received["To"], received["Subject"]) == (
        log.message_id,
        "zoe@example.org",
        "About tea",
    )
    assert (log.status, log.sent_at, log.subject, log.provider, log.attempts) == (
        EmailStatus.SENT,
        NOON,
        "About tea",
        "smtp",
        1,
    )


def test_a_mail_that_was_sent_is_not_sent_again(tenant, inbox, letters):
    queue(tenant)
    log = EmailLog.objects.get()
    deliver(log)

    deliver(log)

    assert len(inbox.received) == 1


def test_a_mail_about_what_is_no_more_is_dropped(tenant, inbox, letters):
    queue(tenant, word="nothing")
    log = EmailLog.objects.get()

    deliver(log)

    assert log.status == EmailStatus.DROPPED
    assert inbox.received == []


def test_trouble_that_may_pass_is_raised_for_another_try_under_the_same_message_id(tenant, inbox, letters):
    queue(tenant)
    log = EmailLog.objects.get()
    inbox.answer = "451 4.3.0 later"

    with pytest.raises(Exception, match="later"):
        deliver(log)

    log.refresh_from_db()
    assert (log.status, log.attempts) == (EmailStatus.QUEUED, 1)
    assert "later" in log.error
    inbox.answer = "250 OK"
    deliver(log)
    assert inbox.received[0]["Message-ID"] == log.message_id
    assert (log.status, log.error, log.attempts) == (EmailStatus.SENT, "", 2)


def test_a_refusal_for_good_fails_at_once(tenant, inbox, letters):
    queue(tenant)
    log = EmailLog.objects.get()
    inbox.answer = "554 5.7.1 not here"

    deliver(log)

    assert log.status == EmailStatus.FAILED
    assert "not here" in log.error


def test_the_last_try_marks_the_mail_failed(tenant, inbox, letters, settings):
    queue(tenant)
    log = EmailLog.objects.get()
    settings.EMAIL_PORT = 1

    with pytest.raises(OSError, match="refused"):
        deliver(log, is_last_try=True)

    log.refresh_from_db()
    assert log.status == EmailStatus.FAILED


def test_tries_go_on_for_about_a_day_with_growing_pauses(db):
    waits = [tasks.RETRY.exponential_wait ** (attempt + 1) for attempt in range(tasks.RETRY.max_attempts)]

    assert waits[:3] == [3, 9, 27]
    assert sum(waits) == 88_572


def test_a_failed_mail_is_sent_again_on_demand(tenant, inbox, letters):
    queue(tenant)
    log = EmailLog.objects.get()
    inbox.answer = "554 5.7.1 not here"
    deliver(log)

    services.send_mail_again(email_id=log.pk, by=None, now=NOON)

    assert jobs().count() == 2
    inbox.answer = "250 OK"
    deliver(log)
    assert log.status == EmailStatus.SENT
    assert ActivityLog.objects.get(action="mail.sent_again").target_id == log.pk


def test_a_mail_that_arrived_is_not_sent_again_on_demand(tenant, inbox, letters):
    queue(tenant)
    log = EmailLog.objects.get()
    deliver(log)

    with pytest.raises(MailNotFailed):
        services.send_mail_again(email_id=log.pk, by=None, now=NOON)

    assert not ActivityLog.objects.exists()


def test_mails_of_a_history_are_logged_and_dropped(tenant):
    with steps.dropping_mail():
        queue(tenant, key="past")
    queue(tenant, key="present")

    assert EmailLog.objects.get(dedupe_key="past").status == EmailStatus.DROPPED
    assert EmailLog.objects.get(dedupe_key="present").status == EmailStatus.QUEUED
    assert jobs().count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_committed(inbox, letters):
    tenant = make.tenant()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    with transaction.atomic():
        queue(tenant)

    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(queues=["mail"], wait=False, install_signal_handlers=False, listen_notify=False)

    assert len(inbox.received) == 1
    assert EmailLog.objects.get().status == EmailStatus.SENT


def test_the_activity_log_names_who_did_what_to_which_row(tenant):
    alice = make.user()

    steps.log_activity(
        tenant=tenant, actor=alice, action="tenant.greeted", target=tenant, metadata={"word": "hello"}, ip="192.0.2.7"
    )

    entry = ActivityLog.objects.get()
    assert (entry.tenant_id, entry.actor, entry.action) == (tenant.pk, alice, "tenant.greeted")
    assert (entry.target_kind, entry.target_id, entry.metadata, entry.ip) == (
        "tenant",
        tenant.pk,
        {"word": "hello"},
        "192.0.2.7",
    )
