"""The pictures that events have, in their order: the main one first."""

from django.db import migrations


def copy(apps, schema_editor):
    """A row for each picture."""
    event_model, picture_model = apps.get_model("events", "Event"), apps.get_model("events", "EventPicture")
    for event in event_model.objects.prefetch_related("gallery").iterator(chunk_size=500):
        shown = [event.hero_image_id] if event.hero_image_id else []
        shown += [media.pk for media in sorted(event.gallery.all(), key=lambda media: media.pk)]
        picture_model.objects.bulk_create(
            picture_model(tenant_id=event.tenant_id, event=event, media_id=media, source_id=media, position=position)
            for position, media in enumerate(dict.fromkeys(shown))
        )


class Migration(migrations.Migration):
    dependencies = [("events", "0006_former_addresses_and_pictures")]

    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.RemoveField(model_name="event", name="gallery"),
    ]
