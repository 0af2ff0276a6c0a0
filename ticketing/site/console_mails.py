"""The mails about organizations and their teams, built when they are sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.documents.facts import DEFAULT_COLOR
from orders.documents.palette import accent
from tenants.access import support_address
from tenants.hooks import MailBuilder
from tenants.models import Invitation, Tenant
from tenants.words_office import ROLES
from ticketing.core.mail import MailMessage, render_mail

Context = Mapping[str, Any]

# What was decided: title, then text.
DECISIONS = {
    "approved": (
        gettext_lazy("“%(name)s” is approved"),
        gettext_lazy("You can publish your events and sell tickets now. What you prepared is there."),
    ),
    "suspended": (
        gettext_lazy("“%(name)s” is suspended"),
        gettext_lazy("Its sales and its console are closed for now. Tickets that were sold stay good."),
    ),
    "reactivated": (
        gettext_lazy("“%(name)s” is open again"),
        gettext_lazy("Sales go on, and your team can work in the console again."),
    ),
}


def decision(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """To an owner: the platform has approved, suspended or reactivated the organization."""
    tenant = Tenant.objects.get(pk=context["tenant"])
    title, text = DECISIONS[context["what"]]
    with translation.override(context["locale"]):
        words = {"title": str(title) % {"name": tenant.name}, "text": str(text)}
        if context["what"] == "suspended":
            support = support_address()
            if support:
                words["closing"] = _("If you have questions, write to %(support)s.") % {"support": support}
        else:
            words |= {"url": _console(tenant), "label": _("To the console")}
    return _message(words, context["locale"], to, message_id)


def waiting(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """To the platform: an organization waits for approval; nothing once it does no longer."""
    tenant = Tenant.objects.get(pk=context["tenant"])
    if not tenant.is_pending:
        return None
    path = reverse("admin:tenants_tenant_change", args=[tenant.pk])
    with translation.override(context["locale"]):
        words = {
            "title": _("“%(name)s” waits for approval") % {"name": tenant.name},
            "text": _("%(email)s has made this organization. Until it is approved, it publishes nothing.")
            % {"email": tenant.email},
            "url": settings.BASE_URL + path,
            "label": _("Look at it"),
        }
    return _message(words, context["locale"], to, message_id)


def invitation(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """Into a team. Nothing for one that is over, or that was sent again meanwhile: its link would be void."""
    found = Invitation.objects.select_related("tenant__settings", "invited_by").filter(pk=context["invitation"]).first()
    if found is None or found.is_accepted or found.is_revoked:
        return None
    if found.sent_at != datetime.fromisoformat(context["sent_at"]):
        return None
    locale = found.tenant.settings.locale
    with translation.override(locale):
        facts = {"name": found.tenant.name, "role": found.get_role_display(), "who": str(found.invited_by or "")}
        by = _("%(who)s invites you to the team of “%(name)s”. Your role: %(role)s.")
        words = {
            "title": _("Join the team of “%(name)s”") % facts,
            "text": f"{by % facts} {ROLES[found.role]}",
            "url": settings.BASE_URL + reverse("invitation", kwargs={"token": found.token}),
            "label": _("Join the team"),
            "closing": _("The link is good for two weeks, and only for you. If you know nothing of this, ignore it."),
        }
    return _message(words, locale, to, message_id)


def _console(tenant: Tenant) -> str:
    return str(settings.BASE_URL + reverse("tenant_console", kwargs={"tenant": tenant.slug}))


def _message(words: Mapping[str, str], locale: str, to: str, message_id: str) -> MailMessage:
    shown = accent(DEFAULT_COLOR)
    brand = {
        "brand_name": "Foyer",
        "brand_url": settings.BASE_URL,
        "accent": shown.color,
        "on_accent": shown.ink,
    }
    subject, text, html = render_mail("account", brand | dict(words), locale)
    return MailMessage(to=to, subject=subject, text=text, html=html, message_id=message_id)


BUILDERS: dict[str, MailBuilder] = {
    "tenant_decision": decision,
    "tenant_waiting": waiting,
    "team_invitation": invitation,
}
