"""Holding places: limits, counters, and what lapses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from events.models import Event, Stock, TicketType
from orders import errors, rules, services
from orders.models import Cart, CartItem, CartStatus
from tests import make


def stalls_of(event: Event) -> TicketType:
    return event.ticket_types.get()


def counters(row: TicketType) -> tuple[int, int]:
    stock = Stock.objects.get(pk=row.stock_id)
    return stock.quantity_held, stock.quantity_sold


def test_a_hold_takes_places_of_the_type_the_event_and_its_sessions(blue_note):
    event = make.event(blue_note, published=False, places=50)
    opening = make.session(event, places=20)
    balcony = make.ticket_type(event, places=10, sessions=[opening])
    make.publish(event)

    make.cart(event, {balcony: 3})

    for stock_id in (balcony.stock_id, event.stock_id, opening.stock_id):
        assert Stock.objects.get(pk=stock_id).quantity_held == 3


def test_a_basket_is_all_or_nothing(blue_note):
    event = make.event(blue_note, published=False)
    balcony = make.ticket_type(event, name="Balcony", places=1)
    stalls = make.ticket_type(event, name="Stalls", places=5)
    make.publish(event)

    with pytest.raises(errors.SoldOut) as refusal:
        make.cart(event, {stalls: 2, balcony: 2})

    assert (refusal.value.facts["ticket_type"], refusal.value.facts["left"]) == ("Balcony", 1)
    assert not CartItem.objects.exists()
    assert counters(stalls) == (0, 0)


@pytest.mark.parametrize("quantity", [0, -1, 11, 10**9])
def test_a_quantity_outside_the_limits_is_refused_with_the_limits(gala, quantity):
    with pytest.raises(errors.QuantityRefused) as refusal:
        make.cart(gala, {stalls_of(gala): quantity})

    assert (refusal.value.facts["least"], refusal.value.facts["most"]) == (1, 10)


def test_nothing_chosen_is_refused(gala):
    with pytest.raises(errors.NothingChosen):
        make.cart(gala, {})


def test_a_foreign_or_unknown_ticket_type_is_refused(gala):
    foreign = make.ticket_type(make.event())

    with pytest.raises(errors.UnknownTicketType):
        make.cart(gala, {foreign: 1})
    with pytest.raises(errors.UnknownTicketType):
        services.hold_places(event=gala, wanted={uuid4(): 1}, visitor=services.Visitor(), now=timezone.now())


def test_a_hidden_type_needs_its_code(gala):
    hidden = make.ticket_type(gala, name="Friends", is_hidden=True)
    make.discount(gala.tenant, "FRIENDS", value=0, event=gala, unlocks_hidden_types=True)

    with pytest.raises(errors.UnknownTicketType):
        make.cart(gala, {hidden: 1})
    held = services.hold_places(
        event=gala, wanted={hidden.pk: 1}, visitor=services.Visitor(), unlocked_code="friends ", now=timezone.now()
    )

    assert held.cart.status == CartStatus.ACTIVE


def test_a_code_for_one_hidden_type_opens_no_other(gala):
    friends = make.ticket_type(gala, name="Friends", is_hidden=True)
    crew = make.ticket_type(gala, name="Crew", is_hidden=True)
    make.discount(gala.tenant, "FRIENDS", value=1000)
    code = make.discount(gala.tenant, "FRIENDS", value=0, event=gala, unlocks_hidden_types=True)
    code.ticket_types.add(friends)

    def hold(ticket_type):
        return services.hold_places(
            event=gala,
            wanted={ticket_type.pk: 1},
            visitor=services.Visitor(),
            unlocked_code="FRIENDS",
            now=timezone.now(),
        )

    with pytest.raises(errors.UnknownTicketType):
        hold(crew)
    assert hold(friends).cart.status == CartStatus.ACTIVE


@pytest.mark.parametrize("days", [-40, 40])
def test_outside_the_sales_window_nothing_is_held(blue_note, days):
    event = make.event(blue_note, published=False)
    start = timezone.now() + timedelta(days=days)
    early = make.ticket_type(event, sales_starts_at=start, sales_ends_at=start + timedelta(days=1))
    make.publish(event)

    with pytest.raises(errors.NotOnSale):
        make.cart(event, {early: 1})


def test_a_lapsed_hold_is_claimable_at_once_by_the_next_buyers_request(blue_note):
    event = make.event(blue_note, published=False)
    last = make.ticket_type(event, places=1)
    make.publish(event)
    lapsed = make.cart(event, {last: 1}, now=timezone.now() - timedelta(hours=1))

    new = make.cart(event, {last: 1})

    lapsed.refresh_from_db()
    assert (lapsed.status, new.status) == (CartStatus.EXPIRED, CartStatus.ACTIVE)
    assert counters(last) == (1, 0)


def test_a_live_hold_is_not_claimable(blue_note):
    event = make.event(blue_note, published=False)
    last = make.ticket_type(event, places=1)
    make.publish(event)
    make.cart(event, {last: 1})

    with pytest.raises(errors.SoldOut) as refusal:
        make.cart(event, {last: 1})

    assert refusal.value.facts["left"] == 0


def test_a_lapsed_cart_that_nobody_claimed_still_checks_out(gala):
    cart = make.cart(gala, {stalls_of(gala): 2}, now=timezone.now() - timedelta(hours=1))

    order = services.check_out(cart=cart, details=make.details(cart), now=timezone.now())

    assert order.status == "pending"


def test_choosing_anew_gives_up_the_previous_cart(gala):
    stalls = stalls_of(gala)
    first = make.cart(gala, {stalls: 5})

    services.hold_places(
        event=gala, wanted={stalls.pk: 2}, visitor=services.Visitor(), previous=first, now=timezone.now()
    )

    assert counters(stalls) == (2, 0)


def test_a_cart_can_be_emptied_after_the_sale_ended(gala):
    stalls = stalls_of(gala)
    cart = make.cart(gala, {stalls: 5})
    TicketType.objects.update(sales_ends_at=timezone.now() - timedelta(minutes=1))

    services.give_up_cart(cart=cart, now=timezone.now())

    assert counters(stalls) == (0, 0)


def test_a_hold_is_extended_as_often_as_the_tenant_allows(gala):
    gala.tenant.settings.hold_extensions = 1
    cart = make.cart(gala, {stalls_of(gala): 1})
    later = timezone.now() + timedelta(minutes=5)

    services.extend_hold(cart=cart, now=later)

    assert Cart.objects.get().expires_at == later + timedelta(minutes=10)
    with pytest.raises(errors.NoMoreExtensions):
        services.extend_hold(cart=cart, now=later)


def test_one_address_holds_so_many_carts_and_no_more(gala):
    Stock.objects.update(quantity_total=None)
    for _turn in range(rules.MOST_LIVE_HOLDS_PER_ADDRESS):
        make.cart(gala, {stalls_of(gala): 1}, ip_hash="here")

    with pytest.raises(errors.TooManyHolds):
        make.cart(gala, {stalls_of(gala): 1}, ip_hash="here")
    make.cart(gala, {stalls_of(gala): 1}, ip_hash="elsewhere")


def test_a_hold_takes_seven_statements_and_the_event_one(gala, count_statements):
    stalls = stalls_of(gala)

    with count_statements() as statements:
        event = Event.objects.select_related("tenant__settings").get(pk=gala.pk)
        make.cart(event, {stalls: 2}, ip_hash="here")

    assert len(statements) <= 8, statements


def test_a_cart_that_is_gone_opens_no_way_around_the_limit_of_live_holds(gala):
    stalls = stalls_of(gala)
    gone = make.cart(gala, {stalls: 1}, ip_hash="a")
    services.give_up_cart(cart=gone, now=timezone.now())
    for _number in range(rules.MOST_LIVE_HOLDS_PER_ADDRESS):
        make.cart(gala, {stalls: 1}, ip_hash="a")

    with pytest.raises(errors.TooManyHolds):
        services.hold_places(
            event=gala, wanted={stalls.pk: 1}, visitor=services.Visitor(ip_hash="a"), previous=gone, now=timezone.now()
        )
