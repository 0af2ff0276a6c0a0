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
    "api_key.issued": lazy("made an API key"),
    "api_key.revoked": lazy("revoked an API key"),
    "attendee.changed": lazy("changed a guest’s details"),
    "branding.changed": lazy("changed the branding"),
    "buyer.anonymized": lazy("anonymized a buyer"),
    "buyer.consent_withdrawn": lazy("noted that a buyer wants no more news"),
    "device.issued": lazy("linked a device to the door"),
    "device.revoked": lazy("unlinked a device from the door"),
    "discount_code.archived": lazy("archived a discount code"),
    "discount_code.changed": lazy("changed a discount code"),
    "discount_code.created": lazy("made a discount code"),
    "discount_code.restored": lazy("restored a discount code"),
    "discount_codes.archived": lazy("archived discount codes"),
    "discount_codes.made": lazy("made many discount codes"),
    "event.archived": lazy("archived an event"),
    "event.cancelled": lazy("cancelled an event"),
    "event.capacity_set": lazy("changed an event’s capacity"),
    "event.changed": lazy("changed an event"),
    "event.completed": lazy("completed an event that was over"),
    "event.copied": lazy("copied an event"),
    "event.created": lazy("created an event"),
    "event.featured": lazy("featured an event"),
    "event.link_renewed": lazy("gave a private event a new link"),
    "event.published": lazy("published an event"),
    "event.refunds_requested": lazy("asked for refunds of an event’s orders"),
    "event.restored": lazy("restored an event"),
    "event.unfeatured": lazy("stopped featuring an event"),
    "event.unpublished": lazy("took an event off sale"),
    "gate.added": lazy("added a gate"),
    "gate.archived": lazy("archived a gate"),
    "gate.changed": lazy("changed a gate"),
    "import.started": lazy("started an import"),
    "incident.reported": lazy("reported an incident"),
    "invitation.revoked": lazy("revoked an invitation"),
    "mail.sent_again": lazy("had a mail sent again"),
    "member.added": lazy("added a member to the team"),
    "member.changed": lazy("changed a member’s role"),
    "member.disabled": lazy("shut a member out"),
    "member.enabled": lazy("let a member in again"),
    "member.invited": lazy("invited somebody to the team"),
    "member.invited_again": lazy("sent an invitation again"),
    "member.joined": lazy("joined the team"),
    "member.left": lazy("left the team"),
    "member.removed": lazy("removed a member from the team"),
    "order.approved": lazy("approved an order"),
    "order.cancelled": lazy("cancelled an order"),
    "order.confirmed": lazy("confirmed an order"),
    "order.deadline_changed": lazy("changed the time to pay an order"),
    "order.declined": lazy("declined an order"),
    "order.email_changed": lazy("changed the e-mail address of an order"),
    "order.import_undone": lazy("undid an import of an order"),
    "order.imported": lazy("imported an order"),
    "order.made_by_hand": lazy("made an order by hand"),
    "order.marked_paid": lazy("marked an order as paid"),
    "order.noted": lazy("wrote a note about an order"),
    "order.resent": lazy("sent an order’s tickets again"),
    "payment.disputed": lazy("learnt that a payment is disputed"),
    "picture.added": lazy("added a picture"),
    "picture.changed": lazy("changed a picture"),
    "picture.chosen": lazy("chose an event’s picture"),
    "picture.moved": lazy("moved a picture"),
    "picture.removed": lazy("removed a picture"),
    "picture.restored": lazy("restored a picture"),
    "question.archived": lazy("archived a question"),
    "question.changed": lazy("changed a question"),
    "question.created": lazy("added a question"),
    "question.deleted": lazy("deleted a question"),
    "question.restored": lazy("restored a question"),
    "questions.ordered": lazy("put the questions in another order"),
    "refund.failed": lazy("learnt that a refund failed"),
    "refund.promised": lazy("promised money back that could not be put to an order"),
    "refund.recorded": lazy("recorded a refund made by hand"),
    "refund.requested": lazy("asked for a refund"),
    "refund.retried": lazy("tried a failed refund again"),
    "refund.returned": lazy("learnt that a bank sent a refund back"),
    "refund.succeeded": lazy("paid money back"),
    "reservation.cancelled": lazy("cancelled a reservation"),
    "reservation.contact_changed": lazy("changed the contact of a reservation"),
    "reservation.made": lazy("reserved a time"),
    "reservation.moved": lazy("moved a reservation"),
    "session.added": lazy("added a part of the programme"),
    "session.archived": lazy("archived a part of the programme"),
    "session.changed": lazy("changed a part of the programme"),
    "session.restored": lazy("restored a part of the programme"),
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
    "ticket.resent": lazy("sent a ticket again"),
    "ticket_type.archived": lazy("archived a ticket type"),
    "ticket_type.changed": lazy("changed a ticket type"),
    "ticket_type.created": lazy("added a ticket type"),
    "ticket_type.deleted": lazy("deleted a ticket type"),
    "ticket_type.restored": lazy("restored a ticket type"),
    "ticket_type.visits_changed": lazy("changed how a ticket type takes visits"),
    "ticket_types.ordered": lazy("put the ticket types in another order"),
    "tickets.bulk_stopped": lazy("stopped a change of many tickets"),
    "tickets.cancelled": lazy("cancelled tickets"),
    "tickets.minted": lazy("made tickets beforehand"),
    "venue.archived": lazy("archived a venue"),
    "venue.changed": lazy("changed a venue"),
    "venue.created": lazy("added a venue"),
    "venue.restored": lazy("restored a venue"),
    "visit_rules.changed": lazy("changed how a venue takes visits"),
    "waiting_list.offer_revoked": lazy("took back an offer from the waiting list"),
    "waiting_list.removed": lazy("removed somebody from the waiting list"),
    "waiting_list.set": lazy("changed the waiting list’s settings"),
}

# What entries are about, for the filter: the first part of their action.
SUBJECTS: dict[str, str | Promise] = {
    "event": lazy("Events"),
    "ticket_type": lazy("Ticket types"),
    "discount_code": lazy("Discount codes"),
    "order": lazy("Orders"),
    "ticket": lazy("Tickets"),
    "refund": lazy("Refunds"),
    "payment": lazy("Payments"),
    "member": lazy("Team"),
    "venue": lazy("Venues"),
    "slot": lazy("Time slots"),
    "reservation": lazy("Reservations"),
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
