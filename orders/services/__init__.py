"""Every write of a sale. Each service is a transaction of its own; money crosses the network between two."""

from orders.services.batches import cancel_batch_tickets, mint_tickets
from orders.services.cancellations import cancel_order, cancel_tickets
from orders.services.capacity import set_capacities, set_capacity
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
from orders.services.imports import confirm_import, start_import, undo_import, work_off
from orders.services.lookups import mail_my_tickets
from orders.services.payments import Addresses, end_payment, mark_paid, record_payment, settle_payment, start_payment
from orders.services.questions import change_question, delete_question
from orders.services.refunds import record_refund, request_refund, retry_refund, send_refund
from orders.services.reopening import reopen_order
from orders.services.ticket_types import change_ticket_type, delete_ticket_type
from orders.services.tickets import change_attendee, expire_tickets, reissue_qr, resend_order, send_attendee_tickets
from orders.services.webhooks import process_webhook, receive_webhook

__all__ = [
    "Addresses",
    "AttendeeDetails",
    "Details",
    "Held",
    "Visitor",
    "cancel_batch_tickets",
    "cancel_order",
    "cancel_tickets",
    "change_attendee",
    "change_question",
    "change_ticket_type",
    "check_out",
    "confirm_import",
    "delete_question",
    "delete_ticket_type",
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
    "reissue_qr",
    "release_all_lapsed",
    "release_lapsed",
    "reopen_order",
    "request_refund",
    "resend_order",
    "retry_refund",
    "send_attendee_tickets",
    "send_refund",
    "set_capacities",
    "set_capacity",
    "settle_payment",
    "start_import",
    "start_payment",
    "undo_import",
    "work_off",
]
