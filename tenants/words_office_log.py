"""The console's words for what was done and what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.models import NoticeKind
from ticketing.core.money import format_money

# What was done, as one reads it after who did it. An action that is missing here is told by its name.
ACTIONS: dict[str, str | Promise] = {
    "api_key.issued": _("made an API key"),
    "api_key.revoked": _("revoked an API key"),
    "attendee.changed": _("changed a guest’s details"),
    "branding.changed": _("changed the branding"),
    "buyer.anonymized": _("anonymized a buyer"),
    "buyer.consent_withdrawn": _("noted that a buyer wants no more news"),
    "device.issued": _("linked a device to the door"),
    "device.revoked": _("unlinked a device from the door"),
    "discount_code.archived": _("archived a discount code"),
    "discount_code.changed": _("changed a discount code"),
    "discount_code.created": _("made a discount code"),
    "discount_code.restored": _("restored a discount code"),
    "discount_codes.archived": _("archived discount codes"),
    "discount_codes.made": _("made many discount codes"),
    "event.archived": _("archived an event"),
    "event.cancelled": _("cancelled an event"),
    "event.capacity_set": _("changed an event’s capacity"),
    "event.changed": _("changed an event"),
    "event.completed": _("completed an event that was over"),
    "event.copied": _("copied an event"),
    "event.created": _("created an event"),
    "event.featured": _("featured an event"),
    "event.link_renewed": _("gave a private event a new link"),
    "event.published": _("published an event"),
    "event.refunds_requested": _("asked for refunds of an event’s orders"),
    "event.restored": _("restored an event"),
    "event.unfeatured": _("stopped featuring an event"),
    "event.unpublished": _("took an event off sale"),
    "export.downloaded": _("downloaded an export"),
    "export.requested": _("asked for an export"),
    "export.stopped": _("stopped an export"),
    "gate.added": _("added a gate"),
    "gate.archived": _("archived a gate"),
    "gate.changed": _("changed a gate"),
    "import.started": _("started an import"),
    "incident.reported": _("reported an incident"),
    "invitation.revoked": _("revoked an invitation"),
    "invitation.revoked_with_inviter": _("ended an invitation of somebody who may not invite any more"),
    "mail.sent_again": _("had a mail sent again"),
    "member.added": _("added a member to the team"),
    "member.changed": _("changed a member’s role"),
    "member.disabled": _("shut a member out"),
    "member.enabled": _("let a member in again"),
    "member.invited": _("invited somebody to the team"),
    "member.invited_again": _("sent an invitation again"),
    "member.joined": _("joined the team"),
    "member.left": _("left the team"),
    "member.removed": _("removed a member from the team"),
    "order.approved": _("approved an order"),
    "order.cancelled": _("cancelled an order"),
    "order.confirmed": _("confirmed an order"),
    "order.deadline_changed": _("changed the time to pay an order"),
    "order.declined": _("declined an order"),
    "order.email_changed": _("changed the e-mail address of an order"),
    "order.import_undone": _("undid an import of an order"),
    "order.imported": _("imported an order"),
    "order.made_by_hand": _("made an order by hand"),
    "order.marked_paid": _("marked an order as paid"),
    "order.noted": _("wrote a note about an order"),
    "order.resent": _("sent an order’s tickets again"),
    "payment.disputed": _("learnt that a payment is disputed"),
    "payout.canceled": _("learnt that a payout is called off"),
    "payout.failed": _("learnt that a payout failed"),
    "payout.in_transit": _("learnt that a payout is on its way"),
    "payout.paid": _("learnt that a payout has arrived"),
    "picture.added": _("added a picture"),
    "picture.changed": _("changed a picture"),
    "picture.chosen": _("chose an event’s picture"),
    "picture.moved": _("moved a picture"),
    "picture.removed": _("removed a picture"),
    "picture.restored": _("restored a picture"),
    "question.archived": _("archived a question"),
    "question.changed": _("changed a question"),
    "question.created": _("added a question"),
    "question.deleted": _("deleted a question"),
    "question.restored": _("restored a question"),
    "questions.ordered": _("put the questions in another order"),
    "refund.failed": _("learnt that a refund failed"),
    "refund.promised": _("promised money back that could not be put to an order"),
    "refund.recorded": _("recorded a refund made by hand"),
    "refund.requested": _("asked for a refund"),
    "refund.retried": _("tried a failed refund again"),
    "refund.returned": _("learnt that a bank sent a refund back"),
    "refund.succeeded": _("paid money back"),
    "reservation.cancelled": _("cancelled a reservation"),
    "reservation.contact_changed": _("changed the contact of a reservation"),
    "reservation.made": _("reserved a time"),
    "reservation.moved": _("moved a reservation"),
    "session.added": _("added a part of the programme"),
    "session.archived": _("archived a part of the programme"),
    "session.changed": _("changed a part of the programme"),
    "session.restored": _("restored a part of the programme"),
    "slot.changed": _("changed a time slot"),
    "slot.created": _("added a time slot"),
    "slot.deleted": _("deleted a time slot"),
    "slot.repaired": _("set a time slot’s counter right"),
    "slots.changed": _("changed several time slots"),
    "slots.created": _("added several time slots"),
    "stock.capacity_set": _("changed how many places there are"),
    "stock.repaired": _("set a counter of places right"),
    "tenant.approved": _("approved the organization"),
    "tenant.changed": _("changed the organization’s profile"),
    "tenant.created": _("created the organization"),
    "tenant.entered": _("entered the console as a platform admin"),
    "tenant.reactivated": _("reactivated the organization"),
    "tenant.suspended": _("suspended the organization"),
    "ticket.activated": _("activated a ticket"),
    "ticket.admission_undone": _("took an admission back"),
    "ticket.qr_reissued": _("gave a ticket a new QR code"),
    "ticket.resent": _("sent a ticket again"),
    "ticket_type.archived": _("archived a ticket type"),
    "ticket_type.changed": _("changed a ticket type"),
    "ticket_type.created": _("added a ticket type"),
    "ticket_type.deleted": _("deleted a ticket type"),
    "ticket_type.restored": _("restored a ticket type"),
    "ticket_type.visits_changed": _("changed how a ticket type takes visits"),
    "ticket_types.ordered": _("put the ticket types in another order"),
    "tickets.bulk_stopped": _("stopped a change of many tickets"),
    "tickets.cancelled": _("cancelled tickets"),
    "tickets.minted": _("made tickets beforehand"),
    "venue.archived": _("archived a venue"),
    "venue.changed": _("changed a venue"),
    "venue.created": _("added a venue"),
    "venue.restored": _("restored a venue"),
    "visit_rules.changed": _("changed how a venue takes visits"),
    "waiting_list.offer_revoked": _("took back an offer from the waiting list"),
    "waiting_list.removed": _("removed somebody from the waiting list"),
    "waiting_list.set": _("changed the waiting list’s settings"),
}

# What entries are about, for the filter: the first part of their action.
SUBJECTS: dict[str, str | Promise] = {
    "event": _("Events"),
    "ticket_type": _("Ticket types"),
    "discount_code": _("Discount codes"),
    "order": _("Orders"),
    "ticket": _("Tickets"),
    "refund": _("Refunds"),
    "payment": _("Payments"),
    "payout": _("Payouts"),
    "member": _("Team"),
    "venue": _("Venues"),
    "slot": _("Time slots"),
    "reservation": _("Reservations"),
    "gate": _("The door"),
    "tenant": _("Organization"),
}


def action_words(action: str) -> str:
    """What was done, after who did it."""
    known = ACTIONS.get(action)
    return str(known) if known is not None else gettext("did “%(action)s”") % {"action": action}


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
    NoticeKind.PAYOUT_FAILED: ("landmark", "bad"),
    NoticeKind.NEW_MEMBER: ("user-plus", "info"),
}
_TITLES: dict[str, str | Promise] = {
    NoticeKind.FIRST_SALE: _("First ticket sold: %(event)s"),
    NoticeKind.SOLD_OUT: _("Sold out: %(event)s"),
    NoticeKind.ORDER_AWAITING_APPROVAL: _("Order %(number)s waits for approval"),
    NoticeKind.REFUND_REQUESTED: _("Refund of %(amount)s requested"),
    NoticeKind.REFUND_FAILED: _("Refund of %(amount)s failed"),
    NoticeKind.PAYMENT_FAILED: _("A payment of order %(number)s failed"),
    NoticeKind.PAYMENT_DISPUTED: _("The payment of order %(number)s is disputed"),
    NoticeKind.PAYOUT_FAILED: _("Your payout of %(amount)s failed"),
    NoticeKind.NEW_MEMBER: _("%(name)s joined the team"),
}
_TEXTS: dict[str, str | Promise] = {
    NoticeKind.FIRST_SALE: _("It has begun. The report shows how it goes on."),
    NoticeKind.SOLD_OUT: _("Every place is sold. You can raise the number of places, if there is room."),
    NoticeKind.ORDER_AWAITING_APPROVAL: _("Its places are held until you approve or decline it, or time runs out."),
    NoticeKind.REFUND_REQUESTED: _("For order %(number)s. The money is on its way back to the buyer."),
    NoticeKind.REFUND_FAILED: _("For order %(number)s. The buyer has not got the money: try it again."),
    NoticeKind.PAYMENT_FAILED: _("The buyer can try again for half an hour; then the places go back on sale."),
    NoticeKind.PAYMENT_DISPUTED: _("The buyer asks the bank for the money. Answer in time, at your payment provider."),
    NoticeKind.PAYOUT_FAILED: _("The bank did not take it. Look at your bank details, at your payment provider."),
    NoticeKind.NEW_MEMBER: _("You can look at the team to see what they may do."),
}


def told(kind: str, context: Mapping[str, Any], *, name: str = "") -> Told:
    """A notification in the reader's language; `name` is what it is about, where that is not in its context."""
    values = {"event": "", "number": "", "name": name or gettext("Somebody"), **context}
    if "amount_cents" in values:
        values["amount"] = format_money(values["amount_cents"], values["currency"])
    icon, tone = _LOOKS[NoticeKind(kind)]
    return Told(str(_TITLES[kind]) % values, str(_TEXTS[kind]) % values, icon, tone)
