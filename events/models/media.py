"""Files that organizers upload to be shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant, User
from ticketing.core.constraints import at_least, one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class MediaKind(models.TextChoices):
    """What a file is."""

    IMAGE = "image", _("Picture")
    DOCUMENT = "document", _("Document")


class MediaFile(BaseModel):
    """A stored file. Pictures are re-encoded when uploaded, so what is kept is what we wrote ourselves.

    `file_size` is in bytes, `width` and `height` in pixels.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.FileField(_("file"), upload_to="media/%Y/%m/", max_length=200)
    file_name = models.CharField(_("file name"), max_length=200)
    original_name = models.CharField(_("original name"), max_length=200, blank=True)
    mime_type = models.CharField(_("type"), max_length=100)
    file_size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=8, choices=MediaKind, default=MediaKind.IMAGE)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    alternative_text = models.CharField(_("what it shows"), max_length=300, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            one_of("kind", MediaKind, "media_kind_is_known"),
            at_least("file_size", 0, "media_size_is_not_negative"),
        ]

    def __str__(self) -> str:
        return self.original_name or self.file_name
