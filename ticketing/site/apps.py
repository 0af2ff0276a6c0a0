"""Registers the `site` app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Configuration of `site`."""

    name = "ticketing.site"
    label = "site_pages"

    def ready(self) -> None:
        """Say how the mails about accounts and organizations are built, and keep the list of sessions."""
        from django.contrib.auth.signals import user_logged_in

        from tenants import console, hooks, sessions
        from ticketing.site import account_mails, console_mails, console_notice_mail
        from ticketing.site.console_entry import DASHBOARD

        hooks.mail_builders.update(account_mails.BUILDERS | console_mails.BUILDERS)
        hooks.mail_builders["notification"] = console_notice_mail.notification
        console.navigation[console.WORK].append(DASHBOARD)
        user_logged_in.connect(sessions.remember_login, dispatch_uid="tenants.sessions")
