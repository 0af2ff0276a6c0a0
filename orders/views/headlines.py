"""What an order's page says above all else, in the buyer's words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.models import Order
from orders.queries.order_page import OrderPage
from ticketing.core.money import format_money
from ticketing.core.when import date_and_time

JOYFUL = ("confirmed", "pay_at_door")


@dataclass(frozen=True)
class Headline:
    """Title and sentence. `is_joyful`: the places are theirs; `tone` and `icon` are for all that is not."""

    title: str
    text: str
    tone: str = "good"
    icon: str = "circle-check"
    is_joyful: bool = False


def headline(page: OrderPage, *, now: datetime) -> Headline:
    """Where the order stands."""
    order = page.order
    if page.standing in JOYFUL:
        return _joy(page, now)
    facts = {
        "amount": format_money(order.total_cents, order.currency),
        "until": date_and_time(order.expires_at, order.event.time_zone) if order.expires_at else "",
        "organizer": order.tenant.name,
    }
    title, text, tone, icon = _SAID[page.standing]
    return Headline(str(title), str(text) % facts, tone, icon)


# Title, sentence, tone and icon of what is no joy, by where the order stands.
_SAID = {
    "transfer": (
        gettext_lazy("Your places are held"),
        gettext_lazy("Please send %(amount)s by %(until)s. Your tickets come by e-mail as soon as the money is here."),
        "info",
        "landmark",
    ),
    "processing": (
        gettext_lazy("Your payment is being processed"),
        gettext_lazy("You need not do anything, and please do not pay again: your tickets come by e-mail."),
        "info",
        "hourglass",
    ),
    "unpaid": (
        gettext_lazy("Only the payment is missing"),
        gettext_lazy("Your places are held until %(until)s. They are yours once you have paid."),
        "warn",
        "timer",
    ),
    "awaiting_approval": (
        gettext_lazy("Your request is with the organizer"),
        gettext_lazy("%(organizer)s looks at every order and answers by e-mail. Your places are held meanwhile."),
        "info",
        "hourglass",
    ),
    "expired": (
        gettext_lazy("This order was not paid in time"),
        gettext_lazy("Its places went back on sale. Money that arrives too late is sent back to you in full."),
        "warn",
        "calendar-x",
    ),
    "cancelled": (gettext_lazy("Your order is cancelled"), gettext_lazy("It no longer admits anyone."), "bad", "ban"),
    "event_cancelled": (
        gettext_lazy("This event is cancelled"),
        gettext_lazy("%(organizer)s had to call it off. Your order no longer admits anyone."),
        "bad",
        "calendar-x",
    ),
    "void": (gettext_lazy("Your tickets are cancelled"), gettext_lazy("They no longer admit anyone."), "bad", "ban"),
}


def money_notes(page: OrderPage) -> list[str]:
    """What is on its way back, and what came back."""
    order = page.order
    notes = []
    if page.refunding_cents:
        amount = format_money(page.refunding_cents, order.currency)
        notes.append(_("%(amount)s is on its way back to you, by the way you paid.") % {"amount": amount})
    if order.refunded_cents:
        amount = format_money(order.refunded_cents, order.currency)
        notes.append(_("%(amount)s was paid back to you.") % {"amount": amount})
    return notes


def _joy(page: OrderPage, now: datetime) -> Headline:
    order = page.order
    if order.event.ends_at <= now:
        return Headline(_("Thank you for coming"), "", is_joyful=True)
    text = _("Your order is confirmed, and on its way to %(email)s.")
    if page.valid:
        text = _("Your tickets are here, and on their way to %(email)s.")
    return Headline(_greeting(order), text % {"email": order.buyer_email}, is_joyful=True)


def _greeting(order: Order) -> str:
    name = order.buyer.first_name or order.buyer_name
    if order.event.is_online and order.event.venue_id is None:
        return _("See you online, %(name)s!") % {"name": name} if name else _("See you online!")
    return _("See you there, %(name)s!") % {"name": name} if name else _("See you there!")
