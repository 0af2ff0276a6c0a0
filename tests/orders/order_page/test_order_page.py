import re
from datetime import timedelta

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from events.models import SigningKey
from orders import services
from orders.models import Order, Payment, PaymentStatus, Refund, Ticket
from orders.queries.order_page import order_page
from tests import make
from ticketing.core import signing

ADDRESSES = services.Addresses(success="http://testserver/done/", cancel="http://testserver/left/")


@pytest.fixture
def order(gala):
    """Two paid tickets of Ada's in the stalls."""
    return make.order(gala, {gala.ticket_types.get(): 2})


def url(order, name="orders:order", **more):
    return reverse(name, kwargs={"token": order.lookup_token, **more})


def page(client, order):
    response = client.get(url(order))
    assert response.status_code == 200
    return response.content.decode()


def first(order):
    return order.tickets.order_by("pk").first()


def test_a_confirmed_order_shows_each_ticket_with_its_code(client, order):
    html = page(client, order)

    assert "See you there, Ada!" in html
    for ticket in order.tickets.all():
        assert ticket.code in html
    assert html.count('class="qr"') == 2
    assert order.order_number in html
    assert "€50.00" in html


def test_the_picture_is_a_code_that_the_events_key_signed(client, order, gala):
    html = page(client, order)

    text = read_svg(re.search(r'<svg[^>]*class="qr".*?</svg>', html, re.DOTALL).group(0))
    parsed = signing.parse(text)
    assert parsed.code == first(order).code
    assert signing.verify(parsed, SigningKey.objects.get(event=gala).public_key)


def test_the_page_takes_five_statements(client, order, count_statements):
    with count_statements() as statements:
        page(client, order)

    assert len(statements) <= 5, statements


def test_a_free_orders_page_takes_three_statements(client, gala, count_statements):
    free = make.ticket_type(gala, name="Guests", price_cents=0)
    order = make.order(gala, {free: 3})

    with count_statements() as statements:
        page(client, order)

    assert len(statements) <= 3, statements


def test_the_page_stays_out_of_caches_searches_and_other_sites_logs(client, order):
    response = client.get(url(order))

    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "noindex" in response.content.decode()


def test_a_guessed_link_opens_nothing(client, order):
    for token in ("x" * 32, order.order_number, str(order.pk), order.lookup_token.swapcase()):
        assert client.get(reverse("orders:order", kwargs={"token": token})).status_code == 404


def test_one_orders_link_does_not_open_anothers_ticket(client, order, gala):
    other = make.order(gala, {gala.ticket_types.get(): 1}, email="eve@example.org")
    code = first(other).code

    assert client.get(url(order, "orders:ticket", code=code)).status_code == 404
    assert client.get(url(order, "orders:attendee", code=code)).status_code == 404
    assert client.post(url(order, "orders:attendee", code=code), {"first_name": "Eve"}).status_code == 404
    assert first(other).attendee.first_name == "Ada"


def test_an_unpaid_order_leads_to_its_payment_and_shows_no_code(client, gala):
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)

    html = page(client, order)

    assert "Only the payment is missing" in html
    assert url(order, "orders:payment_return") in html
    assert 'class="qr"' not in html


def test_a_payment_on_its_way_asks_for_patience(client, gala):
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)
    make.payment(order, status=PaymentStatus.PROCESSING)

    html = page(client, order)

    assert "Your payment is being processed" in html
    assert "please do not pay again" in html


def test_a_bank_transfer_says_where_to_and_until_when(client, gala):
    gala.tenant.settings.bank_details = "Blue Note e. V.\nDE02 1203 0000 0000 2020 51"
    gala.tenant.settings.save()
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)
    services.start_payment(order=order, provider_key="bank_transfer", addresses=ADDRESSES, now=timezone.now())

    html = page(client, order)

    assert "Your places are held" in html
    for words in ("Blue Note e. V.<br>DE02 1203 0000 0000 2020 51", order.order_number, "€25.00"):
        assert words in html


def test_what_is_paid_at_the_door_is_a_good_ticket_with_a_reminder(client, gala):
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)
    services.start_payment(order=order, provider_key="at_door", addresses=ADDRESSES, now=timezone.now())

    html = page(client, order)

    assert "See you there, Ada!" in html
    assert "To be paid at the entrance: €25.00." in html
    assert html.count('class="qr"') == 1


def test_an_order_that_waits_for_approval_says_so(client, gala):
    asked = make.ticket_type(gala, name="Backstage", requires_approval=True)
    order = make.order(gala, {asked: 1})

    html = page(client, order)

    assert "Your request is with the organizer" in html
    assert 'class="qr"' not in html


