import io
from dataclasses import replace
from datetime import UTC, datetime

import icalendar
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from orders.documents import mails
from orders.documents.facts import BankFacts, OrderTitle
from orders.documents.ticket_pdf import render_tickets

ID = "<0123@foyer.example>"
BANK = BankFacts(
    details="Haus e. V.\nDE02 1203 0000 0000 2020 51\nBYLADEM1001",
    reference="K7QF2M",
    pay_by=datetime(2026, 11, 27, 22, 59, tzinfo=UTC),
)


def confirmed(order):
    return mails.order_confirmed(order, pdf=render_tickets(order) if order.valid_tickets else None, message_id=ID)


def bodies(message):
    return message.text, message.html.replace("&amp;", "&").replace("&#x27;", "'")


def test_the_confirmation_brings_tickets_and_calendar_file(order):
    message = confirmed(order)

    assert (message.to, message.from_name, message.reply_to) == (
        "juergen@example.org",
        "Haus der Kleinen Künste",
        "hallo@haus.example",
    )
    assert message.subject == "Your tickets for Nachtkonzert im Botanischen Garten"
    assert message.message_id == ID
    pdf, ics = message.attachments
    assert (pdf.name, pdf.content_type) == ("tickets-K7QF2M.pdf", "application/pdf")
    assert pages(pdf.content) == 2
    assert (ics.name, ics.content_type) == ("event.ics", "text/calendar; charset=utf-8; method=PUBLISH")
    assert icalendar.Calendar.from_ical(ics.content).events[0]["UID"] == "018f@foyer.example"


def test_the_confirmation_says_the_same_in_text_and_html(order):
    for body in bodies(confirmed(order)):
        for words in (
            "Hello Jürgen Weiß,",
            "Nachtkonzert im Botanischen Garten",
            "Saturday, 3 April 2027",
            "Großes Tropenhaus, Königin-Luise-Straße 6–8, 14195 Berlin",
            "https://foyer.example/orders/lookup-token/",
            "Zoë Ångström",
            "Row 4, seat 12",
            "TKT-2026-7Q4M9X2KDB",
            "2 × Stalls",
            "€85.00",
            "€5.00",
            "€94.40",
            "€15.07",
            "Bring something warm.",
            "hallo@haus.example",
        ):
            assert words in body


def test_html_mails_show_no_picture_and_call_nobody(order):
    html = confirmed(order).html

    for word in ("<img", "<script", "<link", "url(", "http://"):
        assert word not in html


def test_names_are_text_in_html_and_as_typed_in_text(order):
    hostile = replace(order, buyer_name="<script>alert(1)</script> & Co")

    message = confirmed(hostile)

    assert "<script>alert(1)</script> & Co" in message.text
    assert "<script>" not in message.html


def test_an_order_without_tickets_is_confirmed_without_pdf(order):
    message = confirmed(replace(order, tickets=()))

    assert message.subject == "Your order for Nachtkonzert im Botanischen Garten"
    assert [attachment.name for attachment in message.attachments] == ["event.ics"]


def test_the_join_link_goes_to_holders_of_valid_tickets_only(order):
    online = replace(order, join_url="https://meet.example/room")
    cancelled = replace(online, tickets=tuple(replace(ticket, qr="") for ticket in online.tickets))

    assert all("https://meet.example/room" in body for body in bodies(confirmed(online)))
    assert not any("https://meet.example/room" in body for body in bodies(confirmed(cancelled)))


def test_what_is_to_be_paid_at_the_door_is_said(order):
    for body in bodies(confirmed(replace(order, due_cents=2000))):
        assert "Still to be paid at the entrance: €20.00." in body


def test_a_pending_payment_says_where_to_and_until_when(order):
    pending = replace(order, tickets=(), bank=BANK, due_cents=9440)

    message = mails.payment_pending(pending, message_id=ID)

    assert message.attachments == ()
    for body in bodies(message):
        for words in ("€94.40", "Haus e. V.", "DE02 1203 0000 0000 2020 51", "BYLADEM1001", "K7QF2M"):
            assert words in body
        assert "27 November 2026, 23:59 CET" in body


def test_a_late_payment_is_told_to_come_back_in_full(order):
    message = mails.payment_too_late(replace(order, tickets=()), amount_cents=9440, message_id=ID)

    assert message.subject == "Your payment came too late: Nachtkonzert im Botanischen Garten"
    assert message.attachments == ()
    for body in bodies(message):
        assert "All of it, €94.40, is on its way back to you" in body
        assert "You have no tickets from this order." in body


def test_a_refund_says_how_much_and_nothing_of_tickets(order):
    for body in bodies(mails.refund_sent(order, amount_cents=4250, message_id=ID)):
        assert "€42.50 of order K7QF2M" in body
        assert "TKT-" not in body


