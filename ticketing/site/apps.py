"""Registers the `site` app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Configuration of `site`."""

    name = "ticketing.site"
    label = "site_pages"

    def ready(self) -> None:
        """Say how the mails about accounts are built."""
        from tenants import hooks
        from ticketing.site import account_mails

        hooks.mail_builders.update(account_mails.BUILDERS)
