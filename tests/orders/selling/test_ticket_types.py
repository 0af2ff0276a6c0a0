"""What an event sells: ticket types in the console."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import DiscountCode, Stock, TicketType
from orders import services
from orders.queries.stock_check import stock_differences
from reservations import services as visits
from tenants.models import ActivityLog
from tests import make

pytestmark = pytest.mark.django_db

BODY = {
    "name": "Balcony",
    "price_cents": "12.50",
    "places": "40",
    "status": "active",
    "min_per_order": "1",
    "max_per_order": "10",
    "kind": "ticket",
    "activation_mode": "immediate",
    "slot_choice": "later",
}


def body_of(ticket_type, **changes):
    """What the form of a type sends when nothing but this is changed."""
    stock = Stock.objects.get(pk=ticket_type.stock_id)
    sent = BODY | {
        "name": ticket_type.name,
        "price_cents": f"{ticket_type.price_cents / 100:.2f}",
        "places": "" if stock.quantity_total is None else str(stock.quantity_total),
        "admits": [str(session.pk) for session in ticket_type.admits.all()],
        "requires": [str(other.pk) for other in ticket_type.requires.all()],
        "version": str(ticket_type.version),
    }
    return sent | changes


def actions():
    return set(ActivityLog.objects.values_list("action", flat=True))


# --- Adding and changing --------------------------------------------------------------------------------------------


def test_a_manager_adds_a_ticket_type_with_all_that_it_has(mary, gala, types):
    opening = make.session(gala)
    stalls = gala.ticket_types.get()
    body = BODY | {
        "description": "With a view.",
        "sales_starts_at": "2026-01-01T10:00",
        "sales_ends_at": gala.starts_at.strftime("%Y-%m-%dT%H:%M"),
        "is_hidden": "on",
        "requires_approval": "on",
        "max_per_buyer": "4",
        "tax_rate": "7",
        "requires": [stalls.pk],
        "admits": [opening.pk],
        "valid_days": "3",
        "metadata": "colour: red\nzone: B",
    }

    answer = mary.post(f"{types}new/", body)

    assert answer.headers["Location"] == types
    made = TicketType.objects.get(name="Balcony")
    assert (made.price_cents, made.stock.quantity_total, made.sort_order) == (1250, 40, 1)
    assert made.sales_starts_at.isoformat() == "2026-01-01T09:00:00+00:00"
    assert (made.is_hidden, made.requires_approval, made.max_per_buyer, made.valid_days) == (True, True, 4, 3)
    assert made.metadata == {"colour": "red", "zone": "B"}
    assert (list(made.requires.all()), list(made.admits.all())) == ([stalls], [opening])
    assert "ticket_type.created" in actions()


def test_a_new_type_is_sold_at_once(mary, gala, types):
    mary.post(f"{types}new/", BODY | {"price_cents": "0"})

    order = make.order(gala, {TicketType.objects.get(name="Balcony"): 2})

    assert order.is_confirmed


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"price_cents": "free"}, "price_cents", "Please give an amount, such as 25.00."),
        ({"price_cents": "-5"}, "price_cents", "An amount cannot be below zero."),
        ({"price_cents": "1.234"}, "price_cents", "EUR has 2 decimals."),
        ({"price_cents": "99999999999"}, "price_cents", "This amount is larger than any card can carry."),
        ({"places": "-1"}, "places", "Ensure this value is greater than or equal to 0."),
        ({"max_per_order": "1", "min_per_order": "2"}, "max_per_order", "less than the 2"),
        ({"max_per_buyer": "1", "min_per_order": "2"}, "max_per_buyer", "less than the 2"),
        ({"tax_rate": "101"}, "tax_rate", "less than or equal to 100"),
        ({"sales_starts_at": "2026-05-02T10:00", "sales_ends_at": "2026-05-01T10:00"}, "sales_ends_at", "has to end"),
        ({"sales_ends_at": "2036-05-01T10:00"}, "sales_ends_at", "nothing is sold after that"),
        ({"sales_starts_at": "2036-05-01T10:00"}, "sales_starts_at", "nothing is sold after that"),
        ({"slot_choice": "checkout"}, "reservation_venue", "where there is a venue of visits"),
        ({"metadata": "colour red"}, "metadata", "Line 1 is not of the form"),
        ({"status": "gone"}, "status", "Select a valid choice"),
    ],
)
def test_a_wrong_type_is_refused_at_its_field_and_nothing_typed_is_lost(mary, gala, types, changes, field, words):
    page = mary.post(f"{types}new/", BODY | {"description": "Keep me"} | changes)

    assert page.status_code == 200
    assert words in " ".join(page.context["form"].errors[field])
    assert "Keep me" in page.content.decode()
    assert gala.ticket_types.count() == 1


def test_several_errors_are_told_at_once(mary, types):
    page = mary.post(f"{types}new/", BODY | {"name": "", "price_cents": "x", "max_per_order": "0"})

    assert set(page.context["form"].errors) == {"name", "price_cents", "max_per_order"}


def test_prices_follow_the_currencys_decimals(mary, blue_note):
    tokyo = make.event(blue_note, currency="JPY", name="Tokyo")
    kuwait = make.event(blue_note, currency="KWD", name="Kuwait")
    base = f"/manage/{blue_note.slug}/events/"

    mary.post(f"{base}{tokyo.pk}/ticket-types/new/", BODY | {"price_cents": "2500"})
    yen = mary.post(f"{base}{tokyo.pk}/ticket-types/new/", BODY | {"price_cents": "2500.50"})
    mary.post(f"{base}{kuwait.pk}/ticket-types/new/", BODY | {"price_cents": "2,340"})
    dinar = mary.post(f"{base}{kuwait.pk}/ticket-types/new/", BODY | {"price_cents": "2.345"})

    assert tokyo.ticket_types.get(name="Balcony").price_cents == 2500
    assert yen.context["form"].errors["price_cents"] == ["JPY has 0 decimals."]
    assert kuwait.ticket_types.get(name="Balcony").price_cents == 2340
    assert "has to be 0" in dinar.context["form"].errors["price_cents"][0]


def test_open_carts_keep_the_price_that_they_were_shown_and_the_form_says_so(mary, gala, types, text):
    stalls = gala.ticket_types.get()
    cart = make.cart(gala, {stalls: 2})

    page = mary.get(f"{types}{stalls.pk}/")
    mary.post(f"{types}{stalls.pk}/", body_of(stalls, price_cents="40,00"))

    assert "1 open cart keeps the old price." in text(page)
    order = services.check_out(cart=cart, details=make.details(cart), now=timezone.now())
    assert order.subtotal_cents == 5000
    assert make.order(gala, {TicketType.objects.get(pk=stalls.pk): 1}, paid=False).subtotal_cents == 4000
    assert "ticket_type.changed" in actions()


def test_a_changed_name_is_the_one_that_buyers_are_told(mary, gala, types):
    stalls = gala.ticket_types.get()

    mary.post(f"{types}{stalls.pk}/", body_of(stalls, name="Parquet"))

    assert Stock.objects.get(pk=stalls.stock_id).label == "Parquet"


def test_places_below_what_is_sold_and_held_are_refused_with_the_figures(mary, gala, types):
    stalls = gala.ticket_types.get()
    make.order(gala, {stalls: 4})
    make.cart(gala, {stalls: 3})

    page = mary.post(f"{types}{stalls.pk}/", body_of(stalls, places="6", price_cents="1"))
    stalls.refresh_from_db()

    assert page.context["form"].errors["places"] == ["4 of “Stalls” are sold and 3 held: it needs at least 7 places."]
    assert (stalls.price_cents, stalls.stock.quantity_total) == (2500, 100)


def test_lapsed_holds_do_not_stand_in_the_way_of_fewer_places(mary, gala, types):
    stalls = gala.ticket_types.get()
    make.cart(gala, {stalls: 3}, now=timezone.now() - timedelta(hours=3))

    answer = mary.post(f"{types}{stalls.pk}/", body_of(stalls, places="1"))

    assert answer.status_code == 302
    assert Stock.objects.get(pk=stalls.stock_id).quantity_available == 1


def test_what_a_type_admits_to_is_fixed_once_something_is_held(mary, gala, types):
    stalls, opening = gala.ticket_types.get(), make.session(gala)
    make.cart(gala, {stalls: 2})

    page = mary.post(f"{types}{stalls.pk}/", body_of(stalls, admits=[opening.pk]))

    assert page.context["form"].errors["admits"] == [
        "0 are sold and 2 are held: what the type admits to cannot be changed any more."
    ]
    assert not stalls.admits.exists()


def test_before_that_it_can_change_and_the_sale_counts_on_the_new_session(mary, gala, types):
    stalls, opening = gala.ticket_types.get(), make.session(gala, places=3)
    former = stalls.stock_id

    mary.post(f"{types}{stalls.pk}/", body_of(stalls, admits=[opening.pk]))
    stalls = TicketType.objects.get(pk=stalls.pk)
    make.order(gala, {stalls: 2})

    assert Stock.objects.get(pk=opening.stock_id).quantity_sold == 2
    assert stalls.stock.quantity_total == 100
    assert Stock.objects.get(pk=former).quantity_total == 0
    assert not stock_differences()


def test_what_was_sold_as_a_ticket_stays_one(mary, gala, types):
    stalls = gala.ticket_types.get()
    make.order(gala, {stalls: 1})

    page = mary.post(f"{types}{stalls.pk}/", body_of(stalls, kind="merchandise"))

    assert page.context["form"].errors["kind"] == ["1 are sold and 0 are held: it stays what it is."]


def test_a_venue_of_visits_that_is_in_use_stays(mary, gala, types):
    visit, other = make.visit_type(gala), make.venue(gala.tenant, name="Elsewhere")
    ticket = make.order(gala, {visit: 1}).tickets.get()
    visits.reserve(tickets=[ticket], slot=make.slot(gala.venue), contact=make.contact(), now=timezone.now())

    page = mary.post(f"{types}{visit.pk}/", body_of(visit, reservation_venue=other.pk))

    assert "1 reservations stand" in page.context["form"].errors["reservation_venue"][0]


def test_types_sessions_and_venues_of_others_cannot_be_chosen(mary, gala, types):
    elsewhere = make.event(make.tenant("Red Note"))
    body = BODY | {
        "requires": [elsewhere.ticket_types.get().pk],
        "admits": [make.session(elsewhere).pk],
        "reservation_venue": elsewhere.venue.pk,
    }

    page = mary.post(f"{types}new/", body)

    assert set(page.context["form"].errors) == {"requires", "admits", "reservation_venue"}


# --- The list -------------------------------------------------------------------------------------------------------


def test_the_list_says_what_is_sold_held_and_left(mary, gala, types, text):
    stalls = gala.ticket_types.get()
    make.order(gala, {stalls: 4})
    make.cart(gala, {stalls: 3})
    make.ticket_type(gala, name="Later", sales_starts_at=timezone.now() + timedelta(days=1))
    make.ticket_type(gala, name="Secret", is_hidden=True, requires_approval=True)

    page = mary.get(types)

    first = page.context["rows"][0]
    assert (first.ticket_type.stock.quantity_sold, first.ticket_type.stock.quantity_held, first.left) == (4, 3, 93)
    assert [row.state for row in page.context["rows"]] == ["on_sale", "starts", "on_sale"]
    assert "Needs approval" in text(page)


def test_the_list_asks_the_database_as_often_for_many_types_as_for_one(mary, gala, types, count_statements):
    with count_statements() as few:
        mary.get(types)
    for number in range(20):
        make.ticket_type(gala, name=f"Type {number}")
    with count_statements() as many:
        mary.get(types)

    assert len(few) == len(many) == 8, many


def test_an_empty_list_leads_on(mary, blue_note, text):
    event = make.event(blue_note, published=False)

    page = mary.get(f"/manage/{blue_note.slug}/events/{event.pk}/ticket-types/")

    assert "No ticket types yet" in text(page)


def test_an_analyst_reads_and_changes_nothing(gala, types, text):
    client = Client()
    client.force_login(make.member(gala.tenant, "analyst").user)

    page = client.get(types)

    assert "Stalls" in text(page)
    assert "Move “Stalls” up" not in text(page)
    assert client.post(f"{types}order/", {}).status_code == 403


# --- Order ----------------------------------------------------------------------------------------------------------


def test_types_move_by_buttons_and_by_a_whole_order(mary, gala, types):
    stalls = gala.ticket_types.get()
    box, lawn = make.ticket_type(gala, name="Box"), make.ticket_type(gala, name="Lawn")

    mary.post(f"{types}order/", {"up": lawn.pk})
    by_button = list(gala.ticket_types.values_list("name", flat=True))
    answer = mary.post(f"{types}order/", {"order": [box.pk, lawn.pk, stalls.pk]}, headers={"X-Order": "1"})

    assert by_button == ["Stalls", "Lawn", "Box"]
    assert answer.status_code == 204
    assert list(gala.ticket_types.values_list("name", flat=True)) == ["Box", "Lawn", "Stalls"]


def test_an_order_of_rubbish_changes_nothing(mary, gala, types):
    other = make.event(make.tenant("Red Note")).ticket_types.get()

    answer = mary.post(f"{types}order/", {"order": ["x", str(other.pk)], "up": "y", "down": str(other.pk)})

    assert answer.status_code == 302
    other.refresh_from_db()
    assert other.sort_order == 0


# --- Archiving and deleting -----------------------------------------------------------------------------------------


def test_an_archived_type_is_off_sale_and_comes_back(mary, gala, types, text):
    stalls = gala.ticket_types.get()
    asked = mary.get(f"{types}{stalls.pk}/removal/")

    mary.post(f"{types}{stalls.pk}/removal/", {"archive": "1"})
    stalls.refresh_from_db()
    listed = mary.get(f"{types}?show=archived")
    away = stalls.archived_at
    mary.post(f"{types}{stalls.pk}/restoration/")
    stalls.refresh_from_db()

    assert "Archive it" in text(asked)
    assert away is not None
    assert "Restore" in text(listed)
    assert stalls.archived_at is None
    assert {"ticket_type.archived", "ticket_type.restored"} <= actions()


def test_a_type_that_nothing_refers_to_can_be_deleted(mary, gala, types):
    box = make.ticket_type(gala, name="Box")

    mary.post(f"{types}{box.pk}/removal/", {"delete": "1"})

    assert not TicketType.objects.filter(pk=box.pk).exists()
    assert not Stock.objects.filter(pk=box.stock_id).exists()
    assert "ticket_type.deleted" in actions()


def in_a_cart(gala, box):
    make.cart(gala, {box: 1})


def in_an_order(gala, box):
    services.cancel_order(order=make.order(gala, {box: 1}), by=None, now=timezone.now())


def named_by_a_code(gala, box):
    DiscountCode.objects.create(tenant=gala.tenant, event=gala, code="BOX").ticket_types.add(box)


def needed_by_another(gala, box):
    make.ticket_type(gala, name="Poster").requires.add(box)


@pytest.mark.parametrize("use", [in_a_cart, in_an_order, named_by_a_code, needed_by_another])
def test_a_type_that_something_refers_to_is_not_deleted(mary, gala, types, text, use):
    box = make.ticket_type(gala, name="Box")
    use(gala, box)

    asked = mary.get(f"{types}{box.pk}/removal/")
    answer = mary.post(f"{types}{box.pk}/removal/", {"delete": "1"}, follow=True)

    assert "Delete for good" not in text(asked)
    assert "Archive it instead." in text(answer)
    assert TicketType.objects.filter(pk=box.pk).exists()


# --- Places ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def capacity(gala):
    return f"/manage/{gala.tenant.slug}/events/{gala.pk}/capacity/"


def totals(page):
    return {each.name: each.stock.quantity_total for each, _field in page.context["form"].rows()}


def test_places_of_event_sessions_and_types_change_on_one_page(mary, gala, capacity):
    opening, stalls = make.session(gala, places=10), gala.ticket_types.get()
    body = {f"s-{gala.stock_id}": "500", f"s-{opening.stock_id}": "", f"s-{stalls.stock_id}": "120"}

    answer = mary.post(capacity, body)

    assert answer.headers["Location"] == capacity
    assert totals(mary.get(capacity)) == {"Winter Gala": 500, "Opening": None, "Stalls": 120}
    assert "event.capacity_set" in actions()


def test_more_places_sell_at_once(mary, gala, capacity):
    stalls = gala.ticket_types.get()
    make.order(gala, {stalls: 10})
    services.set_capacity(stock=stalls.stock, total=10, by=None, now=timezone.now())

    mary.post(capacity, {f"s-{stalls.stock_id}": "12"})

    assert make.order(gala, {stalls: 2}).total_cents == 5000


def test_too_few_places_are_refused_with_the_figures_and_nothing_changes(mary, gala, capacity):
    stalls = gala.ticket_types.get()
    make.order(gala, {stalls: 4})
    body = {f"s-{gala.stock_id}": "500", f"s-{stalls.stock_id}": "3"}

    page = mary.post(capacity, body)

    assert page.context["form"].errors == {
        f"s-{stalls.stock_id}": ["4 of “Stalls” are sold and 0 held: it needs at least 4 places."]
    }
    assert totals(mary.get(capacity)) == {"Winter Gala": None, "Stalls": 100}


def test_the_page_of_places_asks_little_of_the_database(mary, gala, capacity, count_statements):
    for number in range(5):
        make.session(gala, title=f"Session {number}", places=5)
        make.ticket_type(gala, name=f"Type {number}")

    with count_statements() as statements:
        mary.get(capacity)

    assert len(statements) == 7, statements
