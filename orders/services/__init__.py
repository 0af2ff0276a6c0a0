"""Every write of a sale. Each service is a transaction of its own; money crosses the network between two."""

from orders.services.batches import cancel_batch_tickets, mint_tickets
from orders.services.buyers import anonymize_buyer
from orders.services.cancellations import cancel_order, cancel_tickets
from orders.services.capacity import set_capacity
from orders.services.checkout import AttendeeDetails, Details, check_out
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
from orders.services.payments import Addresses, end_payment, mark_paid, record_payment, settle_payment, start_payment
from orders.services.refunds import record_refund, request_refund, retry_refund, send_refund
from orders.services.reopening import reopen_order
from orders.services.tickets import change_attendee, expire_tickets, reissue_qr, resend_order, send_attendee_tickets
from orders.services.webhooks import process_webhook, receive_webhook, redact_webhooks

__all__ = [
    "Addresses",
    "AttendeeDetails",
    "Details",
    "Held",
    "Visitor",
    "anonymize_buyer",
    "cancel_batch_tickets",
    "cancel_order",
    "cancel_tickets",
    "change_attendee",
    "check_out",
    "end_payment",
    "expire_tickets",
    "extend_hold",
    "give_up_cart",
    "hold_places",
    "mail_my_tickets",
    "mark_paid",
    "mint_tickets",
    "process_webhook",
    "receive_webhook",
    "record_payment",
    "record_refund",
    "redact_webhooks",
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
