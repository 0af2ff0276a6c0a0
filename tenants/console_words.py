"""The console's words for what was done and what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tenants.models import NoticeKind
from ticketing.core.money import format_money

# What was done, as one reads it after who did it. An action that is missing here is told by its name.
ACTIONS: dict[str, str | Promise] = {
    "attendee.changed": lazy("changed a guest’s details"),
    "api_key.created": lazy("made an API key"),
    "api_key.revoked": lazy("revoked an API key"),
    "branding.changed": lazy("changed the branding"),
    "device.issued": lazy("linked a device to the door"),
    "device.revoked": lazy("unlinked a device from the door"),
    "event.archived": lazy("archived an event"),
    "event.cancelled": lazy("cancelled an event"),
    "event.changed": lazy("changed an event"),
    "event.completed": lazy("completed an event that was over"),
    "event.created": lazy("created an event"),
    "event.featured": lazy("featured an event"),
    "event.published": lazy("published an event"),
    "event.restored": lazy("restored an event"),
    "event.unfeatured": lazy("stopped featuring an event"),
    "event.unpublished": lazy("took an event off sale"),
    "gate.added": lazy("added a gate"),
    "gate.archived": lazy("archived a gate"),
    "gate.changed": lazy("changed a gate"),
    "incident.reported": lazy("reported an incident"),
    "invitation.accepted": lazy("accepted an invitation"),
    "invitation.revoked": lazy("revoked an invitation"),
    "invitation.sent": lazy("invited somebody"),
    "mail.sent_again": lazy("had a mail sent again"),
    "member.added": lazy("added a member to the team"),
    "member.changed": lazy("changed a member’s role"),
    "member.disabled": lazy("shut a member out"),
    "member.enabled": lazy("let a member in again"),
    "member.removed": lazy("removed a member from the team"),
    "order.cancelled": lazy("cancelled an order"),
    "order.confirmed": lazy("confirmed an order"),
    "order.marked_paid": lazy("marked an order as paid"),
    "order.resent": lazy("sent an order’s tickets again"),
    "payment.disputed": lazy("learnt that a payment is disputed"),
    "refund.failed": lazy("learnt that a refund failed"),
    "refund.promised": lazy("promised money back that could not be put to an order"),
    "refund.requested": lazy("asked for a refund"),
    "refund.retried": lazy("tried a failed refund again"),
    "refund.returned": lazy("learnt that a bank sent a refund back"),
    "refund.succeeded": lazy("paid money back"),
    "slot.changed": lazy("changed a time slot"),
    "slot.created": lazy("added a time slot"),
    "slot.deleted": lazy("deleted a time slot"),
    "slot.repaired": lazy("set a time slot’s counter right"),
    "slots.changed": lazy("changed several time slots"),
    "slots.created": lazy("added several time slots"),
    "stock.capacity_set": lazy("changed how many places there are"),
    "stock.repaired": lazy("set a counter of places right"),
    "tenant.approved": lazy("approved the organization"),
    "tenant.changed": lazy("changed the organization’s profile"),
    "tenant.created": lazy("created the organization"),
    "tenant.entered": lazy("entered the console as a platform admin"),
    "tenant.reactivated": lazy("reactivated the organization"),
    "tenant.suspended": lazy("suspended the organization"),
    "ticket.activated": lazy("activated a ticket"),
    "ticket.admission_undone": lazy("took an admission back"),
    "ticket.qr_reissued": lazy("gave a ticket a new QR code"),
    "ticket_type.visits_changed": lazy("changed how a ticket type takes visits"),
    "tickets.cancelled": lazy("cancelled tickets"),
    "tickets.minted": lazy("made tickets beforehand"),
    "venue.created": lazy("added a venue"),
    "visit_rules.changed": lazy("changed how a venue takes visits"),
}

# What entries are about, for the filter: the first part of their action.
SUBJECTS: dict[str, str | Promise] = {
    "event": lazy("Events"),
    "order": lazy("Orders"),
    "ticket": lazy("Tickets"),
    "refund": lazy("Refunds"),
    "payment": lazy("Payments"),
    "member": lazy("Team"),
    "venue": lazy("Venues"),
    "slot": lazy("Time slots"),
    "gate": lazy("The door"),
    "tenant": lazy("Organization"),
}


def action_words(action: str) -> str:
    """What was done, after who did it."""
    known = ACTIONS.get(action)
    return str(known) if known is not None else _("did “%(action)s”") % {"action": action}


@dataclass(frozen=True, slots=True)
class Told:
    """A notification in words; `icon` and `tone` say of which sort it is."""

    title: str
    text: str
    icon: str
    tone: str = "info"


_LOOKS = {
    NoticeKind.FIRST_SALE: ("party-popper", "good"),
    NoticeKind.SOLD_OUT: ("trophy", "good"),
    NoticeKind.ORDER_AWAITING_APPROVAL: ("hourglass", "warn"),
    NoticeKind.REFUND_REQUESTED: ("undo-2", "info"),
    NoticeKind.REFUND_FAILED: ("triangle-alert", "bad"),
    NoticeKind.PAYMENT_FAILED: ("credit-card", "warn"),
    NoticeKind.PAYMENT_DISPUTED: ("triangle-alert", "bad"),
    NoticeKind.NEW_MEMBER: ("user-plus", "info"),
}
_TITLES: dict[str, str | Promise] = {
    NoticeKind.FIRST_SALE: lazy("First ticket sold: %(event)s"),
    NoticeKind.SOLD_OUT: lazy("Sold out: %(event)s"),
    NoticeKind.ORDER_AWAITING_APPROVAL: lazy("Order %(number)s waits for approval"),
    NoticeKind.REFUND_REQUESTED: lazy("Refund of %(amount)s requested"),
    NoticeKind.REFUND_FAILED: lazy("Refund of %(amount)s failed"),
    NoticeKind.PAYMENT_FAILED: lazy("A payment of order %(number)s failed"),
    NoticeKind.PAYMENT_DISPUTED: lazy("The payment of order %(number)s is disputed"),
    NoticeKind.NEW_MEMBER: lazy("%(name)s joined the team"),
}
_TEXTS: dict[str, str | Promise] = {
    NoticeKind.FIRST_SALE: lazy("It has begun. The report shows how it goes on."),
    NoticeKind.SOLD_OUT: lazy("Every place is sold. You can raise the number of places, if there is room."),
    NoticeKind.ORDER_AWAITING_APPROVAL: lazy("Its places are held until you approve or decline it, or time runs out."),
    NoticeKind.REFUND_REQUESTED: lazy("For order %(number)s. The money is on its way back to the buyer."),
    NoticeKind.REFUND_FAILED: lazy("For order %(number)s. The buyer has not got the money: try it again."),
    NoticeKind.PAYMENT_FAILED: lazy("The buyer can try again for half an hour; then the places go back on sale."),
    NoticeKind.PAYMENT_DISPUTED: lazy(
        "The buyer asks the bank for the money. Answer in time, at your payment provider."
    ),
    NoticeKind.NEW_MEMBER: lazy("You can look at the team to see what they may do."),
}


def told(kind: str, context: Mapping[str, Any], *, name: str = "") -> Told:
    """A notification in the reader's language; `name` is what it is about, where that is not in its context."""
    values = {"event": "", "number": "", "name": name or _("Somebody"), **context}
    if "amount_cents" in values:
        values["amount"] = format_money(values["amount_cents"], values["currency"])
    icon, tone = _LOOKS[NoticeKind(kind)]
    return Told(str(_TITLES[kind]) % values, str(_TEXTS[kind]) % values, icon, tone)
