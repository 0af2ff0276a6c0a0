"""All that is said of an event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Category, Event, LocationType, Venue, Visibility
from events.words import category_name
from tenants.theme import FONT_CHOICES
from ticketing.core.money import validate_currency
from ticketing.core.office_fields import MomentField, on_clock, text_area
from ticketing.core.office_versions import VersionedForm
from ticketing.core.slugs import validate_not_reserved
from ticketing.core.zones import zone_choices

NEW = "new"
MOST_TAGS, LONGEST_TAG = 12, 40
PLAIN = (
    "name",
    "slug",
    "short_description",
    "description",
    "time_zone",
    "location_type",
    "virtual_event_url",
    "visibility",
    "access_code",
    "currency",
    "seo_title",
    "seo_description",
)
MOMENTS = ("starts_at", "ends_at", "sales_starts_at", "sales_ends_at")
LOOKS = ("primary_color", "secondary_color", "font_family")
ADDRESS = RegexValidator(r"^[-a-z0-9_]+\Z", gettext_lazy("Use small letters a to z, figures, and hyphens only."))
COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", gettext_lazy("Write a colour like #972334."))


class CurrencyField(forms.CharField):
    """A currency's three letters, in capitals however they were typed."""

    def to_python(self, value: Any) -> str:
        """The code."""
        return str(super().to_python(value)).upper()


