"""The list of a tenant's events."""

from datetime import timedelta

import pytest

from events.models import Event, EventAccess, EventStatus
from tests import make
from tests.events.office.conftest import NOW, browser_of, text

pytestmark = pytest.mark.django_db


def test_a_new_organizer_is_led_to_the_first_event(mary, blue_note, office):
    home = mary.get(f"/manage/{blue_note.slug}/")
    page = mary.get(office)

    assert f'href="{office}new/"' in home.content.decode()
    assert "Your first event" in text(page)
    assert f'href="{office}new/"' in page.content.decode()


def test_each_event_stands_under_its_tab(mary, blue_note, office):
    make.event(blue_note, name="Soon")
    make.event(blue_note, name="Not yet", published=False)
    gone = make.event(blue_note, name="Gone")
    Event.objects.filter(pk=gone.pk).update(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    done = make.event(blue_note, name="Done")
    Event.objects.filter(pk=done.pk).update(status=EventStatus.COMPLETED)
    off = make.event(blue_note, name="Off")
    Event.objects.filter(pk=off.pk).update(status=EventStatus.CANCELLED)
    away = make.event(blue_note, name="Away", published=False)
    Event.objects.filter(pk=away.pk).update(archived_at=NOW)
    make.event(make.tenant("Elsewhere"), name="Theirs")

    tabs = {
        tab: {row["event"].name for row in mary.get(f"{office}?tab={tab}").context["rows"]}
        for tab in ("", "upcoming", "drafts", "past", "cancelled", "archived", "nonsense")
    }

    assert tabs == {
        "": {"Soon"},
        "upcoming": {"Soon"},
        "drafts": {"Not yet"},
        "past": {"Gone", "Done"},
        "cancelled": {"Off"},
        "archived": {"Away"},
        "nonsense": {"Soon"},
    }
    assert [tab["count"] for tab in mary.get(office).context["tabs"]] == [1, 1, 2, 1, 1]


def test_an_event_is_found_by_its_name_or_venue(mary, blue_note, office):
    make.event(blue_note, name="Winter Gala")
    make.event(blue_note, name="Summer Ball", venue=make.venue(blue_note, name="Boathouse"))

    by_name, by_venue = mary.get(f"{office}?q=WINTER"), mary.get(f"{office}?q=boat")
    nothing = mary.get(f"{office}?q=zeppelin%00")

    assert [row["event"].name for row in by_name.context["rows"]] == ["Winter Gala"]
    assert [row["event"].name for row in by_venue.context["rows"]] == ["Summer Ball"]
    assert "Nothing found" in text(nothing)


def test_sold_and_left_come_from_the_stocks(mary, blue_note, office):
    event = make.event(blue_note, name="Ball", published=False, places=8)
    small, large = make.ticket_type(event, name="Box", places=4), make.ticket_type(event, name="Hall", places=20)
    make.publish(event)
    make.order(event, {small: 3})
    make.cart(event, {large: 1})
    free = make.event(blue_note, name="Open air")

    rows = {row["event"].pk: row["event"] for row in mary.get(office).context["rows"]}

    assert (rows[event.pk].stock.quantity_sold, rows[event.pk].left) == (3, 4)
    assert rows[free.pk].left is None
    assert "no limit" in text(mary.get(office))


def test_the_left_of_types_counts_where_the_event_has_no_limit(mary, blue_note, office):
    event = make.event(blue_note, published=False)
    make.ticket_type(event, name="Box", places=4)
    make.ticket_type(event, name="Hall", places=20)
    make.publish(event)

    assert mary.get(office).context["rows"][0]["event"].left == 24


def test_a_limited_member_sees_the_events_they_reach(blue_note, office):
    mine, _theirs = make.event(blue_note, name="Mine"), make.event(blue_note, name="Theirs")
    member = make.member(blue_note, "manager", is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=member, event=mine)
    client = browser_of(blue_note, "staff")
    client.force_login(member.user)

    page = client.get(office)

    assert [row["event"].name for row in page.context["rows"]] == ["Mine"]
    assert page.context["tabs"][0]["count"] == 1


def test_who_may_not_change_events_is_not_offered_to(blue_note, office):
    page = browser_of(blue_note, "analyst").get(office)

    assert page.status_code == 200
    assert f"{office}new/" not in page.content.decode()


def test_the_list_costs_the_same_with_one_event_and_with_many(mary, blue_note, office, count_statements):
    make.event(blue_note)
    with count_statements() as few:
        mary.get(office)
    for _number in range(30):
        make.event(blue_note)

    with count_statements() as many:
        page = mary.get(office)

    assert len(few) == len(many) == 7, many
    assert page.context["page"].paginator.num_pages == 2
