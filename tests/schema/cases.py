"""What the database refuses: wrong values, second rows of a kind, and rows of two tenants that would mix."""

from django.apps import apps
from django.db import models
from django.db.models.functions import Lower, Upper

from checkin.models import Gate, Redemption
from events.models import DiscountCode, Event, EventAccess, EventSession, FormerSlug, SigningKey
from orders.models import (
    Buyer,
    Cart,
    CartItem,
    EventAnalytics,
    ImportRow,
    Milestone,
    Payment,
    Payout,
    Refund,
    SalesAnalytics,
    Transaction,
    WaitingListEntry,
    WaitingListWish,
    WebhookEvent,
)
from reservations.models import ReservationSlot, TicketReservation
from tenants.models import Invitation, Membership, Notification, NotificationPreference, PersonalExport, Tenant
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
    ("orders_payout", "amount_cents = 0", "payout_is_of_something"),
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
    ("reservations_ticketreservation", "cancelled_at = now()", "reservation_is_cancelled_at_some_time_or_not_at_all"),
]

# Model, what differs in a copy of one of its rows, the constraint that refuses the copy.
TWICE = [
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
    (Payout, {}, "payout_reference_is_unique_per_provider"),
    (Refund, {}, "one_refund_per_payment_of_a_cancelled_event"),
    (Transaction, {"type": "purchase"}, "one_purchase_transaction_per_payment"),
    (Transaction, {"type": "refund"}, "one_refund_transaction_per_attempt"),
    (Transaction, {"type": "reversal"}, "one_reversal_transaction_per_attempt"),
    (Transaction, {"type": "payout"}, "one_payout_transaction_per_type"),
    (Tenant, {"slug": "x", "number": 9999}, "stripe_account_belongs_to_one_tenant"),
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
    ("reservations_ticketreservation", "ticket_id", "orders_ticket", "reservation_and_its_ticket_belong_to_one_tenant"),
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
