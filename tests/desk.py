"""What the tests of Django's admin share: a row's page, its buttons, and actions of a list."""

import re

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.office import text


def page_of(row: Model) -> str:
    """A row's own page."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def act(desk: Client, action: str, *rows: Model) -> str:
    """What the list says after an action for some of its rows."""
    address = reverse(f"admin:{rows[0]._meta.app_label}_{rows[0]._meta.model_name}_changelist")
    return text(desk.post(address, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True))


def press(desk: Client, row: Model, label: str) -> str:
    """What is said after a press of the button with these words on a row's page."""
    for form in re.findall(r'<form method="post".*?</form>', text(desk.get(page_of(row))), re.DOTALL):
        if f">{label}<" in form:
            where = re.search(r'action="([^"]+)"', form)
            assert where is not None
            fields = dict(re.findall(r'name="(action|_selected_action)" value="([^"]+)"', form))
            return text(desk.post(where[1], fields, follow=True))
    raise AssertionError(f"no button {label} on {page_of(row)}")
