"""The locks of people and organizations. They come before those of sales (`orders.locks`); rows of one kind by id."""

from tenants.models import Membership, User


def owners_with(user: User) -> list[Membership]:
    """The owners of every tenant that a person owns: nobody else leaves meanwhile."""
    owners = Membership.objects.owners_with(user).order_by("pk")
    return list(owners.select_for_update(no_key=True, of=("self",)))


def platform_admins() -> list[User]:
    """Those who run the platform."""
    admins = User.objects.filter(is_platform_admin=True, is_active=True).order_by("pk")
    return list(admins.select_for_update(no_key=True, of=("self",)))
