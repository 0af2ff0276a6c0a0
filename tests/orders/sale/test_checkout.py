"""Checking out: who, how many, at what price, and only once."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from events.models import ActivationMode, DiscountCode, Stock, TicketType
from orders import errors, services
from orders.models import Attendee, Buyer, Cart, CartStatus, Order, OrderItem, Ticket
from tenants.models import ActivityLog, EmailLog
from tests import make


def check_out(cart, **fields):
    return services.check_out(cart=cart, details=make.details(cart, **fields), now=timezone.now())


@pytest.fixture
def free_gala(blue_note):
    event = make.event(blue_note, published=False, places=100)
    make.ticket_type(event, name="Stalls", places=50)
    return make.publish(event)


def test_a_free_order_is_confirmed_at_once_with_its_tickets_and_one_mail(free_gala):
    stalls = free_gala.ticket_types.get()
    cart = make.cart(free_gala, {stalls: 2})

    order = check_out(cart, email="Ada+news@Example.org")

    assert (order.status, order.payment_status, order.buyer_email) == ("confirmed", "paid", "ada+news@example.org")
    assert {ticket.status for ticket in order.tickets.all()} == {"valid"}
    assert {ticket.activation_status for ticket in order.tickets.all()} == {"active"}
    assert Attendee.objects.filter(ticket__order=order, first_name="Ada").count() == 2
    stock = Stock.objects.get(pk=stalls.stock_id)
    assert (stock.quantity_held, stock.quantity_sold, stock.quantity_available) == (0, 2, 48)
    assert EmailLog.objects.get(template="order_confirmation").recipient == "ada+news@example.org"
    assert ActivityLog.objects.filter(action="order.confirmed").count() == 1


def test_the_same_checkout_sent_twice_makes_one_order(free_gala):
    cart = make.cart(free_gala, {free_gala.ticket_types.get(): 1})

    first = check_out(cart)
    second = check_out(cart)

    assert first.pk == second.pk
    assert Order.objects.count() == 1


def test_a_paid_order_keeps_the_carts_hold(gala):
    stalls = gala.ticket_types.get()
    cart = make.cart(gala, {stalls: 2})

    order = check_out(cart)

    assert (order.status, order.total_cents) == ("pending", 5000)
    assert {ticket.status for ticket in order.tickets.all()} == {"pending"}
    stock = Stock.objects.get(pk=stalls.stock_id)
    assert (stock.quantity_held, stock.quantity_sold) == (2, 0)
    assert Cart.objects.get().status == CartStatus.CONVERTED


def test_items_and_tickets_add_up_to_the_order(blue_note):
    settings = blue_note.settings
    settings.service_fee_percentage, settings.service_fee_fixed_cents = Decimal("3.30"), 35
    settings.tax_rate, settings.tax_mode = Decimal("7.70"), "exclusive"
    settings.save()
    event = make.event(blue_note, published=False)
    stalls = make.ticket_type(event, name="Stalls", price_cents=1999)
    poster = make.ticket_type(event, name="Poster", price_cents=733, kind="merchandise")
    make.publish(event)
    make.discount(blue_note, "SEVEN", value=700)

    order = check_out(make.cart(event, {stalls: 3, poster: 1}), discount_code="seven")

    items = list(OrderItem.objects.filter(order=order))
    assert sum(item.total_cents for item in items) == order.total_cents
    assert sum(item.tax_cents for item in items) == order.taxes_cents
    tickets = Ticket.objects.filter(order=order)
    assert tickets.count() == 3
    assert sum(ticket.price_paid_cents for ticket in tickets) == items[0].total_cents


def test_a_limit_per_buyer_counts_earlier_orders_whatever_the_case_and_tag(blue_note):
    event = make.event(blue_note, published=False)
    rare = make.ticket_type(event, name="Rare", max_per_buyer=2)
    make.publish(event)
    check_out(make.cart(event, {rare: 2}), email="ada@example.org")

    with pytest.raises(errors.LimitReached):
        check_out(make.cart(event, {rare: 1}), email="ADA+again@example.org")

    check_out(make.cart(event, {rare: 1}), email="grace@example.org")


def test_an_add_on_needs_its_ticket_in_the_cart_or_had_already(blue_note):
    event = make.event(blue_note, published=False)
    stalls = make.ticket_type(event, name="Stalls")
    dinner = make.ticket_type(event, name="Dinner")
    dinner.requires.add(stalls)
    make.publish(event)

    with pytest.raises(errors.RequiresMissing) as refusal:
        check_out(make.cart(event, {dinner: 1}))
    assert str(refusal.value) == "“Dinner” can only be had together with: Stalls."

    check_out(make.cart(event, {dinner: 1, stalls: 1}))
    check_out(make.cart(event, {dinner: 1}))


def test_a_tenant_may_sell_to_accounts_only(gala):
    gala.tenant.settings.allow_guest_checkout = False
    cart = make.cart(gala, {gala.ticket_types.get(): 1})

    with pytest.raises(errors.GuestsNotAllowed):
        check_out(cart)
    assert check_out(cart, user=make.user()).status == "pending"


def test_every_ticket_needs_its_holder(gala):
    cart = make.cart(gala, {gala.ticket_types.get(): 2})

    with pytest.raises(errors.AttendeesIncomplete):
        check_out(cart, attendees=())

    assert Cart.objects.get().status == CartStatus.ACTIVE


def test_a_code_is_counted_at_checkout_and_given_back_when_the_order_lapses(gala):
    code = make.discount(gala.tenant, "HALF", value=5000, max_redemptions=1)
    stalls = gala.ticket_types.get()
    order = check_out(make.cart(gala, {stalls: 1}), discount_code="half")
    assert (order.total_cents, DiscountCode.objects.get().times_redeemed) == (1250, 1)
    with pytest.raises(errors.DiscountUsedUp):
        check_out(make.cart(gala, {stalls: 1}), discount_code="HALF")

    services.release_all_lapsed(now=timezone.now() + timedelta(hours=1))

    order.refresh_from_db()
    code.refresh_from_db()
    assert (order.status, code.times_redeemed) == ("expired", 0)
    assert check_out(make.cart(gala, {stalls: 1}), discount_code="HALF").discount_cents == 1250


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"status": "inactive"}, errors.DiscountUnknown),
        ({"expires_at": timezone.now() - timedelta(days=1)}, errors.DiscountNotYet),
        ({"starts_at": timezone.now() + timedelta(days=1)}, errors.DiscountNotYet),
        ({"max_redemptions": 0}, errors.DiscountUsedUp),
        ({"minimum_order_cents": 10_000}, errors.DiscountMinimum),
    ],
)
def test_a_code_that_does_not_fit_is_refused_with_its_reason(gala, fields, refusal):
    make.discount(gala.tenant, "NOPE", **fields)

    with pytest.raises(refusal):
        check_out(make.cart(gala, {gala.ticket_types.get(): 1}), discount_code="nope")


def test_a_code_of_another_tenant_or_event_is_unknown(gala):
    make.discount(make.tenant("Elsewhere"), "ELSEWHERE")

    with pytest.raises(errors.DiscountUnknown):
        check_out(make.cart(gala, {gala.ticket_types.get(): 1}), discount_code="ELSEWHERE")


def test_an_order_that_needs_approval_waits_and_holds_its_places(blue_note):
    event = make.event(blue_note, published=False)
    board = make.ticket_type(event, requires_approval=True)
    make.publish(event)

    order = check_out(make.cart(event, {board: 1}))

    assert order.status == "awaiting_approval"
    assert order.expires_at > timezone.now() + timedelta(days=2)
    assert Stock.objects.get(pk=board.stock_id).quantity_held == 1


def test_a_deferred_ticket_is_valid_and_not_yet_active(blue_note):
    event = make.event(blue_note, published=False)
    visit = make.ticket_type(event, activation_mode=ActivationMode.DEFERRED)
    make.publish(event)

    order = check_out(make.cart(event, {visit: 1}))

    ticket = order.tickets.get()
    assert (ticket.status, ticket.activation_status, ticket.activated_at) == ("valid", "inactive", None)


def test_valid_days_end_with_the_day_at_the_venue(blue_note):
    venue = make.venue(blue_note, time_zone="Pacific/Auckland")
    event = make.event(blue_note, published=False, venue=venue)
    pass_type = make.ticket_type(event, valid_days=1)
    make.publish(event)

    ticket = check_out(make.cart(event, {pass_type: 1})).tickets.get()

    local = ticket.expires_at.astimezone(ZoneInfo("Pacific/Auckland"))
    assert (local.hour, local.minute) == (0, 0)


def test_consent_to_news_is_kept_with_its_wording(gala):
    cart = make.cart(gala, {gala.ticket_types.get(): 1})

    check_out(cart, marketing_consent_text="Send me news about concerts.")

    buyer = Buyer.objects.get()
    assert buyer.marketing_consent_text == "Send me news about concerts."
    assert buyer.marketing_consent_at is not None


def test_an_event_that_was_cancelled_meanwhile_sells_nothing(gala):
    cart = make.cart(gala, {gala.ticket_types.get(): 1})
    gala.status = "cancelled"
    gala.save(update_fields=["status"])

    with pytest.raises(errors.SalesClosed):
        check_out(cart)


def test_a_lapsed_and_released_cart_cannot_be_checked_out(gala):
    cart = make.cart(gala, {gala.ticket_types.get(): 1})
    services.release_all_lapsed(now=timezone.now() + timedelta(hours=1))

    with pytest.raises(errors.HoldLapsed):
        check_out(cart)


def test_the_price_of_the_hold_is_kept_when_the_type_changes(gala):
    stalls = gala.ticket_types.get()
    cart = make.cart(gala, {stalls: 1})
    TicketType.objects.filter(pk=stalls.pk).update(price_cents=9900)

    assert check_out(cart).total_cents == 2500
