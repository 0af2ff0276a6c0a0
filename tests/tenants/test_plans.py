"""What a plan includes; over a limit nothing new begins, and what is there goes on."""

from datetime import timedelta

import pytest

from events.errors_office_plan import TooManyEvents, TooManyTickets
from events.models import Stock
from orders import services as order_services
from tenants import services
from tenants.errors_office import TooManyMembers
from tenants.models import Invitation, Membership, Plan, Role, Tenant
from tenants.plans import LIMITS, Limits
from tenants.services import Place
from tests import make
from tests.office import acting, address, browser_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def free():
    """An organizer on the smallest plan."""
    return make.tenant("Small Stage", plan=Plan.FREE)


@pytest.fixture
def owner(free):
    return make.member(free, Role.OWNER)


def draft(tenant, *, places=100, **fields):
    event = make.event(tenant, published=False, **fields)
    make.ticket_type(event, places=places)
    return event


def downgrade(tenant):
    Tenant.objects.filter(pk=tenant.pk).update(plan=Plan.FREE)
    tenant.refresh_from_db()


def test_the_plans_are_what_we_say():
    assert {
        "free": Limits(1, 100, 2),
        "basic": Limits(10, 1_000, 5),
        "pro": Limits(100, 20_000, 25),
        "enterprise": Limits(None, None, None),
    } == LIMITS


# --- Events ---------------------------------------------------------------------------------------------------------


def test_a_second_event_waits_until_the_first_is_over(free):
    first = make.publish(draft(free))
    second = draft(free)

    with pytest.raises(TooManyEvents) as refusal:
        make.publish(second)
    assert str(refusal.value).startswith("The plan “Free” limits the events on sale at the same time to 1.")
    second.refresh_from_db()
    assert second.status == "draft"

    make.publish(first)
    make.publish(second, now=first.ends_at + timedelta(minutes=1))


def test_what_was_on_sale_before_a_smaller_plan_stays_on_sale(blue_note):
    events = [make.publish(draft(blue_note, places=500)) for _each in range(2)]

    downgrade(blue_note)

    assert make.order(events[0], {events[0].ticket_types.get(): 1}).status == "confirmed"
    with pytest.raises(TooManyEvents):
        make.publish(draft(blue_note))


# --- Tickets --------------------------------------------------------------------------------------------------------


def test_an_event_begins_with_as_many_places_as_the_plan_has(free, blue_note):
    assert make.event(free, published=False).stock.quantity_total == 100
    assert make.event(blue_note, published=False).stock.quantity_total is None


def test_an_event_with_more_tickets_than_the_plan_has_is_not_published(free):
    event = draft(free, places=101)
    order_services.set_capacity(stock=event.stock, total=500, by=None, now=event.created_at)

    with pytest.raises(TooManyTickets) as refusal:
        make.publish(event)

    assert refusal.value.facts == {"plan": "Free", "limit": 100}
    event.refresh_from_db()
    assert event.status == "draft"


@pytest.mark.parametrize(
    ("own", "types", "is_fine"), [(100, [None], True), (None, [60, 40], True), (None, [60, 41], False)]
)
def test_the_events_own_places_count_or_those_of_its_types_together(blue_note, own, types, is_fine):
    event = make.event(blue_note, published=False, places=own)
    for places in types:
        make.ticket_type(event, places=places)
    make.ticket_type(event, name="Poster", places=None, kind="merchandise")
    downgrade(blue_note)
    event.refresh_from_db()

    if is_fine:
        assert make.publish(event).status == "published"
    else:
        with pytest.raises(TooManyTickets):
            make.publish(event)


def test_a_published_event_gets_no_more_than_the_plan_has(free):
    event = make.publish(draft(free, places=80))
    seats = event.ticket_types.get()

    order_services.set_capacity(stock=event.stock, total=None, by=None, now=event.created_at)
    with pytest.raises(TooManyTickets):
        make.ticket_type(event, name="Box", places=21)
    with pytest.raises(TooManyTickets):
        order_services.set_capacity(stock=seats.stock, total=101, by=None, now=event.created_at)
    make.ticket_type(event, name="Box", places=20)

    assert sorted(row.stock.quantity_total or 0 for row in event.ticket_types.all()) == [20, 80]