class DetailsForm(VersionedForm):
    """The event's details, section by section."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    slug = forms.CharField(
        label=gettext_lazy("Address"), max_length=80, validators=[ADDRESS, validate_not_reserved], strip=True
    )
    short_description = forms.CharField(
        label=gettext_lazy("In one sentence"), max_length=300, required=False, widget=text_area(2)
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=20_000,
        required=False,
        widget=text_area(12),
        help_text=gettext_lazy("Markdown: **bold**, ## headings, - lists, [links](https://example.org)."),
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Categories"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"), max_length=600, required=False, help_text=gettext_lazy("Parted by commas.")
    )
    starts_at = MomentField(label=gettext_lazy("Starts"))
    ends_at = MomentField(label=gettext_lazy("Ends"))
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("All times of this event are on this clock.")
    )
    location_type = forms.ChoiceField(
        label=gettext_lazy("Takes place"), choices=LocationType.choices, widget=forms.RadioSelect
    )
    venue = forms.ChoiceField(label=gettext_lazy("Venue"), required=False)
    venue_name = forms.CharField(label=gettext_lazy("Name of the new venue"), max_length=200, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=120, required=False)
    virtual_event_url = forms.URLField(
        label=gettext_lazy("Address of the online event"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Only people with a ticket see it."),
    )
    visibility = forms.ChoiceField(label=gettext_lazy("Visibility"), widget=forms.RadioSelect)
    access_code = forms.CharField(
        label=gettext_lazy("Access code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("A word that opens a private event to whoever types it."),
    )
    sales_starts_at = MomentField(label=gettext_lazy("Sale starts"), required=False)
    sales_ends_at = MomentField(label=gettext_lazy("Sale ends"), required=False)
    currency = CurrencyField(
        label=gettext_lazy("Currency"),
        min_length=3,
        max_length=3,
        validators=[validate_currency],
        help_text=gettext_lazy("Three letters, such as EUR. Fixed once something is sold."),
    )
    seo_title = forms.CharField(label=gettext_lazy("Title for search engines"), max_length=120, required=False)
    seo_description = forms.CharField(
        label=gettext_lazy("Description for search engines"), max_length=300, required=False, widget=text_area(3)
    )
    primary_color = forms.CharField(
        label=gettext_lazy("First colour"),
        required=False,
        validators=[COLOUR],
        widget=forms.TextInput({"data-colour": ""}),
    )
    secondary_color = forms.CharField(
        label=gettext_lazy("Second colour"),
        required=False,
        validators=[COLOUR],
        widget=forms.TextInput({"data-colour": ""}),
    )
    font_family = forms.ChoiceField(label=gettext_lazy("Font"), required=False)
    tells_holders = forms.ChoiceField(
        label=gettext_lazy("People have tickets already. Tell them by e-mail?"),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, data: Any = None, *, event: Event, venues: list[Venue], categories: QuerySet[Category], **kwargs: Any
    ) -> None:
        self.event = event
        self.venues = {str(venue.number): venue for venue in venues}
        self.subjects = {category.slug: category for category in categories}
        super().__init__(data, initial=values_of(event), **kwargs)

    def make_fields(self) -> None:
        """What there is to choose from."""
        named = [(number, ", ".join(filter(None, (row.name, row.city)))) for number, row in self.venues.items()]
        self.choose_from("venue", [("", _("None yet")), *named, (NEW, _("A new venue"))])
        self.choose_from("categories", [(slug, category_name(row.name)) for slug, row in self.subjects.items()])
        self.choose_from("time_zone", zone_choices(self.event.time_zone))
        self.choose_from("font_family", [("", _("As your organization")), *FONT_CHOICES])
        self.choose_from("visibility", _visibilities())
        self.choose_from("tells_holders", [("yes", _("Yes, send a mail")), ("no", _("No, I tell them myself"))])
        self.fields["seo_title"].widget.attrs["placeholder"] = self.event.name

    def clean_tags(self) -> str:
        """Each tag once, parted by commas."""
        tags = list(dict.fromkeys(tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()))
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            words = _("At most %(tags)d tags of at most %(letters)d letters each.")
            raise ValidationError(words % {"tags": MOST_TAGS, "letters": LONGEST_TAG})
        return ", ".join(tags)

    def clean(self) -> dict[str, Any]:
        """A new venue needs a name and a city; moments become instants of the chosen zone."""
        found = super().clean() or self.cleaned_data
        if found.get("venue") == NEW:
            for name in ("venue_name", "city"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        zone = found.get("time_zone") or self.event.time_zone
        return found | {"instants": {name: self.moment(name, zone) for name in MOMENTS}}

    @property
    def has_new_venue(self) -> bool:
        """Whether a place is to be made with this."""
        return self.cleaned_data.get("venue") == NEW

    def changes(self) -> dict[str, Any]:
        """What differs from the event, by field of the event."""
        found, event = self.cleaned_data, self.event
        wanted: dict[str, Any] = {name: found[name] for name in PLAIN} | self._moved_moments()
        wanted["tags"] = [tag for tag in found["tags"].split(", ") if tag]
        wanted["branding"] = {name: found[name] for name in LOOKS if found[name]} or None
        if not self.has_new_venue:
            chosen = self.venues.get(found["venue"])
            wanted["venue_id"] = chosen.pk if chosen else None
        others = {name: value for name, value in (event.branding or {}).items() if name not in LOOKS}
        if others and wanted["branding"] is not None:
            wanted["branding"] |= others
        return {name: value for name, value in wanted.items() if getattr(event, name) != value}

    def _moved_moments(self) -> dict[str, datetime | None]:
        """The instants that differ by a minute at least: the form shows no seconds."""
        event, instants = self.event, self.cleaned_data["instants"]
        shown = {name: on_clock(getattr(event, name), event.time_zone) for name in MOMENTS}
        return {name: at for name, at in instants.items() if on_clock(at, event.time_zone) != shown[name]}

    def chosen_categories(self) -> list[Category]:
        """The categories that were ticked."""
        return [self.subjects[slug] for slug in self.cleaned_data["categories"]]

    def moves(self, changes: Mapping[str, Any]) -> bool:
        """Whether the event would be at another time or place."""
        names = ("starts_at", "ends_at", "venue_id", "location_type", "time_zone")
        return self.has_new_venue or bool({*names} & {*changes})


def values_of(event: Event) -> dict[str, Any]:
    """The event as the form shows it, in the shape of its initial data."""
    values: dict[str, Any] = {name: getattr(event, name) for name in PLAIN}
    values |= {name: on_clock(getattr(event, name), event.time_zone) for name in MOMENTS}
    branding = event.branding or {}
    return values | {
        "version": event.version,
        "venue": str(event.venue.number) if event.venue else "",
        "categories": [category.slug for category in event.categories.all()],
        "tags": ", ".join(event.tags),
        **{name: branding.get(name, "") for name in LOOKS},
    }


def _visibilities() -> list[tuple[str, str]]:
    return [
        (Visibility.PUBLIC, _("Public: everybody finds it")),
        (Visibility.UNLISTED, _("Unlisted: whoever has the address")),
        (Visibility.PRIVATE, _("Private: whoever has the secret link or the code")),
    ]
