"""The root addresses. Fixed first parts come before tenants' slugs."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from events.views import discovery
from tenants.views import office_invitation
from ticketing.core import health
from ticketing.site import api_schema, console, console_dashboard, media, sitemaps, styleguide

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics_page, name="metrics"),
    path("admin/", admin.site.urls),
    path("accounts/", include("ticketing.site.account_urls")),
    path("account/", include("ticketing.site.account_page_urls")),
    # Cached pages carry no token, and a language is nothing worth forging.
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("checkin/", include("checkin.urls")),
    path("checkin/venues/", include("reservations.urls_door")),
    path("visit/", include("reservations.urls")),
    path("manage/", console.console, name="console"),
    path("manage/", include("tenants.urls_office")),
    path("manage/", include("events.urls_office_looks")),
    path("invitations/<str:token>/", office_invitation.invitation, name="invitation"),
    path("manage/<slug:tenant>/", console_dashboard.tenant_console, name="tenant_console"),
    path("manage/<slug:tenant>/live/", console_dashboard.live_figures, name="live_figures"),
    path("manage/", include("events.urls_office")),
    path("manage/", include("events.urls_office_codes")),
    path("manage/", include("orders.urls_office_selling")),
    path("manage/", include("orders.urls_office")),
    path("manage/", include("orders.urls_office_people")),
    path("manage/", include("checkin.urls_office")),
    path("manage/", include("reservations.urls_office")),
    path("manage/", include("tenants.urls_office_api_keys")),
    path("manage/", include("orders.urls_office_reports")),
    path("manage/", include("tenants.urls_office_notices")),
    path("api/v1/", include("checkin.api.urls")),
    path("api/v1/", include("ticketing.site.token_urls")),
    path("api/schema/", api_schema.schema, name="api_schema"),
    path("api/docs/", api_schema.docs, name="api_docs"),
    path("api/", include("reservations.api.urls")),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    *([path("styleguide/", styleguide.styleguide, name="styleguide")] if settings.DEBUG or settings.TESTING else []),
    path("media/<path:path>", media.picture, name="media"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("", discovery.discover, name="discovery"),
    # What follows begins with a tenant's slug: every fixed first part comes before.
    path("", include("orders.urls")),
    path("", include("events.urls")),
]
