"""The refusals of `tenants`."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class TenantChanged(DomainError):
    """The tenant is not in a state from which this step leads."""

    code, text = "tenant_changed", _("%(tenant)s is “%(status)s” now, so this is not possible.")


class TwoFactorMissing(DomainError):
    """Whoever works here signs in with a second step, and this person has none yet."""

    code, status, page = "two_factor_missing", 403, "errors/two_factor.html"
    text = _("%(name)s asks everybody who works there to sign in with two steps.")


class MailNotFailed(DomainError):
    """Only a mail that failed is sent again: one that arrived would come twice."""

    code, text = "mail_not_failed", _("This e-mail did not fail, so it is not sent again.")


class ScopeNotYours(DomainError):
    """A key may do no more than whoever makes it."""

    code, status, field = "scope_not_yours", 422, "scopes"
    text = _("Please choose what the key may do, and nothing that you may not do yourself.")


class ApiKeyNotYours(DomainError):
    """A key reaches all events of its tenant, so whoever reaches some only makes none."""

    code, status = "api_key_not_yours", 403
    text = _("A key reaches all events. You reach certain ones only, so please ask an administrator to make it.")


class ApiKeyRevoked(DomainError):
    """Somebody else was faster."""

    code, text = "api_key_revoked", _("This key has been revoked already.")


class LastOwner(DomainError):
    """An organizer always has an owner. Facts: names."""

    code, text = (
        "last_owner",
        _("You are the only owner of %(names)s. Please make somebody else an owner first, then come back."),
    )


class LastPlatformAdmin(DomainError):
    """Somebody has to run the platform."""

    code, text = "last_platform_admin", _("You are the only platform admin. Please make somebody else one first.")


class ExportInTheMaking(DomainError):
    """One at a time."""

    code, text = "export_in_the_making", _("Your data is being gathered already.")
