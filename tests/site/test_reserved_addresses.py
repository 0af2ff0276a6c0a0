"""No tenant and no event can take the address of a page of ours."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from events.errors import SlugTaken
from tenants.models import Tenant
from tests import make
from ticketing.core.slugs import RESERVED


def fixed_first_parts(patterns, prefix=""):
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if address == prefix and hasattr(pattern, "url_patterns"):
            yield from fixed_first_parts(pattern.url_patterns, address)
        elif address and not address.startswith("<"):
            yield address.split("/")[0]


def test_every_fixed_first_part_of_an_address_is_reserved():
    parts = set(fixed_first_parts(get_resolver().url_patterns))

    assert {"admin", "checkin", "orders"} <= parts
    assert parts - RESERVED == set()


def test_a_reserved_address_is_refused_to_tenants_and_events(tenant):
    with pytest.raises(ValidationError):
        Tenant(name="Admin", slug="admin", email="a@example.org").full_clean()
    with pytest.raises(SlugTaken):
        make.event(tenant, slug="checkout")
