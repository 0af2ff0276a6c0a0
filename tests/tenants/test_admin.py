"""Django's admin: who may enter, and that every page of it works."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from checkin import access as checkin_access
from checkin import services as checkin_services
from checkin.values import Attempt
from orders import services as order_services
from orders.models import Payment, Refund, Ticket, TicketBatch, WebhookEvent, WebhookStatus
from orders.payments.base import RefundState
from orders.services import mint_tickets, request_refund
from reservations import services as visit_services
from reservations.models import ReservationSlot, TicketReservation
from tenants import services, steps
from tenants.administration import ReadOnlyAdmin
from tenants.models import ActivityLog, EmailLog, EmailStatus, PlatformSettings, Role, Tenant, TenantStatus, User
from tests import make

# What the content security policy would refuse.
INLINE = r"<[^>]*\sstyle=|<style|<script(?![^>]*(src|type=\"application/json\"))|<[^>]*\son\w+="
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def desk(client, db):
    """A platform admin's browser."""
    client.user = make.user("root@example.org", is_platform_admin=True)
    client.force_login(client.user)
    return client


@pytest.fixture
def trade(gala):
    """A row of each kind: an order paid and partly refunded, a scan, a mail, a webhook, a member."""
    order = make.order(gala, {gala.ticket_types.get(): 2})
    request_refund(order=order, amount_cents=100, reason="kindness", by=None, now=timezone.now())
    steward = make.member(gala.tenant, Role.STAFF).user
    gate = gala.gates.get()
    checkin_services.issue_device(gate=gate, name="Phone", by=steward)
    door = checkin_access.door(gate, operator=steward)
    code = Ticket.objects.filter(order=order).first().code
    checkin_services.redeem(door=door, attempt=Attempt(scan_id=make.user().pk, text=code), now=timezone.now())
    checkin_services.report_incident(event=gala, by=steward, severity="note", note="A lost glove")
    visit = make.order(gala, {make.visit_type(gala): 1}).tickets.get()
    slot = make.slot(gala.venue)
    visit_services.reserve(tickets=[visit], slot=slot, contact=make.contact(), now=timezone.now())
    mint_tickets(
        ticket_type=visit.ticket_type,
        label="For print",
        quantity=2,
        activation_mode="deferred",
        by=steward,
        now=timezone.now(),
    )
    make.payout(gala.tenant)
    make.discount(gala.tenant)
    make.category()
    PlatformSettings.objects.create()
    WebhookEvent.objects.create(
        provider="stripe", provider_event_id="evt_1", event_type="x.y", payload={"<b>": "ä"}, received_at=NOON
    )
    return gala


def own_models():
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def act(desk, model, action, *rows):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return desk.post(address, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True)


def test_nobody_but_a_platform_admin_enters(client, gala):
    for user in (make.user(), make.member(gala.tenant, Role.OWNER).user):
        client.force_login(user)

        assert client.get("/admin/").status_code in (302, 403)
        assert client.get("/admin/orders/order/").status_code in (302, 403)


def test_a_stranger_is_sent_to_the_platforms_own_log_in(client, db):
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


def test_only_pages_that_keep_to_our_rules_are_there(db):
    assert {model._meta.app_label for model in own_models()} == {
        *("tenants", "events", "orders", "checkin", "reservations", "procrastinate")
    }


def test_every_list_and_every_row_opens(desk, trade):
    for model in own_models():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert desk.get(reverse(f"admin:{name}_changelist"), {"q": "x"}, follow=True).status_code == 200, name
        row = model.objects.first()
        assert row is not None, f"no row of {name} to look at"
        page = desk.get(reverse(f"admin:{name}_change", args=[row.pk]))
        assert page.status_code == 200, name
        body = page.content.decode()
        assert not re.search(r"<(?!svg)[^>]*\sstyle=|<style|<script(?![^>]*(src|type=\"application/json\"))", body), (
            name
        )


