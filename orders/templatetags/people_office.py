"""Colours of states in the console's pages about people, and words of work."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django import template

from orders.hooks import TicketAction
from orders.models import Order, RefundState, Ticket
from orders.models.office_work import Work
from orders.words_office import tone_of
from orders.words_office_people import FAILURES, WORK_TONES

register = template.Library()


@register.filter
def ticket_tone(ticket: Ticket) -> str:
    """The tone of a ticket's badge."""
    return tone_of(ticket.status)


@register.filter
def of_ticket(actions: Mapping[UUID, Sequence[TicketAction]], ticket: Ticket) -> Sequence[TicketAction]:
    """What may be done with this one of a list's tickets."""
    return actions[ticket.pk]


@register.filter
def order_tone(order: Order) -> str:
    """The tone of an order's badge."""
    return tone_of(order.status)


@register.filter
def refunded(order: Order) -> str:
    """How much of an order was paid back, in words."""
    return str(RefundState(order.refund_state).label)


@register.filter
def work_tone(work: Work) -> str:
    """The tone of the badge of an export, or of an act on many tickets."""
    return WORK_TONES.get(work.status, "")


@register.filter
def failure(work: Work) -> str:
    """Why it came to nothing."""
    return str(FAILURES.get(work.error, FAILURES["trouble"]))
