"""The page that maps the planning documents to the schema tells the truth about the schema."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection

PAGE = (Path(__file__).parents[2] / "docs" / "data-model.md").read_text()
OURS = ("tenants", "events", "orders", "checkin", "reservations")
NAMES = sorted(set(re.findall(rf"`((?:{'|'.join(OURS)})\.[A-Z]\w+(?:\.\w+)?)`", PAGE)))


@pytest.mark.parametrize("name", NAMES)
def test_what_the_page_names_exists(name):
    app, model_name, *rest = name.split(".")
    model = apps.get_model(app, model_name)
    for field in rest:
        try:
            model._meta.get_field(field)
        except FieldDoesNotExist:
            assert isinstance(vars(model).get(field), property), f"{name} is neither a field nor a property"


def test_every_model_is_on_the_page():
    models = {
        f"{model._meta.app_label}.{model.__name__}" for app in OURS for model in apps.get_app_config(app).get_models()
    }

    assert models - {".".join(name.split(".")[:2]) for name in NAMES} == set()


def test_every_index_on_the_page_exists(db):
    rows = PAGE.split("### Indexes")[1].split("\n\nPartitioned")[0].splitlines()
    named = {name for row in rows if row.startswith("|") for name in re.findall(r"`(\w+)`", row.split("|")[2])}

    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes")
        existing = {name for (name,) in cursor.fetchall()}

    assert len(named) == 10
    assert named - existing == set()
