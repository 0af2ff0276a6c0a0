"""Each constraint is broken on purpose, in SQL, past forms and services: the database itself refuses."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models.functions import Lower, Upper
from django.utils import timezone

from checkin import access as checkin_access
from checkin import services as checkin_services
from checkin.models import Gate, Redemption
from checkin.values import Attempt
from events import services as event_services
from events.models import (
    DiscountCode,
    Event,
    EventAccess,
    EventPicture,
    EventSession,
    FormerSlug,
    MediaFile,
    SigningKey,
    Venue,
)
from orders import services
from orders.models import (
    BulkAction,
    Buyer,
    Cart,
    CartItem,
    EventAnalytics,
    EventCancellation,
    Export,
    ImportRow,
    LedgerEntry,
    Milestone,
    Order,
    Payment,
    Refund,
    SalesAnalytics,
    Ticket,
    Transaction,
    WaitingListEntry,
    WaitingListWish,
    WebhookEvent,
)
from orders.office_imports import files
from orders.payments.base import RefundState
from orders.reports import rolling
from reservations import services as visit_services
from reservations.models import ReservationSlot, TicketReservation
from tenants import services as tenant_services
from tenants import steps
from tenants.access import Member
from tenants.models import (
    ActivityLog,
    EmailLog,
    Invitation,
    Membership,
    Notification,
    NotificationPreference,
    PersonalExport,
    PlatformSettings,
)
from tenants.models import FormerSlug as TenantFormerSlug
from tenants.permissions import OWNER
from tenants.services import notices
from tenants.services.api_keys import issue_api_key
from tenants.services.personal_exports import request_export
from tests import make
from tests.tenants.office import acting
from ticketing.core.ids import uuid7

OURS = ("tenants", "events", "orders", "checkin", "reservations")

# Table, what to set in one of its rows, the constraint that refuses it. A positive integer field has a check of its
# own, which may be the first to speak.
WRONG = [
    ("tenants_platformsettings", "singleton = false", "platform_settings_have_one_row"),
    ("tenants_platformsettings", "service_fee_percentage = 101", "platform_service_fee_percentage_is_0_to_100"),
    ("tenants_tenantsettings", "service_fee_percentage = -1", "tenant_settings_service_fee_percentage_is_0_to_100"),
    ("tenants_tenantsettings", "tax_rate = 100.01", "tenant_settings_tax_rate_is_0_to_100"),
    ("tenants_tenantsettings", "hold_minutes = 1", "tenant_settings_hold_is_2_to_60_minutes"),
    ("tenants_tenantsettings", "hold_extensions = 11", "tenant_settings_hold_extends_at_most_10_times"),
    ("tenants_apikey", "scopes = '{}'", "api_key_has_at_least_one_scope"),
    ("tenants_apikey", "expires_at = created_at", "api_key_expires_after_it_was_made"),
    ("tenants_personalexport", "status = 'ready'", "ready_personal_export_has_a_file_and_an_end"),
    ("tenants_invitation", "accepted_at = now(), revoked_at = now()", "invitation_is_accepted_or_revoked"),
    ("events_event", "ends_at = starts_at", "event_ends_after_it_starts"),
    ("events_event", "sales_starts_at = now(), sales_ends_at = now()", "event_sales_end_after_they_start"),
    ("events_eventsession", "ends_at = starts_at", "session_ends_after_it_starts"),
    ("events_tickettype", "sales_starts_at = now(), sales_ends_at = now()", "ticket_type_sales_end_after_they_start"),
    ("events_tickettype", "price_cents = -1", "ticket_type_price_is_not_negative"),
    ("events_tickettype", "min_per_order = 0", "ticket_type_sells_at_least_one"),
    ("events_tickettype", "max_per_order = 1, min_per_order = 2", "ticket_type_most_per_order_is_at_least_its_least"),
    ("events_tickettype", "max_per_buyer = 0", "ticket_type_most_per_buyer_is_at_least_one"),
    ("events_tickettype", "tax_rate = 101", "ticket_type_tax_rate_is_0_to_100"),
    ("events_venue", "latitude = 90.1", "venue_latitude_is_on_earth"),
    ("events_venue", "longitude = -180.1", "venue_longitude_is_on_earth"),
    ("events_discountcode", "starts_at = now(), expires_at = now()", "discount_expires_after_it_starts"),
    ("events_discountcode", "discount_value = 10001", "discount_percentage_is_at_most_100"),
    ("events_discountcode", "max_redemptions = 0", "discount_is_used_at_most_as_often_as_allowed"),
    ("events_discountcode", "times_redeemed = -1", "discount_uses_are_not_negative"),
    ("events_codebatch", "quantity = 0, made = 0", "code_batch_has_at_least_one"),
    ("events_codebatch", "made = quantity + 1", "code_batch_makes_no_more_codes_than_asked_for"),
    ("events_mediafile", "file_size = -1", "media_size_is_not_negative"),
    ("events_stock", "quantity_held = -1", "stock_holds_nothing_negative"),
    ("events_stock", "quantity_sold = -1", "stock_sells_nothing_negative"),
    ("events_stock", "quantity_total = 1, quantity_sold = 2", "stock_never_holds_and_sells_more_than_its_total"),
    ("events_event", "waiting_list_hours = 0", "event_offers_hold_1_to_168_hours"),
    ("orders_waitinglistentry", "least_quantity = 0", "waiting_entry_takes_at_least_one_place"),
    ("orders_waitinglistentry", "least_quantity = 3", "waiting_entry_takes_at_least_no_more_than_it_wants"),
    ("orders_waitinglistentry", "quantity = 21", "waiting_entry_wants_no_more_than_may_be_wanted"),
    ("orders_waitinglistentry", "status = 'offered'", "waiting_entry_with_an_offer_says_since_when"),
    ("orders_waitinglistentry", "passed_over_reason = 'paused'", "waiting_entry_passed_over_says_when_and_why"),
    ("orders_cartitem", "quantity = 0", "cart_item_holds_at_least_one"),
    ("orders_cartitem", "unit_price_cents = -1", "cart_item_price_is_not_negative"),
    ("orders_order", "total_cents = total_cents + 1", "order_total_adds_up"),
    ("orders_order", "fees_cents = -1", "order_amounts_are_not_negative"),
    ("orders_order", "discount_cents = subtotal_cents + 1", "order_discount_is_at_most_its_subtotal"),
    ("orders_order", "refunded_cents = -1", "order_refunds_are_not_negative"),
    ("orders_orderitem", "quantity = 0, subtotal_cents = 0, discount_cents = 0", "order_item_is_for_at_least_one"),
    ("orders_orderitem", "cancelled_quantity = quantity + 1", "order_item_cancels_at_most_its_quantity"),
    ("orders_orderitem", "subtotal_cents = subtotal_cents + 1", "order_item_subtotal_adds_up"),
    ("orders_orderitem", "tax_cents = -1", "order_item_amounts_are_not_negative"),
    ("orders_ticket", "price_paid_cents = -1", "ticket_price_is_not_negative"),
    ("orders_discountredemption", "amount_cents = -1", "discount_redemption_amount_is_not_negative"),
    ("orders_payment", "applied_cents = amount_cents + 1", "payment_applies_at_most_its_amount"),
    ("orders_payment", "refunded_cents = amount_cents + 1", "payment_refunds_at_most_its_amount"),
    ("orders_refund", "amount_cents = 0", "refund_is_for_something"),
    ("orders_bulkaction", "rows_skipped = rows_done + 1", "bulk_action_skips_at_most_what_it_has_done"),
    ("checkin_gate", "opens_at = now(), closes_at = now()", "gate_closes_after_it_opens"),
    ("checkin_gate", "entries_per_day = 0", "gate_admits_at_least_once_a_day"),
    (
        "events_tickettype",
        "slot_choice = 'checkout', reservation_venue_id = NULL",
        "ticket_type_with_a_slot_at_checkout_has_a_venue",
    ),
    ("orders_ticketbatch", "quantity = 0", "ticket_batch_has_at_least_one"),
    ("reservations_visitrules", "early_minutes = 1441", "visit_rules_tolerate_at_most_a_day"),
    ("reservations_reservationslot", "end_time = start_time", "slot_does_not_end_as_it_starts"),
    ("reservations_reservationslot", "booked_count = total_capacity + 1", "slot_is_never_booked_past_its_capacity"),
    ("reservations_ticketreservation", "customer_phone = '030 1234567'", "reservation_phone_is_e164"),
    (
        "reservations_ticketreservation",
        "cancelled_at = now()",
        "reservation_is_cancelled_at_some_time_or_not_at_all",
    ),
]

# Model, what differs in a copy of one of its rows, the constraint that refuses the copy.
TWICE = [
    (EventAccess, {}, "one_access_per_membership_and_event"),
    (Membership, {"number": 9999}, "one_membership_per_tenant_and_user"),
    (PersonalExport, {"status": "queued"}, "one_personal_export_in_the_making_per_user"),
    (Invitation, {"token_hash": "x"}, "one_open_invitation_per_tenant_and_email"),
    (Event, {"access_token": "x", "stock_id": None}, "event_slug_is_unique_within_its_tenant"),
    (FormerSlug, {}, "former_slug_is_unique_within_its_tenant"),
    (EventSession, {"stock_id": None}, "sessions_in_one_room_do_not_overlap"),
    (EventAccess, {}, "one_access_per_membership_and_event"),
    (DiscountCode, {}, "discount_code_is_unique_within_its_event"),
    (ImportRow, {}, "one_import_row_per_line"),
    (SigningKey, {"key_id": "x"}, "one_signing_key_in_use_per_event"),
    (Buyer, {}, "one_buyer_per_tenant_and_email"),
    (CartItem, {}, "one_cart_item_per_ticket_type_and_slot"),
    (Payment, {}, "payment_reference_is_unique_per_provider"),
    (Payment, {"provider_reference": "x", "status": "pending"}, "one_open_payment_per_order"),
    (Refund, {}, "one_refund_per_payment_of_a_cancelled_event"),
    (Transaction, {"type": "purchase"}, "one_purchase_transaction_per_payment"),
    (Transaction, {"type": "refund"}, "one_refund_transaction_per_attempt"),
    (Transaction, {"type": "reversal"}, "one_reversal_transaction_per_attempt"),
    (WebhookEvent, {}, "webhook_event_is_stored_once_per_provider"),
    (Gate, {}, "gate_name_is_unique_within_its_event"),
    (Redemption, {}, "one_live_redemption_per_admission"),
    (EventAnalytics, {}, "one_roll_up_per_event_and_day"),
    (SalesAnalytics, {}, "one_roll_up_per_event_day_and_ticket_type"),
    (Milestone, {}, "an_event_has_each_milestone_once"),
    (Notification, {}, "nobody_is_told_the_same_twice"),
    (NotificationPreference, {}, "one_notification_preference_per_kind"),
    (ReservationSlot, {}, "one_slot_per_venue_date_and_start"),
    (
        ReservationSlot,
        {"start_time": "10:30", "forbids_overlaps": True},
        "open_slots_do_not_overlap_where_the_venue_forbids_it",
    ),
    (TicketReservation, {}, "one_live_reservation_per_ticket"),
    (Cart, {"token_hash": "x", "status": "active"}, "one_live_offer_per_waiting_entry"),
    (WaitingListEntry, {"token": "x"}, "one_open_waiting_entry_per_person_and_event"),
    (WaitingListWish, {"position": 7}, "one_wish_per_waiting_entry_and_ticket_type"),
    (WaitingListWish, {"ticket_type_id": uuid7()}, "one_wish_per_waiting_entry_and_position"),
]

# Table, the column that is made to point at another tenant's row, that row's table, the constraint that refuses it.
FOREIGN = [
    ("events_event", "venue_id", "events_venue", "event_and_its_venue_belong_to_one_tenant"),
    ("events_tickettype", "event_id", "events_event", "ticket_type_and_its_event_belong_to_one_tenant"),
    ("events_formerslug", "event_id", "events_event", "former_slug_and_its_event_belong_to_one_tenant"),
    ("events_eventpicture", "event_id", "events_event", "picture_and_its_event_belong_to_one_tenant"),
    ("orders_order", "event_id", "events_event", "order_and_its_event_belong_to_one_tenant"),
    ("orders_orderitem", "order_id", "orders_order", "order_item_and_its_order_belong_to_one_tenant"),
    ("orders_orderitem", "ticket_type_id", "events_tickettype", "order_item_and_its_ticket_type_belong_to_one_tenant"),
    ("orders_ticket", "event_id", "events_event", "ticket_and_its_event_belong_to_one_tenant"),
    ("orders_ticket", "ticket_type_id", "events_tickettype", "ticket_and_its_ticket_type_belong_to_one_tenant"),
    ("orders_ticket", "order_id", "orders_order", "ticket_and_its_order_belong_to_one_tenant"),
    ("orders_waitinglistentry", "event_id", "events_event", "waiting_entry_and_its_event_belong_to_one_tenant"),
    (
        "orders_waitinglistwish",
        "ticket_type_id",
        "events_tickettype",
        "waiting_wish_and_its_ticket_type_belong_to_one_tenant",
    ),
    ("reservations_reservationslot", "venue_id", "events_venue", "slot_and_its_venue_belong_to_one_tenant"),
    ("reservations_visitrules", "venue_id", "events_venue", "visit_rules_and_their_venue_belong_to_one_tenant"),
    (
        "reservations_ticketreservation",
        "slot_id",
        "reservations_reservationslot",
        "reservation_and_its_slot_belong_to_one_tenant",
    ),
    (
        "reservations_ticketreservation",
        "ticket_id",
        "orders_ticket",
        "reservation_and_its_ticket_belong_to_one_tenant",
    ),
]


KEYED_BY_TENANT = ("event", "venue", "ticket_type", "order", "ticket", "slot")


def our_models():
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


def words():
    """Columns that take one of several words, or stand in one case only: table, wrong assignment, constraint."""
    for model in our_models():
        for constraint in model._meta.constraints:
            children = getattr(getattr(constraint, "condition", None), "children", ())
            if not isinstance(constraint, models.CheckConstraint) or len(children) != 1:
                continue
            path, value = children[0] if isinstance(children[0], tuple) else ("", None)
            column = path.removesuffix("__in")
            if path.endswith("__in"):
                yield model._meta.db_table, f"{column} = 'odd'", constraint.name
            elif isinstance(value, Lower):
                yield model._meta.db_table, f"{column} = 'LOUD'", constraint.name
            elif isinstance(value, Upper):
                yield model._meta.db_table, f"{column} = 'quiet'", constraint.name


CASE_CHECKS = list(words())


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
    """Roll-ups of the event's days, and people who were told of its first sale."""
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


