"""Several tickets of an order into one slot."""

import pytest
from django.test import Client

from reservations.models import TicketReservation
from tenants.models import EmailLog
from tests import make
from tests.reservations.visitors.steps import TYPED, group_path, path, reserve, text_of

pytestmark = pytest.mark.django_db


def test_a_group_is_placed_in_one_slot_with_one_mail(client, party, slot):
    codes = [ticket.code for ticket in party.tickets.order_by("pk")]
    page = client.get(group_path("order", party))
    assert page.content.decode().count("checked") == 3

    times = client.get(group_path("order_times", party), {"t": codes[:2]})
    assert "For 2 tickets, all at the same time." in text_of(times)
    chosen = f"{group_path('order_time', party, slot=slot.pk)}?t={codes[0]}&t={codes[1]}"
    assert chosen.replace("&", "&amp;") in times.content.decode()
    assert client.get(chosen).context["form"]["customer_email"].value() == "ada@example.org"
    done = client.post(chosen, TYPED, follow=True)

    assert TicketReservation.objects.filter(slot=slot).count() == 2
    assert EmailLog.objects.filter(template="visit_reserved").count() == 1
    assert "10:00 – 12:00" in text_of(done)
    assert done.content.decode().count("checked") == 1


def test_a_group_that_does_not_fit_is_not_placed_at_all(client, party, mill, museum, slot):
    tight = make.slot(mill, on=slot.date, start="16:00", end="17:00", capacity=2)
    codes = [ticket.code for ticket in party.tickets.order_by("pk")]
    query = "?" + "&".join(f"t={code}" for code in codes)

    times = client.get(group_path("order_times", party) + query + f"&day={tight.date.isoformat()}")
    answer = client.post(group_path("order_time", party, slot=tight.pk) + query, TYPED)

    assert "Only 2 places left" in text_of(times)
    assert answer.status_code == 409
    assert "Only 2 places are left" in text_of(answer)
    assert not TicketReservation.objects.exists()


def test_a_group_of_which_one_has_a_time_already_chooses_again(client, party, slot):
    first, second, _third = party.tickets.order_by("pk")
    reserve(first, slot)
    query = f"?t={first.code}&t={second.code}"

    answer = client.post(group_path("order_time", party, slot=slot.pk) + query, TYPED)

    assert (answer.status_code, answer.url) == (302, group_path("order", party))
    assert TicketReservation.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?t=nonsense", "?t=%00"])
def test_a_group_of_nobody_chooses_again(client, party, slot, query):
    answer = client.get(group_path("order_times", party) + query)

    assert (answer.status_code, answer.url) == (302, group_path("order", party))


def test_an_order_without_visits_has_no_such_page(client, gala):
    order = make.order(gala, {gala.ticket_types.get(): 2})

    assert client.get(group_path("order", order)).status_code == 404


def test_the_page_of_a_group_takes_three_statements(client, party, slot, count_statements):
    with count_statements() as statements:
        answer = client.get(group_path("order", party))

    assert answer.status_code == 200
    assert len(statements) == 3, statements


def test_forms_are_protected_from_other_sites(ticket, slot):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(path("time", ticket, slot=slot.pk), TYPED).status_code == 403
    assert strict.post(path("cancellation", ticket)).status_code == 403
    assert strict.post(path("activation", ticket)).status_code == 403
