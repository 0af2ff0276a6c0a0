"""The waiting list: joining and leaving it, and handing out the places that come free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef

from events.models import Event, Stock, TicketType
from orders import allocation, errors, jobs, locks, rules
from orders.models import Cart, CartItem, CartStatus, WaitingListEntry, WaitingListWish, WaitingStatus
from orders.models.waiting import MOST_WANTED, OPEN_WAITING
from orders.steps import holding, limits, mails, offers, places, releasing
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core import tokens
from ticketing.core.errors import DomainError
from ticketing.core.logs import log_event
from ticketing.core.prepared import insert

# So many offers in one transaction, and so many transactions at one go; the next minute's job goes on.
MOST_OFFERS_AT_ONCE, MOST_ROUNDS = 50, 20


@dataclass(frozen=True)
class Application:
    """What somebody asks for who joins: ticket types in order of wish, so many places, or fewer down to the least."""

    email: str
    wishes: Sequence[UUID]
    quantity: int
    least_quantity: int
    name: str = ""
    locale: str = "en"
    user: User | None = None


# --- The person in line -------------------------------------------------------------------------------------------


@transaction.atomic(durable=True)
def join_waiting_list(*, event: Event, application: Application, now: datetime) -> WaitingListEntry:
    """Put somebody at the end of the line, and mail them the way to their place.

    Who stands in it already is mailed that way again, and stays where and as they are. Raises WaitingListClosed, or
    what is wrong with the application, PlacesFree among it: who can buy need not wait.
    """
    rules.check_event(event, now=now)
    if not event.waiting_list_enabled:
        raise errors.WaitingListClosed()
    email = application.email.strip().lower()
    locks.waiting_list(event.pk)
    known = WaitingListEntry.objects.filter(
        event=event, email_key=limits.email_key(email), status__in=OPEN_WAITING
    ).first()
    if known is not None:
        # To the address that is known: who types another's gets nothing.
        mails.queue_waiting_joined(known, now=now)
        return known
    _check_application(event, application, now)
    entry = WaitingListEntry.objects.create(
        tenant_id=event.tenant_id,
        event=event,
        email=email,
        name=application.name.strip(),
        user=application.user,
        locale=application.locale,
        quantity=application.quantity,
        least_quantity=application.least_quantity,
        joined_at=now,
        created_at=now,
    )
    WaitingListWish.objects.bulk_create(
        WaitingListWish(tenant_id=event.tenant_id, entry=entry, ticket_type_id=pk, position=position, created_at=now)
        for position, pk in enumerate(application.wishes)
    )
    mails.queue_waiting_joined(entry, now=now)
    # Places may be coming back in a transaction that does not see this entry yet.
    jobs.defer_waiting_list(event.pk)
    transaction.on_commit(lambda: log_event("waiting_list_joined", entry=entry.pk, event_id=event.pk))
    return entry


@transaction.atomic(durable=True)
def take_offer(*, entry: WaitingListEntry, now: datetime) -> tuple[Cart, str]:
    """Hand over the cart that somebody was offered, with a new token that opens it. Raises OfferOver."""
    cart = _live_offer(entry)
    if cart is None or cart.expires_at <= now:
        raise errors.OfferOver()
    token = tokens.new_token()
    cart.token_hash = tokens.hash_token(token)
    cart.save(update_fields=["token_hash"])
    return cart, token


@transaction.atomic(durable=True)
def leave_waiting_list(*, entry: WaitingListEntry, now: datetime) -> WaitingListEntry:
    """Give up one's place in line, and what one is offered: that is the next one's. Leaving twice changes nothing."""
    moves = places.Moves()
    locks.waiting_list(entry.event_id)
    cart = _live_offer(entry)
    (locked,) = locks.waiting_entries([entry.pk])
    if locked.is_open:
        is_offered = locked.status == WaitingStatus.OFFERED
        _end(locked, WaitingStatus.DECLINED if is_offered else WaitingStatus.LEFT, cart, moves, now=now)
    places.move(moves)
    return locked


# --- The organizer ------------------------------------------------------------------------------------------------


@transaction.atomic(durable=True)
def set_waiting_list(*, event: Event, is_enabled: bool, hours: int, by: User | None, now: datetime) -> None:
    """Open or close the list to newcomers, and say how long an offer holds. Who stands in line stays there."""
    Event.objects.filter(pk=event.pk).update(waiting_list_enabled=is_enabled, waiting_list_hours=hours)
    log_activity(
        tenant=event.tenant_id,
        actor=by,
        action="waiting_list.set",
        target=event,
        metadata={"is_enabled": is_enabled, "hours": hours},
        now=now,
    )


@transaction.atomic(durable=True)
def revoke_offer(*, entry: WaitingListEntry, by: User | None, now: datetime) -> WaitingListEntry:
    """Take an offer back. Its place in line is kept, but no offer is made again at once. Raises OfferOver."""
    moves = places.Moves()
    locks.waiting_list(entry.event_id)
    cart = _live_offer(entry)
    (locked,) = locks.waiting_entries([entry.pk])
    if cart is None or locked.status != WaitingStatus.OFFERED:
        raise errors.OfferOver()
    offers.wait_on(locked, now=now)
    mails.queue_waiting_ended(locked, "revoked", now=now)
    log_activity(tenant=locked.tenant_id, actor=by, action="waiting_list.offer_revoked", target=locked, now=now)
    releasing.release_carts([cart], moves, now=now)
    places.move(moves)
    return locked


@transaction.atomic(durable=True)
def remove_from_waiting_list(*, entry: WaitingListEntry, by: User | None, now: datetime) -> WaitingListEntry:
    """Take somebody off the list, with what they are offered. Who is off it already stays as they are."""
    moves = places.Moves()
    locks.waiting_list(entry.event_id)
    cart = _live_offer(entry)
    (locked,) = locks.waiting_entries([entry.pk])
    if locked.is_open:
        log_activity(tenant=locked.tenant_id, actor=by, action="waiting_list.removed", target=locked, now=now)
        mails.queue_waiting_ended(locked, "removed", now=now)
        _end(locked, WaitingStatus.REMOVED, cart, moves, now=now)
    places.move(moves)
    return locked


# --- The allocator ------------------------------------------------------------------------------------------------


def hand_out_places(*, event_id: UUID, now: datetime) -> int:
    """Offer what is free to those who wait, first come first served, until nothing is left that anybody could take.

    Returns how many were offered places. Whatever is interrupted is gone on with by the next call. While it has not
    looked, places that came back are the waiting list's and no visitor's.
    """
    offered = 0
    for _round in range(MOST_ROUNDS):
        try:
            number, is_complete = _hand_out(event_id=event_id, now=now)
        except errors.SoldOut:
            continue  # Somebody took what was free a moment ago: look again.
        offered += number
        if is_complete:
            break
    return offered


@transaction.atomic(durable=True)
def _hand_out(*, event_id: UUID, now: datetime) -> tuple[int, bool]:
    """Offer places to some of those in line; how many that were, and whether nobody else could take any."""
    locks.waiting_list(event_id)
    event = Event.objects.select_related("tenant__settings").get(pk=event_id)
    try:
        rules.check_event(event, now=now)
    except DomainError:
        return 0, True
    types = {row.pk: row for row in TicketType.objects.with_places().filter(event=event)}
    stocks = list(Stock.objects.filter(pk__in={pk for row in types.values() for pk in row.stock_ids}))
    free = {stock.pk: stock.quantity_available for stock in stocks}
    on_sale = {pk: row for pk, row in types.items() if rules.may_be_waited_for(row, event, now=now)}
    plan = allocation.plan(_line(event, on_sale, free), on_sale, free, now=now, most=MOST_OFFERS_AT_ONCE)
    entries = _note_passed(plan, now)
    given = [each for each in plan.given if entries[each.pk].status == WaitingStatus.WAITING]
    if len(given) < len(plan.given):
        plan.is_complete = False  # Somebody has just left: what was meant for them is the next one's.
    moves = places.Moves()
    _offer(event, given, entries, moves, now)
    if plan.is_complete:
        moves.handed_out = {stock.pk: free[stock.pk] for stock in stocks if stock.is_for_waiting}
    places.move(moves)
    return len(given), plan.is_complete


def _line(event: Event, types: dict[UUID, TicketType], free: allocation.Free) -> list[allocation.Waiting]:
    """Those in line who wish for something of which anything is free."""
    open_types = [pk for pk, row in types.items() if all(free[stock] is None or free[stock] for stock in row.stock_ids)]
    if not open_types:
        return []
    wished = WaitingListWish.objects.filter(entry=OuterRef("pk")).order_by("position").values("ticket_type_id")
    found = WaitingListEntry.objects.waiting().in_line().filter(event=event)
    rows = found.filter(pk__in=WaitingListWish.objects.filter(ticket_type__in=open_types).values("entry"))
    names = ["pk", "quantity", "least_quantity", "not_before", "passed_over_reason", "passed_over_left"]
    return [allocation.Waiting(*row) for row in rows.values_list(ArraySubquery(wished), *names)]


def _note_passed(plan: allocation.Plan, now: datetime) -> dict[UUID, WaitingListEntry]:
    """Lock all whom the plan concerns, and write down for whom it was not enough."""
    pks = [each.pk for each in plan.given] + [each.pk for each in plan.passed]
    entries = {entry.pk: entry for entry in locks.waiting_entries(pks)} if pks else {}
    alike: dict[tuple[str, int], list[UUID]] = {}
    for each in plan.passed:
        alike.setdefault((each.reason, each.left), []).append(each.pk)
    for (reason, left), same in alike.items():
        WaitingListEntry.objects.filter(pk__in=same).update(
            passed_over_at=now, passed_over_reason=reason, passed_over_left=left
        )
    return entries


def _offer(
    event: Event,
    given: Sequence[allocation.Given],
    entries: dict[UUID, WaitingListEntry],
    moves: places.Moves,
    now: datetime,
) -> None:
    """Write a cart for each, which holds the places until the offer ends, and the mail that tells of it."""
    carts: list[Cart] = []
    items: list[CartItem] = []
    for each in given:
        entry = entries[each.pk]
        cart = holding.new_cart(
            event,
            # Nobody has this token: who takes the offer is given another.
            tokens.hash_token(tokens.new_token()),
            expires_at=rules.offer_ends_at(each.ticket_type, event, now=now),
            now=now,
            user_id=entry.user_id,
            contact_email=entry.email,
            waiting_entry=entry,
        )
        carts.append(cart)
        items += holding.new_items(cart, {each.ticket_type: each.quantity})
        entry.status, entry.offered_at, entry.not_before = WaitingStatus.OFFERED, now, None
        entry.offer_count += 1
        entry.passed_over_at, entry.passed_over_reason, entry.passed_over_left = None, "", 0
    insert(carts)
    insert(items)
    changed = [entries[each.pk] for each in given]
    names = ["status", "offered_at", "not_before", "offer_count"]
    names += ["passed_over_at", "passed_over_reason", "passed_over_left"]
    WaitingListEntry.objects.bulk_update(changed, names)
    for entry, cart in zip(changed, carts, strict=True):
        mails.queue_waiting_offer(entry, cart, now=now)
    if given:
        transaction.on_commit(lambda: log_event("places_offered", event_id=event.pk, count=len(given)))
    holding.claim(items, moves)


# --- Parts --------------------------------------------------------------------------------------------------------


def _live_offer(entry: WaitingListEntry) -> Cart | None:
    """The cart that somebody is offered, locked: carts come before entries."""
    found = Cart.objects.filter(waiting_entry=entry, status=CartStatus.ACTIVE).values_list("pk", flat=True).first()
    if found is None:
        return None
    cart = locks.cart(found)
    return cart if cart.status == CartStatus.ACTIVE else None


def _end(
    entry: WaitingListEntry, status: WaitingStatus, cart: Cart | None, moves: places.Moves, *, now: datetime
) -> None:
    entry.status = status
    entry.save(update_fields=["status"])
    if cart is not None:
        releasing.release_carts([cart], moves, now=now)


def _check_application(event: Event, application: Application, now: datetime) -> None:
    """Refuse what could never be offered, and what need not be waited for."""
    wanted, least = application.quantity, application.least_quantity
    if not application.wishes:
        raise errors.NothingChosen()
    if not 1 <= least <= wanted <= MOST_WANTED:
        raise errors.WaitingQuantityRefused(most=MOST_WANTED)
    types = {row.pk: row for row in TicketType.objects.with_places().filter(event=event, pk__in=application.wishes)}
    if set(application.wishes) - set(types) or len(set(application.wishes)) < len(application.wishes):
        raise errors.UnknownTicketType()
    stocks = {row.pk: row for row in Stock.objects.filter(pk__in={pk for t in types.values() for pk in t.stock_ids})}
    for pk in application.wishes:
        ticket_type = types[pk]
        if ticket_type.is_hidden or not rules.may_be_waited_for(ticket_type, event, now=now):
            raise errors.NotOnSale(ticket_type=ticket_type.name, ticket_type_id=str(pk))
        most = min(rules.most_per_order(ticket_type), MOST_WANTED)
        if not ticket_type.min_per_order <= wanted <= most:
            raise errors.QuantityRefused(
                ticket_type=ticket_type.name, ticket_type_id=str(pk), least=ticket_type.min_per_order, most=most
            )
        drawn = [stocks[stock_id] for stock_id in ticket_type.stock_ids]
        enough = max(least, ticket_type.min_per_order)
        if not any(stock.is_short_of(enough) or stock.is_for_waiting for stock in drawn):
            raise errors.PlacesFree(ticket_type=ticket_type.name, ticket_type_id=str(pk))
