"""What Django's migrations cannot say of events: the search trigger, the hot table's storage, views by month, tenancy."""

from django.db import migrations

SEARCH = """
CREATE FUNCTION events_search_words(event events_event) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(to_tsvector('foyer', event.name), 'A')
        || setweight(to_tsvector('foyer', array_to_string(event.tags, ' ')), 'B')
        || setweight(to_tsvector('foyer', coalesce((
               SELECT concat_ws(' ', venue.name, venue.city) FROM events_venue venue WHERE venue.id = event.venue_id
           ), '')), 'B')
        || setweight(to_tsvector('foyer', coalesce((
               SELECT tenant.name FROM tenants_tenant tenant WHERE tenant.id = event.tenant_id
           ), '')), 'B')
        || setweight(to_tsvector('foyer', event.short_description), 'C')
        || setweight(to_tsvector('foyer', event.description), 'D')
$$;
CREATE FUNCTION events_keep_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := events_search_words(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER event_search_is_kept
    BEFORE INSERT OR UPDATE OF name, short_description, description, tags, venue_id ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_keep_search();
CREATE FUNCTION events_keep_search_of_a_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_event event SET search = events_search_words(event) WHERE event.venue_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER event_search_follows_its_venue AFTER UPDATE OF name, city ON events_venue
    FOR EACH ROW EXECUTE FUNCTION events_keep_search_of_a_venue();
"""

# The counters of a rush are updated thousands of times a minute: room on each page lets an update stay in place,
# and a vacuum that comes early keeps the versions few.
HOT_STOCK = """
ALTER TABLE events_stock SET (
    fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
    autovacuum_vacuum_cost_delay = 0
);
"""

VIEWS_BY_MONTH = """
ALTER TABLE events_pageview RENAME TO events_pageview_plain;
CREATE TABLE events_pageview (LIKE events_pageview_plain INCLUDING DEFAULTS) PARTITION BY RANGE (created_at);
DROP TABLE events_pageview_plain;
ALTER TABLE events_pageview ADD CONSTRAINT events_pageview_pkey PRIMARY KEY (id, created_at);
CREATE INDEX views_of_an_event_by_time ON events_pageview (event_id, created_at);
CREATE TABLE events_pageview_other PARTITION OF events_pageview DEFAULT;
"""

# The copy of the tenant on every row is kept true by the database.
TENANCY = """
ALTER TABLE events_event ADD CONSTRAINT event_and_its_venue_belong_to_one_tenant
    FOREIGN KEY (tenant_id, venue_id) REFERENCES events_venue (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE events_tickettype ADD CONSTRAINT ticket_type_and_its_event_belong_to_one_tenant
    FOREIGN KEY (tenant_id, event_id) REFERENCES events_event (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_initial"), ("core", "0002_search_and_throttle")]

    operations = [
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
        migrations.RunSQL(HOT_STOCK, migrations.RunSQL.noop),
        migrations.RunSQL(VIEWS_BY_MONTH, migrations.RunSQL.noop),
        migrations.RunSQL(TENANCY, migrations.RunSQL.noop),
    ]
