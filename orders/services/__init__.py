"""Every write of a sale. Each service is a transaction of its own; money crosses the network between two."""

from orders.services.approvals import approve_order, decline_order
from orders.services.batches import cancel_batch_tickets, mint_tickets
from orders.services.cancellations import cancel_order, cancel_tickets
from orders.services.capacity import set_capacity
from orders.services.checkout import check_out
from orders.services.event_cancellation import call_off, cancel_event, refund_cancelled_event
from orders.services.holds import (
    Held,
    Visitor,
    extend_hold,
    give_up_cart,
    hold_places,
    release_all_lapsed,
    release_lapsed,
)
from orders.services.lookups import mail_my_tickets
from orders.services.office_by_hand import ByHand, HowPaid, place_order_by_hand
from orders.services.office_changes import add_note, change_buyer_email, correct_attendee, extend_deadline
from orders.services.payments import Addresses, end_payment, mark_paid, record_payment, settle_payment, start_payment
from orders.services.refunds import record_manual_refund, record_refund, request_refund, retry_refund, send_refund
from orders.services.reopening import reopen_order
from orders.services.tickets import change_attendee, expire_tickets, reissue_qr, resend_order, send_attendee_tickets
from orders.services.webhooks import process_webhook, receive_webhook
from orders.steps.ordering import AttendeeDetails, Details

__all__ = [
    "Addresses",
    "AttendeeDetails",
    "ByHand",
    "Details",
    "Held",
    "HowPaid",
    "Visitor",
    "add_note",
    "approve_order",
    "call_off",
    "cancel_batch_tickets",
    "cancel_event",
    "cancel_order",
    "cancel_tickets",
    "change_attendee",
    "change_buyer_email",
    "check_out",
    "correct_attendee",
    "decline_order",
    "end_payment",
    "expire_tickets",
    "extend_deadline",
    "extend_hold",
    "give_up_cart",
    "hold_places",
    "mail_my_tickets",
    "mark_paid",
    "mint_tickets",
    "place_order_by_hand",
    "process_webhook",
    "receive_webhook",
    "record_manual_refund",
    "record_payment",
    "record_refund",
    "refund_cancelled_event",
    "reissue_qr",
    "release_all_lapsed",
    "release_lapsed",
    "reopen_order",
    "request_refund",
    "resend_order",
    "retry_refund",
    "send_attendee_tickets",
    "send_refund",
    "set_capacity",
    "settle_payment",
    "start_payment",
]