@pytest.mark.parametrize(("cents", "said"), [(4250, True), (0, False)])
def test_a_cancellation_promises_money_only_where_some_comes(order, cents, said):
    void = replace(order, tickets=tuple(replace(ticket, qr="") for ticket in order.tickets))

    message = mails.order_cancelled(void, refund_cents=cents, message_id=ID)

    assert message.subject == "Your order is cancelled: Nachtkonzert im Botanischen Garten"
    for body in bodies(message):
        assert "no longer admit anyone" in body
        assert "TKT-" not in body
        assert ("€42.50" in body) is said


def test_a_partial_cancellation_lists_what_still_admits(order):
    partly = replace(order, tickets=(replace(order.tickets[0], qr=""), order.tickets[1]))

    message = mails.order_cancelled(partly, refund_cents=4250, message_id=ID)

    assert message.subject == "Some of your tickets are cancelled: Nachtkonzert im Botanischen Garten"
    for body in bodies(message):
        assert "TKT-2026-7Q4M9X2KDB" in body
        assert "TKT-2026-7Q4M9X2KDA" not in body


def test_a_cancelled_event_leaves_the_buyers_calendar(order):
    cancelled = replace(order, event=replace(order.event, is_cancelled=True, version=4))

    message = mails.order_cancelled(cancelled, refund_cents=9440, message_id=ID)

    assert message.subject == "Cancelled: Nachtkonzert im Botanischen Garten"
    (ics,) = message.attachments
    calendar = icalendar.Calendar.from_ical(ics.content)
    assert ics.content_type.endswith("method=CANCEL")
    assert (calendar["METHOD"], calendar.events[0]["SEQUENCE"]) == ("CANCEL", 4)


def test_a_guest_gets_their_own_ticket_and_no_way_to_the_order(order):
    ticket = replace(order.tickets[1], attendee_email="zoe@example.org")

    message = mails.attendee_ticket(
        order, ticket, pdf=render_tickets(order, (mails.guests_own(ticket),)), message_id=ID
    )

    assert message.to == "zoe@example.org"
    assert pages(message.attachments[0].content) == 1
    assert "TKT-2026-7Q4M9X2KDB" in message.text
    paper = words_of(message.attachments[0].content)
    for text in (*bodies(message), paper):
        assert "lookup-token" not in text
        assert "TKT-2026-7Q4M9X2KDA" not in text
        assert "€" not in text
        assert "juergen@example.org" not in text


def test_a_guest_gets_the_code_as_a_picture_where_no_pdf_can_be_made(order):
    ticket = replace(order.tickets[1], attendee_email="zoe@example.org")

    picture, ics = mails.attendee_ticket(order, ticket, pdf=None, message_id=ID).attachments

    assert (picture.name, picture.content_type) == ("TKT-2026-7Q4M9X2KDB.png", "image/png")
    assert zxingcpp.read_barcode(Image.open(io.BytesIO(picture.content))).text == ticket.qr
    assert ics.name == "event.ics"


def test_without_pdfs_the_confirmation_promises_none(order):
    message = mails.order_confirmed(order, pdf=None, message_id=ID)

    assert [attachment.name for attachment in message.attachments] == ["event.ics"]
    for body in bodies(message):
        assert "Your tickets are on its page" in body
        assert "PDF" not in body


def test_my_tickets_leads_to_the_page_that_lists_them(order):
    titles = tuple(OrderTitle(number=number, event=order.event) for number in ("K7QF2M", "B3XW9T"))
    url = "https://foyer.example/orders/mine/signed/"

    message = mails.my_tickets(to="juergen@example.org", locale="en", url=url, orders=titles, message_id=ID)

    assert (message.to, message.subject, message.from_name) == ("juergen@example.org", "Your tickets", "")
    for body in bodies(message):
        for words in (url, "K7QF2M", "B3XW9T", "Nachtkonzert im Botanischen Garten"):
            assert words in body
        assert "lookup-token" not in body


@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_every_mail_is_rendered_in_every_language(order, locale):
    asked = replace(order, locale=locale, bank=BANK, due_cents=100, join_url="https://meet.example/")
    ticket = replace(order.tickets[0], attendee_email="zoe@example.org")

    messages = [
        confirmed(asked),
        mails.payment_pending(asked, message_id=ID),
        mails.payment_too_late(asked, amount_cents=100, message_id=ID),
        mails.refund_sent(asked, amount_cents=100, message_id=ID),
        mails.order_cancelled(asked, refund_cents=100, message_id=ID),
        mails.attendee_ticket(asked, ticket, pdf=None, message_id=ID),
        mails.my_tickets(
            to="a@example.org",
            locale=locale,
            url=order.url,
            orders=(OrderTitle(number="K7QF2M", event=order.event),),
            message_id=ID,
        ),
    ]

    for message in messages:
        assert message.subject
        assert f'lang="{locale}"' in message.html
        assert ('dir="rtl"' in message.html) is (locale == "ar")
        assert "{{" not in message.text + message.html
        assert "{%" not in message.text + message.html


def pages(data):
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        return len(document)


def words_of(data):
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        page = document[0]
        text = page.get_textpage()
        words = text.get_text_range()
        text.close()
        page.close()
    return words
