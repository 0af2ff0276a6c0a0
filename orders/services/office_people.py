"""What members do for people: mend what stands on a ticket, send it again, take a consent back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from orders import errors, locks
from orders.models import Attendee, Buyer, OrderStatus, Ticket, TicketStatus
from orders.steps import mails
from tenants.access import Member
from tenants.models import User
from tenants.steps import log_activity

CHANGEABLE = (TicketStatus.PENDING, TicketStatus.VALID, TicketStatus.USED)


@dataclass(frozen=True, kw_only=True, slots=True)
class AttendeeWords:
    """Who comes with a ticket."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""


@transaction.atomic(durable=True)
def correct_attendee(
    *,
    ticket: Ticket,
    person: AttendeeWords,
    answers: Mapping[str, Any],
    sends_mail: bool,
    by: User,
    now: datetime,
) -> Attendee:
    """Put right who comes with a ticket and what they answered; members are bound by no cut-off.

    `answers` replaces those to the questions that it names; no answer (None) takes one away. With `sends_mail`, an
    address that is new, and not the buyer's, is sent its ticket. Raises TicketNotChangeable for a ticket that is void.
    """
    locked = locks.ticket(ticket.pk)
    if locked.status not in CHANGEABLE:
        raise errors.TicketNotChangeable()
    attendee, _is_new = Attendee.objects.get_or_create(ticket=locked, defaults={"tenant_id": locked.tenant_id})
    had = attendee.email
    attendee.first_name, attendee.last_name = person.first_name, person.last_name
    attendee.email, attendee.phone = person.email.strip().lower(), person.phone
    given = {**attendee.answers, **answers}
    attendee.answers = {key: answer for key, answer in given.items() if answer not in (None, "", [])}
    attendee.save(update_fields=["first_name", "last_name", "email", "phone", "answers"])
    log_activity(tenant=locked.tenant_id, actor=by, action="attendee.changed", target=locked, now=now)
    order = locked.order
    if (
        sends_mail
        and order
        and locked.status == TicketStatus.VALID
        and attendee.email not in ("", had, order.buyer_email)
    ):
        mails.queue_attendee_ticket(order, locked, attendee.email, now=now)
    return attendee


@transaction.atomic(durable=True)
def resend_ticket(*, ticket: Ticket, member: Member, now: datetime) -> str:
    """Send a ticket once more: to its attendee, or where that is the buyer with the whole order. Returns to whom.

    Raises TicketNotChangeable for a ticket that does not admit, or was never bought.
    """
    locked = locks.ticket(ticket.pk)
    order = locked.order
    if order is None or locked.status != TicketStatus.VALID or order.status != OrderStatus.CONFIRMED:
        raise errors.TicketNotChangeable()
    recipient = mails.queue_ticket_again(order, locked, now.isoformat(), now=now)
    log_activity(tenant=locked.tenant_id, actor=member.user, action="ticket.resent", target=locked, now=now)
    return recipient


@transaction.atomic(durable=True)
def withdraw_consent(*, buyer: Buyer, member: Member, now: datetime) -> None:
    """Write down that a buyer wants no news any more. What had been agreed to, and when, stays in the log."""
    agreed = Buyer.objects.filter(pk=buyer.pk, marketing_consent_at__isnull=False)
    if not agreed.update(marketing_consent_at=None, marketing_consent_text=""):
        return
    facts = {"agreed_at": buyer.marketing_consent_at.isoformat() if buyer.marketing_consent_at else None}
    log_activity(
        tenant=buyer.tenant_id,
        actor=member.user,
        action="buyer.consent_withdrawn",
        target=buyer,
        metadata=facts | {"wording": buyer.marketing_consent_text},
        now=now,
    )
