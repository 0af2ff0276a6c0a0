"""Notifications: who is told what, once, in the console and by mail."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from events.models import EventAccess, Stock
from orders import services
from orders.models import Milestone
from orders.payments.base import RefundState, State
from tenants import services as tenant_services
from tenants import steps
from tenants.models import (
    Channel,
    EmailLog,
    NoticeKind,
    Notification,
    NotificationPreference,
    Role,
    TenantSettings,
)
from tenants.services import notices
from tests import make
from ticketing.site import console_notice_mail

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def olga(blue_note):
    return make.member(blue_note, Role.OWNER, email="olga@example.org").user


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


def kinds(user):
    return list(Notification.objects.filter(user=user).order_by("created_at").values_list("kind", flat=True))


def mail_what_is_queued():
    for job in ProcrastinateJob.objects.filter(task_name="tenants.tasks.mail_notifications"):
        notices.queue_mails(notification_ids=job.args["notification_ids"], now=NOON)
    return list(EmailLog.objects.filter(template="notification").order_by("recipient"))


def test_the_first_sale_of_an_event_is_told_once(olga, gala, stalls):
    assert services.note_milestones(now=timezone.now()) == 0
    make.order(gala, {stalls: 1})

    assert services.note_milestones(now=timezone.now()) == 1
    make.order(gala, {stalls: 1})
    assert services.note_milestones(now=timezone.now()) == 0

    assert kinds(olga) == ["first_sale"]
    assert Notification.objects.get().metadata == {"event": "Winter Gala"}


def test_an_event_is_sold_out_when_nothing_is_left_of_any_type(olga, gala, stalls):
    lawn = make.ticket_type(gala, name="Lawn", places=2)
    make.order(gala, {lawn: 2})
    services.note_milestones(now=timezone.now())
    assert "sold_out" not in kinds(olga)

    Stock.objects.filter(pk=stalls.stock_id).update(quantity_total=1)
    make.order(gala, {stalls: 1})
    services.note_milestones(now=timezone.now())

    assert kinds(olga) == ["first_sale", "sold_out"]
    assert Milestone.objects.count() == 2


def test_a_sale_itself_tells_nobody_and_pays_for_nothing(olga, gala, stalls, count_statements):
    make.order(gala, {stalls: 1})

    with count_statements() as statements:
        make.order(gala, {stalls: 1})

    assert not Notification.objects.exists()
    assert "tenants_notification" not in str(statements)


def test_a_refund_that_fails_is_told_to_those_who_may_refund_and_each_attempt_anew(olga, gala, stalls):
    analyst = make.member(gala.tenant, Role.ANALYST).user
    order = make.order(gala, {stalls: 2})
    refund = services.request_refund(order=order, amount_cents=500, by=olga, now=timezone.now())
    failed = RefundState("", "failed", 500, "no_funds")

    services.record_refund(refund_id=refund.pk, state=failed, now=timezone.now())
    services.record_refund(refund_id=refund.pk, state=failed, now=timezone.now())
    services.retry_refund(refund=refund, by=olga, now=timezone.now())
    services.record_refund(refund_id=refund.pk, state=failed, now=timezone.now())

    assert kinds(olga) == ["refund_failed", "refund_failed"]
    assert kinds(analyst) == []


def test_whoever_asks_for_a_refund_knows_already_and_the_others_are_told(olga, gala, stalls):
    manager = make.member(gala.tenant, Role.MANAGER).user
    order = make.order(gala, {stalls: 2})

    services.request_refund(order=order, amount_cents=500, by=olga, now=timezone.now())

    assert kinds(olga) == []
    assert kinds(manager) == ["refund_requested"]


def test_a_payment_that_fails_or_is_disputed_is_told(olga, gala, stalls):
    order = make.order(gala, {stalls: 1}, paid=False)
    payment = make.payment(order)
    services.record_payment(
        payment_id=payment.pk, state=State("cs_1", "failed", order.total_cents, "EUR"), now=timezone.now()
    )
    paid = make.order(gala, {stalls: 1}).payments.get()
    disputed = make.paid_state(paid, disputed=True)
    services.record_payment(payment_id=paid.pk, state=disputed, now=timezone.now())

    assert kinds(olga) == ["payment_failed", "payment_disputed"]


def test_an_order_that_waits_for_approval_is_told(olga, gala, stalls):
    stalls.requires_approval = True
    stalls.save(update_fields=["requires_approval"])

    make.order(gala, {stalls: 1}, paid=False)

    assert kinds(olga) == ["order_awaiting_approval"]


def test_a_new_member_is_told_to_those_who_run_the_team(olga, blue_note):
    bob = make.user("bob@example.org", name="Bob Brown")

    tenant_services.add_member(tenant=blue_note, user=bob, role=Role.MANAGER, by=None, now=NOON)

    assert kinds(olga) == ["new_member"]
    assert kinds(bob) == []


def test_a_limited_member_is_told_of_their_own_events_only(gala, stalls):
    reaches, strays = (make.member(gala.tenant, Role.MANAGER, is_limited=True) for _ in range(2))
    EventAccess.objects.create(tenant=gala.tenant, membership=reaches, event=gala)
    make.order(gala, {stalls: 1})

    services.note_milestones(now=timezone.now())

    assert kinds(reaches.user) == ["first_sale"]
    assert kinds(strays.user) == []


@pytest.mark.parametrize("who", [{"status": "disabled"}, {"role": Role.STAFF}])
def test_who_may_do_nothing_about_it_is_not_told(gala, stalls, who):
    member = make.member(gala.tenant, **{"role": Role.OWNER} | who)
    make.order(gala, {stalls: 1})

    services.note_milestones(now=timezone.now())

    assert kinds(member.user) == []


def test_mail_goes_to_those_who_want_it_and_once(olga, gala, stalls):
    quiet = make.member(gala.tenant, Role.OWNER, email="quiet@example.org").user
    deaf = make.member(gala.tenant, Role.OWNER, email="deaf@example.org").user
    notices.set_preferences(user=quiet, channels={"first_sale": "console"}, now=NOON)
    notices.set_preferences(user=deaf, channels={"first_sale": "none"}, now=NOON)
    make.order(gala, {stalls: 1})

    services.note_milestones(now=timezone.now())
    mail_what_is_queued()
    mails = mail_what_is_queued()

    assert [mail.recipient for mail in mails] == ["olga@example.org"]
    assert kinds(quiet) == ["first_sale"]
    assert kinds(deaf) == []


def test_a_tenant_that_sends_no_notifications_by_mail_keeps_them_in_the_console(olga, gala, stalls):
    TenantSettings.objects.filter(tenant=gala.tenant).update(email_notifications=False)
    make.order(gala, {stalls: 1})

    services.note_milestones(now=timezone.now())

    assert kinds(olga) == ["first_sale"]
    assert mail_what_is_queued() == []


def test_the_mail_is_in_the_readers_language_and_leads_to_the_console(olga, gala, stalls):
    make.order(gala, {stalls: 1})
    services.note_milestones(now=timezone.now())
    row = Notification.objects.get()

    message = console_notice_mail.notification(
        {"notification": str(row.pk)}, to="olga@example.org", message_id="<1@foyer>"
    )

    assert message.subject == "First ticket sold: Winter Gala"
    assert f"/manage/{gala.tenant.slug}/" in message.text
    Notification.objects.update(status="read")
    assert console_notice_mail.notification({"notification": str(row.pk)}, to="x", message_id="<1@foyer>") is None


def _first_sale(gala, stalls):
    make.order(gala, {stalls: 1})
    services.note_milestones(now=timezone.now())


def _sold_out(gala, stalls):
    Stock.objects.filter(pk=stalls.stock_id).update(quantity_total=1)
    _first_sale(gala, stalls)


def _refund_requested(gala, stalls):
    order = make.order(gala, {stalls: 1})
    services.request_refund(order=order, amount_cents=500, by=None, now=timezone.now())


def _payment_failed(gala, stalls):
    order = make.order(gala, {stalls: 1}, paid=False)
    failed = State("cs_1", "failed", order.total_cents, "EUR")
    services.record_payment(payment_id=make.payment(order).pk, state=failed, now=timezone.now())


def _new_member(gala, stalls):
    bob = make.user("bob@example.org", name="Bob Brown")
    tenant_services.add_member(tenant=gala.tenant, user=bob, role=Role.STAFF, by=None, now=timezone.now())


@pytest.mark.parametrize(
    ("kind", "happen", "subject"),
    [
        (NoticeKind.FIRST_SALE, _first_sale, "First ticket sold: Winter Gala"),
        (NoticeKind.SOLD_OUT, _sold_out, "Sold out: Winter Gala"),
        (NoticeKind.REFUND_REQUESTED, _refund_requested, "Refund of €5.00 requested"),
        (NoticeKind.PAYMENT_FAILED, _payment_failed, "A payment of order "),
        (NoticeKind.NEW_MEMBER, _new_member, "Bob Brown joined the team"),
    ],
)
def test_each_kind_of_news_arrives_in_the_console_and_by_mail(client, olga, gala, stalls, kind, happen, subject):
    notices.set_preferences(user=olga, channels=dict.fromkeys(NoticeKind.values, Channel.MAIL), now=NOON)

    happen(gala, stalls)

    client.force_login(olga)
    assert subject in text_of(client.get(f"/manage/{gala.tenant.slug}/notifications/"))
    row = str(Notification.objects.get(user=olga, kind=kind).pk)
    (mail,) = [mail for mail in mail_what_is_queued() if mail.context["notification"] == row]
    message = console_notice_mail.notification(mail.context, to=mail.recipient, message_id=mail.message_id)
    assert (message.to, message.subject.startswith(subject)) == ("olga@example.org", True)


def test_a_notification_is_written_in_one_statement(olga, gala, count_statements):
    for _ in range(5):
        make.member(gala.tenant, Role.OWNER)

    with count_statements() as statements:
        told = steps.notify(
            tenant=gala.tenant,
            kind=NoticeKind.PAYMENT_FAILED,
            target=gala,
            context={"number": "X"},
            dedupe_key="x",
            now=NOON,
        )

    assert told == 6
    assert len(statements) == 1, statements


# --- In the console ---------------------------------------------------------------------------------------------------


@pytest.fixture
def console(client, olga, gala, stalls):
    make.order(gala, {stalls: 1})
    services.note_milestones(now=timezone.now())
    client.force_login(olga)
    client.address = f"/manage/{gala.tenant.slug}/notifications/"
    return client


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_bell_counts_what_is_new_until_it_is_read(console, gala):
    page = console.get(console.address)

    assert "First ticket sold: Winter Gala" in text_of(page)
    assert page.context["unread"] == 1
    console.post(f"{console.address}seen/", {"until": page.context["now"]})
    assert console.get(console.address).context["unread"] == 0


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_each_notification_leads_to_a_page_that_the_owner_sees(client, olga, gala, stalls, kind):
    targets = {
        NoticeKind.FIRST_SALE: gala,
        NoticeKind.SOLD_OUT: gala,
        NoticeKind.NEW_MEMBER: make.member(gala.tenant, Role.STAFF),
    }
    target = targets.get(kind) or make.order(gala, {stalls: 1})
    Notification.objects.all().delete()
    facts = {"event": gala.name, "number": "ABC", "amount_cents": 500, "currency": "EUR"}
    steps.notify(tenant=gala.tenant, kind=kind, target=target, context=facts, dedupe_key=kind, now=timezone.now())
    client.force_login(olga)

    ((_row, _told, url),) = client.get(f"/manage/{gala.tenant.slug}/notifications/").context["rows"]

    assert url
    assert client.get(url).status_code == 200


def test_what_came_after_the_page_stays_new(console, olga, gala):
    before = (timezone.now() - timedelta(hours=1)).isoformat()

    for until in (before, "rubbish", "2026-99-99"):
        console.post(f"{console.address}seen/", {"until": until})
        expected = 1 if until == before else 0
        assert console.get(console.address).context["unread"] == expected


def test_the_bell_costs_the_console_no_statement_of_its_own(console, count_statements):
    with count_statements() as statements:
        console.get(console.address)

    asking = [
        text for text in statements.texts if 'FROM "tenants_membership"' in text and '"tenants_notification"' in text
    ]
    assert len(asking) == 1, statements
    assert len(statements) <= 8, statements


def test_the_list_needs_as_many_statements_with_many_as_with_few(console, olga, gala, count_statements):
    for number in range(80):
        steps.notify(
            tenant=gala.tenant,
            kind=NoticeKind.SOLD_OUT,
            target=gala,
            context={"event": f"Show {number}"},
            dedupe_key=f"many:{number}",
            now=NOON,
        )

    with count_statements() as statements:
        page = console.get(console.address)

    assert len(page.context["rows"]) == 30
    assert len(statements) <= 8, statements


def test_preferences_are_kept_and_a_wrong_one_is_refused(console, olga):
    address = f"{console.address}preferences/"
    channels = dict.fromkeys(NoticeKind.values, Channel.CONSOLE)

    wrong = console.post(address, channels | {"sold_out": "pigeon"})
    console.post(address, channels | {"sold_out": "none"})

    assert "pigeon is not one of the available choices" in text_of(wrong)
    assert NotificationPreference.objects.get(user=olga, kind="sold_out").channel == "none"
    assert notices.preferences_of(olga)["first_sale"] == "console"


def test_nobody_sees_another_persons_notifications(console, client, gala):
    client.force_login(make.member(gala.tenant, Role.OWNER).user)

    assert client.get(console.address).context["rows"] == []
