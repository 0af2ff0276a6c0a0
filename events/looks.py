"""An organizer's branding as pages use it; an event may have colours, font and CSS of its own."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event
from tenants.models import Tenant
from tenants.theme import theme_css, theme_hash

BRANDED = ("primary_color", "secondary_color", "font_family", "custom_css")


@dataclass(frozen=True)
class Look:
    """What makes a theme: two colours, a font, a little CSS."""

    primary_color: str
    secondary_color: str
    font_family: str
    custom_css: str

    @property
    def css(self) -> str:
        """The stylesheet, safe to serve."""
        return theme_css(self.primary_color, self.secondary_color, self.font_family, self.custom_css)

    @property
    def hash(self) -> str:
        """Names the stylesheet by its content."""
        return theme_hash(self.primary_color, self.secondary_color, self.font_family, self.custom_css)


def look_of(tenant: Tenant, event: Event | None = None) -> Look:
    """The tenant's look, or what the event has instead. The tenant comes with its settings."""
    own = (event.branding if event else None) or {}
    return Look(**{name: str(own.get(name) or getattr(tenant.settings, name)) for name in BRANDED})


def theme_url(tenant: Tenant, event: Event | None = None) -> str:
    """The address of the theme's stylesheet, which may be cached for ever."""
    where = {"tenant": tenant.slug, "hash": look_of(tenant, event).hash}
    if event is not None and event.branding:
        return reverse("events:event_theme", kwargs=where | {"event": event.slug})
    return reverse("events:theme", kwargs=where)


def page_context(tenant: Tenant, event: Event | None = None) -> dict[str, object]:
    """What `layouts/buyer.html` needs for a page in the organizer's branding: tenant, theme_url, footer_links."""
    settings = tenant.settings
    links = [
        {"url": settings.terms_of_service_url, "text": _("Terms")},
        {"url": settings.privacy_policy_url, "text": _("Privacy")},
    ]
    return {
        "tenant": {
            "name": tenant.name,
            "slug": tenant.slug,
            "logo_url": settings.logo.url if settings.logo else "",
            "home_url": reverse("events:organizer", kwargs={"tenant": tenant.slug}),
        },
        "theme_url": theme_url(tenant, event),
        "footer_links": [link for link in links if link["url"]],
    }
