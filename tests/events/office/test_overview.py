"""One event at a glance, and what becomes of it."""

from datetime import timedelta

import pytest

from checkin.models import Gate
from events import services
from events.models import Event, EventPicture, EventStatus, MediaFile, TicketType
from tenants.models import ActivityLog, Tenant, TenantStatus
from tests import make
from tests.events.office.conftest import NOW, posts_without_token, text
from tests.office import browser_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(blue_note):
    """Without anything that publishing needs."""
    return make.event(blue_note, name="Spring Ball", published=False, venue=None)


def test_a_draft_says_what_it_lacks_and_where_to_fill_it_in(mary, draft, office):
    page = mary.get(f"{office}{draft.pk}/")

    lacking = {item["text"]: item["is_needed"] for item in page.context["checklist"] if not item["is_done"]}
    assert lacking == {"A ticket type on sale": True, "A venue": True, "A description": False, "A picture": False}
    assert f'href="{office}{draft.pk}/details/#field-venue"' in page.content.decode()
    assert f'href="{office}{draft.pk}/ticket-types/">A ticket type on sale' in page.content.decode()


def test_what_is_on_sale_can_be_called_off_by_who_may_change_it(mary, blue_note, gala, draft, office):
    address = f'href="{office}{gala.pk}/cancellation/"'

    assert address in mary.get(f"{office}{gala.pk}/").content.decode()
    assert address not in browser_as(blue_note, "analyst").get(f"{office}{gala.pk}/").content.decode()
    assert "/cancellation/" not in mary.get(f"{office}{draft.pk}/").content.decode()
    Event.objects.filter(pk=gala.pk).update(status=EventStatus.CANCELLED)
    assert address in mary.get(f"{office}{gala.pk}/").content.decode()


def test_publishing_too_early_is_refused_with_what_is_missing(mary, draft, office):
    page = mary.post(f"{office}{draft.pk}/publication/", follow=True)

    assert "Before this event can be published, it needs: a ticket type on sale, a venue." in text(page)
    assert Event.objects.get().status == EventStatus.DRAFT


def test_a_pending_organizer_may_prepare_but_not_publish(mary, blue_note, draft, office):
    Tenant.objects.filter(pk=blue_note.pk).update(status=TenantStatus.PENDING)
    make.ticket_type(draft)

    page = mary.get(f"{office}{draft.pk}/")
    refused = mary.post(f"{office}{draft.pk}/publication/", follow=True)

    assert [item["text"] for item in page.context["checklist"] if not item["is_done"] and item["is_needed"]] == [
        "A venue",
        "The organizer is approved",
    ]
    assert "This organizer cannot sell tickets at the moment." in text(refused)


def test_publishing_twice_gives_one_gate_and_one_entry_in_the_log(mary, blue_note, office):
    event = make.event(blue_note, published=False)
    make.ticket_type(event)

    for _time in range(2):
        mary.post(f"{office}{event.pk}/publication/")

    assert Event.objects.get().published_at == NOW
    assert Gate.objects.count() == 1
    assert ActivityLog.objects.filter(action="event.published").count() == 1


def test_a_cancelled_event_is_not_published_again(mary, gala, office):
    Event.objects.filter(pk=gala.pk).update(status=EventStatus.CANCELLED)

    page = mary.post(f"{office}{gala.pk}/publication/", follow=True)

    assert "Only a draft can be published." in text(page)
    assert Event.objects.get().status == EventStatus.CANCELLED


def test_an_event_of_which_nothing_is_sold_becomes_a_draft_again(mary, client, gala, office):
    page = mary.post(f"{office}{gala.pk}/withdrawal/", follow=True)

    assert "It is a draft again: nobody else sees it." in text(page)
    assert client.get(f"/{gala.tenant.slug}/{gala.slug}/").status_code == 404
    assert mary.get(f"/{gala.tenant.slug}/{gala.slug}/").status_code == 200


