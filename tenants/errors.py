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