def test_a_lapsed_order_says_what_became_of_it(client, gala):
    order = make.order(gala, {gala.ticket_types.get(): 1}, paid=False)
    services.release_all_lapsed(now=timezone.now() + timedelta(days=1))

    html = page(client, order)

    assert "This order was not paid in time" in html
    assert 'class="qr"' not in html


def test_a_cancelled_order_is_grey_and_without_codes(client, order):
    services.cancel_order(order=order, by=None, now=timezone.now())

    html = page(client, order)

    assert "Your order is cancelled" in html
    assert html.count("ticket-card--void") == 2
    assert 'class="qr"' not in html


def test_a_cancelled_ticket_is_grey_beside_one_that_admits(client, order):
    services.cancel_tickets(order=order, tickets=[first(order)], by=None, now=timezone.now())

    html = page(client, order)

    assert html.count("ticket-card--void") == 1
    assert html.count('class="qr"') == 1


def test_money_on_its_way_back_is_said(client, order):
    services.request_refund(order=order, amount_cents=2000, now=timezone.now())

    assert "€20.00 is on its way back to you" in page(client, order)


def test_money_that_came_back_is_said(client, order):
    refund = services.request_refund(order=order, amount_cents=2000, now=timezone.now())
    state = services.refunds.RefundState("re_1", "succeeded", 2000)
    services.record_refund(refund_id=refund.pk, state=state, now=timezone.now())

    html = page(client, order)

    assert "€20.00 was paid back to you" in html
    assert not Refund.objects.filter(status="pending").exists()


def test_the_way_to_join_is_for_valid_tickets_only(client, blue_note):
    event = make.event(
        blue_note, location_type="virtual", virtual_event_url="https://meet.example/room", published=False
    )
    free = make.ticket_type(event)
    make.publish(event)
    order = make.order(event, {free: 1})

    before = page(client, order)
    services.cancel_order(order=order, by=None, now=timezone.now())

    assert "See you online, Ada!" in before
    assert "https://meet.example/room" in before
    assert "https://meet.example/room" not in page(client, order)


def test_answers_sessions_and_merchandise_are_shown(client, gala):
    question = make.question(gala, "How did you hear of us?", asked_per="order")
    opening = make.session(gala, title="Opening speech")
    seat = make.ticket_type(gala, name="Day pass", sessions=[opening])
    poster = make.ticket_type(gala, name="Poster", kind="merchandise", price_cents=0)
    order = make.order(gala, {seat: 1, poster: 2}, answers={str(question.pk): "From a friend"})

    html = page(client, order)

    for words in ("How did you hear of us?", "From a friend", "Opening speech", "2 × Poster"):
        assert words in html


def test_a_ticket_has_a_page_of_its_own_as_large_as_the_screen(client, order):
    one, two = order.tickets.order_by("pk")

    html = client.get(url(order, "orders:ticket", code=one.code)).content.decode()

    assert html.count('class="qr"') == 1
    assert "Ada Lovelace" in html
    assert url(order, "orders:ticket", code=two.code) in html


def test_a_cancelled_tickets_own_page_shows_no_code(client, order):
    services.cancel_order(order=order, by=None, now=timezone.now())

    html = client.get(url(order, "orders:ticket", code=first(order).code)).content.decode()

    assert 'class="qr"' not in html
    assert "This ticket does not admit anyone." in html


def test_a_new_qr_replaces_the_old_one_on_the_page(order):
    before = order_page(Order.objects.get(pk=order.pk), now=timezone.now()).passes[0].qr
    services.reissue_qr(ticket=first(order), by=None, now=timezone.now())

    after = order_page(Order.objects.get(pk=order.pk), now=timezone.now()).passes[0].qr

    assert signing.parse(before).version == 1
    assert signing.parse(after).version == 2


def test_an_expired_ticket_shows_no_code_even_before_the_nightly_job(client, order):
    Ticket.objects.filter(pk=first(order).pk).update(expires_at=timezone.now() - timedelta(minutes=1))

    assert page(client, order).count('class="qr"') == 1


def test_the_page_is_drawn_from_right_to_left_in_arabic(client, order):
    html = client.get(url(order), headers={"accept-language": "ar"}).content.decode()

    assert 'dir="rtl"' in html


def test_two_payments_show_only_what_counts(client, order):
    late = Payment.objects.create(
        tenant=order.tenant, order=order, provider="stripe", amount_cents=5000, currency="EUR", status="cancelled"
    )

    html = page(client, order)

    assert str(late.pk) not in html
    assert "See you there, Ada!" in html


def read_svg(svg):
    """What a scanner reads in the picture: its strokes are drawn and decoded."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg).group(1))
    picture = Image.new("L", (size * 4, size * 4), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, width in re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg):
        left, top = int(x) * 4, int(y) * 4
        draw.rectangle((left, top, left + int(width) * 4 - 1, top + 3), fill=0)
    return zxingcpp.read_barcode(picture).text
