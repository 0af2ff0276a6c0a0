"""What a cart costs."""

from collections.abc import Sequence
from datetime import datetime

from events.models import DiscountCode, Event
from events.pricing import Line, Priced, price
from orders import rules
from orders.errors import DiscountUnknown
from orders.models import Cart, CartItem
from ticketing.core.tokens import normalize_code


def discount_code(event: Event, typed: str) -> DiscountCode | None:
    """The code with these letters, of the event before the tenant's.

    None where nothing was typed; raises DiscountUnknown.
    """
    if not typed.strip():
        return None
    if not typed.isprintable():
        raise DiscountUnknown()
    codes = DiscountCode.objects.filter(tenant_id=event.tenant_id, code=normalize_code(typed))
    found = {code.event_id: code for code in codes.prefetch_related("ticket_types")}
    code = found.get(event.pk) or found.get(None)
    if code is None:
        raise DiscountUnknown()
    return code


def quote(cart: Cart, typed_code: str = "", *, now: datetime) -> Priced:
    """The breakdown of a cart, at the prices its items were chosen at. Raises a DiscountRefused."""
    items = list(cart.items.select_related("ticket_type").order_by("pk"))
    return quote_items(cart.event, items, discount_code(cart.event, typed_code), now=now)


def quote_items(event: Event, items: Sequence[CartItem], code: DiscountCode | None, *, now: datetime) -> Priced:
    """Price items that are already loaded. Lines are in the items' order, keyed by ticket type."""
    if code is not None:
        rules.check_discount(
            code,
            subtotal_cents=sum(item.subtotal_cents for item in items),
            type_ids=[item.ticket_type_id for item in items],
            currency=event.currency,
            now=now,
        )
    lines = [
        Line(
            key=item.ticket_type_id,
            quantity=item.quantity,
            unit_price_cents=item.unit_price_cents,
            tax_rate=rules.tax_rate(item.ticket_type, event),
        )
        for item in items
    ]
    return price(lines, rules.pricing_rules(event, code))
