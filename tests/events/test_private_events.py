"""Private events: by link or code, and nothing is given away."""

import pytest

from events.access import ACCESS_COOKIE
from events.models import Event, Visibility
from tenants.models import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def soiree(blue_note):
    """A private event with the code SESAME."""
    event = make.event(blue_note, name="Secret soirée", slug="evening", published=False, access_code="SESAME")
    make.ticket_type(event)
    make.publish(event)
    event.visibility = Visibility.PRIVATE
    event.save(update_fields=["visibility"])
    return event


def test_without_link_or_code_the_page_asks_for_the_code_and_names_nothing(client, soiree):
    page = client.get(_url(soiree))

    assert page.status_code == 403
    assert "This event is private" in page.content.decode()
    assert "soirée" not in page.content.decode()
    assert "noindex" in page.content.decode()


def test_the_link_opens_the_event_and_is_remembered_on_its_path(client, soiree):
    answer = client.get(_url(soiree), {"access": soiree.access_token})

    assert answer.status_code == 302
    assert answer.url == _url(soiree)
    cookie = answer.cookies[ACCESS_COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (_url(soiree), True, "Lax")
    assert "soirée" in client.get(_url(soiree)).content.decode()


@pytest.mark.parametrize("typed", ["SESAME", " sesame "])
def test_the_code_opens_the_event(client, soiree, typed):
    answer = client.post(f"{_url(soiree)}access/", {"code": typed})

    assert answer.status_code == 302
    assert client.get(_url(soiree)).status_code == 200


@pytest.mark.parametrize("typed", ["", "OPEN", "SESAME2", "x" * 1000, "\x00", "ßé🎫"])
def test_a_wrong_code_is_told_so_at_its_field(client, soiree, typed):
    answer = client.post(f"{_url(soiree)}access/", {"code": typed})

    assert answer.status_code == 403
    assert "field__error" in answer.content.decode()
    assert client.get(_url(soiree)).status_code == 403


def test_an_event_without_a_code_opens_for_no_code(client, soiree):
    Event.objects.filter(pk=soiree.pk).update(access_code="")

    assert client.post(f"{_url(soiree)}access/", {"code": " "}).status_code == 403


def test_codes_cannot_be_tried_for_ever(client, soiree):
    for _attempt in range(10):
        client.post(f"{_url(soiree)}access/", {"code": "WRONG"})

    answer = client.post(f"{_url(soiree)}access/", {"code": "SESAME"})

    assert answer.status_code == 403
    assert "a little too often" in answer.content.decode()


def test_a_new_token_shuts_doors_that_were_open(client, soiree):
    client.get(_url(soiree), {"access": soiree.access_token})
    Event.objects.filter(pk=soiree.pk).update(access_token="another")

    assert client.get(_url(soiree)).status_code == 403


def test_the_token_of_another_event_opens_nothing(client, soiree, gala):
    assert client.get(_url(soiree), {"access": gala.access_token}).status_code == 403


def test_the_cookie_of_another_event_opens_nothing(client, soiree, blue_note):
    other = make.event(blue_note, visibility=Visibility.PRIVATE)
    answer = client.get(_url(other), {"access": other.access_token})
    client.cookies[ACCESS_COOKIE] = answer.cookies[ACCESS_COOKIE].value

    assert client.get(_url(soiree)).status_code == 403


@pytest.mark.parametrize("name", ["calendar.ics", "poster.svg", "poster.png"])
def test_nothing_below_its_address_gives_it_away(client, soiree, name):
    assert client.get(_url(soiree) + name).status_code == 403


def test_members_need_no_code(client, soiree, blue_note):
    client.force_login(make.member(blue_note, Role.STAFF).user)

    assert client.get(_url(soiree)).status_code == 200


def _url(event):
    return f"/{event.tenant.slug}/{event.slug}/"
