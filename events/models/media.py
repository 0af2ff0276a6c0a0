"""Files that organizers upload to be shown."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
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


class EventPicture(BaseModel):
    """A picture of an event in its place; the event's `hero_image` is one of them, the others are its gallery.

    `source` is what was uploaded, `media` what is shown: the same, or what `crop` leaves of it, which are the percents
    that are cut off left, top, right and bottom. A picture that was removed can be put back.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="pictures")
    media = models.ForeignKey(MediaFile, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(MediaFile, on_delete=models.PROTECT, related_name="+")
    crop = ArrayField(models.PositiveSmallIntegerField(), size=4, default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture of an event")
        verbose_name_plural = _("pictures of events")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["event", "position"], name="pictures_of_an_event_in_order")]

    def __str__(self) -> str:
        return str(self.media)
