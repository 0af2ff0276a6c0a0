"""`/<tenant>/<event>/`: an event and its tickets."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events.access import UNLOCK_COOKIE
from events.models import EventPicture, EventStatus, MediaFile, Visibility
from tenants.models import Role, TenantStatus
from tests import make

pytestmark = pytest.mark.django_db
LARGEST_PAGE = 100_000


def test_the_page_shows_the_event_and_its_tickets(client, gala):
    page = client.get(_url(gala))
    text = page.content.decode()

    assert page.status_code == 200
    assert "<h1><bdi>Winter Gala</bdi></h1>" in text
    assert "Old Mill" in text
    assert "Stalls" in text
    assert "€25.00" in text
    assert f'name="quantity-{gala.ticket_types.get().pk}"' in text
    assert f'action="{_url(gala)}checkout/"' in text
    assert "csrfmiddlewaretoken" not in text
    # A second press would find the places held by the first.
    assert 'id="ticket-form" data-once' in text
    assert "orders/once.js" in text
    assert not page.cookies


def test_the_page_takes_at_most_three_statements_however_full_it_is(client, gala, count_statements):
    _fill(gala)

    with count_statements() as statements:
        page = client.get(_url(gala))

    assert page.status_code == 200
    assert len(statements) <= 3, statements


def test_the_page_weighs_less_than_100_kilobytes_however_full_it_is(client, gala):
    _fill(gala)
    for number in range(30):
        make.ticket_type(gala, name=f"Type {number}", description="Words " * 40)

    assert len(client.get(_url(gala)).content) < LARGEST_PAGE


def test_programme_gallery_tags_categories_and_more_of_the_organizer_are_shown(client, gala):
    _fill(gala)

    text = client.get(_url(gala)).content.decode()

    for words in ("Opening speech", "Great Hall", "A view of the stage", "black tie", "Music", "More by Blue Note"):
        assert words in text
    assert "Another evening" in text


def test_prices_contain_fees_and_taxes(client):
    tenant = make.tenant(settings={"service_fee_percentage": 10, "tax_rate": 20, "tax_mode": "exclusive"})
    event = make.event(tenant, published=False)
    make.ticket_type(event, price_cents=10_00)
    make.publish(event)

    assert "€13.20" in client.get(_url(event)).content.decode()


@pytest.mark.parametrize(("shows", "expected"), [(True, True), (False, False)])
def test_what_is_left_is_shown_where_the_organizer_wants_it(client, shows, expected):
    event = make.event(make.tenant(settings={"show_remaining": shows}), published=False)
    make.ticket_type(event, places=7)
    make.publish(event)

    assert ("7 left" in client.get(_url(event)).content.decode()) is expected


def test_a_sale_that_has_not_begun_says_when_it_begins(client, blue_note):
    event = make.event(blue_note, published=False)
    make.ticket_type(event, sales_starts_at=timezone.now() + timedelta(days=2))
    make.publish(event)

    text = client.get(_url(event)).content.decode()

    assert "Tickets go on sale on" in text
    assert "quantity-" not in text


def test_a_type_whose_sale_ended_says_so_beside_one_that_is_on_sale(client, gala):
    now = timezone.now()
    make.ticket_type(gala, name="Early bird", sales_ends_at=now - timedelta(days=1))

    text = client.get(_url(gala)).content.decode()

    assert "The sale has ended" in text
    assert len(re.findall(r'name="quantity-', text)) == 1


def test_sold_out_closes_the_form(client, blue_note):
    event = make.event(blue_note, published=False)
    stalls = make.ticket_type(event, places=1)
    make.publish(event)
    make.order(event, {stalls: 1})

    text = client.get(_url(event)).content.decode()

    assert "Sold out" in text
    assert "quantity-" not in text


def test_all_held_says_so_and_keeps_the_form(client, blue_note):
    event = make.event(blue_note, published=False)
    stalls = make.ticket_type(event, places=1)
    make.publish(event)
    make.cart(event, {stalls: 1})

    text = client.get(_url(event)).content.decode()

    assert "All held right now" in text
    assert f'name="quantity-{stalls.pk}"' in text


def test_capacity_that_was_raised_opens_the_form_again(client, blue_note):
    event = make.event(blue_note, published=False)
    stalls = make.ticket_type(event, places=1)
    make.publish(event)
    make.order(event, {stalls: 1})
    stalls.stock.quantity_total = 2
    stalls.stock.save(update_fields=["quantity_total"])

    assert "quantity-" in client.get(_url(event)).content.decode()


@pytest.mark.parametrize(
    ("status", "words"),
    [(EventStatus.CANCELLED, "This event is cancelled"), (EventStatus.COMPLETED, "This event is over")],
)
def test_a_cancelled_or_past_event_says_so_and_sells_nothing(client, gala, status, words):
    gala.status = status
    gala.save(update_fields=["status"])

    page = client.get(_url(gala))

    assert page.status_code == 200
    assert words in page.content.decode()
    assert "quantity-" not in page.content.decode()


def test_a_suspended_organizer_sells_nothing(client, gala):
    gala.tenant.status = TenantStatus.SUSPENDED
    gala.tenant.save(update_fields=["status"])

    assert "This organizer cannot sell tickets" in client.get(_url(gala)).content.decode()


def test_a_pending_organizer_and_unknown_addresses_are_not_found(client, gala):
    unknown = [f"/{gala.tenant.slug}/nothing/", "/nobody/nothing/"]
    pending = make.tenant(status=TenantStatus.PENDING)
    draft = make.event(pending, published=False)

    assert [client.get(url).status_code for url in [*unknown, _url(draft)]] == [404, 404, 404]


def test_a_draft_is_shown_to_members_only(client, blue_note):
    draft = make.event(blue_note, published=False)
    make.ticket_type(draft)
    member = make.member(blue_note, Role.MANAGER)
    stranger = make.member(make.tenant(), Role.OWNER)

    assert client.get(_url(draft)).status_code == 404
    client.force_login(stranger.user)
    assert client.get(_url(draft)).status_code == 404
    client.force_login(member.user)
    page = client.get(_url(draft))
    assert page.status_code == 200
    assert "Only you can see this" in page.content.decode()


def test_a_hidden_type_appears_with_its_code_on_this_event_only(client, gala):
    make.ticket_type(gala, name="Friends of the house", is_hidden=True)
    make.discount(gala.tenant, "FRIENDS", value=0, unlocks_hidden_types=True)
    before = client.get(_url(gala)).content.decode()

    answer = client.get(_url(gala), {"code": " friends "})

    assert "Friends of the house" not in before
    assert answer.status_code == 302
    assert answer.url == _url(gala) + "#tickets"
    assert answer.cookies[UNLOCK_COOKIE]["path"] == _url(gala)
    assert answer.cookies[UNLOCK_COOKIE]["httponly"]
    assert "Friends of the house" in client.get(_url(gala)).content.decode()


def test_a_code_that_names_types_shows_only_those(client, gala):
    named = make.ticket_type(gala, name="Friends", is_hidden=True)
    make.ticket_type(gala, name="Family", is_hidden=True)
    make.discount(gala.tenant, "FRIENDS", unlocks_hidden_types=True).ticket_types.add(named)

    client.get(_url(gala), {"code": "FRIENDS"})
    text = client.get(_url(gala)).content.decode()

    assert "Friends" in text
    assert "Family" not in text


@pytest.mark.parametrize("code", ["WRONG", "OTHERS", "LATER", "SAVE10", "x" * 500, "'\"<b>", "\x00"])
def test_a_code_that_unlocks_nothing_is_told_so_at_its_field(client, gala, code):
    make.discount(make.tenant(), "OTHERS", unlocks_hidden_types=True)
    make.discount(gala.tenant, "LATER", unlocks_hidden_types=True, starts_at=timezone.now() + timedelta(days=1))
    make.discount(gala.tenant, "SAVE10")

    answer = client.get(_url(gala), {"code": code})

    assert answer.status_code == 422
    assert "does not show any more tickets" in answer.content.decode()


def test_codes_cannot_be_tried_for_ever(client, gala):
    for _attempt in range(20):
        client.get(_url(gala), {"code": "WRONG"})

    assert client.get(_url(gala), {"code": "WRONG"}).status_code == 429


def test_a_forged_cookie_unlocks_nothing(client, gala):
    make.ticket_type(gala, name="Friends", is_hidden=True)
    make.discount(gala.tenant, "FRIENDS", unlocks_hidden_types=True)
    client.cookies[UNLOCK_COOKIE] = "FRIENDS:forged"

    assert "Friends" not in client.get(_url(gala)).content.decode()


def test_an_unlisted_event_opens_by_its_address_and_asks_not_to_be_indexed(client, gala):
    gala.visibility = Visibility.UNLISTED
    gala.save(update_fields=["visibility"])

    page = client.get(_url(gala))

    assert page.status_code == 200
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_search_engines_read_the_event(client, gala):
    gala.description = "Dance </script><script>alert(1)</script> & dine"
    gala.save(update_fields=["description"])

    text = client.get(_url(gala)).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    facts = json.loads(block.group(1))

    assert facts["@type"] == "Event"
    assert facts["name"] == "Winter Gala"
    assert facts["startDate"][-6:] in ("+01:00", "+02:00")
    assert facts["description"] == "Dance </script><script>alert(1)</script> & dine"
    assert facts["location"][0]["address"]["addressLocality"] == "Berlin"
    assert facts["offers"] == [
        {
            "@type": "Offer",
            "name": "Stalls",
            "url": facts["url"],
            "price": "25.00",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
        }
    ]
    assert "<script>alert" not in text
    assert f'<link rel="canonical" href="{facts["url"]}">' in text
    assert 'property="og:image"' in text


def test_the_join_link_of_an_online_event_is_not_on_its_page(client, blue_note):
    event = make.event(blue_note, location_type="virtual", virtual_event_url="https://meet.example.org/secret")

    text = client.get(_url(event)).content.decode()

    assert "meet.example.org" not in text
    assert "Ticket holders get the link to join." in text


def test_the_page_speaks_the_visitors_language_and_direction(client, gala):
    page = client.get(_url(gala), headers={"accept-language": "ar"})

    assert '<html lang="ar" dir="rtl"' in page.content.decode()


def _fill(event):
    event.tags = ["black tie"]
    event.branding = {"primary_color": "#224488"}
    event.save(update_fields=["tags", "branding"])
    event.categories.add(make.category())
    session = make.session(event, title="Opening speech", room="Great Hall")
    make.ticket_type(event, name="Balcony", places=20, sessions=[session])
    picture = MediaFile.objects.create(
        tenant=event.tenant,
        file="media/stage.webp",
        file_name="stage.webp",
        mime_type="image/webp",
        file_size=1,
        sha256="0" * 64,
        alternative_text="A view of the stage",
    )
    EventPicture.objects.create(tenant=event.tenant, event=event, media=picture, source=picture)
    for number in range(4):
        make.event(event.tenant, name=f"Another evening {number}", starts_at=event.starts_at + timedelta(days=number))


def _url(event):
    return f"/{event.tenant.slug}/{event.slug}/"
