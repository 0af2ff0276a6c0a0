"""The mail of a notification, built when it is sent."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from orders.documents.facts import DEFAULT_COLOR
from orders.documents.palette import accent
from tenants import console
from tenants.models import NoticeStatus, Notification
from tenants.words_office_log import told
from ticketing.core.mail import MailMessage, render_mail


def notification(context: Mapping[str, Any], *, to: str, message_id: str) -> MailMessage | None:
    """What a member is told, with the way to it; nothing to who has seen it in the console or is gone."""
    row = Notification.objects.select_related("user", "tenant__settings").filter(pk=context["notification"]).first()
    if row is None or row.status == NoticeStatus.READ or not row.user.is_active:
        return None
    locale = row.user.locale or row.tenant.settings.locale
    with translation.override(locale):
        about = (
            console.names(row.tenant, [(row.target_kind, row.target_id)]).get(row.target_id) if row.target_id else None
        )
        words = told(row.kind, row.metadata, name=about.text if about else "")
        path = about.url if about and about.url else reverse("notices_office:notices", args=[row.tenant.slug])
        shown = accent(DEFAULT_COLOR)
        values = {
            "brand_name": "Foyer",
            "brand_url": settings.BASE_URL,
            "accent": shown.color,
            "on_accent": shown.ink,
            "title": words.title,
            "text": words.text,
            "url": settings.BASE_URL + path,
            "label": _("Look at it"),
            "closing": _(
                "From %(tenant)s on Foyer. In the console, under notifications, you choose what you are told by mail."
            )
            % {"tenant": row.tenant.name},
        }
    subject, text, html = render_mail("account", values, locale)
    return MailMessage(to=to, subject=subject, text=text, html=html, message_id=message_id)
