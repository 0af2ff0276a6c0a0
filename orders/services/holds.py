"""Holding places: claim, extend, give up, release."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from events import access as event_access
from events.models import Event, Stock, TicketType
from orders import errors, hooks, locks, rules
from orders.models import Cart, CartStatus, Order, OrderStatus
from orders.services.waiting_list import hand_out_places
from orders.steps import holding, mails, places, releasing
from tenants.models import User
from ticketing.core import tokens
from ticketing.core.logs import log_event
from ticketing.core.prepared import AnyOf, Prepared, Slot, cursor, insert

# Each retry follows places that came back. In a rush others may take them first, and a basket draws on many stocks.
MOST_RETRIES = 12


_TYPES = Prepared(lambda: TicketType.objects.with_places().filter(AnyOf("pk", "ids"), event=Slot("event")))


@dataclass(frozen=True)
class Visitor:
    """Who asks: a user, if signed in, and a salted hash of the address (for limits only)."""

    user: User | None = None
    ip_hash: str = ""


@dataclass(frozen=True)
class Held:
    """A live cart, and the token that opens it: only its hash is stored."""

    cart: Cart
    token: str


def hold_places(
    *,
    event: Event,
    wanted: Mapping[UUID, int],
    slots: Mapping[UUID, UUID] | None = None,
    visitor: Visitor,
    unlocked_code: str = "",
    previous: Cart | None = None,
    now: datetime,
) -> Held:
    """Hold places for one visitor; if any stock runs short, give lapsed places back first and try again.

    So a lapsed hold is claimable at once by the next buyer's own request, with every worker stopped; where people wait,
    the same request hands it to them. Raises SoldOut
    with what is left, or another refusal of the sale's rules; then nothing is held, and `previous` still is. `slots`
    names, by ticket type, the time of a visit that was chosen with it.
    """
    attempt = partial(
        place_hold,
        event=event,
        wanted=wanted,
        slots=slots or {},
        visitor=visitor,
        unlocked_code=unlocked_code,
        previous=previous,
        now=now,
    )
    for _number in range(MOST_RETRIES):
        try:
            return attempt()
        except errors.WaitingListFirst:
            hand_out_places(event_id=event.pk, now=now)
        except errors.SoldOut as refusal:
            if not came_back(refusal, now):
                raise
        except IntegrityError:
            # A ticket type was deleted since it was looked up: the next look says so.
            continue
    return attempt()


@transaction.atomic(durable=True)
def place_hold(
    *,
    event: Event,
    wanted: Mapping[UUID, int],
    slots: Mapping[UUID, UUID],
    visitor: Visitor,
    unlocked_code: str = "",
    previous: Cart | None = None,
    now: datetime,
) -> Held:
    """Claim places until the event's hold time runs out. All or nothing; a `previous` cart is given up for it.

    `event` comes with its tenant and the tenant's settings.
    """
    types = {row.pk: row for row in _TYPES.all(event=event.pk, ids=list(wanted))}
    unlocked = event_access.unlocking_code(event, unlocked_code, now=now) if unlocked_code else None
    rules.check_choice(event, types, wanted, unlocked=unlocked, now=now)
    _check_slots(types, wanted, slots, now)
    moves = places.Moves(gives_way=True)
    if not _give_up_previous(previous, moves, now):
        _check_live_holds(event, visitor, now)
    token = tokens.new_token()
    cart = holding.new_cart(
        event,
        tokens.hash_token(token),
        expires_at=now + rules.hold_time(event),
        now=now,
        user=visitor.user,
        ip_hash=visitor.ip_hash,
        discount_code_id=unlocked.pk if unlocked else None,
    )
    items = holding.new_items(cart, {types[pk]: quantity for pk, quantity in wanted.items()}, slots)
    insert([cart])
    insert(items)
    holding.claim(items, moves)
    places.move(moves)
    return Held(cart=cart, token=token)


def _give_up_previous(previous: Cart | None, moves: places.Moves, now: datetime) -> bool:
    """Release the cart that a new one replaces. An old one's cookie, sent again and again, replaces nothing: False."""
    replaced = locks.cart(previous.pk) if previous is not None else None
    if replaced is None or replaced.status != CartStatus.ACTIVE:
        return False
    releasing.release_carts([replaced], moves, now=now)
    return True


@transaction.atomic(durable=True)
def extend_hold(*, cart: Cart, now: datetime) -> Cart:
    """Start the hold's time anew, where that is longer. Raises HoldLapsed, or NoMoreExtensions after as many as the
    tenant allows."""
    settings = cart.event.tenant.settings
    locked = locks.cart(cart.pk)
    if locked.status != CartStatus.ACTIVE:
        raise errors.HoldLapsed()
    if locked.extended_count >= settings.hold_extensions:
        raise errors.NoMoreExtensions()
    # An offer of the waiting list holds for hours: asking for more time does not shorten it.
    cart.expires_at = max(locked.expires_at, now + rules.hold_time(cart.event))
    cart.extended_count = locked.extended_count + 1
    cart.save(update_fields=["expires_at", "extended_count"])
    return cart


