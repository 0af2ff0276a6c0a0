"""What search engines are told: the sitemap of listed events and organizers, and robots.txt."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models import Event
from events.queries import event_url
from tenants.models import Tenant
from ticketing.core.page_cache import page_cached

# Pages that are nobody's but one visitor's, or of no use in a search.
CLOSED = ("/accounts/", "/account/", "/admin/", "/api/", "/checkin/", "/manage/", "/orders/", "/visit/", "/webhooks/")


if TYPE_CHECKING:
    Base = Sitemap[Any]
else:
    Base = Sitemap


class _Sitemap(Base):
    """Addresses on our own host, as the settings name it."""

    protocol = urlsplit(settings.BASE_URL).scheme
    limit = 10_000

    def get_domain(self, site: object = None) -> str:
        """The platform's host, whatever host was asked."""
        return str(urlsplit(settings.BASE_URL).netloc)


class FrontPage(_Sitemap):
    """Discovery itself."""

    def items(self) -> list[str]:
        """One page."""
        return ["discovery"]

    def location(self, item: str) -> str:
        """Its address."""
        return reverse(item)


class Organizers(_Sitemap):
    """Organizers with something on."""

    def items(self) -> QuerySet[Tenant]:
        """Active tenants with listed events."""
        listed = Event.objects.listed().filter(tenant=OuterRef("pk"), ends_at__gte=timezone.now())
        return Tenant.objects.active().filter(Exists(listed)).order_by("slug")

    def location(self, item: Tenant) -> str:
        """The organizer's page."""
        return reverse("events:organizer", kwargs={"tenant": item.slug})


class Events(_Sitemap):
    """Listed events that are not over."""

    def items(self) -> QuerySet[Event]:
        """By start; no more of each than its address needs."""
        listed = Event.objects.listed().filter(ends_at__gte=timezone.now())
        return listed.select_related("tenant").only("slug", "updated_at", "tenant__slug").order_by("starts_at", "pk")

    def location(self, item: Event) -> str:
        """The event's page."""
        return event_url(item.tenant.slug, item.slug)

    def lastmod(self, item: Event) -> datetime:
        """When it last changed."""
        return item.updated_at


@page_cached
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`."""
    response = sitemap_view(request, {"front": FrontPage, "organizers": Organizers, "events": Events})
    return response.render()


@page_cached
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
