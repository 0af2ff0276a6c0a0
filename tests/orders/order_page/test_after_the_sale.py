import io
from datetime import timedelta

import icalendar
import pypdfium2
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from orders import links, services, tasks
from tenants.models import EmailLog
from tests import make
from tests.inbox import text_of


@pytest.fixture
def order(gala):
    """Two paid tickets of Ada's in the stalls."""
    return make.order(gala, {gala.ticket_types.get(): 2})


@pytest.fixture
def ticket(order):
    return order.tickets.order_by("pk").first()


def url(order, name, **more):
    return reverse(name, kwargs={"token": order.lookup_token, **more})


def name_url(order, ticket):
    return url(order, "orders:attendee", code=ticket.code)


def resends():
    return EmailLog.objects.filter(template="order_confirmation").count() - 1


def test_the_pdf_is_made_by_a_task_and_then_downloaded(client, order):
    waiting = client.get(url(order, "orders:order_pdf"))
    job = ProcrastinateJob.objects.get(task_name="orders.make_papers")
    tasks.make_papers(**job.args)
    ready = client.get(url(order, "orders:order_pdf"))

    assert waiting.status_code == 202
    assert '<meta http-equiv="refresh" content="2">' in waiting.content.decode()
    assert ready["Content-Type"] == "application/pdf"
    assert ready["Content-Disposition"] == f'attachment; filename="tickets-{order.order_number}.pdf"'
    assert ready["Cache-Control"] == "private, no-cache"
    with pypdfium2.PdfDocument(io.BytesIO(b"".join(ready))) as document:
        assert len(document) == 2


def test_however_impatient_one_pdf_is_queued(client, order):
    for _again in range(3):
        client.get(url(order, "orders:order_pdf"))

    assert ProcrastinateJob.objects.filter(task_name="orders.make_papers").count() == 1


def test_the_pdf_that_the_mail_brought_is_there_at_once(client, order, inbox):
    inbox.deliver()

    assert client.get(url(order, "orders:order_pdf")).status_code == 200


def test_a_reader_of_another_language_gets_the_same_pdf(client, order, inbox):
    inbox.deliver()

    assert client.get(url(order, "orders:order_pdf"), headers={"accept-language": "ar"}).status_code == 200


def test_a_cancelled_order_has_no_pdf_any_more(client, order, inbox):
    inbox.deliver()
    services.cancel_order(order=order, by=None, now=timezone.now())

    response = client.get(url(order, "orders:order_pdf"))

    assert response.status_code == 303
    assert response["Location"] == url(order, "orders:order")


def test_the_event_goes_into_the_calendar(client, order, gala):
    response = client.get(url(order, "orders:order_calendar"))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    event = icalendar.Calendar.from_ical(response.content).events[0]
    assert event["DTSTART"].dt == gala.starts_at.replace(microsecond=0)
    assert order.lookup_token not in response.content.decode()


def test_the_confirmation_is_sent_again_a_few_times_at_most(client, order):
    for _again in range(5):
        response = client.post(url(order, "orders:resend"), follow=True)

    assert resends() == 3
    assert "That was a little too often" in response.content.decode()


def test_sending_again_is_no_link(client, order):
    assert client.get(url(order, "orders:resend")).status_code == 405
    assert resends() == 0


def test_a_name_is_changed_and_shown(client, order, ticket):
    typed = {"first_name": "Zoë", "last_name": "Ångström", "email": "zoe@example.org"}

    response = client.post(name_url(order, ticket), typed)

    assert response.status_code == 303
    html = client.get(url(order, "orders:order")).content.decode()
    assert "Zoë Ångström" in html
    assert "The ticket has its new name." in html
    assert EmailLog.objects.get(template="attendee_ticket").recipient == "zoe@example.org"


def test_a_name_that_is_none_is_refused_at_its_field(client, order, ticket):
    response = client.post(name_url(order, ticket), {"first_name": "", "last_name": "B", "email": "nonsense"})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"first_name", "email"}
    ticket.attendee.refresh_from_db()
    assert ticket.attendee.first_name == "Ada"


def test_after_the_cut_off_names_stay(client, order, ticket, gala):
    typed = {"first_name": "Zoë", "last_name": "Ångström", "email": ""}

    with time_machine.travel(gala.starts_at - timedelta(hours=23), tick=False):
        page = client.get(url(order, "orders:order")).content.decode()
        form = client.get(name_url(order, ticket)).content.decode()
        response = client.post(name_url(order, ticket), typed)

    assert "Change name" not in page
    assert "can no longer be changed" in form
    assert response.status_code == 422
    ticket.attendee.refresh_from_db()
    assert ticket.attendee.first_name == "Ada"


