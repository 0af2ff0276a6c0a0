"""The log of who did what, as members read it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orders import services
from tenants.models import ActivityLog, Role
from tenants.steps import log_activity, note_api_key, with_its_own_key
from tenants.words_office_log import ACTIONS
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def owner(client, blue_note):
    client.member = make.member(blue_note, Role.OWNER, email="olga@example.org")
    client.force_login(client.member.user)
    return client


def page(owner, **query):
    return owner.get(f"/manage/{owner.member.tenant.slug}/activity/", query)


def words(answer):
    return [entry.words for entry in answer.context["page"].entries]


def test_the_log_says_who_did_what_to_what_and_from_where(owner, gala):
    order = make.order(gala, {gala.ticket_types.get(): 1})
    services.cancel_order(order=order, by=owner.member.user, now=NOON)
    log_activity(
        tenant=gala.tenant, actor=owner.member.user, action="event.published", target=gala, ip="192.0.2.7", now=NOON
    )

    answer = page(owner)
    text = " ".join(answer.content.decode().split())

    assert "cancelled an order" in words(answer)
    assert order.order_number in text
    assert "Alice Adler</bdi></strong> published an event" in text
    assert "192.0.2.7" in text
    assert "Foyer or a guest</bdi></strong> confirmed an order" in text


def test_what_a_request_does_is_logged_with_where_it_comes_from(client, gala):
    stalls = gala.ticket_types.get()
    root = make.user(is_platform_admin=True)
    client.force_login(root)

    client.get(f"/manage/{gala.tenant.slug}/reports/", REMOTE_ADDR="198.51.100.4")
    make.order(gala, {stalls: 1})

    assert ActivityLog.objects.get(action="tenant.entered").ip == "198.51.100.4"
    assert ActivityLog.objects.get(action="order.confirmed").ip is None


def test_every_entry_of_one_request_has_its_address(client, gala):
    stalls = gala.ticket_types.get()
    stalls.price_cents = 0
    stalls.save(update_fields=["price_cents"])
    root = make.user(is_platform_admin=True)
    client.force_login(root)

    client.post(
        "/admin/events/event/", {"action": "feature", "_selected_action": [gala.pk]}, REMOTE_ADDR="198.51.100.9"
    )

    assert set(ActivityLog.objects.filter(action="event.featured").values_list("ip", flat=True)) == {"198.51.100.9"}


def test_the_log_is_filtered_by_person_subject_and_day(owner, gala):
    bob = make.member(gala.tenant, Role.MANAGER, email="bob@example.org").user
    for actor, action, day in (
        (bob, "order.resent", 0),
        (owner.member.user, "order.cancelled", 1),
        (owner.member.user, "slots.created", 2),
    ):
        log_activity(tenant=gala.tenant, actor=actor, action=action, now=NOON + timedelta(days=day))

    assert words(page(owner, who=bob.pk)) == ["sent an order’s tickets again"]
    assert words(page(owner, subject="slot")) == ["added several time slots"]
    assert words(page(owner, first="2026-03-02", last="2026-03-02")) == ["cancelled an order"]
    nothing = page(owner, subject="gate", who=bob.pk)
    assert "Nothing was done that fits these filters." in nothing.content.decode()
    wrong = page(owner, first="2026-03-02", last="2026-03-01")
    assert "This day comes before the first one." in wrong.content.decode()


def test_the_log_is_filtered_by_where_it_was_done_from(owner, blue_note):
    for ip, action in (("192.0.2.7", "order.resent"), ("2001:db8::7", "order.cancelled"), (None, "slots.created")):
        log_activity(tenant=blue_note, actor=owner.member.user, action=action, ip=ip, now=NOON)

    everything = page(owner)
    assert 'href="?address=192.0.2.7"' in everything.content.decode()
    assert words(page(owner, address="192.0.2.7")) == ["sent an order’s tickets again"]
    assert words(page(owner, address="2001:DB8:0::7")) == ["cancelled an order"]
    assert words(page(owner, address="192.0.2.8")) == []
    wrong = page(owner, address="home")
    assert "Enter a valid IPv4 or IPv6 address." in wrong.content.decode()
    assert 'value="home"' in wrong.content.decode()


def test_what_a_program_did_says_with_which_key(owner, blue_note):
    with with_its_own_key():
        note_api_key("12ab34cd")
        log_activity(tenant=blue_note, actor=owner.member.user, action="slot.created", now=NOON)

    assert 'with the API key <span class="mono ltr">fk_12ab34cd…</span>' in page(owner).content.decode()


def test_pages_follow_one_another_without_gap_or_repetition(owner, blue_note):
    for number in range(70):
        # Many at one moment, as one request writes them.
        log_activity(
            tenant=blue_note, actor=None, action=f"test.{number:02}", now=NOON + timedelta(seconds=number // 9)
        )

    first = page(owner)
    second = page(owner, before=first.context["page"].older)

    seen = words(first) + words(second)
    assert len(seen) == len(set(seen)) == 70
    assert second.context["page"].older == ""
    assert page(owner, before="rubbish_x").status_code == 200


def test_nobody_reads_another_tenants_log(owner, blue_note):
    other = make.tenant("Elsewhere")
    log_activity(tenant=other, actor=None, action="event.created", now=NOON)

    assert words(page(owner)) == []


def test_an_action_that_nobody_has_words_for_is_told_by_its_name(owner, blue_note):
    log_activity(tenant=blue_note, actor=None, action="moon.landed", now=NOON)

    assert words(page(owner)) == ["did “moon.landed”"]


def test_there_are_words_for_every_action_that_a_tenants_log_knows():
    found = set()
    for app in ("events", "orders", "checkin", "reservations"):
        for path in (ROOT / app).rglob("*.py"):
            found |= set(re.findall(r'action="([a-z_]+\.[a-z_]+)"', path.read_text()))

    assert found - set(ACTIONS) - {"webhook.processed_again", "stock.checked"} == set()


def test_the_log_needs_as_many_statements_with_many_entries_as_with_few(owner, gala, count_statements):
    order = make.order(gala, {gala.ticket_types.get(): 1})
    services.request_refund(order=order, amount_cents=100, by=None, now=NOON)
    with count_statements() as few:
        page(owner)
    for number in range(60):
        log_activity(tenant=gala.tenant, actor=make.user(), action="order.resent", target=order, now=NOON)
        log_activity(tenant=gala.tenant, actor=None, action="event.changed", target=gala, now=NOON)
        log_activity(tenant=gala.tenant, actor=None, action=f"member.{number}", target=owner.member, now=NOON)

    with count_statements() as many:
        page(owner)

    assert len(few) <= 12, few
    assert len(many) <= 12, many


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_at_the_end_of_the_calendar_are_refused_beside_their_field(owner, day):
    answer = page(owner, last=day)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["last"]
