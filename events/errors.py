"""The refusals of what is offered."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class SlugTaken(DomainError):
    """Another event of the tenant, or one of our own pages, has this address."""

    code, status, field = "slug_taken", 422, "slug"
    text = _("The address “%(slug)s” is already in use.")


class NotReadyToPublish(DomainError):
    """Something that buyers need is missing."""

    code, status = "not_ready_to_publish", 422
    text = _("Before this event can be published, it needs: %(missing)s.")


class TenantNotActive(DomainError):
    """A pending or suspended tenant publishes and sells nothing."""

    code, text = "tenant_not_active", _("This organizer cannot sell tickets at the moment.")