def test_lists_need_few_statements_however_many_rows(desk, trade, count_statements):
    for model, most in ((Payment, 8), (Ticket, 8), (ReservationSlot, 8), (TicketReservation, 8), (TicketBatch, 8)):
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        with count_statements() as statements:
            desk.get(reverse(f"admin:{name}_changelist"))
        assert len(statements) <= most, statements


def test_money_and_tickets_cannot_be_changed(desk, trade):
    read_only = [model for model, page in admin.site._registry.items() if isinstance(page, ReadOnlyAdmin)]
    labels = {model._meta.model_name for model in read_only}

    assert labels >= {
        "order",
        "ticket",
        "payment",
        "refund",
        "payout",
        "transaction",
        "webhookevent",
        "activitylog",
        "scan",
    }
    assert labels >= {"visitrules", "reservationslot", "ticketreservation", "ticketbatch"}
    for model in read_only:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        row = model.objects.first()
        assert desk.post(reverse(f"admin:{name}_change", args=[row.pk]), {}).status_code == 403, name
        assert desk.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403, name
        assert desk.get(reverse(f"admin:{name}_add")).status_code == 403, name


def test_a_tenant_is_approved_suspended_and_reactivated_and_each_is_logged(desk):
    tenant = make.tenant(status=TenantStatus.PENDING)
    seen = []

    for action in ("approve", "suspend", "reactivate"):
        act(desk, Tenant, action, tenant)
        tenant.refresh_from_db()
        seen.append(tenant.status)

    assert seen == ["active", "suspended", "active"]
    entries = ActivityLog.objects.filter(target_id=tenant.pk).order_by("created_at")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("tenant.approved", desk.user),
        ("tenant.suspended", desk.user),
        ("tenant.reactivated", desk.user),
    ]


def test_a_step_that_does_not_lead_from_here_is_refused_in_words(desk, tenant):
    page = act(desk, Tenant, "approve", tenant)

    assert "Blue Note is “Active” now, so this is not possible." in page.content.decode()
    assert not ActivityLog.objects.exists()


@pytest.mark.parametrize(
    ("status", "label"), [("pending", "Approve"), ("active", "Suspend"), ("suspended", "Reactivate")]
)
def test_a_tenants_page_has_the_one_step_that_leads_on_as_a_button(desk, status, label):
    tenant = make.tenant(status=status)

    page = desk.get(reverse("admin:tenants_tenant_change", args=[tenant.pk])).content.decode()

    assert re.findall(r'<button type="submit">(\w+)</button>', page.split("object-tools")[1]) == [label]


def test_what_is_changed_in_a_form_is_logged(desk):
    bob = make.user("bob@example.org", name="Bob")

    desk.post(
        reverse("admin:tenants_user_change", args=[bob.pk]),
        {
            "full_name": "Bob Brown",
            "phone": "",
            "locale": "",
            "time_zone": "",
            "memberships-TOTAL_FORMS": 0,
            "memberships-INITIAL_FORMS": 0,
        },
    )

    assert User.objects.get(pk=bob.pk).full_name == "Bob Brown"
    entry = ActivityLog.objects.get(action="user.changed")
    assert (entry.actor, entry.target_id, entry.ip) == (desk.user, bob.pk, "127.0.0.1")
    assert entry.metadata == {"by": "admin", "what": [{"changed": {"fields": ["Name"]}}]}


@pytest.mark.parametrize(
    ("forwarded", "logged"), [("198.51.100.7, 203.0.113.9", "203.0.113.9"), ("2001:db8::7", "2001:db8::7")]
)
def test_behind_a_proxy_the_log_names_the_visitors_address(desk, gala, settings, forwarded, logged):
    settings.TRUST_PROXY_HEADERS = True

    desk.post(
        reverse("admin:events_event_changelist"),
        {"action": "feature", "_selected_action": [gala.pk]},
        headers={"x-forwarded-for": forwarded},
    )

    assert ActivityLog.objects.get(action="event.featured").ip == logged


