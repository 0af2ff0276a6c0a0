"""How the console names what happened to orders and which colour a state has."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.models import Order, OrderStatus, PaymentState, Refund, RefundState, RefundStatus
from orders.queries.office_order import Happening
from tenants.models import ActivityLog, EmailLog
from ticketing.core.money import format_money
from ticketing.core.when import date_and_time

TONES = {
    "pending": "warn",
    "awaiting_approval": "accent",
    "confirmed": "good",
    "cancelled": "bad",
    "expired": "",
    "valid": "good",
    "used": "info",
    "paid": "good",
    "processing": "info",
    "failed": "bad",
    "succeeded": "good",
    "created": "",
    "sent": "good",
    "queued": "info",
    "dropped": "",
}


def tone_of(status: str) -> str:
    """The tone of a state's badge."""
    return TONES.get(status, "")


def badges(order: Order) -> list[tuple[str, str]]:
    """Where an order stands: its status, and what of its money is worth saying beside it."""
    shown = [(str(order.get_status_display()), tone_of(order.status))]
    if order.status == OrderStatus.CONFIRMED and order.payment_status != PaymentState.PAID:
        shown.append((str(order.get_payment_status_display()), "warn"))
    if order.status == OrderStatus.PENDING and order.payment_status in (PaymentState.PROCESSING, PaymentState.FAILED):
        shown.append((str(order.get_payment_status_display()), tone_of(order.payment_status)))
    if order.refund_state != RefundState.NONE:
        shown.append((str(RefundState(order.refund_state).label), "info"))
    return shown


def refund_reason(refund: Refund) -> str:
    """Why money goes back, in words."""
    known = {
        "": _("Refund"),
        "too_late": _("Paid too late"),
        "paid_twice": _("Paid twice"),
        "at_provider": _("In the payment service's own dashboard"),
        "event_cancelled": _("The event is cancelled"),
    }
    return known.get(refund.reason, refund.reason)


def payment_method(method: str) -> str:
    """How money came, in words."""
    known = {"cash": _("Cash"), "card": _("Card"), "bank_transfer": _("Bank transfer"), "at_door": _("At the door")}
    return known.get(method, method.replace("_", " "))


def mail_name(mail: EmailLog) -> str:
    """What a mail was about: its subject, or what it is to say."""
    if mail.subject:
        return mail.subject
    known = {
        "order_confirmation": _("Confirmation with tickets"),
        "payment_pending": _("How to pay"),
        "order_payable": _("How to pay"),
        "order_cancelled": _("Cancelled"),
        "order_declined": _("Declined"),
        "event_cancelled": _("The event is cancelled"),
        "payment_too_late": _("Paid too late"),
        "refund": _("Refund"),
        "refund_returned": _("A refund came back"),
        "attendee_ticket": _("A guest's ticket"),
    }
    return known.get(mail.template, mail.template.replace("_", " "))


def happening(row: Happening, zone: str) -> str:
    """One line of the timeline in words."""
    if row.kind == "mail":
        return _("Mail to %(email)s: %(subject)s") % {"email": row.entry.recipient, "subject": mail_name(row.entry)}
    if row.kind == "scan":
        facts = {"gate": row.entry.gate, "result": row.entry.get_result_display(), "code": row.entry.ticket.code}
        return _("Scanned at “%(gate)s”: %(result)s (%(code)s)") % facts
    if row.kind == "payment":
        payment = row.entry.payment
        facts = {"amount": format_money(payment.amount_cents, payment.currency), "how": row.entry.label}
        return _("%(amount)s arrived (%(how)s)") % facts
    if row.kind == "placed":
        return _("Ordered")
    return _entry(row.entry, zone)


def happening_icon(row: Happening) -> str:
    """The picture beside it."""
    icons = {"mail": "mail", "scan": "scan-line", "payment": "banknote", "placed": "shopping-bag"}
    if row.kind in icons:
        return icons[row.kind]
    of_entries = {
        "order.noted": "file-text",
        "order.confirmed": "circle-check",
        "order.approved": "circle-check",
        "order.cancelled": "ban",
        "order.declined": "ban",
        "tickets.cancelled": "ticket-x",
    }
    action = row.entry.action
    return of_entries.get(action, "undo-2" if action.startswith("refund") else "circle-dot")


def happening_more(row: Happening) -> str:
    """What somebody wrote with it: a note, a reason."""
    if row.kind != "entry":
        return ""
    facts: dict[str, Any] = row.entry.metadata
    if row.entry.action == "order.noted":
        return str(facts.get("note", ""))
    return str(facts.get("reason", "")) if row.entry.action.startswith("order.") else ""


def _entry(entry: ActivityLog, zone: str) -> str:
    known = {
        "order.confirmed": _("Confirmed"),
        "order.cancelled": _("Cancelled"),
        "order.approved": _("Approved"),
        "order.declined": _("Declined"),
        "order.noted": pgettext("order", "Note"),
        "order.resent": _("Sent again"),
        "order.marked_paid": _("Marked as paid"),
        "order.made_by_hand": _("Made by hand"),
        "order.email_changed": _("Given to another e-mail address"),
        "order.deadline_changed": _("Given another deadline"),
        "tickets.cancelled": _("Tickets cancelled"),
        "ticket.qr_reissued": _("A ticket got a new QR code"),
        "attendee.changed": _("A ticket's holder was changed"),
        "refund.requested": _("Refund asked for"),
        "refund.promised": _("Refund, by itself"),
        "refund.succeeded": _("Refund has gone"),
        "refund.failed": _("Refund failed"),
        "refund.returned": _("Refund came back"),
        "refund.retried": _("Refund tried again"),
        "refund.recorded": _("Recorded that a refund was sent"),
        "payment.disputed": _("The buyer disputes the payment"),
    }
    text = known.get(entry.action, entry.action.replace("_", " ").replace(".", ": "))
    return text + _facts(entry, zone)


def _facts(entry: ActivityLog, zone: str) -> str:
    facts: dict[str, Any] = entry.metadata
    if entry.action == "order.email_changed" and facts:
        return f": {facts.get('from', '')} → {facts.get('to', '')}"
    if entry.action == "order.deadline_changed" and "until" in facts:
        return f": {date_and_time(datetime.fromisoformat(facts['until']), zone)}"
    if entry.action == "order.confirmed" and facts.get("total_cents"):
        return f": {format_money(facts['total_cents'], facts['currency'])}"
    return ""


def refund_tone(refund: Refund) -> str:
    """The tone of a refund's badge."""
    return {RefundStatus.FAILED: "bad", RefundStatus.PENDING: "warn"}.get(RefundStatus(refund.status), "good")