def execute(sql, *values, unhindered=""):
    """Run a statement with every deferred constraint looked at, and undo it. `unhindered`: a table without triggers."""
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                if unhindered:
                    cursor.execute(f"ALTER TABLE {unhindered} DISABLE TRIGGER USER")
                cursor.execute(sql, values)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refusal_of(sql, *values, unhindered=""):
    with pytest.raises(IntegrityError) as refused:
        execute(sql, *values, unhindered=unhindered)
    return refused.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(("table", "wrong", "name"), WRONG + CASE_CHECKS, ids=lambda value: str(value))
def test_a_wrong_value_is_refused(world, table, wrong, name):
    own_check = f"{table}_{wrong.split(' =')[0]}_check"

    one_row = f"(SELECT min(id::text)::uuid FROM {table})"
    refused = refusal_of(f"UPDATE {table} SET {wrong} WHERE id = {one_row}", unhindered=table)

    assert refused in (name, own_check)


@pytest.mark.parametrize(("model", "changes", "name"), TWICE, ids=lambda value: getattr(value, "__name__", str(value)))
def test_what_is_there_once_is_not_there_twice(world, model, changes, name):
    row = model.objects.filter(**{key: value for key, value in changes.items() if key in ("type", "status")}).first()
    row.pk = uuid7()
    if "stock_id" in changes:
        changes = {**changes, "stock_id": spare_stock(row)}
    for field, value in changes.items():
        setattr(row, field, value)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save(force_insert=True)

    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize(("table", "column", "other_table", "name"), FOREIGN, ids=lambda value: str(value))
