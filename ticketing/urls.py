"""The root addresses. Fixed first parts come before tenants' slugs."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from events.views import discovery
from ticketing.core import health
from ticketing.site import sitemaps

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics_page, name="metrics"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("", discovery.discover, name="discovery"),
    # What follows begins with a tenant's slug: every fixed first part comes before.
    path("", include("events.urls")),
]
