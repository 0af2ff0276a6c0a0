"""The activity log: partitioned by month, written once."""

from django.db import migrations

# Only a redaction may touch an entry: it blanks the details and the address, and nothing else.
PARTITIONED = """
ALTER TABLE tenants_activitylog RENAME TO tenants_activitylog_plain;
CREATE TABLE tenants_activitylog (LIKE tenants_activitylog_plain INCLUDING DEFAULTS) PARTITION BY RANGE (created_at);
DROP TABLE tenants_activitylog_plain;
ALTER TABLE tenants_activitylog ADD CONSTRAINT tenants_activitylog_pkey PRIMARY KEY (id, created_at);
ALTER TABLE tenants_activitylog ADD CONSTRAINT activity_tenant_exists
    FOREIGN KEY (tenant_id) REFERENCES tenants_tenant (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE tenants_activitylog ADD CONSTRAINT activity_actor_exists
    FOREIGN KEY (actor_id) REFERENCES tenants_user (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX activity_of_a_tenant_by_time ON tenants_activitylog (tenant_id, created_at DESC);
CREATE INDEX activity_of_a_target_by_time ON tenants_activitylog (target_id, created_at DESC);
CREATE TABLE tenants_activitylog_other PARTITION OF tenants_activitylog DEFAULT;

CREATE FUNCTION tenants_activity_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.id, NEW.created_at, NEW.tenant_id, NEW.actor_id, NEW.action, NEW.target_kind, NEW.target_id)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.created_at, OLD.tenant_id, OLD.actor_id, OLD.action, OLD.target_kind, OLD.target_id)
        AND NEW.metadata = '{}'::jsonb AND NEW.ip IS NULL
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'activity log entries are written once' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER activity_is_written_once BEFORE UPDATE OR DELETE ON tenants_activitylog
    FOR EACH ROW EXECUTE FUNCTION tenants_activity_is_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [migrations.RunSQL(PARTITIONED, migrations.RunSQL.noop)]
