"""What the console of an organization is refused."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class TenantSuspended(DomainError):
    """Nobody works for a suspended organization. What it sold stays good."""

    code, status, page = "tenant_suspended", 403, "errors/suspended_office.html"
    text = _("“%(name)s” is suspended: its sales are closed, and so is its console.")


class TooManyMembers(DomainError):
    """The plan has no room for another member."""

    code, text = (
        "too_many_members",
        _("The plan “%(plan)s” has room for %(limit)d members, invitations included. What is there stays as it is."),
    )


class BeyondOwnRights(DomainError):
    """Nobody gives, or takes from, somebody more than they have themselves."""

    code, status = "beyond_own_rights", 403
    text = _("You can give and take only what you may do yourself. Please ask an owner.")


class LastOwner(DomainError):
    """An organization without an owner would be nobody's."""

    code, text = "last_owner", _("This is the last owner. Make somebody else an owner first.")


class AlreadyMember(DomainError):
    """The invited person works here already."""

    code, field = "already_member", "email"
    text = _("%(email)s belongs to the team already. Look for them in the list, also among those who are disabled.")


class AlreadyInvited(DomainError):
    """There is an open invitation for this address."""

    code, field = "already_invited", "email"
    text = _("%(email)s has an open invitation already. You can send it again, or revoke it first.")


class InvitationOver(DomainError):
    """Accepted, revoked, or too old."""

    code, status, text = "invitation_over", 410, _("This invitation is no longer open.")


class OtherAddress(DomainError):
    """The invitation is for somebody else's address."""

    code, status = "other_address", 403
    text = _("This invitation is for %(email)s. Please sign in with that address.")


class AccountExists(DomainError):
    """Whoever is invited has an account: they sign in instead of making another."""

    code, text = "account_exists", _("There is an account with this address already. Please sign in.")


class LacksTwoFactor(DomainError):
    """Who asks others for a second step has one."""

    code, field = "lacks_two_factor", "requires_two_factor"
    text = _("Set up a second step for your own account first; otherwise this would lock you out.")


class TenantSlugTaken(DomainError):
    """Another tenant has this address."""

    code, field = "slug_taken", "slug"
    text = _("The address “%(slug)s” is already taken. “%(free)s” is free.")


class OnlyOwner(DomainError):
    """Somebody who is to go is the last owner. Facts: person, names."""

    code, text = "only_owner", _("%(person)s is the only owner of %(names)s. Make somebody else an owner there first.")


class PersonChanged(DomainError):
    """Somebody else was faster, or the account is deleted."""

    code, text = "person_changed", _("%(person)s has changed meanwhile, so this is not possible.")
