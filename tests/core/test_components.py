"""The shared components say what they must, and tie hints and errors to their fields."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from ticketing.core.forms import AccessibleForm, FoyerRenderer
from ticketing.site.styleguide import styleguide

TEMPLATES = Path(settings.BASE_DIR, "templates")


class Sample(AccessibleForm):
    email = forms.EmailField(label="E-mail", help_text="Your tickets go here.")
    method = forms.ChoiceField(label="Payment", choices=[("card", "Card")], widget=forms.RadioSelect)
    phone = forms.CharField(required=False)


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_refused_field_names_its_error_and_its_hint():
    html = render_to_string("components/field.html", {"field": Sample({"email": "ada@"})["email"]})

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'inputmode="email"' in html
    assert 'autocomplete="email"' in html


def test_the_errors_are_gathered_on_top_and_lead_to_their_fields():
    form = Sample({"email": "ada@"})
    form.add_error(None, "Only 3 left of Stalls.")

    html = render_to_string("components/error_summary.html", {"form": form})

    assert html.index("Only 3 left of Stalls.") < html.index('href="#id_email"') < html.index('href="#field-method"')
    assert 'id="field-method"' in render_to_string("components/field.html", {"field": form["method"]})


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("components/error_summary.html", {"form": Sample()}).strip() == ""


def test_optional_fields_say_so_and_know_their_keyboard():
    html = render_to_string("components/field.html", {"field": Sample()["phone"]})

    assert "(optional)" in html
    assert 'autocomplete="tel"' in html
    assert 'inputmode="tel"' in html


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"data-words": '<b> & "quotes"', "required": True, "disabled": False}), "Tom & 'Jerry'"),
        (forms.NumberInput(), 0),
        (forms.CheckboxInput(), True),
        (forms.Select({"autofocus": True}, [("", "Choose"), (1, "One & two"), ("<3", mark_safe("<i>Three</i>"))]), 1),
        (forms.Select(choices=[("Towns & more", [("b", "Berlin"), ("p", "Paris")]), ("x", "Elsewhere")]), "p"),
        (forms.NullBooleanSelect(), False),
        (forms.Select(), None),
    ],
)
def test_plain_inputs_are_drawn_as_django_draws_them(widget, value):
    ours = widget.render("name", value, {"id": "id_name"}, FoyerRenderer())

    assert parse_html(ours) == parse_html(widget.render("name", value, {"id": "id_name"}, TemplatesSetting()))


def test_a_form_about_others_fills_in_nothing_of_the_visitors():
    class Guest(Sample):
        autocomplete_for_visitor = False

    assert 'autocomplete="off"' in str(Guest()["email"])


def test_words_in_components_are_escaped():
    html = render_to_string("components/button.html", {"text": "<script>", "name": 'a"b', "value": '"><i>'})

    assert "<script>" not in html
    assert '"><i>' not in html


def test_a_price_of_nothing_is_free_and_a_sum_of_nothing_is_an_amount():
    assert rendered('{{ 0|price:"EUR" }} {{ 0|price_from:"EUR" }}') == "Free Free"
    assert rendered('{{ 1250|price:"EUR" }}, {{ 1250|price_from:"EUR" }}') == "€12.50, from €12.50"
    assert rendered('{{ 0|money:"EUR" }}') == "€0.00"


def test_only_one_place_decides_that_nothing_is_free():
    files = [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]

    assert [path.name for path in files if '{% translate "Free" %}' in path.read_text()] == []


def test_icons_are_hidden_from_screen_readers_and_arrows_turn_around():
    assert 'aria-hidden="true"' in rendered('{% icon "ticket" %}')
    assert "icon--mirror" not in rendered('{% icon "ticket" %}')
    assert "icon--mirror" in rendered('{% icon "arrow-right" %}')


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = Path(settings.BASE_DIR, "static/icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))

    named = set()
    for template in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'(?:{% icon |icon=|icon_after=|icon\|default:)"([a-z0-9-]+)"', template.read_text()))

    assert named <= known


def test_no_template_for_a_page_carries_inline_style_or_script():
    for template in TEMPLATES.rglob("*.html"):
        if template.relative_to(TEMPLATES).parts[0] in {"mail", "pdf"}:
            continue
        text = template.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*(\ssrc=|ld\+json))", text), template


@pytest.mark.parametrize("name", ["Ada King Lovelace", "AL"])
def test_initials(name):
    assert rendered("{{ name|initials }}", name=name) == ("AL" if " " in name else "A")


def test_a_moment_is_machine_readable_too():
    at = datetime(2026, 12, 12, 18, 30, tzinfo=UTC)

    html = rendered('{% event_datetime at "Europe/Berlin" %}', at=at)

    assert html == '<time datetime="2026-12-12T19:30+01:00">Sat 12 Dec, 19:30</time>'


def test_the_styleguide_draws_every_component():
    html = styleguide(RequestFactory().get("/styleguide/?scheme=dark&dir=rtl")).content.decode()

    assert 'data-scheme="dark"' in html
    assert 'dir="rtl"' in html
    for block in ("stepper", "ticket-card", "event-card", "countdown", "file-drop", "chart", "dialog", "pagination"):
        assert f'class="{block}' in html


@pytest.mark.parametrize("name", sorted(path.name for path in (TEMPLATES / "errors").glob("[0-9n]*.html")))
def test_error_pages_stand_without_a_request(name):
    html = render_to_string(f"errors/{name}")

    assert "<h1" in html
    assert html.count("<main") == 1
