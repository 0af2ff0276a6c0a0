"""Former addresses of events, pictures in their order, and rooms that nobody shares."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower

import ticketing.core.ids

TENANCY = """
ALTER TABLE events_formerslug ADD CONSTRAINT former_slug_and_its_event_belong_to_one_tenant
    FOREIGN KEY (tenant_id, event_id) REFERENCES events_event (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE events_eventpicture ADD CONSTRAINT picture_and_its_event_belong_to_one_tenant
    FOREIGN KEY (tenant_id, event_id) REFERENCES events_event (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
"""


def base_fields():
    """What every row has."""
    return [
        (
            "id",
            models.UUIDField(default=ticketing.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
        ),
        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
        ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
    ]


def key(to, related_name="+"):
    """A reference that keeps what it points at."""
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_access_to_events"),
        ("tenants", "0005_limited_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                *base_fields(),
                ("slug", models.SlugField(max_length=80, verbose_name="address")),
                ("tenant", key("tenants.tenant")),
                ("event", key("events.event", "former_slugs")),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
                "constraints": [
                    models.UniqueConstraint(fields=["tenant", "slug"], name="former_slug_is_unique_within_its_tenant"),
                    models.CheckConstraint(condition=Q(slug=Lower("slug")), name="former_slug_is_lower_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventPicture",
            fields=[
                *base_fields(),
                (
                    "crop",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=4
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="removed"),
                ),
                ("tenant", key("tenants.tenant")),
                ("event", key("events.event", "pictures")),
                ("media", key("events.mediafile")),
                ("source", key("events.mediafile")),
            ],
            options={
                "verbose_name": "picture of an event",
                "verbose_name_plural": "pictures of events",
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["event", "position"], name="pictures_of_an_event_in_order")],
            },
        ),
        migrations.RunSQL(TENANCY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="eventsession",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                name="sessions_in_one_room_do_not_overlap",
                expressions=[
                    (F("event"), "="),
                    (Lower("room"), "="),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), "&&"),
                ],
                condition=Q(archived_at=None) & ~Q(room=""),
            ),
        ),
    ]
