"""The pictures of an event: which is the main one, and the others in their order."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from events import media
from events.errors_office import NothingLeft, PictureLost, TooManyPictures
from events.models import Event, EventPicture, MediaFile
from tenants.models import User
from tenants.steps import log_activity

MOST_PICTURES = 24
LEAST_LEFT = 10


def add_event_picture(
    *, event: Event, upload: BinaryIO, original_name: str, alternative_text: str, by: User, now: datetime
) -> EventPicture:
    """Keep an uploaded picture as the event's last one; the first becomes its main picture.

    Raises PictureRefused or TooManyPictures.
    """
    # Nothing is decoded in a transaction.
    encoded = media.reencode(upload)
    with transaction.atomic(durable=True):
        kept = media.keep(
            encoded, tenant=event.tenant, by=by, original_name=original_name, alternative_text=alternative_text
        )
        return _append(event, kept, by, now)


def change_picture(
    *, picture: EventPicture, crop: media.Crop, alternative_text: str, by: User, now: datetime
) -> EventPicture:
    """Cut the picture anew, out of what was uploaded, and say what it shows.

    Raises NothingLeft or PictureLost.
    """
    left, top, right, bottom = crop
    if left + right > 100 - LEAST_LEFT or top + bottom > 100 - LEAST_LEFT:
        raise NothingLeft()
    is_cut_anew = list(crop) != (picture.crop or list(media.UNCUT))
    encoded = None
    if is_cut_anew and crop != media.UNCUT:
        encoded = _cut(picture, crop)
    with transaction.atomic(durable=True):
        before = picture.media_id
        if encoded is not None:
            name = picture.source.original_name
            picture.media = media.keep(encoded, tenant=picture.event.tenant, by=by, original_name=name)
        elif is_cut_anew:
            picture.media = picture.source
        picture.crop = list(crop)
        picture.save(update_fields=["media", "crop"])
        MediaFile.objects.filter(pk__in=[picture.media_id, picture.source_id]).update(alternative_text=alternative_text)
        Event.objects.filter(pk=picture.event_id, hero_image=before).update(hero_image=picture.media_id)
        _log(picture, by, "picture.changed", now)
    return picture


@transaction.atomic(durable=True)
def choose_main_picture(*, picture: EventPicture, by: User, now: datetime) -> EventPicture:
    """Let this one stand on top of the event's page and in lists."""
    Event.objects.filter(pk=picture.event_id).update(hero_image=picture.media_id)
    _log(picture, by, "picture.chosen", now)
    return picture


@transaction.atomic(durable=True)
def move_picture(*, picture: EventPicture, by: User, now: datetime, steps: int) -> EventPicture:
    """Move the picture among the others, up by a negative number of steps. Beyond an end it stays there."""
    rows = list(EventPicture.objects.filter(event=picture.event_id, removed_at=None))
    at = next((number for number, row in enumerate(rows) if row.pk == picture.pk), None)
    if at is None:
        return picture
    row = rows.pop(at)
    rows.insert(min(max(at + steps, 0), len(rows)), row)
    for position, each in enumerate(rows):
        each.position = position
    EventPicture.objects.bulk_update(rows, ["position"])
    _log(picture, by, "picture.moved", now)
    return picture


@transaction.atomic(durable=True)
def remove_picture(*, picture: EventPicture, by: User, now: datetime) -> EventPicture:
    """Take a picture away; it can be put back. Where it was the main one, the next one is that now."""
    picture.removed_at = now
    picture.save(update_fields=["removed_at"])
    left = EventPicture.objects.filter(event=picture.event_id, removed_at=None).first()
    Event.objects.filter(pk=picture.event_id, hero_image=picture.media_id).update(
        hero_image=left.media_id if left else None
    )
    _log(picture, by, "picture.removed", now)
    return picture


@transaction.atomic(durable=True)
def restore_picture(*, picture: EventPicture, by: User, now: datetime) -> EventPicture:
    """Put a removed picture back to where it was. Raises TooManyPictures."""
    _check_room(picture.event_id)
    picture.removed_at = None
    picture.save(update_fields=["removed_at"])
    Event.objects.filter(pk=picture.event_id, hero_image=None).update(hero_image=picture.media_id)
    _log(picture, by, "picture.restored", now)
    return picture


def _cut(picture: EventPicture, crop: media.Crop) -> tuple[bytes, int, int]:
    try:
        with picture.source.file.open() as source:
            return media.reencode(source.file, crop=crop)
    except FileNotFoundError as lost:
        raise PictureLost() from lost


def _append(event: Event, kept: MediaFile, by: User, now: datetime) -> EventPicture:
    _check_room(event.pk)
    last = EventPicture.objects.filter(event=event).aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    picture = EventPicture.objects.create(
        tenant_id=event.tenant_id, event=event, media=kept, source=kept, position=position, created_at=now
    )
    Event.objects.filter(pk=event.pk, hero_image=None).update(hero_image=kept)
    _log(picture, by, "picture.added", now)
    return picture


def _check_room(event_id: UUID) -> None:
    if EventPicture.objects.filter(event=event_id, removed_at=None).count() >= MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)


def _log(picture: EventPicture, by: User, action: str, now: datetime) -> None:
    log_activity(tenant=picture.tenant_id, actor=by, action=action, target=picture, now=now)
