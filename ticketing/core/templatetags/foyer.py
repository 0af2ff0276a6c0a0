"""Template tags every page may use; they are built in, so templates need no `{% load %}`.

Filters and tags here format or draw. They decide nothing and query nothing.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypedDict

from django import template
from django.conf import settings
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
)
from django.forms.widgets import Input
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext as _

from ticketing.core import when
from ticketing.core.money import format_money, format_price

register = template.Library()

SYMBOL = re.compile(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>')

MIRRORED_ICONS = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "arrow-up-right",
        "chevron-left",
        "chevron-right",
        "external-link",
        "log-in",
        "log-out",
    }
    | {"send", "undo-2", "list", "list-checks"}
)
TONES = {"success": "good", "warning": "warn", "error": "bad", "info": "info", "debug": "info"}
TONE_ICONS = {
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
    "info": "info",
    "accent": "sparkles",
}


@register.filter
def money(cents: int | None, currency: str) -> str:
    """`{{ order.total_cents|money:order.currency }}`: minor units as the visitor's language writes them."""
    return "" if cents is None else format_money(cents, currency)


@register.filter
def price(cents: int | None, currency: str) -> str:
    """`{{ offer.price_cents|price:currency }}`: the price of a thing, which may be "Free". Sums are `money`."""
    return "" if cents is None else format_price(cents, currency)


@register.filter
def price_from(cents: int, currency: str) -> str:
    """`{{ event.price_from_cents|price_from:event.currency }}`: the lowest of several prices."""
    return _("from %(price)s") % {"price": format_money(cents, currency)} if cents else format_price(cents, currency)


