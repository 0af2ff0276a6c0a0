"""A row of every kind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkin import access as checkin_access
from checkin import services as checkin_services
from checkin.values import Attempt
from events import services as event_services
from events.models import EventAccess, EventPicture, FormerSlug, MediaFile
from orders import services
from orders.models import BulkAction, EventCancellation, Export, Refund, Ticket, WebhookEvent
from orders.office_imports import files
from orders.payments.base import RefundState
from orders.reports import rolling
from reservations import services as visit_services
from tenants import services as tenant_services
from tenants import steps
from tenants.access import Member
from tenants.models import FormerSlug as TenantFormerSlug
from tenants.models import PlatformSettings, Tenant
from tenants.permissions import OWNER
from tenants.services import notices
from tenants.services.api_keys import issue_api_key
from tenants.services.personal_exports import request_export
from tests import make
from tests.office import acting
from ticketing.core.ids import uuid7


@pytest.fixture
def world(gala):
    """A row of every kind, made by the services; and another tenant with an order of its own."""
    make.session(gala, room="Great Hall")
    FormerSlug.objects.create(tenant=gala.tenant, event=gala, slug="old")
    make.discount(gala.tenant, code="SAVE10")
    stalls = gala.ticket_types.get()
    order = make.order(gala, {stalls: 2}, discount_code="SAVE10")
    refund = services.request_refund(order=order, amount_cents=100, reason="", by=None, now=timezone.now())
    cancellation = EventCancellation.objects.create(tenant=gala.tenant, event=gala)
    Refund.objects.filter(pk=refund.pk).update(cancellation=cancellation)
    for said in ("succeeded", "failed"):
        services.record_refund(refund_id=refund.pk, state=RefundState("re_1", said, 100), now=timezone.now())
    member = make.member(gala.tenant)
    invite(gala.tenant)
    EventAccess.objects.create(tenant=gala.tenant, membership=member, event=gala)
    TenantFormerSlug.objects.create(tenant=gala.tenant, slug="earlier")
    gate = gala.gates.get()
    checkin_services.issue_device(gate=gate, name="Phone", by=member.user)
    checkin_services.report_incident(event=gala, by=member.user, severity="note", note="A lost glove")
    asked = {"tenant": gala.tenant, "by": member.user}
    Export.objects.create(kind="orders", format="csv", **asked)
    BulkAction.objects.create(kind="resend", **asked)
    code = Ticket.objects.filter(order=order).first().code
    checkin_services.redeem(
        door=checkin_access.door(gate, operator=member.user),
        attempt=Attempt(scan_id=uuid7(), text=code),
        now=timezone.now(),
    )
    make.question(gala)
    selling(gala)
    make.payment(make.order(gala, {stalls: 1}, paid=False))
    PlatformSettings.objects.create()
    kept = MediaFile.objects.create(
        tenant=gala.tenant, file="x", file_name="x", mime_type="image/webp", file_size=1, sha256="x"
    )
    EventPicture.objects.create(tenant=gala.tenant, event=gala, media=kept, source=kept)
    WebhookEvent.objects.create(
        provider="stripe", provider_event_id="evt_1", event_type="x", payload={}, received_at=timezone.now()
    )
    steps.queue_mail(
        tenant=None,
        template="x",
        recipient="a@example.org",
        dedupe_key="x",
        target=None,
        context={},
        now=timezone.now(),
    )
    programs(gala.tenant)
    told(gala)
    visits(gala)
    waits(gala)
    other = make.event(make.tenant("Red Rose"))
    make.order(other, {other.ticket_types.get(): 1})
    visits(other)
    make.venue(other.tenant)
    gala.other = other
    return gala


def programs(tenant):
    """An API key of the tenant's owner, who also asked for what is known about them."""
    owner = make.member(tenant, "owner")
    by = Member(owner.user, tenant, OWNER)
    issue_api_key(name="Till", scopes=["events.read"], expires_at=None, by=by, now=timezone.now())
    request_export(user=owner.user, now=timezone.now())


def told(event):
    """Roll-ups of the event's days, people who were told of its first sale, and money on its way to the bank."""
    Tenant.objects.filter(pk=event.tenant_id).update(stripe_account_id="acct_1")
    make.payout(event.tenant)
    owner = make.member(event.tenant, "owner").user
    services.note_milestones(now=timezone.now())
    notices.set_preferences(user=owner, channels={"sold_out": "none"}, now=timezone.now())
    rolling.roll_up_due(now=timezone.now() + timedelta(days=2))


def invite(tenant):
    """Somebody who is asked into the team."""
    tenant_services.invite_member(
        email="new@example.org",
        place=tenant_services.Place("staff"),
        by=acting(make.member(tenant, "owner")),
        now=timezone.now(),
    )


def selling(event):
    """Codes that were made at once, and a file with others."""
    values = {"discount_type": "percentage", "discount_value": 1000}
    codes = {"tenant": event.tenant, "event": event, "by": None, "now": timezone.now()}
    event_services.make_codes(prefix="A", quantity=2, values=values, **codes)
    table = files.read(b"code,value\nSPRING,10\n")
    services.start_import(kind="codes", file_name="codes.csv", table=table, **codes)


def visits(event):
    """A reservation in a slot of a venue where slots may not overlap, and a batch made beforehand."""
    visit_services.set_visit_rules(venue=event.venue, changes={"forbids_overlaps": True}, by=None, now=timezone.now())
    visit = make.visit_type(event)
    ticket = make.order(event, {visit: 1}).tickets.get()
    slot = make.slot(event.venue)
    visit_services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=timezone.now())
    services.mint_tickets(
        ticket_type=visit, label="Print", quantity=1, activation_mode="deferred", by=None, now=timezone.now()
    )


def waits(event):
    """Somebody who waits, and somebody who is offered a place."""
    loge, box = (make.ticket_type(event, name=name, places=0) for name in ("Loge", "Box"))
    make.waiting(event, [loge])
    make.waiting(event, [box])
    services.set_capacity(stock=box.stock, total=1, by=None, now=timezone.now())
    services.hand_out_places(event_id=event.pk, now=timezone.now())
