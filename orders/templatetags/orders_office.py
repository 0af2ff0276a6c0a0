"""Words and tones of orders for the console's templates."""

from django import template

from orders import words_office as words
from orders.models import Order, Payment, Ticket
from orders.queries.office_order import Happening
from tenants.models import EmailLog

register = template.Library()

register.filter("refund_reason", words.refund_reason)
register.filter("refund_tone", words.refund_tone)
register.filter("payment_method", words.payment_method)
register.filter("mail_name", words.mail_name)
register.filter("order_badges", words.badges)
register.filter("happening_icon", words.happening_icon)
register.filter("happening_more", words.happening_more)


@register.filter
def order_tone(order: Order) -> str:
    """The tone of an order's status."""
    return words.tone_of(order.status)


@register.filter
def ticket_tone(ticket: Ticket) -> str:
    """The tone of a ticket's status."""
    return words.tone_of(ticket.status)


@register.filter
def payment_tone(payment: Payment) -> str:
    """The tone of a payment's status."""
    return words.tone_of(payment.status)


@register.filter
def mail_tone(mail: EmailLog) -> str:
    """The tone of a mail's status."""
    return words.tone_of(mail.status)


@register.filter
def happening(row: Happening, zone: str) -> str:
    """`{{ row|happening:zone }}`: a line of the timeline."""
    return words.happening(row, zone)
