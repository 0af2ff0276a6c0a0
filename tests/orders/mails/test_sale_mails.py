import io
import re

import icalendar
import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone

from events.models import SigningKey
from orders import services, tasks
from orders.models import Refund
from orders.payments.base import RefundState
from tenants import hooks
from tenants.models import EmailLog, EmailStatus
from tests import make
from tests.inbox import text_of
from ticketing.core import pdf as core_pdf
from ticketing.core import signing

ADDRESSES = services.Addresses(success="http://testserver/done/", cancel="http://testserver/left/")


@pytest.fixture
def stalls(gala):
    return gala.ticket_types.get()


def logged(template):
    return EmailLog.objects.filter(template=template)


def codes_in(pdf):
    """The texts of the QR codes of a PDF, page by page."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return [zxingcpp.read_barcode(page.render(scale=3).to_pil()).text for page in document]


def test_a_sale_sends_its_tickets_as_pdf_whose_codes_admit(gala, stalls, inbox):
    order = make.order(gala, {stalls: 2})

    (mail,) = inbox.deliver()

    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "Your tickets for Winter Gala")
    assert mail["Reply-To"] == gala.tenant.email
    assert f"/orders/{order.lookup_token}/" in text_of(mail)
    pdf, ics = mail.iter_attachments()
    assert pdf.get_filename() == f"tickets-{order.order_number}.pdf"
    parsed = [signing.parse(text) for text in codes_in(pdf.get_content())]
    assert [one.code for one in parsed] == list(order.tickets.order_by("pk").values_list("code", flat=True))
    key = SigningKey.objects.get(event=gala)
    assert all(signing.verify(one, key.public_key) for one in parsed)
    event = icalendar.Calendar.from_ical(ics.get_payload(decode=True)).events[0]
    assert event["DTSTART"].dt == gala.starts_at.replace(microsecond=0)
    assert event["UID"] == f"{gala.pk}@foyer"


def test_a_mail_is_written_in_the_orders_language(gala, stalls, inbox):
    make.order(gala, {stalls: 1}, locale="ar")

    (mail,) = inbox.deliver()

    assert mail["Content-Language"] == "ar"
    assert 'dir="rtl"' in mail.get_body(("html",)).get_content()


def test_the_pdf_is_kept_and_not_made_twice(gala, stalls, inbox, private_files):
    order = make.order(gala, {stalls: 1})
    inbox.deliver()
    (kept,) = private_files.glob("tickets/*/*.pdf")
    made_at = kept.stat().st_mtime_ns

    tasks.make_papers(order_id=str(order.pk))

    assert kept.stat().st_mtime_ns == made_at


def test_a_changed_name_makes_another_pdf_and_drops_the_outdated(gala, stalls, inbox, private_files):
    order = make.order(gala, {stalls: 1})
    inbox.deliver()
    (before,) = private_files.glob("tickets/*/*.pdf")
    services.change_attendee(ticket=order.tickets.get(), first_name="Zoë", last_name="B", now=timezone.now())

    tasks.make_papers(order_id=str(order.pk))

    (after,) = private_files.glob("tickets/*/*.pdf")
    assert after != before


def test_guests_with_an_address_of_their_own_get_their_own_ticket_once(gala, stalls, inbox):
    cart = make.cart(gala, {stalls: 2})
    people = [
        services.AttendeeDetails(stalls.pk, "Ada", "Lovelace", "ada@example.org"),
        services.AttendeeDetails(stalls.pk, "Zoë", "Ångström", "zoe@example.org"),
    ]
    order = make.pay(services.check_out(cart=cart, details=make.details(cart, attendees=people), now=timezone.now()))
    hers = order.tickets.get(attendee__email="zoe@example.org")

    first = inbox.deliver()
    services.resend_order(order=order, now=timezone.now())
    second = inbox.deliver()

    assert [mail["To"] for mail in first] == ["ada@example.org", "zoe@example.org"]
    assert [mail["To"] for mail in second] == ["ada@example.org"]
    paper, _ics = first[1].iter_attachments()
    assert [signing.parse(text).code for text in codes_in(paper.get_content())] == [hers.code]
    assert order.lookup_token not in first[1].as_string()


def test_a_new_address_on_a_ticket_is_sent_it_and_the_old_one_is_not(gala, stalls, inbox):
    order = make.order(gala, {stalls: 1})
    inbox.deliver()
    ticket = order.tickets.get()
    for email in ("eve@example.org", "zoe@example.org"):
        services.change_attendee(ticket=ticket, first_name="Zoë", last_name="Ångström", email=email, now=timezone.now())

    mails = inbox.deliver()

    assert [mail["To"] for mail in mails] == ["zoe@example.org"]
    assert logged("attendee_ticket").get(recipient="eve@example.org").status == EmailStatus.DROPPED


def test_a_paid_order_is_confirmed_by_mail_once_however_often_the_provider_says_so(gala, stalls, inbox):
    order = make.order(gala, {stalls: 1}, paid=False)
    payment = make.payment(order)
    for _again in range(3):
        services.record_payment(payment_id=payment.pk, state=make.paid_state(payment), now=timezone.now())

    assert len(inbox.deliver()) == 1
    assert logged("order_confirmation").count() == 1


def test_a_mail_server_that_is_down_keeps_the_order_and_its_mail(client, gala, stalls, inbox):
    order = make.order(gala, {stalls: 1})
    inbox.answer = "451 4.3.0 later"

    with pytest.raises(Exception, match="later"):
        inbox.deliver()

    assert client.get(f"/orders/{order.lookup_token}/").status_code == 200
    log = logged("order_confirmation").get()
    assert log.status == EmailStatus.QUEUED
    inbox.answer = "250 OK"
    (mail,) = inbox.deliver()
    assert mail["Message-ID"] == log.message_id


def test_a_bank_transfer_is_explained_by_mail(gala, stalls, inbox):
    gala.tenant.settings.bank_details = "Blue Note e. V.\nDE02 1203 0000 0000 2020 51"
    gala.tenant.settings.save()
    order = make.order(gala, {stalls: 1}, paid=False)
    services.start_payment(order=order, provider_key="bank_transfer", addresses=ADDRESSES, now=timezone.now())

    (mail,) = inbox.deliver()

    assert mail["Subject"] == "Please pay for your places: Winter Gala"
    for words in ("DE02 1203 0000 0000 2020 51", order.order_number, "€25.00"):
        assert words in text_of(mail)


def test_how_to_pay_is_not_told_to_who_has_paid_meanwhile(gala, stalls, inbox):
    order = make.order(gala, {stalls: 1}, paid=False)
    services.start_payment(order=order, provider_key="bank_transfer", addresses=ADDRESSES, now=timezone.now())
    services.mark_paid(order=order, by=make.member(gala.tenant, "manager"), now=timezone.now())

    mails = inbox.deliver()

    assert [mail["Subject"] for mail in mails] == ["Your tickets for Winter Gala"]
    assert logged("payment_pending").get().status == EmailStatus.DROPPED


def test_a_cancellation_is_told_with_the_money_that_comes_back(gala, stalls, inbox):
    order = make.order(gala, {stalls: 1})
    inbox.deliver()
    services.cancel_order(order=order, by=None, now=timezone.now())
    services.request_refund(order=order, amount_cents=2500, now=timezone.now())

    (mail,) = inbox.deliver()

    assert mail["Subject"] == "Your order is cancelled: Winter Gala"
    assert "€25.00" in text_of(mail)


def test_a_confirmation_that_was_overtaken_by_a_cancellation_is_not_sent(gala, stalls, inbox):
    order = make.order(gala, {stalls: 1})
    services.cancel_order(order=order, by=None, now=timezone.now())

    assert [mail["Subject"] for mail in inbox.deliver()] == ["Your order is cancelled: Winter Gala"]
    assert logged("order_confirmation").get().status == EmailStatus.DROPPED


def test_a_refund_is_told(gala, stalls, inbox):
    order = make.order(gala, {stalls: 1})
    inbox.deliver()
    refund = services.request_refund(order=order, amount_cents=1000, now=timezone.now())
    services.record_refund(refund_id=refund.pk, state=RefundState("re_1", "succeeded", 1000), now=timezone.now())

    (mail,) = inbox.deliver()

    assert mail["Subject"] == "Your refund for Winter Gala"
    assert "€10.00" in text_of(mail)


def test_money_that_came_twice_is_told_to_come_back(gala, stalls, inbox):
    order = make.order(gala, {stalls: 1})
    inbox.deliver()
    second = make.payment(order)
    services.record_payment(payment_id=second.pk, state=make.paid_state(second), now=timezone.now())

    (mail,) = inbox.deliver()

    assert Refund.objects.get().reason == "paid_twice"
    assert "€25.00" in text_of(mail)


def test_where_no_pdf_can_be_made_the_confirmation_goes_out_all_the_same(gala, stalls, inbox, monkeypatch):
    monkeypatch.setattr(core_pdf.ctypes, "CDLL", _missing)
    monkeypatch.setattr(core_pdf, "import_module", _missing)
    core_pdf.can_render.cache_clear()
    core_pdf._renderer.cache_clear()
    make.order(gala, {stalls: 1})

    (mail,) = inbox.deliver()
    core_pdf.can_render.cache_clear()
    core_pdf._renderer.cache_clear()

    assert [part.get_filename() for part in mail.iter_attachments()] == ["event.ics"]
    assert "Your tickets are on its page" in text_of(mail)


def test_every_mail_that_is_queued_has_a_builder():
    queued = set()
    for path in ("orders/steps/mails.py", "orders/services/lookups.py"):
        with open(path, encoding="utf-8") as source:
            text = source.read()
        queued |= set(re.findall(r'_queue\(order, "([a-z_]+)"', text)) | set(re.findall(r'template="([a-z_]+)"', text))

    assert queued <= set(hooks.mail_builders)
    assert len(queued) == 11


def _missing(name):
    raise OSError(name)
