"""Registers the `site` app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Configuration of `site`."""

    name = "ticketing.site"
    label = "site_pages"
