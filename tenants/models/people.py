"""Users: everyone who can log in, on whichever side of the counter."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ticketing.core.constraints import lower_case
from ticketing.core.models import BaseModel

DELETED = "deleted.invalid"
"""The domain of addresses that stand for nobody: those of people who were anonymized. No mail ever goes there."""


def address_of_nobody(pk: UUID) -> str:
    """What stands in the place of an e-mail address, unique for each row."""
    return f"{pk.hex}@{DELETED}"


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who can log in with this address."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A platform admin: runs the whole platform in Django's admin."""
        return self.create_user(email, password, is_platform_admin=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an address, however it was capitalized."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin, BaseModel):
    """A person with a login. What they may do for a tenant lies in their memberships."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    avatar = models.ImageField(_("picture"), upload_to="avatars/", blank=True)
    is_platform_admin = models.BooleanField(_("platform admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    last_active_at = models.DateTimeField(_("last active"), null=True, blank=True)
    locale = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [lower_case("email", "user_email_is_lower_case")]

    def __str__(self) -> str:
        return gettext("Deleted account") if self.is_deleted else self.full_name or self.email

    @property
    def is_deleted(self) -> bool:
        """Whether the person has deleted the account: the row stays, for what it did."""
        return self.email.endswith(f"@{DELETED}")

    @property
    def picture_url(self) -> str:
        """Where the person's picture is; empty without one."""
        return self.avatar.url if self.avatar else ""

    @property
    def is_staff(self) -> bool:
        """Django's word for "may enter Django's admin"."""
        return self.is_platform_admin

    @property
    def first_name(self) -> str:
        """All of the name but its last word."""
        return self.full_name.rpartition(" ")[0] or self.full_name

    @property
    def last_name(self) -> str:
        """The last word of a name of several."""
        head, _space, tail = self.full_name.rpartition(" ")
        return tail if head else ""
