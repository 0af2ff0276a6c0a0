"""Events in the console."""

from events.models import EventPicture, MediaFile
from tests import make

OF_EVENT = "publication withdrawal archiving restoration duplicate details description_preview new_link"
OF_PARTS = "programme new_session session session_archiving session_restoration"
OF_PICTURES = "pictures picture picture_choice picture_position picture_removal picture_restoration"
OF_VENUES = "new_venue venue venue_archiving venue_restoration"

TABLE = {
    "events_office:events": "events.read",
    "events_office:new_event": "events.change",
    "events_office:event": "events.read",
    "events_office:venues": "events.read",
} | {
    f"events_office:{name}": "events.change" for name in " ".join((OF_EVENT, OF_PARTS, OF_PICTURES, OF_VENUES)).split()
}


def objects(event):
    """A session of the event, and a picture."""
    media = MediaFile.objects.create(
        tenant=event.tenant, file="media/a.webp", file_name="a.webp", mime_type="image/webp", file_size=1, sha256="0"
    )
    picture = EventPicture.objects.create(tenant=event.tenant, event=event, media=media, source=media)
    return {"session": make.session(event).pk, "picture": picture.pk}
