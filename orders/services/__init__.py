"""Every write of a sale. Each service is a transaction of its own; money crosses the network between two."""

from orders.services.approvals import approve_order, decline_order
from orders.services.batches import cancel_batch_tickets, mint_tickets
from orders.services.buyers import anonymize_buyer
from orders.services.cancellations import cancel_order, cancel_tickets
from orders.services.capacity import set_capacities, set_capacity
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
from orders.services.imports import confirm_import, start_import, undo_import, work_off
from orders.services.lookups import mail_my_tickets
from orders.services.milestones import note_milestones
from orders.services.moved_events import tell_of_move
from orders.services.office_bulk import run_bulk_action, start_bulk_action, stop_bulk_action
from orders.services.office_by_hand import ByHand, HowPaid, place_order_by_hand
from orders.services.office_changes import add_note, change_buyer_email, extend_deadline
from orders.services.office_exports import (
    note_download,
    request_export,
    retry_export,
    run_export,
    stop_export,
    sweep_exports,
)
from orders.services.office_people import AttendeeWords, correct_attendee, resend_ticket, withdraw_consent
from orders.services.payments import Addresses, end_payment, mark_paid, record_payment, settle_payment, start_payment
from orders.services.payouts import record_payout
from orders.services.questions import change_question, delete_question
from orders.services.refunds import record_manual_refund, record_refund, request_refund, retry_refund, send_refund
from orders.services.reopening import reopen_order
from orders.services.stock_reports import check_stocks
from orders.services.ticket_types import change_ticket_type, delete_ticket_type
from orders.services.tickets import change_attendee, expire_tickets, reissue_qr, resend_order, send_attendee_tickets
from orders.services.waiting_list import (
    Application,
    hand_out_places,
    join_waiting_list,
    leave_waiting_list,
    remove_from_waiting_list,
    revoke_offer,
    set_waiting_list,
    take_offer,
)
from orders.services.webhooks import process_webhook, receive_webhook, redact_webhooks
from orders.steps.ordering import AttendeeDetails, Details

__all__ = [
    "Addresses",
    "Application",
    "AttendeeDetails",
    "AttendeeWords",
    "ByHand",
    "Details",
    "Held",
    "HowPaid",
    "Visitor",
    "add_note",
    "anonymize_buyer",
    "approve_order",
    "call_off",
    "cancel_batch_tickets",
    "cancel_event",
    "cancel_order",
    "cancel_tickets",
    "change_attendee",
    "change_buyer_email",
    "change_question",
    "change_ticket_type",
    "check_out",
    "check_stocks",
    "confirm_import",
    "correct_attendee",
    "decline_order",
    "delete_question",
    "delete_ticket_type",
    "end_payment",
    "expire_tickets",
    "extend_deadline",
    "extend_hold",
    "give_up_cart",
    "hand_out_places",
    "hold_places",
    "join_waiting_list",
    "leave_waiting_list",
    "mail_my_tickets",
    "mark_paid",
    "mint_tickets",
    "note_download",
    "note_milestones",
    "place_order_by_hand",
    "process_webhook",
    "receive_webhook",
    "record_manual_refund",
    "record_payment",
    "record_payout",
    "record_refund",
    "redact_webhooks",
    "refund_cancelled_event",
    "reissue_qr",
    "release_all_lapsed",
    "release_lapsed",
    "remove_from_waiting_list",
    "reopen_order",
    "request_export",
    "request_refund",
    "resend_order",
    "resend_ticket",
    "retry_export",
    "retry_refund",
    "revoke_offer",
    "run_bulk_action",
    "run_export",
    "send_attendee_tickets",
    "send_refund",
    "set_capacities",
    "set_capacity",
    "set_waiting_list",
    "settle_payment",
    "start_bulk_action",
    "start_import",
    "start_payment",
    "stop_bulk_action",
    "stop_export",
    "sweep_exports",
    "take_offer",
    "tell_of_move",
    "undo_import",
    "withdraw_consent",
    "work_off",
]
