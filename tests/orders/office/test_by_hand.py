"""Orders that members make: gifts, the box office, and by bank transfer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Stock
from orders import errors, services
from orders.models import LedgerEntry, Order, TicketStatus
from orders.queries.stock_check import stock_differences
from tenants.models import EmailLog
from tests import make
from tests.office import browser_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office, gala):
    """The address at which orders are made."""
    return f"{office}events/{gala.pk}/orders/new/"


def typed(kind, quantity, how_paid="cash", **fields):
    return {f"quantity-{kind.pk}": str(quantity), "how_paid": how_paid} | fields


def only_order():
    return Order.objects.get()


def sold(stock):
    return Stock.objects.values_list("quantity_held", "quantity_sold").get(pk=stock.pk)


@pytest.mark.parametrize("how_paid", ["cash", "card"])
def test_a_sale_at_the_box_office_is_paid_and_confirmed_at_once(mary, desk, stalls, how_paid):
    fields = {"email": "Bob@example.org", "first_name": "Bob", "sends_mail": "on", "attendees": "Bob Builder\nAda"}

    answer = mary.post(desk, typed(stalls, 2, how_paid, **fields))

    order = only_order()
    payment = order.payments.get()
    assert answer.headers["Location"].endswith(f"/orders/{order.order_number}/")
    assert (order.status, order.payment_status, order.total_cents) == ("confirmed", "paid", 5000)
    assert (payment.status, payment.method, payment.applied_cents) == ("succeeded", how_paid, 5000)
    assert [row.attendee.full_name for row in order.tickets.order_by("pk")] == ["Bob Builder", "Ada"]
    assert {row.status for row in order.tickets.all()} == {TicketStatus.VALID}
    assert sold(stalls.stock) == (0, 2)
    assert sum(LedgerEntry.objects.filter(account="gateway").values_list("amount_cents", flat=True)) == 5000
    assert EmailLog.objects.get().recipient == "bob@example.org"
    assert stock_differences() == []


def key_of(browser, address):
    return browser.get(address).context["form"]["once"].value()


def test_a_form_that_is_sent_twice_makes_one_order_and_shows_it(mary, desk, stalls, page_of):
    fields = typed(stalls, 2, email="bob@example.org", sends_mail="on") | {"once": key_of(mary, desk)}

    first = mary.post(desk, fields)
    again = mary.post(desk, fields | {f"quantity-{stalls.pk}": "3"}, follow=True)

    assert again.redirect_chain[0][0] == first.headers["Location"] == page_of(only_order())
    assert "This form was sent before" in again.content.decode()
    assert sold(stalls.stock) == (0, 2)
    assert EmailLog.objects.count() == 1


def test_a_form_that_was_refused_keeps_its_key_and_a_form_opened_anew_has_another(mary, desk, stalls):
    key = key_of(mary, desk)

    refused = mary.post(desk, typed(stalls, 0) | {"once": key})

    assert refused.context["form"]["once"].value() == key
    assert mary.post(desk, typed(stalls, 1) | {"once": key}).status_code == 302
    assert mary.post(desk, typed(stalls, 1) | {"once": key_of(mary, desk)}).status_code == 302
    assert Order.objects.count() == 2


def test_a_key_counts_for_the_member_and_the_event_that_it_was_made_for(mary, blue_note, desk, office, stalls):
    nora = browser_as(blue_note, "manager")
    other = make.event(blue_note)
    elsewhere = f"{office}events/{other.pk}/orders/new/"
    theirs = {"another member's": key_of(nora, desk), "another event's": key_of(mary, elsewhere), "rubbish": "x:y:z"}

    for whose, key in theirs.items():
        answer = mary.post(desk, typed(stalls, 1, first_name="Bob") | {"once": key})
        assert answer.status_code == 422, whose
        assert "Please open it anew" in answer.content.decode()
        assert 'value="Bob"' in answer.content.decode()
    assert not Order.objects.exists()


def test_a_gift_costs_nothing_and_says_why(mary, desk, stalls):
    refused = mary.post(desk, typed(stalls, 3, "complimentary", email="press@example.org"))
    mary.post(desk, typed(stalls, 3, "complimentary", reason="Press", sends_mail="on", email="press@example.org"))

    order = only_order()
    assert refused.status_code == 422
    assert "for whom or why" in refused.content.decode()
    assert 'value="press@example.org"' in refused.content.decode()
    assert (order.total_cents, order.status, order.notes) == (0, "confirmed", "Press")
    assert not order.payments.exists()
    assert sold(stalls.stock) == (0, 3)


def test_an_order_by_transfer_holds_its_places_until_the_money_comes(mary, desk, stalls, page_of):
    mary.post(desk, typed(stalls, 1, "bank_transfer", email="bob@example.org", sends_mail="on"))

    order = only_order()
    assert (order.status, sold(stalls.stock)) == ("pending", (1, 0))
    assert order.expires_at > timezone.now() + timedelta(days=6)
    assert EmailLog.objects.get().template == "payment_pending"
    mary.post(page_of(order, "payment/"))
    assert sold(stalls.stock) == (0, 1)


def test_whoever_pays_later_needs_an_address(mary, desk, stalls):
    answer = mary.post(desk, typed(stalls, 1, "bank_transfer"))

    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_without_an_address_the_order_is_the_organizers_and_nothing_is_mailed(mary, desk, stalls, blue_note):
    mary.post(desk, typed(stalls, 1, sends_mail="on"))

    assert only_order().buyer_email == blue_note.email
    assert not EmailLog.objects.exists()


def test_a_member_may_exceed_what_one_order_may_contain_but_never_the_places(mary, desk, gala):
    few = make.ticket_type(gala, name="Box", places=12, max_per_order=2, price_cents=100)

    mary.post(desk, typed(few, 10))
    answer = mary.post(desk, typed(few, 3))

    assert only_order().tickets.count() == 10
    assert answer.status_code == 422
    assert "Only 2 left" in answer.content.decode()
    assert sold(few.stock) == (0, 10)


def test_lapsed_holds_are_taken_as_any_buyer_would(mary, desk, gala):
    only = make.ticket_type(gala, name="Box", places=1, price_cents=100)
    make.cart(gala, {only: 1}, now=timezone.now() - timedelta(hours=1))

    mary.post(desk, typed(only, 1))

    assert sold(only.stock) == (0, 1)


def test_nothing_chosen_and_too_many_names_are_refused_with_all_that_was_typed(mary, desk, stalls):
    nothing = mary.post(desk, typed(stalls, 0, email="bob@example.org"))
    names = mary.post(desk, typed(stalls, 1, attendees="Ada\nBob"))

    assert "choose at least one ticket" in nothing.content.decode()
    assert "bob@example.org" in nothing.content.decode()
    assert "more names than tickets" in names.content.decode()
    assert not Order.objects.exists()


def test_tickets_of_another_event_are_not_sold_here(gala, stalls, manager):
    other = make.event(gala.tenant)
    filled_in = services.ByHand(
        wanted={other.ticket_types.get().pk: 1}, details=services.Details(email=""), how_paid="cash"
    )

    with pytest.raises(errors.UnknownTicketType):
        services.place_order_by_hand(event=gala, filled_in=filled_in, by=manager, now=timezone.now())


def test_each_type_says_how_many_can_be_had_for_what(mary, desk, gala, stalls):
    make.ticket_type(gala, name="Box", places=3)
    make.cart(gala, {stalls: 2})

    shown = " ".join(mary.get(desk).content.decode().split())

    assert "€25.00 · 98 still free" in shown
    assert "Free · 3 still free" in shown


def test_the_page_costs_few_statements(mary, desk, gala, count_statements):
    for number in range(5):
        make.ticket_type(gala, name=f"Row {number}")

    with count_statements() as statements:
        mary.get(desk)

    assert len(statements) == 6, statements


def test_who_may_not_record_money_sells_nothing_for_cash(blue_note, desk, stalls):
    sue = browser_as(blue_note, "support", extra_permissions=["orders.change"])
    fields = {"email": "bob@example.org", "reason": "Prize"}

    shown = sue.get(desk).content.decode()
    for how_paid in ("cash", "card"):
        assert sue.post(desk, typed(stalls, 1, how_paid, **fields)).status_code == 422
    assert not Order.objects.exists()
    assert "in cash" not in shown
    assert sue.post(desk, typed(stalls, 1, "complimentary", **fields)).status_code == 302


def test_a_buyer_who_is_known_keeps_the_name_that_nobody_typed_again(mary, desk, gala, stalls):
    buyer = make.order(gala, {stalls: 1}).buyer

    mary.post(desk, typed(stalls, 1, email=buyer.email))

    assert [order.buyer for order in Order.objects.all()] == [buyer, buyer]
    buyer.refresh_from_db()
    assert buyer.full_name == "Ada Lovelace"
