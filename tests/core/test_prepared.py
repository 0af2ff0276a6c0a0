"""Queries whose SQL is made once answer what the ORM answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from events.models import Event, TicketType
from tests import make
from ticketing.core.prepared import AnyOf, Prepared, Slot

BY_SLUG = Prepared(
    lambda: (
        Event.objects.select_related("tenant__settings", "venue", "hero_image")
        .defer("search")
        .annotate(types=Count("ticket_types"))
        .filter(slug=Slot("slug"), archived_at=None)
    )
)


def test_rows_are_what_the_queryset_gives(gala):
    found = BY_SLUG.first(slug=gala.slug)

    assert found == gala
    assert found.tenant.settings == gala.tenant.settings
    assert found.venue == gala.venue
    assert found.hero_image is None
    assert found.types == 1
    assert found.starts_at == gala.starts_at
    assert found.get_deferred_fields() == {"search"}


def test_each_run_has_its_own_values_and_its_own_rows(gala):
    other = make.event(gala.tenant)
    first = BY_SLUG.first(slug=gala.slug)
    first.name = "Changed and not saved"

    again = BY_SLUG.first(slug=gala.slug)

    assert again.name == "Winter Gala"
    assert BY_SLUG.first(slug=other.slug) == other
    assert BY_SLUG.first(slug="' OR true --") is None


def test_a_slot_takes_lists_moments_and_related_rows_by_id(gala):
    soon = Prepared(lambda: Event.objects.filter(tenant=Slot("tenant"), starts_at__lte=Slot("until")))
    types = Prepared(lambda: TicketType.objects.filter(AnyOf("pk", "ids")).order_by("pk"))
    stalls = gala.ticket_types.get()
    balcony = make.ticket_type(gala, name="Balcony")

    assert soon.all(tenant=gala.tenant_id, until=timezone.now() + timedelta(days=365)) == [gala]
    assert soon.all(tenant=gala.tenant_id, until=timezone.now()) == []
    assert types.all(ids=[stalls.pk, balcony.pk]) == [stalls, balcony]
    assert types.all(ids=[]) == []


def test_lists_of_values_come_as_tuples_in_pythons_types(gala):
    prices = Prepared(lambda: TicketType.objects.filter(event=Slot("event")).values_list("price_cents", "metadata"))

    assert [tuple(row) for row in prices.tuples(event=gala.pk)] == [(2500, {})]


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused(gala):
    locked = Prepared(lambda: Event.objects.filter(pk=Slot("pk")).select_for_update(no_key=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    with pytest.raises(TransactionManagementError):
        locked.first(pk=gala.pk)
