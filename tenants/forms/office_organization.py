"""Forms of the organization itself: a new one, and its profile."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from tenants import addresses, places
from tenants.forms.office_fields import country_choices, currency_choices, offer
from tenants.models import Tenant
from ticketing.core.forms import AccessibleForm
from ticketing.core.phones import PhoneField
from ticketing.core.slugs import RESERVED
from ticketing.core.zones import zone_choices


class SlugField(forms.SlugField):
    """The address of an organization: its pages begin with it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=addresses.LONGEST, **options)
        self.widget.attrs |= {"autocapitalize": "off", "spellcheck": "false", "dir": "ltr", "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        """In lower case, as addresses are."""
        return str(super().to_python(value)).lower()

    def validate(self, value: str) -> None:
        """A word of letters, figures and dashes at which no page of ours stands."""
        super().validate(value)
        if value:
            validate_slug(value)
        if value in RESERVED:
            words = _("“%(slug)s” is an address of our own. “%(free)s” is free.")
            raise ValidationError(words, params={"slug": value, "free": addresses.suggest(f"{value}-events")})


class NewOrganizationForm(AccessibleForm):
    """As little as it takes; the rest follows from the country, and can be changed at any time."""

    autocomplete_for_visitor = False

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As buyers should read it."))
    slug = SlugField(
        label=_("Address"),
        required=False,
        help_text=_("Your page on Foyer begins with it. Left empty, it is made from the name."),
    )
    country = forms.ChoiceField(label=_("Country"))
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def make_fields(self) -> None:
        """Choices in the reader's language."""
        offer(self, "country", country_choices())
        offer(self, "currency", [("", _("As usual in the country")), *currency_choices()])
        offer(self, "time_zone", [("", _("As usual in the country")), *zone_choices()])
        if not self.is_bound and not self.initial.get("time_zone"):
            # The first answer is the browser's own zone, where scripts run.
            self.fields["time_zone"].widget.attrs["data-browser-zone"] = True

    def clean_slug(self) -> str:
        """What was typed, or a free address that is made from the name."""
        return self.cleaned_data["slug"] or addresses.suggest(self.cleaned_data.get("name", ""))

    def clean(self) -> dict[str, Any]:
        """What was left open follows from the country."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if country := cleaned.get("country"):
            cleaned["currency"] = cleaned.get("currency") or places.currency_of(country)
            cleaned["time_zone"] = cleaned.get("time_zone") or places.zone_of(country)
        return cleaned


class ProfileForm(AccessibleForm):
    """What an organization says about itself."""

    autocomplete_for_visitor = False

    name = forms.CharField(label=_("Name"), max_length=200)
    slug = SlugField(
        label=_("Address"),
        help_text=_(
            "Your page on Foyer begins with it. An earlier address keeps leading here, and nobody else can have it. "
            "Whoever is buying while you change it has to choose anew."
        ),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Stands on your page. Markdown works: **bold**, lists, links."),
    )
    email = forms.EmailField(label=_("E-mail"), help_text=_("Buyers write here; it stands in every mail to them."))
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("With the country’s code, such as +49 30 123456."))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    street = forms.CharField(label=_("Street and number"), max_length=300, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    PLACE = ("street", "postal_code", "city", "country")

    def make_fields(self) -> None:
        """Countries in the reader's language."""
        offer(self, "country", [("", _("None given")), *country_choices()])

    @classmethod
    def of(cls, tenant: Tenant, data: Any = None) -> "ProfileForm":
        """The form of what it says at present."""
        own = {name: getattr(tenant, name) for name in cls.base_fields if name not in cls.PLACE}
        return cls(data, initial=own | {name: tenant.address.get(name, "") for name in cls.PLACE})

    def changes(self, tenant: Tenant) -> dict[str, Any]:
        """The tenant's fields as they are wanted; what else its address says stays."""
        given = self.cleaned_data
        own = {name: given[name] for name in self.fields if name not in self.PLACE}
        place = {key: value for key, value in tenant.address.items() if key not in self.PLACE}
        return own | {"address": place | {name: given[name] for name in self.PLACE if given[name]}}