@transaction.atomic(durable=True)
def give_up_cart(*, cart: Cart, now: datetime) -> None:
    """Empty a cart and free its places at once, whatever the sale's state. An ordered or lapsed cart stays as it is."""
    moves = places.Moves()
    locked = locks.cart(cart.pk)
    if locked.status == CartStatus.ACTIVE:
        releasing.release_carts([locked], moves, now=now)
    places.move(moves)


@transaction.atomic(durable=True)
def release_lapsed(*, stock_ids: Iterable[object] = (), slot_ids: Iterable[UUID] = (), now: datetime) -> int:
    """Free what lapsed carts and unpaid orders hold of these stocks or slots, the oldest first, a batch of each.

    Returns how many carts and orders were released; what they held of other stocks is freed with it.
    """
    stock_ids, slot_ids = list(stock_ids), list(slot_ids)
    drawing = TicketType.objects.filter(
        Q(stock__in=stock_ids) | Q(event__stock__in=stock_ids) | Q(admits__stock__in=stock_ids)
    )
    type_ids = set(drawing.values_list("pk", flat=True))
    carts = locks.lapsed_carts(type_ids, slot_ids, now)
    orders = locks.lapsed_orders(type_ids, slot_ids, now)
    if not carts and not orders:
        return 0
    moves = places.Moves()
    releasing.release_carts(carts, moves, now=now)
    _release_orders(orders, moves, now)
    places.move(moves)
    return len(carts) + len(orders)


def release_all_lapsed(*, now: datetime) -> int:
    """Housekeeping: release whatever lapsed anywhere. Nothing depends on it; counters on pages become true sooner."""
    with cursor() as sender:
        sender.execute(_STOCKS_OF_LAPSED, [now, now])
        stock_ids = {stock_id for (stock_id,) in sender.fetchall()}
    released = 0
    for stock_id in sorted(stock_ids):
        while count := release_lapsed(stock_ids=[stock_id], now=now):
            released += count
    return released


# Here, too, the states stand in the text: what is over, which is nearly all, is not looked at.
_STOCKS_OF_LAPSED = """
SELECT stock_id FROM events_event WHERE id IN (
    SELECT event_id FROM orders_cart WHERE status = 'active' AND expires_at <= %s
    UNION SELECT event_id FROM orders_order WHERE status IN ('pending', 'awaiting_approval') AND expires_at <= %s
)
"""


def _check_live_holds(event: Event, visitor: Visitor, now: datetime) -> None:
    if not visitor.ip_hash:
        return
    with cursor() as sender:
        sender.execute(_LIVE_HOLDS, [event.pk, visitor.ip_hash, now])
        (live,) = sender.fetchone()
    if live >= rules.MOST_LIVE_HOLDS_PER_ADDRESS:
        raise errors.TooManyHolds()


# The status stands in the text: a plan that is kept must know that the index of active carts will do.
_LIVE_HOLDS = """
SELECT count(*) FROM orders_cart WHERE event_id = %s AND ip_hash = %s AND status = 'active' AND expires_at > %s
"""


def _check_slots(
    types: Mapping[UUID, TicketType], wanted: Mapping[UUID, int], slots: Mapping[UUID, UUID], now: datetime
) -> None:
    chosen = {types[pk]: slots.get(pk) for pk in wanted if types[pk].asks_for_slot or pk in slots}
    if chosen:
        for hook in hooks.places:
            hook.check(chosen, now=now)


def came_back(refusal: errors.SoldOut, now: datetime) -> bool:
    """Give back what lapsed of what ran short. Whether places came free, by this or by somebody else."""
    slot_id = refusal.facts.get("slot_id")
    if isinstance(slot_id, UUID):
        return bool(release_lapsed(slot_ids=[slot_id], now=now))
    stock_id = refusal.facts.get("stock_id")
    if not isinstance(stock_id, UUID):
        return False
    if release_lapsed(stock_ids=[stock_id], now=now):
        return True
    return Stock.objects.filter(pk=stock_id, quantity_available__gt=refusal.facts["left"]).exists()


def _release_orders(orders: list[Order], moves: places.Moves, now: datetime) -> None:
    waited = [order for order in orders if order.status == OrderStatus.AWAITING_APPROVAL]
    releasing.release_orders(orders, OrderStatus.EXPIRED, moves, now=now)
    for order in waited:
        mails.queue_not_approved(order, now=now)
    for order in orders:
        transaction.on_commit(partial(log_event, "order_lapsed", order=order.pk))