def test_an_order_is_no_way_to_write_to_any_number_of_people(client, order, ticket):
    for number in range(20):
        typed = {"first_name": "Zoë", "last_name": "Ångström", "email": f"zoe{number}@example.org"}
        response = client.post(name_url(order, ticket), typed)

    assert response.status_code == 422
    assert "That was a little too often" in response.content.decode()
    assert EmailLog.objects.filter(template="attendee_ticket").count() == 12


def test_the_organizers_cut_off_counts(client, order, gala):
    gala.tenant.settings.name_change_cutoff_hours = 0
    gala.tenant.settings.save()

    with time_machine.travel(gala.starts_at - timedelta(minutes=1), tick=False):
        page = client.get(url(order, "orders:order")).content.decode()

    assert "Change name" in page


def test_who_lets_no_tickets_be_handed_on_keeps_the_names(client, order, ticket, gala):
    gala.tenant.settings.ticket_transfers_enabled = False
    gala.tenant.settings.save()

    page = client.get(url(order, "orders:order")).content.decode()
    form = client.get(name_url(order, ticket)).content.decode()
    response = client.post(name_url(order, ticket), {"first_name": "Eve", "last_name": "E"})

    assert "Change name" not in page
    assert "can no longer be changed. The organizer may be able to help" in form
    assert response.status_code == 422
    ticket.attendee.refresh_from_db()
    assert ticket.attendee.first_name == "Ada"


def test_a_cancelled_tickets_name_stays(client, order, ticket):
    services.cancel_tickets(order=order, tickets=[ticket], by=None, now=timezone.now())

    response = client.post(name_url(order, ticket), {"first_name": "Eve", "last_name": "E"})

    assert response.status_code == 422
    assert "This ticket can no longer be changed." in response.content.decode()


def test_a_mailed_link_leads_to_the_orders_of_all_organizers(client, order, inbox):
    inbox.deliver()
    other = make.event(make.tenant("Red Shoe"), name="Jazz night")
    make.order(other, {other.ticket_types.get(): 1})
    make.order(other, {other.ticket_types.get(): 1}, email="eve@example.org")
    inbox.deliver()

    answer = client.post("/orders/", {"email": "ADA@example.org"})
    (mail,) = inbox.deliver()
    link = next(line for line in text_of(mail).splitlines() if "/orders/mine/" in line)
    html = client.get(link.removeprefix("http://localhost:8000")).content.decode()

    assert "a link to them is on its way" in answer.content.decode()
    assert mail["To"] == "ada@example.org"
    assert html.count('class="event-card__title"') == 2
    assert "Jazz night" in html
    assert url(order, "orders:order") in html


def test_nobody_learns_whether_an_address_has_orders(client, order, inbox):
    inbox.deliver()
    known = client.post("/orders/", {"email": "ada@example.org"})
    unknown = client.post("/orders/", {"email": "bob@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert masked(known, "ada@example.org") == masked(unknown, "bob@example.org")
    assert [mail["To"] for mail in inbox.deliver()] == ["ada@example.org"]


def test_one_address_is_not_flooded_and_the_answer_stays_the_same(client, order):
    answers = {client.post("/orders/", {"email": "ada@example.org"}).status_code for _again in range(6)}

    assert answers == {200}
    assert EmailLog.objects.filter(template="my_tickets").count() == 3


def test_one_visitor_cannot_ask_for_addresses_without_end(client, db):
    answers = [client.post("/orders/", {"email": f"a{n}@example.org"}).status_code for n in range(12)]

    assert answers == [200] * 10 + [429] * 2


def test_the_link_works_for_half_an_hour(client, order):
    link = links.my_tickets_url("ada@example.org").removeprefix("http://localhost:8000")

    with time_machine.travel(timezone.now() + timedelta(minutes=29), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        late = client.get(link)
    assert late.status_code == 410
    assert "This link has expired." in late.content.decode()
    assert order.order_number not in late.content.decode()


def test_a_link_that_was_changed_opens_nothing(client, order):
    link = links.my_tickets_url("eve@example.org").removeprefix("http://localhost:8000")
    mine = links.my_tickets_url("ada@example.org").removeprefix("http://localhost:8000")
    forged = mine.split(":")[0] + ":" + link.split(":", 1)[1]

    assert client.get(forged).status_code == 410
    assert client.get("/orders/mine/nonsense/").status_code == 410


def test_the_list_takes_two_statements(client, order, count_statements):
    link = links.my_tickets_url("ada@example.org").removeprefix("http://localhost:8000")

    with count_statements() as statements:
        client.get(link)

    assert len(statements) <= 2, statements


def masked(response, email):
    """The answer without the address itself and the form's token."""
    return response.content.decode().replace(email, "…")