def test_the_platform_has_one_row_of_settings(desk):
    here = reverse("admin:tenants_platformsettings_changelist")

    pages = [desk.get(here, follow=True) for _again in range(2)]

    assert all(page.redirect_chain[0][0].endswith("/change/") for page in pages)
    assert PlatformSettings.objects.count() == 1
    assert desk.get(reverse("admin:tenants_platformsettings_add")).status_code == 403


def test_an_event_is_featured_and_not_featured(desk, gala):
    act(desk, type(gala), "feature", gala)
    gala.refresh_from_db()
    assert gala.is_featured

    act(desk, type(gala), "unfeature", gala)
    gala.refresh_from_db()
    assert not gala.is_featured
    assert {"event.featured", "event.unfeatured"} <= set(ActivityLog.objects.values_list("action", flat=True))


def test_a_webhook_is_processed_again(desk):
    event = WebhookEvent.objects.create(
        provider="stripe",
        provider_event_id="evt_1",
        event_type="customer.created",
        payload={"id": "evt_1", "type": "customer.created", "data": {"object": {"object": "customer", "id": "cus_1"}}},
        received_at=NOON,
        status=WebhookStatus.FAILED,
    )

    act(desk, WebhookEvent, "process_again", event)

    event.refresh_from_db()
    assert event.status == WebhookStatus.IGNORED
    entry = ActivityLog.objects.get(action="webhook.processed_again")
    assert (entry.actor, entry.metadata) == (desk.user, {"status_before": "failed"})


def test_a_webhook_that_fails_again_says_why(desk):
    event = WebhookEvent.objects.create(
        provider="nobody", provider_event_id="evt_2", event_type="x", payload={}, received_at=NOON
    )

    page = act(desk, WebhookEvent, "process_again", event)

    event.refresh_from_db()
    assert (event.status, event.attempts) == (WebhookStatus.FAILED, 1)
    assert "evt_2 failed again: KeyError" in page.content.decode()


def test_a_failed_refund_is_tried_again_and_others_are_not(desk, gala):
    order = make.order(gala, {gala.ticket_types.get(): 2})
    failed, waiting = (order_services.request_refund(order=order, amount_cents=1000, now=NOON) for _ in range(2))
    order_services.record_refund(refund_id=failed.pk, state=RefundState("", "failed", 1000, "no_funds"), now=NOON)

    page = act(desk, Refund, "try_again", failed, waiting).content.decode()

    failed.refresh_from_db()
    assert (failed.status, failed.attempts) == ("pending", 1)
    assert "1 refund queued." in page
    assert ActivityLog.objects.get(action="refund.retried").actor == desk.user


def test_a_failed_mail_is_sent_again_and_others_are_not(desk, tenant):
    for key in ("a", "b"):
        steps.queue_mail(
            tenant=tenant,
            template="letter",
            recipient="zoe@example.org",
            dedupe_key=key,
            target=None,
            context={},
            now=NOON,
        )
    EmailLog.objects.filter(dedupe_key="a").update(status=EmailStatus.FAILED)

    page = act(desk, EmailLog, "send_again", *EmailLog.objects.all()).content.decode()

    assert EmailLog.objects.get(dedupe_key="a").status == EmailStatus.QUEUED
    assert "1 e-mail is on its way again." in page
    assert "This e-mail did not fail" in page


def test_members_and_tenants_are_made_by_services_that_log(tenant):
    bob = make.user()

    services.add_member(tenant=tenant, user=bob, role=Role.STAFF, by=None, now=NOON)
    services.add_member(tenant=tenant, user=bob, role=Role.MANAGER, by=None, now=NOON)

    assert bob.memberships.get().role == Role.MANAGER
    assert ActivityLog.objects.filter(action="member.added", created_at=NOON).count() == 2