@register.filter
def isolated(text: str) -> str:
    """Each line between the marks that keep its own direction, where the page runs from right to left.

    For PDFs: in HTML `<bdi>` does the same, but WeasyPrint does not know it.
    """
    if not get_language_bidi():
        return text
    return "\n".join(f"\u2068{line}\u2069" if line.strip() else line for line in text.splitlines())


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "ticket" %}`, `{% icon "ticket" "large" %}`: a picture beside words, hidden from screen readers.

    Arrows and the like turn around in right-to-left pages.
    """
    return _icon(name, size)


@lru_cache(maxsize=512)
def _icon(name: str, size: str) -> SafeString:
    classes = ["icon"]
    if size:
        classes.append(f"icon--{size}")
    if name in MIRRORED_ICONS:
        classes.append("icon--mirror")
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        " ".join(classes),
        _drawings().get(name, SafeString()),
    )


@register.simple_tag
def language_buttons() -> SafeString:
    """One button per language, each named in its own."""
    return _language_buttons(get_language() or settings.LANGUAGE_CODE)


@cache
def _language_buttons(current: str) -> SafeString:
    names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return format_html_join(
        "\n",
        '<button type="submit" name="language" value="{0}" lang="{0}"{1}>{2}</button>',
        (
            (code, SafeString(' aria-current="true"') if code == current else "", name[:1].upper() + name[1:])
            for code, name in names
        ),
    )


@lru_cache(maxsize=1)
def _drawings() -> dict[str, SafeString]:
    """The sprite's symbols by name. Drawn in place they cost a page a few bytes each instead of the whole sprite."""
    sprite = (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text()
    return {name: SafeString(drawing) for name, drawing in SYMBOL.findall(sprite)}


@register.simple_tag
def event_date(at: datetime, zone_name: str, style: str = "full") -> SafeString:
    """`{% event_date event.starts_at event.time_zone %}`: the day; styles `full`, `medium`, `short`."""
    return _time_element(at, zone_name, when.local_date(at, zone_name, style))


@register.simple_tag
def event_time(at: datetime, zone_name: str) -> SafeString:
    """`{% event_time at zone %}`: “19:30”."""
    return _time_element(at, zone_name, when.local_time(at, zone_name))


@register.simple_tag
def event_datetime(at: datetime, zone_name: str) -> SafeString:
    """`{% event_datetime at zone %}`: “Sat, 12 Dec, 19:30”."""
    return _time_element(at, zone_name, when.date_and_time(at, zone_name))


@register.simple_tag
def event_time_range(starts: datetime, ends: datetime | None, zone_name: str) -> SafeString:
    """`{% event_time_range event.starts_at event.ends_at event.time_zone %}`: “19:30 – 22:00 CET”."""
    return _time_element(starts, zone_name, when.time_range(starts, ends, zone_name))


@register.simple_tag
def day_parts(at: datetime, zone_name: str) -> dict[str, str]:
    """`{% day_parts at zone as day %}`: weekday, day, month and iso for a date chip."""
    return when.day_parts(at, zone_name)


@register.filter
def initials(name: str) -> str:
    """At most two letters for an avatar: “Ada King Lovelace” becomes “AL”."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return "".join(letters).upper()


@register.filter
def tone(message_level: str) -> str:
    """The tone of a Django message's level tag: good, warn, bad or info."""
    return TONES.get(message_level, "info")


@register.filter
def tone_icon(tone_name: str) -> str:
    """The icon that goes with a tone, so that colour is never the only sign."""
    return TONE_ICONS.get(tone_name, "info")


@register.filter
def field_kind(field: BoundField) -> str:
    """How `components/field.html` draws a form field."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices"
    if isinstance(widget, FileInput):
        return "file"
    return "colour" if isinstance(widget, Input) and "data-colour" in widget.attrs else "plain"


@register.simple_tag
def plain_field(field: BoundField, label: str = "", hint: str = "") -> SafeString:
    """An input, select or text area below its label and hint, or a box to tick before them.

    The part of `components/field.html` that nearly all fields need. Drawn here it takes a fifth of a template's time,
    of which filling in a page of a purchase mostly consisted.
    """
    target, words = escape(field.id_for_label), f"<bdi>{conditional_escape(label or field.label)}</bdi>"
    hint, errors, told = hint or str(field.help_text), field.errors, ""
    if hint:
        told = f'<div class="field__hint" id="{escape(field.auto_id)}_helptext">{conditional_escape(hint)}</div>'
    if isinstance(field.field.widget, CheckboxInput):
        drawn = f'<label class="choice" for="{target}">{field}<span>{words}</span></label>{told}'
    else:
        optional = "" if field.field.required else f' <span class="field__optional">{_("(optional)")}</span>'
        drawn = f'<label class="field__label" for="{target}">{words}{optional}</label>{told}{field}'
    refused = f'<div class="field__error">{icon("circle-alert")}{errors}</div>' if errors else ""
    return mark_safe(f'<div class="field" id="field-{escape(field.html_name)}">{drawn}{refused}</div>')  # noqa: S308


class GatheredError(TypedDict):
    """One error of a form: `target` is the id of its field, empty where it is about the whole form."""

    target: str
    label: str
    text: str


@register.simple_tag
def gathered_errors(form: BaseForm | None, forms: Iterable[BaseForm] | None = None) -> list[GatheredError]:
    """Every error of one form, several forms or a formset, in the order of the page."""
    errors: list[GatheredError] = []
    for each in [*([form] if form else []), *(forms or [])]:
        if not each.is_bound:
            continue
        errors += [GatheredError(target="", label="", text=str(text)) for text in each.non_field_errors()]
        for field in each:
            target = field.id_for_label or f"field-{field.html_name}"
            label = _opening(str(field.label))
            errors += [GatheredError(target=target, label=label, text=str(text)) for text in field.errors]
    return errors


def _opening(label: str) -> str:
    """A label as it opens a sentence about its field: with a colon, unless it is a question."""
    return label if label.endswith(("?", "؟", "!", ".", ":", "…")) else f"{label}:"


@register.filter
def paired(columns: Sequence[Any], row: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each column with its cell."""
    return list(zip(columns, row, strict=True))


class Bar(TypedDict):
    """One bar of a chart in SVG units, with what it says in words."""

    x: str
    y: str
    width: str
    height: str
    label: str
    text: str


@register.inclusion_tag("components/chart.html")
def bar_chart(
    title: str, points: Sequence[dict[str, Any]], column: str = "", value_column: str = ""
) -> dict[str, object]:
    """`{% bar_chart title points %}`: bars, and the same as a table.

    A point has `label`, `value` (a number from 0) and `text` (the value in words).
    """
    width, height, gap = 600.0, 160.0, 0.25
    top = max((point["value"] for point in points), default=0) or 1
    step = width / max(len(points), 1)
    bars = [
        Bar(
            x=f"{index * step + step * gap / 2:.2f}",
            y=f"{height - height * point['value'] / top:.2f}",
            width=f"{step * (1 - gap):.2f}",
            height=f"{height * point['value'] / top:.2f}",
            label=point["label"],
            text=point["text"],
        )
        for index, point in enumerate(points)
    ]
    return {"title": title, "bars": bars, "column": column, "value_column": value_column}


def _time_element(at: datetime, zone_name: str, text: str) -> SafeString:
    iso = at.astimezone(when.zone(zone_name)).isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', iso, text)