def test_what_is_over_a_smaller_plan_may_shrink_but_not_grow(blue_note):
    event = make.publish(draft(blue_note, places=500))
    stock = event.ticket_types.get().stock
    downgrade(blue_note)

    order_services.set_capacity(stock=stock, total=400, by=None, now=event.created_at)
    with pytest.raises(TooManyTickets):
        order_services.set_capacity(stock=stock, total=401, by=None, now=event.created_at)

    stock.refresh_from_db()
    assert stock.quantity_total == 400


# --- Members --------------------------------------------------------------------------------------------------------


def test_an_open_invitation_takes_a_seat(free, owner):
    browser = browser_of(owner)
    invite = address("organization:invite", owner)

    browser.post(invite, {"email": "bob@example.org", "role": "staff"})
    page = browser.post(invite, {"email": "carol@example.org", "role": "staff"})

    assert "The plan “Free” has room for 2 members, invitations included." in text(page)
    assert 'value="carol@example.org"' in text(page)
    made = Invitation.objects.get()
    browser.post(address("organization:revoke", owner, invitation=made.pk))
    browser.post(invite, {"email": "carol@example.org", "role": "staff"})
    assert Invitation.objects.open().get().email == "carol@example.org"


def test_an_invitation_can_be_accepted_into_its_own_seat_but_not_over_the_limit(blue_note):
    owner = make.member(blue_note, Role.OWNER)
    invited = [
        services.invite_member(
            email=f"{name}@example.org", place=Place("staff"), by=acting(owner), now=owner.created_at
        )
        for name in ("bob", "carol")
    ]
    downgrade(blue_note)
    bob, carol = (make.user(each.email) for each in invited)

    services.accept_invitation(token=invited[0].token, user=bob, now=owner.created_at)
    with pytest.raises(TooManyMembers):
        services.accept_invitation(token=invited[1].token, user=carol, now=owner.created_at)

    assert Membership.objects.filter(tenant=blue_note).count() == 2
    assert Invitation.objects.get(email=carol.email).accepted_at is None


def test_who_is_shut_out_comes_back_only_where_there_is_room(free, owner):
    away = make.member(free, status="disabled")
    make.member(free)
    browser = browser_of(owner)

    page = browser.post(address("organization:enable", owner, membership=away.pk), follow=True)

    assert "has room for 2 members" in text(page)
    away.refresh_from_db()
    assert away.is_disabled


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_plans_page_says_what_is_used(free, owner, count_statements):
    make.publish(draft(free, places=80))
    browser = browser_of(owner)
    browser.get(address("looks_office:plan", owner))

    with count_statements() as statements:
        page = text(browser.get(address("looks_office:plan", owner)))

    assert len(statements) == 10, statements
    assert "You are on the plan “Free”." in page
    assert page.count("<progress") == 3
    assert '<progress max="100" value="80"' in page


def test_without_limits_there_is_nothing_to_fill(blue_note):
    owner = make.member(blue_note, Role.OWNER)
    make.publish(draft(blue_note, places=None))

    page = text(browser_of(owner).get(address("looks_office:plan", owner)))

    assert "<progress" not in page
    assert "any number" in page


def test_a_ticket_type_on_sale_gets_no_more_places_than_the_plan_allows(free, owner):
    event = make.publish(draft(free))
    Stock.objects.filter(pk=event.stock_id).update(quantity_total=None)
    browser = browser_of(owner)
    page = f"/manage/{free.slug}/events/{event.pk}/ticket-types/{event.ticket_types.get().pk}/"
    blank = browser.get(page).context["form"]
    typed = {name: value for name in blank.fields if (value := blank[name].value()) not in (None, False, [], {})}

    answer = browser.post(page, typed | {"places": "101"})

    assert "limits the tickets" in text(answer)
    assert event.ticket_types.get().stock.quantity_total == 100
    assert browser.post(page, typed | {"places": "99"}).status_code == 302
