"""A platform admin's visit to a tenant is written down, wherever it comes from."""

import pytest

from tenants.models import ActivityLog
from tests import make


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8:1:2:3:4:5:6"])
def test_a_visit_is_logged_with_its_address(client, gala, address):
    client.force_login(make.user(is_platform_admin=True))

    page = client.get(f"/checkin/gates/{gala.gates.get().pk}/settings/", REMOTE_ADDR=address)

    assert page.status_code == 200
    assert ActivityLog.objects.get(action="tenant.entered").ip == address