def test_what_is_sold_or_held_keeps_an_event_public(mary, gala, office):
    stalls = gala.ticket_types.get()
    make.order(gala, {stalls: 2})
    make.cart(gala, {stalls: 1})

    page = mary.post(f"{office}{gala.pk}/withdrawal/", follow=True)

    assert "2 places are sold and 1 are in carts or unpaid orders" in text(page)
    assert Event.objects.get().status == EventStatus.PUBLISHED
    assert not ActivityLog.objects.filter(action="event.unpublished").exists()


def test_the_figures_of_each_ticket_type_are_shown(mary, gala, office):
    stalls = gala.ticket_types.get()
    make.ticket_type(gala, name="Lawn", places=None)
    make.order(gala, {stalls: 2})
    make.cart(gala, {stalls: 3})

    page = mary.get(f"{office}{gala.pk}/")

    rows = {row.name: (row.sold, row.held, row.left, row.total) for row in page.context["types"]}
    assert rows == {"Stalls": (2, 3, 95, 100), "Lawn": (0, 0, None, None)}
    assert "95 of 100" in text(page)


def test_an_event_on_sale_is_not_archived(mary, gala, office):
    page = mary.post(f"{office}{gala.pk}/archiving/", follow=True)

    assert "This event is still on sale." in text(page)
    assert Event.objects.get().archived_at is None


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED, EventStatus.COMPLETED])
def test_an_event_that_is_not_on_sale_is_archived_and_restored(mary, gala, office, status):
    Event.objects.filter(pk=gala.pk).update(status=status)

    archived = mary.post(f"{office}{gala.pk}/archiving/", follow=True)
    hidden = mary.get(f"/{gala.tenant.slug}/{gala.slug}/")
    restored = mary.post(f"{office}{gala.pk}/restoration/", follow=True)

    assert "Archived. You can restore it at any time." in text(archived)
    assert hidden.status_code == 404
    assert "Restored." in text(restored)
    assert (Event.objects.get().archived_at, Event.objects.get().status) == (None, status)


def test_a_published_event_that_is_over_is_archived(mary, gala, office):
    Event.objects.filter(pk=gala.pk).update(starts_at=NOW - timedelta(days=1), ends_at=NOW - timedelta(hours=9))

    mary.post(f"{office}{gala.pk}/archiving/")

    assert Event.objects.get().archived_at == NOW


def test_who_only_reads_is_offered_no_button(blue_note, draft, office):
    page = browser_as(blue_note, "analyst").get(f"{office}{draft.pk}/")

    assert page.status_code == 200
    assert b'method="post"' not in page.content


def test_a_preview_of_a_draft_says_so_and_leads_back(mary, client, draft, office):
    address = f"/{draft.tenant.slug}/{draft.slug}/"
    make.ticket_type(draft, name="Stalls", price_cents=2500)

    page = mary.get(address)

    assert client.get(address).status_code == 404
    assert "This is a preview." in text(page)
    assert f'href="{office}{draft.pk}/"' in page.content.decode()
    assert "Stalls" in text(page)


def test_the_overview_costs_the_same_with_many_types(mary, gala, office, count_statements):
    with count_statements() as few:
        mary.get(f"{office}{gala.pk}/")
    for number in range(20):
        make.ticket_type(gala, name=f"Row {number}")

    with count_statements() as many:
        mary.get(f"{office}{gala.pk}/")

    assert TicketType.objects.count() == 21
    assert len(few) == len(many) == 6, many


def test_every_button_carries_its_token(mary, draft, gala, office):
    make.session(gala)
    archived = make.session(gala, title="Gone")
    services.archive_session(session=archived, by=make.user(), now=NOW)
    kept = MediaFile.objects.create(
        tenant=gala.tenant, file="media/a.webp", file_name="a.webp", mime_type="image/webp", file_size=1, sha256="0"
    )
    for removed_at in (None, NOW):
        EventPicture.objects.create(tenant=gala.tenant, event=gala, media=kept, source=kept, removed_at=removed_at)
    Event.objects.filter(pk=gala.pk).update(visibility="private")
    pages = [f"{office}{draft.pk}/", f"{office}new/"]
    pages += [f"{office}{gala.pk}/{rest}" for rest in ("", "details/", "programme/", "pictures/", "duplicate/")]

    assert {address: posts_without_token(mary.get(address)) for address in pages} == dict.fromkeys(pages, 0)