def test_rows_of_two_tenants_do_not_mix(world, table, column, other_table, name):
    with connection.cursor() as cursor:
        cursor.execute(
            # The newest: nothing else belongs to it yet that could be in the way.
            f"SELECT id FROM {other_table} WHERE tenant_id = %s ORDER BY id DESC LIMIT 1",
            [world.other.tenant_id],
        )
        (theirs,) = cursor.fetchone()

    assert refusal_of(f"UPDATE {table} SET {column} = %s WHERE tenant_id = %s", theirs, world.tenant_id) == name


def test_every_constraint_has_a_case():
    named = {constraint.name for model in our_models() for constraint in model._meta.constraints}
    cases = {case[-1] for case in WRONG + CASE_CHECKS + TWICE}
    # A key together with its tenant is what the tenancy foreign keys point at; the key alone is unique already.
    keys = {f"{thing}_is_unique_within_its_tenant" for thing in KEYED_BY_TENANT}

    assert named - cases - keys == set()
    assert cases - named == set()


def test_a_transaction_whose_lines_do_not_sum_to_zero_is_refused(world):
    line = LedgerEntry.objects.first()

    with pytest.raises(IntegrityError, match="sum to zero"):
        execute(
            "INSERT INTO orders_ledgerentry (id, created_at, tenant_id, transaction_id, account, amount_cents,"
            " currency) VALUES (%s, now(), %s, %s, 'sales', 1, 'EUR')",
            uuid7(),
            line.tenant_id,
            line.transaction_id,
        )


@pytest.mark.parametrize("model", [LedgerEntry, Transaction, ActivityLog])
@pytest.mark.parametrize("deed", ["UPDATE {table} SET created_at = now()", "DELETE FROM {table}"])
def test_the_books_and_the_log_are_written_once(world, model, deed):
    with pytest.raises(DatabaseError, match="written once"):
        execute(deed.format(table=model._meta.db_table))


def test_a_redaction_may_blank_what_an_entry_of_the_log_tells_of_a_person(world):
    steps.log_activity(tenant=None, actor=None, action="x", target=world, metadata={"name": "Zoë"}, ip="192.0.2.7")

    changed = ActivityLog.objects.filter(action="x").update(metadata={}, ip=None)

    assert changed == 1


@pytest.mark.parametrize("model", [Order, Ticket, Payment, Refund, Buyer, Event, Venue, EmailLog])
def test_a_tenant_with_business_records_is_not_deleted(world, model):
    with pytest.raises((models.ProtectedError, IntegrityError)), transaction.atomic():
        world.tenant.delete()

    assert model.objects.exists()


def spare_stock(event):
    stock = type(event.stock).objects.create(tenant_id=event.tenant_id, label="spare")
    return stock.pk
