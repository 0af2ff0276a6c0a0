"""What all pages of a purchase have around them: the organizer's brand, the steps, what it costs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from events import looks
from events.models import Event
from events.pricing import Priced
from orders.models import CartItem, Order, OrderItem
from orders.queries.slots import hours_of
from tenants.models import User
from ticketing.core.money import format_money

SEE_OTHER = 303


def frame(event: Event, *, step: int, is_free: bool = False, is_themed: bool = True) -> dict[str, Any]:
    """The context of `layouts/checkout.html`. Payment pages carry no stylesheet of the organizer's."""
    steps = [{"text": _("Tickets")}, {"text": _("Your details")}, {"text": _("Done") if is_free else _("Payment")}]
    context = looks.page_context(event.tenant, event) | {"event": event, "steps": steps, "current": step}
    if not is_themed:
        context["theme_url"] = ""
    return context


def summary(items: Sequence[CartItem], priced: Priced, currency: str) -> dict[str, Any]:
    """A cart's breakdown for `components/price_summary.html`."""
    hours = hours_of(item.slot_id for item in items)
    bought = [_Line(item.ticket_type.name, item.quantity, item.subtotal_cents, _when(item, hours)) for item in items]
    return _summary(bought, priced, currency)


def order_summary(order: Order, items: Sequence[OrderItem]) -> dict[str, Any]:
    """An order's breakdown, as it was agreed."""
    hours = hours_of(item.slot_id for item in items)
    bought = [_Line(item.name, item.quantity, item.subtotal_cents, _when(item, hours)) for item in items]
    return _summary(bought, order, order.currency)


def seconds_until(moment: datetime, now: datetime) -> int:
    """How long a hold still lasts; 0 where it is over."""
    return max(0, int((moment - now).total_seconds()))


def address(name: str, event: Event) -> str:
    """The path of one of an event's pages."""
    return reverse(name, kwargs={"tenant": event.tenant.slug, "event": event.slug})


def order_address(order: Order) -> str:
    """The path of an order's own page."""
    return reverse("orders:order", kwargs={"token": order.lookup_token})


def see_other(url: str) -> HttpResponseRedirect:
    """Go on elsewhere with a GET, after a post."""
    response = redirect(url)
    response.status_code = SEE_OTHER
    return response


def signed_in(request: HttpRequest) -> User | None:
    """The visitor's account, if there is one. Visitors without a session cost no statement."""
    return request.user if isinstance(request.user, User) else None


class _Line(NamedTuple):
    name: str
    quantity: int
    cents: int
    when: str
    """The time that was chosen with it."""


def _when(item: CartItem | OrderItem, hours: Mapping[UUID, str]) -> str:
    return hours.get(item.slot_id, "") if item.slot_id is not None else ""


def _summary(bought: Sequence[_Line], sums: Priced | Order, currency: str) -> dict[str, Any]:
    lines = [
        {
            "text": _("%(quantity)d × %(name)s") % {"quantity": line.quantity, "name": line.name},
            "amount": format_money(line.cents, currency),
            "note": line.when,
        }
        for line in bought
    ]
    added = [
        (_("Subtotal"), sums.subtotal_cents if len(lines) > 1 else 0, ""),
        (_("Discount"), sums.discount_cents, "−"),
        (_("Service fee"), sums.fees_cents, ""),
        (_("Taxes"), sums.taxes_cents, ""),
    ]
    lines += [{"text": text, "amount": sign + format_money(cents, currency)} for text, cents, sign in added if cents]
    note = ""
    if sums.taxes_included_cents:
        note = _("Includes %(amount)s taxes.") % {"amount": format_money(sums.taxes_included_cents, currency)}
    return {"lines": lines, "total": format_money(sums.total_cents, currency), "note": note}
