"""Registers Django's admin with a site of our own."""

from django.contrib.admin import apps


class PlatformAdminConfig(apps.AdminConfig):
    """Configuration of Django's admin."""

    default_site = "ticketing.site.admin_site.PlatformAdminSite"
