-- The schema as the migrations make it. Written by `make schema`; change the models instead.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION public.checkin_look(the_event uuid, the_code text, the_scan uuid, the_now timestamp with time zone) RETURNS TABLE(pk uuid, tenant_id uuid, event_id uuid, code character varying, qr_version smallint, status character varying, expires_at timestamp with time zone, activation_mode character varying, activated_at timestamp with time zone, checked_in_at timestamp with time zone, seat_label character varying, ticket_type_id uuid, entitlements jsonb, order_id uuid, type_name character varying, admits uuid[], attendee_name text, order_number character varying, order_status character varying, payment_status character varying, total_cents bigint, currency character varying, hand_out text[], live json[], open_keys text[], is_known boolean, visit_venue uuid)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
DECLARE
    k orders_ticket%ROWTYPE;
BEGIN
    PERFORM set_config('enable_seqscan', 'off', true);
    SELECT * INTO k FROM orders_ticket WHERE event_id = the_event AND code = the_code FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT k.id, k.tenant_id, k.event_id, k.code, k.qr_version, k.status, k.expires_at, k.activation_mode, k.activated_at,
               k.checked_in_at, k.seat_label, k.ticket_type_id, k.entitlements, k.order_id,
               tt.name,
               ARRAY(SELECT eventsession_id FROM events_tickettype_admits WHERE tickettype_id = tt.id),
               trim(concat_ws(' ', a.first_name, a.last_name)),
               o.order_number, o.status, o.payment_status, o.total_cents, o.currency,
               CASE WHEN o.id IS NULL OR EXISTS (
                   SELECT FROM orders_ticket other WHERE other.order_id = o.id AND other.checked_in_at IS NOT NULL
               ) THEN ARRAY[]::text[] ELSE ARRAY(
                   SELECT i.quantity - i.cancelled_quantity || ' × ' || i.name FROM orders_orderitem i
                   WHERE i.order_id = o.id AND i.kind = 'merchandise' AND i.quantity > i.cancelled_quantity ORDER BY i.id
               ) END,
               ARRAY(
                   SELECT json_build_array(r.id, r.admission_key, r.redeemed_at, g.name, coalesce(d.name, u.full_name, ''))
                   FROM checkin_redemption r
                   JOIN checkin_gate g ON g.id = r.gate_id
                   JOIN checkin_scan s ON s.id = r.scan_id
                   LEFT JOIN checkin_device d ON d.id = s.device_id
                   LEFT JOIN tenants_user u ON u.id = s.operator_id
                   WHERE r.ticket_id = k.id AND r.ended_at IS NULL
               ),
               ARRAY(
                   SELECT DISTINCT open.key FROM checkin_gate g
                   CROSS JOIN LATERAL (
                       SELECT s.id::text AS key FROM checkin_gate_sessions gs
                       JOIN events_tickettype_admits ta
                           ON ta.eventsession_id = gs.eventsession_id AND ta.tickettype_id = tt.id
                       JOIN events_eventsession s
                           ON s.id = gs.eventsession_id AND s.archived_at IS NULL AND s.ends_at > the_now
                       WHERE gs.gate_id = g.id
                       UNION ALL
                       SELECT CASE WHEN g.entries_per_day IS NULL THEN '' ELSE 'day' END
                       WHERE NOT EXISTS (SELECT FROM checkin_gate_sessions gs WHERE gs.gate_id = g.id)
                   ) open
                   WHERE g.event_id = k.event_id AND g.archived_at IS NULL
                     AND (NOT EXISTS (SELECT FROM checkin_gate_ticket_types gt WHERE gt.gate_id = g.id)
                          OR EXISTS (SELECT FROM checkin_gate_ticket_types gt
                                     WHERE gt.gate_id = g.id AND gt.tickettype_id = tt.id))
                     AND NOT EXISTS (SELECT FROM checkin_redemption r
                                     WHERE r.ticket_id = k.id AND r.admission_key = open.key AND r.ended_at IS NULL)
               ),
               EXISTS (SELECT FROM checkin_scan WHERE client_id = the_scan),
               tt.reservation_venue_id
        FROM events_tickettype tt
        LEFT JOIN orders_order o ON o.id = k.order_id
        LEFT JOIN orders_attendee a ON a.ticket_id = k.id
        WHERE tt.id = k.ticket_type_id;
END $$;

CREATE FUNCTION public.events_keep_search() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.search := events_search_words(NEW);
    RETURN NEW;
END $$;

CREATE FUNCTION public.events_keep_search_of_a_venue() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE events_event event SET search = events_search_words(event) WHERE event.venue_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TABLE public.events_event (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name character varying(200) NOT NULL,
    slug character varying(80) NOT NULL,
    short_description character varying(300) NOT NULL,
    description text NOT NULL,
    tags character varying(40)[] NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    time_zone character varying(64) NOT NULL,
    location_type character varying(8) NOT NULL,
    virtual_event_url character varying(500) NOT NULL,
    currency character varying(3) NOT NULL,
    status character varying(9) NOT NULL,
    visibility character varying(8) NOT NULL,
    access_token character varying(64) NOT NULL,
    access_code character varying(40) NOT NULL,
    sales_starts_at timestamp with time zone,
    sales_ends_at timestamp with time zone,
    seo_title character varying(120) NOT NULL,
    seo_description character varying(300) NOT NULL,
    is_featured boolean NOT NULL,
    branding jsonb,
    version integer NOT NULL,
    published_at timestamp with time zone,
    archived_at timestamp with time zone,
    search tsvector,
    created_by_id uuid,
    tenant_id uuid NOT NULL,
    updated_by_id uuid,
    hero_image_id uuid,
    stock_id uuid NOT NULL,
    venue_id uuid,
    waiting_list_enabled boolean NOT NULL,
    waiting_list_hours smallint NOT NULL,
    CONSTRAINT event_ends_after_it_starts CHECK (((starts_at IS NULL) OR (ends_at IS NULL) OR (ends_at > starts_at))),
    CONSTRAINT event_location_type_is_known CHECK (((location_type)::text = ANY ((ARRAY['physical'::character varying, 'virtual'::character varying, 'hybrid'::character varying])::text[]))),
    CONSTRAINT event_offers_hold_1_to_168_hours CHECK (((waiting_list_hours >= 1) AND (waiting_list_hours <= 168))),
    CONSTRAINT event_sales_end_after_they_start CHECK (((sales_starts_at IS NULL) OR (sales_ends_at IS NULL) OR (sales_ends_at > sales_starts_at))),
    CONSTRAINT event_slug_is_lower_case CHECK (((slug)::text = lower((slug)::text))),
    CONSTRAINT event_status_is_known CHECK (((status)::text = ANY ((ARRAY['draft'::character varying, 'published'::character varying, 'cancelled'::character varying, 'completed'::character varying])::text[]))),
    CONSTRAINT event_visibility_is_known CHECK (((visibility)::text = ANY ((ARRAY['public'::character varying, 'unlisted'::character varying, 'private'::character varying])::text[]))),
    CONSTRAINT events_event_version_check CHECK ((version >= 0)),
    CONSTRAINT events_event_waiting_list_hours_check CHECK ((waiting_list_hours >= 0))
);

CREATE FUNCTION public.events_search_words(event public.events_event) RETURNS tsvector
    LANGUAGE sql STABLE
    AS $$
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

CREATE FUNCTION public.orders_books_are_written_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the books are written once' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.orders_ledger_balances() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM orders_ledgerentry WHERE transaction_id = NEW.transaction_id
        GROUP BY currency HAVING sum(amount_cents) <> 0
    ) THEN
        RAISE EXCEPTION 'the lines of a ledger transaction sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.orders_person_words(tenant uuid, first_name text, last_name text, email text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT array_to_tsvector(ARRAY[tenant::text])
        || to_tsvector('public.foyer'::regconfig, translate(
            first_name || ' ' || last_name || ' ' || email, '@.+-_', '     '
        ))
$$;

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

RETURN _job_id;
END;
$$;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.tenants_activity_is_written_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE TEXT SEARCH CONFIGURATION public.foyer (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR asciiword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR word WITH public.unaccent, simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR hword_part WITH public.unaccent, simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR hword_asciipart WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR asciihword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR hword WITH public.unaccent, simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.foyer
    ADD MAPPING FOR uint WITH simple;

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.checkin_device (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name character varying(120) NOT NULL,
    token_hash character varying(64) NOT NULL,
    last_seen_at timestamp with time zone,
    version character varying(40) NOT NULL,
    battery_percent smallint,
    queue_length integer NOT NULL,
    revoked_at timestamp with time zone,
    paired_by_id uuid,
    tenant_id uuid NOT NULL,
    gate_id uuid NOT NULL,
    CONSTRAINT checkin_device_battery_percent_check CHECK ((battery_percent >= 0)),
    CONSTRAINT checkin_device_queue_length_check CHECK ((queue_length >= 0))
);

CREATE TABLE public.checkin_gate (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name character varying(120) NOT NULL,
    opens_at timestamp with time zone,
    closes_at timestamp with time zone,
    allows_reentry boolean NOT NULL,
    entries_per_day smallint,
    archived_at timestamp with time zone,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT checkin_gate_entries_per_day_check CHECK ((entries_per_day >= 0)),
    CONSTRAINT gate_admits_at_least_once_a_day CHECK (((entries_per_day IS NULL) OR (entries_per_day >= 1))),
    CONSTRAINT gate_closes_after_it_opens CHECK (((opens_at IS NULL) OR (closes_at IS NULL) OR (closes_at > opens_at)))
);

CREATE TABLE public.checkin_gate_sessions (
    id bigint NOT NULL,
    gate_id uuid NOT NULL,
    eventsession_id uuid NOT NULL
);

ALTER TABLE public.checkin_gate_sessions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.checkin_gate_sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.checkin_gate_ticket_types (
    id bigint NOT NULL,
    gate_id uuid NOT NULL,
    tickettype_id uuid NOT NULL
);

ALTER TABLE public.checkin_gate_ticket_types ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.checkin_gate_ticket_types_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.checkin_incident (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    severity character varying(7) NOT NULL,
    note text NOT NULL,
    author_id uuid NOT NULL,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    ticket_id uuid,
    CONSTRAINT incident_severity_is_known CHECK (((severity)::text = ANY ((ARRAY['note'::character varying, 'warning'::character varying, 'urgent'::character varying])::text[])))
);

CREATE TABLE public.checkin_redemption (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    admission_key character varying(40) NOT NULL,
    redeemed_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    gate_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    scan_id uuid NOT NULL
);

CREATE TABLE public.checkin_scan (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    client_id uuid NOT NULL,
    direction character varying(5) NOT NULL,
    result character varying(13) NOT NULL,
    facts jsonb NOT NULL,
    scanned_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    is_signed boolean NOT NULL,
    is_offline boolean NOT NULL,
    is_conflict boolean NOT NULL,
    is_forced boolean NOT NULL,
    device_id uuid,
    gate_id uuid NOT NULL,
    operator_id uuid,
    tenant_id uuid NOT NULL,
    ticket_id uuid,
    CONSTRAINT scan_direction_is_known CHECK (((direction)::text = ANY ((ARRAY['entry'::character varying, 'exit'::character varying])::text[]))),
    CONSTRAINT scan_result_is_known CHECK (((result)::text = ANY ((ARRAY['admitted'::character varying, 'left'::character varying, 'already_used'::character varying, 'wrong_event'::character varying, 'wrong_gate'::character varying, 'too_early'::character varying, 'too_late'::character varying, 'unpaid'::character varying, 'cancelled'::character varying, 'expired'::character varying, 'not_activated'::character varying, 'not_reserved'::character varying, 'wrong_day'::character varying, 'wrong_venue'::character varying, 'replaced'::character varying, 'not_inside'::character varying, 'forged'::character varying, 'unknown'::character varying])::text[])))
);

CREATE TABLE public.core_job_error (
    job_id bigint NOT NULL,
    error text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE UNLOGGED TABLE public.core_throttle_count (
    key character varying(120) NOT NULL,
    window_ends_at timestamp with time zone NOT NULL,
    count integer NOT NULL,
    CONSTRAINT core_throttle_count_count_check CHECK ((count >= 0))
);

CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id uuid NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);

ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.events_category (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name character varying(80) NOT NULL,
    slug character varying(63) NOT NULL,
    description text NOT NULL,
    icon character varying(40) NOT NULL
);

CREATE TABLE public.events_codebatch (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    prefix character varying(20) NOT NULL,
    quantity integer NOT NULL,
    made integer NOT NULL,
    "values" jsonb NOT NULL,
    created_by_id uuid,
    event_id uuid,
    tenant_id uuid NOT NULL,
    CONSTRAINT code_batch_has_at_least_one CHECK ((quantity >= 1)),
    CONSTRAINT code_batch_makes_no_more_codes_than_asked_for CHECK ((made <= quantity)),
    CONSTRAINT events_codebatch_made_check CHECK ((made >= 0)),
    CONSTRAINT events_codebatch_quantity_check CHECK ((quantity >= 0))
);

CREATE TABLE public.events_discountcode (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    code character varying(40) NOT NULL,
    description character varying(200) NOT NULL,
    discount_type character varying(16) NOT NULL,
    discount_value integer NOT NULL,
    max_redemptions integer,
    times_redeemed integer NOT NULL,
    max_per_buyer smallint,
    max_tickets smallint,
    minimum_order_cents integer NOT NULL,
    starts_at timestamp with time zone,
    expires_at timestamp with time zone,
    status character varying(8) NOT NULL,
    unlocks_hidden_types boolean NOT NULL,
    archived_at timestamp with time zone,
    tenant_id uuid NOT NULL,
    event_id uuid,
    batch_id uuid,
    version integer NOT NULL,
    CONSTRAINT discount_code_is_upper_case CHECK (((code)::text = upper((code)::text))),
    CONSTRAINT discount_expires_after_it_starts CHECK (((starts_at IS NULL) OR (expires_at IS NULL) OR (expires_at > starts_at))),
    CONSTRAINT discount_is_used_at_most_as_often_as_allowed CHECK (((max_redemptions IS NULL) OR (times_redeemed <= max_redemptions))),
    CONSTRAINT discount_percentage_is_at_most_100 CHECK (((NOT ((discount_type)::text = 'percentage'::text)) OR (discount_value <= 10000))),
    CONSTRAINT discount_status_is_known CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'inactive'::character varying])::text[]))),
    CONSTRAINT discount_type_is_known CHECK (((discount_type)::text = ANY ((ARRAY['percentage'::character varying, 'fixed_per_order'::character varying, 'fixed_per_ticket'::character varying])::text[]))),
    CONSTRAINT discount_uses_are_not_negative CHECK ((times_redeemed >= 0)),
    CONSTRAINT events_discountcode_discount_value_check CHECK ((discount_value >= 0)),
    CONSTRAINT events_discountcode_max_per_buyer_check CHECK ((max_per_buyer >= 0)),
    CONSTRAINT events_discountcode_max_redemptions_check CHECK ((max_redemptions >= 0)),
    CONSTRAINT events_discountcode_max_tickets_check CHECK ((max_tickets >= 0)),
    CONSTRAINT events_discountcode_minimum_order_cents_check CHECK ((minimum_order_cents >= 0)),
    CONSTRAINT events_discountcode_times_redeemed_check CHECK ((times_redeemed >= 0)),
    CONSTRAINT events_discountcode_version_check CHECK ((version >= 0))
);

CREATE TABLE public.events_discountcode_ticket_types (
    id bigint NOT NULL,
    discountcode_id uuid NOT NULL,
    tickettype_id uuid NOT NULL
);

ALTER TABLE public.events_discountcode_ticket_types ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_discountcode_ticket_types_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.events_event_categories (
    id bigint NOT NULL,
    event_id uuid NOT NULL,
    category_id uuid NOT NULL
);

ALTER TABLE public.events_event_categories ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_event_categories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.events_eventaccess (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    event_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    tenant_id uuid NOT NULL
);

CREATE TABLE public.events_eventpicture (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    crop smallint[] NOT NULL,
    "position" smallint NOT NULL,
    removed_at timestamp with time zone,
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    media_id uuid NOT NULL,
    source_id uuid NOT NULL,
    CONSTRAINT events_eventpicture_position_check CHECK (("position" >= 0))
);

CREATE TABLE public.events_eventsession (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    title character varying(200) NOT NULL,
    description text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    room character varying(120) NOT NULL,
    archived_at timestamp with time zone,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    stock_id uuid NOT NULL,
    version integer NOT NULL,
    CONSTRAINT events_eventsession_version_check CHECK ((version >= 0)),
    CONSTRAINT session_ends_after_it_starts CHECK (((starts_at IS NULL) OR (ends_at IS NULL) OR (ends_at > starts_at)))
);

CREATE TABLE public.events_formerslug (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    slug character varying(80) NOT NULL,
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT former_slug_is_lower_case CHECK (((slug)::text = lower((slug)::text)))
);

CREATE TABLE public.events_mediafile (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    file character varying(200) NOT NULL,
    file_name character varying(200) NOT NULL,
    original_name character varying(200) NOT NULL,
    mime_type character varying(100) NOT NULL,
    file_size integer NOT NULL,
    sha256 character varying(64) NOT NULL,
    kind character varying(8) NOT NULL,
    width integer,
    height integer,
    alternative_text character varying(300) NOT NULL,
    owner_id uuid,
    tenant_id uuid NOT NULL,
    CONSTRAINT events_mediafile_file_size_check CHECK ((file_size >= 0)),
    CONSTRAINT events_mediafile_height_check CHECK ((height >= 0)),
    CONSTRAINT events_mediafile_width_check CHECK ((width >= 0)),
    CONSTRAINT media_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['image'::character varying, 'document'::character varying])::text[]))),
    CONSTRAINT media_size_is_not_negative CHECK ((file_size >= 0))
);

CREATE TABLE public.events_pageview (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    visitor character varying(32) NOT NULL,
    referrer_host character varying(120) NOT NULL,
    path character varying(300) NOT NULL,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL
)
PARTITION BY RANGE (created_at);

CREATE TABLE public.events_pageview_other (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    visitor character varying(32) NOT NULL,
    referrer_host character varying(120) NOT NULL,
    path character varying(300) NOT NULL,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL
);

CREATE TABLE public.events_question (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    label character varying(300) NOT NULL,
    help_text character varying(300) NOT NULL,
    kind character varying(9) NOT NULL,
    choices jsonb NOT NULL,
    is_required boolean NOT NULL,
    asked_per character varying(8) NOT NULL,
    sort_order smallint NOT NULL,
    archived_at timestamp with time zone,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    version integer NOT NULL,
    CONSTRAINT events_question_sort_order_check CHECK ((sort_order >= 0)),
    CONSTRAINT events_question_version_check CHECK ((version >= 0)),
    CONSTRAINT question_asked_per_is_known CHECK (((asked_per)::text = ANY ((ARRAY['attendee'::character varying, 'order'::character varying])::text[]))),
    CONSTRAINT question_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['text'::character varying, 'long_text'::character varying, 'choice'::character varying, 'multiple'::character varying, 'number'::character varying, 'date'::character varying, 'phone'::character varying, 'email'::character varying, 'country'::character varying, 'consent'::character varying, 'file'::character varying])::text[])))
);

CREATE TABLE public.events_question_ticket_types (
    id bigint NOT NULL,
    question_id uuid NOT NULL,
    tickettype_id uuid NOT NULL
);

ALTER TABLE public.events_question_ticket_types ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_question_ticket_types_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.events_signingkey (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    key_id character varying(16) NOT NULL,
    public_key bytea NOT NULL,
    private_key bytea NOT NULL,
    retired_at timestamp with time zone,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL
);

CREATE TABLE public.events_stock (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    label character varying(200) NOT NULL,
    quantity_total integer,
    quantity_held integer NOT NULL,
    quantity_sold integer NOT NULL,
    quantity_available integer GENERATED ALWAYS AS (((quantity_total - quantity_held) - quantity_sold)) STORED,
    tenant_id uuid NOT NULL,
    is_for_waiting boolean NOT NULL,
    CONSTRAINT events_stock_quantity_total_check CHECK ((quantity_total >= 0)),
    CONSTRAINT stock_holds_nothing_negative CHECK ((quantity_held >= 0)),
    CONSTRAINT stock_never_holds_and_sells_more_than_its_total CHECK (((quantity_total IS NULL) OR (quantity_total >= (quantity_held + quantity_sold)))),
    CONSTRAINT stock_sells_nothing_negative CHECK ((quantity_sold >= 0))
)
WITH (fillfactor='40', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0');

CREATE TABLE public.events_tickettype (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    kind character varying(11) NOT NULL,
    name character varying(120) NOT NULL,
    description text NOT NULL,
    price_cents integer NOT NULL,
    tax_rate numeric(5,2),
    min_per_order smallint NOT NULL,
    max_per_order smallint NOT NULL,
    max_per_buyer smallint,
    sales_starts_at timestamp with time zone,
    sales_ends_at timestamp with time zone,
    status character varying(8) NOT NULL,
    is_hidden boolean NOT NULL,
    requires_approval boolean NOT NULL,
    sort_order smallint NOT NULL,
    activation_mode character varying(9) NOT NULL,
    valid_days smallint,
    metadata jsonb NOT NULL,
    archived_at timestamp with time zone,
    event_id uuid NOT NULL,
    stock_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    reservation_venue_id uuid,
    slot_choice character varying(8) NOT NULL,
    version integer NOT NULL,
    CONSTRAINT events_tickettype_max_per_buyer_check CHECK ((max_per_buyer >= 0)),
    CONSTRAINT events_tickettype_max_per_order_check CHECK ((max_per_order >= 0)),
    CONSTRAINT events_tickettype_min_per_order_check CHECK ((min_per_order >= 0)),
    CONSTRAINT events_tickettype_price_cents_check CHECK ((price_cents >= 0)),
    CONSTRAINT events_tickettype_sort_order_check CHECK ((sort_order >= 0)),
    CONSTRAINT events_tickettype_valid_days_check CHECK ((valid_days >= 0)),
    CONSTRAINT events_tickettype_version_check CHECK ((version >= 0)),
    CONSTRAINT ticket_type_activation_mode_is_known CHECK (((activation_mode)::text = ANY ((ARRAY['immediate'::character varying, 'deferred'::character varying])::text[]))),
    CONSTRAINT ticket_type_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['ticket'::character varying, 'merchandise'::character varying])::text[]))),
    CONSTRAINT ticket_type_most_per_buyer_is_at_least_one CHECK (((max_per_buyer IS NULL) OR (max_per_buyer >= 1))),
    CONSTRAINT ticket_type_most_per_order_is_at_least_its_least CHECK ((max_per_order >= min_per_order)),
    CONSTRAINT ticket_type_price_is_not_negative CHECK ((price_cents >= 0)),
    CONSTRAINT ticket_type_sales_end_after_they_start CHECK (((sales_starts_at IS NULL) OR (sales_ends_at IS NULL) OR (sales_ends_at > sales_starts_at))),
    CONSTRAINT ticket_type_sells_at_least_one CHECK ((min_per_order >= 1)),
    CONSTRAINT ticket_type_slot_choice_is_known CHECK (((slot_choice)::text = ANY ((ARRAY['later'::character varying, 'checkout'::character varying])::text[]))),
    CONSTRAINT ticket_type_status_is_known CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'inactive'::character varying])::text[]))),
    CONSTRAINT ticket_type_tax_rate_is_0_to_100 CHECK (((tax_rate IS NULL) OR ((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric)))),
    CONSTRAINT ticket_type_with_a_slot_at_checkout_has_a_venue CHECK (((NOT ((slot_choice)::text = 'checkout'::text)) OR (((kind)::text = 'ticket'::text) AND (reservation_venue_id IS NOT NULL))))
);

CREATE TABLE public.events_tickettype_admits (
    id bigint NOT NULL,
    tickettype_id uuid NOT NULL,
    eventsession_id uuid NOT NULL
);

ALTER TABLE public.events_tickettype_admits ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_tickettype_admits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.events_tickettype_requires (
    id bigint NOT NULL,
    from_tickettype_id uuid NOT NULL,
    to_tickettype_id uuid NOT NULL
);

ALTER TABLE public.events_tickettype_requires ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.events_tickettype_requires_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE public.events_venue_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.events_venue (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    number integer DEFAULT nextval('public.events_venue_number'::regclass) NOT NULL,
    name character varying(200) NOT NULL,
    address character varying(300) NOT NULL,
    city character varying(120) NOT NULL,
    state character varying(120) NOT NULL,
    postal_code character varying(20) NOT NULL,
    country character varying(2) NOT NULL,
    latitude double precision,
    longitude double precision,
    capacity integer,
    time_zone character varying(64) NOT NULL,
    archived_at timestamp with time zone,
    tenant_id uuid NOT NULL,
    CONSTRAINT events_venue_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT events_venue_number_check CHECK ((number >= 0)),
    CONSTRAINT venue_latitude_is_on_earth CHECK (((latitude IS NULL) OR ((latitude >= ('-90.0'::numeric)::double precision) AND (latitude <= (90.0)::double precision)))),
    CONSTRAINT venue_longitude_is_on_earth CHECK (((longitude IS NULL) OR ((longitude >= ('-180.0'::numeric)::double precision) AND (longitude <= (180.0)::double precision))))
);

CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.orders_analyticsmark (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    time_zone character varying(64) NOT NULL,
    until date NOT NULL,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL
);

CREATE TABLE public.orders_attendee (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    first_name character varying(120) NOT NULL,
    last_name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(32) NOT NULL,
    demographics jsonb NOT NULL,
    consents jsonb NOT NULL,
    answers jsonb NOT NULL,
    tenant_id uuid NOT NULL,
    user_id uuid,
    ticket_id uuid NOT NULL
);

CREATE TABLE public.orders_bulkaction (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    filters jsonb NOT NULL,
    status character varying(9) NOT NULL,
    rows_done integer NOT NULL,
    rows_total integer,
    error character varying(40) NOT NULL,
    finished_at timestamp with time zone,
    kind character varying(6) NOT NULL,
    last_id uuid,
    rows_skipped integer NOT NULL,
    by_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT bulk_action_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['resend'::character varying, 'cancel'::character varying])::text[]))),
    CONSTRAINT bulk_action_skips_at_most_what_it_has_done CHECK ((rows_skipped <= rows_done)),
    CONSTRAINT bulk_action_status_is_known CHECK (((status)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying, 'done'::character varying, 'failed'::character varying, 'cancelled'::character varying])::text[]))),
    CONSTRAINT orders_bulkaction_rows_done_check CHECK ((rows_done >= 0)),
    CONSTRAINT orders_bulkaction_rows_skipped_check CHECK ((rows_skipped >= 0)),
    CONSTRAINT orders_bulkaction_rows_total_check CHECK ((rows_total >= 0))
);

CREATE TABLE public.orders_buyer (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    email character varying(254) NOT NULL,
    email_key character varying(254) GENERATED ALWAYS AS (regexp_replace(lower((email)::text), '\+[^@]*@'::text, '@'::text)) STORED,
    first_name character varying(120) NOT NULL,
    last_name character varying(120) NOT NULL,
    phone character varying(32) NOT NULL,
    address jsonb NOT NULL,
    marketing_consent_at timestamp with time zone,
    marketing_consent_text text NOT NULL,
    tenant_id uuid NOT NULL,
    user_id uuid,
    CONSTRAINT buyer_email_is_lower_case CHECK (((email)::text = lower((email)::text)))
);

CREATE TABLE public.orders_cart (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    token_hash character varying(64) NOT NULL,
    currency character varying(3) NOT NULL,
    contact_email character varying(254) NOT NULL,
    ip_hash character varying(32) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    extended_count smallint NOT NULL,
    status character varying(9) NOT NULL,
    discount_code_id uuid,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    user_id uuid,
    waiting_entry_id uuid,
    CONSTRAINT cart_status_is_known CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'converted'::character varying, 'abandoned'::character varying, 'expired'::character varying])::text[]))),
    CONSTRAINT orders_cart_extended_count_check CHECK ((extended_count >= 0))
);

CREATE TABLE public.orders_cartitem (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    quantity integer NOT NULL,
    unit_price_cents integer NOT NULL,
    slot_id uuid,
    cart_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    ticket_type_id uuid NOT NULL,
    CONSTRAINT cart_item_holds_at_least_one CHECK ((quantity >= 1)),
    CONSTRAINT cart_item_price_is_not_negative CHECK ((unit_price_cents >= 0)),
    CONSTRAINT orders_cartitem_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT orders_cartitem_unit_price_cents_check CHECK ((unit_price_cents >= 0))
);

CREATE TABLE public.orders_discountredemption (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    amount_cents bigint NOT NULL,
    given_back_at timestamp with time zone,
    buyer_id uuid NOT NULL,
    discount_code_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    order_id uuid NOT NULL,
    CONSTRAINT discount_redemption_amount_is_not_negative CHECK ((amount_cents >= 0))
);

CREATE TABLE public.orders_eventanalytics (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    views integer NOT NULL,
    visitors integer NOT NULL,
    carts integer NOT NULL,
    orders integer NOT NULL,
    confirmed integer NOT NULL,
    gross_cents bigint NOT NULL,
    refunds_cents bigint NOT NULL,
    fees_cents bigint NOT NULL,
    taxes_cents bigint NOT NULL,
    provider_fees_cents bigint NOT NULL,
    referrers jsonb NOT NULL,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT orders_eventanalytics_carts_check CHECK ((carts >= 0)),
    CONSTRAINT orders_eventanalytics_confirmed_check CHECK ((confirmed >= 0)),
    CONSTRAINT orders_eventanalytics_orders_check CHECK ((orders >= 0)),
    CONSTRAINT orders_eventanalytics_views_check CHECK ((views >= 0)),
    CONSTRAINT orders_eventanalytics_visitors_check CHECK ((visitors >= 0))
);

CREATE TABLE public.orders_eventcancellation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    message text NOT NULL,
    refunds_requested_at timestamp with time zone,
    finished_at timestamp with time zone,
    cancelled_by_id uuid,
    event_id uuid NOT NULL,
    refunds_requested_by_id uuid,
    tenant_id uuid NOT NULL
);

CREATE TABLE public.orders_export (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    filters jsonb NOT NULL,
    status character varying(9) NOT NULL,
    rows_done integer NOT NULL,
    rows_total integer,
    error character varying(40) NOT NULL,
    finished_at timestamp with time zone,
    kind character varying(9) NOT NULL,
    format character varying(4) NOT NULL,
    columns jsonb NOT NULL,
    has_bom boolean NOT NULL,
    locale character varying(10) NOT NULL,
    file character varying(200) NOT NULL,
    expires_at timestamp with time zone,
    by_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT export_format_is_known CHECK (((format)::text = ANY ((ARRAY['csv'::character varying, 'xlsx'::character varying, 'pdf'::character varying])::text[]))),
    CONSTRAINT export_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['attendees'::character varying, 'orders'::character varying, 'buyers'::character varying])::text[]))),
    CONSTRAINT export_status_is_known CHECK (((status)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying, 'done'::character varying, 'failed'::character varying, 'cancelled'::character varying])::text[]))),
    CONSTRAINT orders_export_rows_done_check CHECK ((rows_done >= 0)),
    CONSTRAINT orders_export_rows_total_check CHECK ((rows_total >= 0))
);

CREATE TABLE public.orders_import (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    kind character varying(12) NOT NULL,
    file_name character varying(200) NOT NULL,
    status character varying(8) NOT NULL,
    row_count integer NOT NULL,
    ignored jsonb NOT NULL,
    encoding character varying(20) NOT NULL,
    finished_at timestamp with time zone,
    created_by_id uuid,
    event_id uuid,
    tenant_id uuid NOT NULL,
    CONSTRAINT import_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['ticket_types'::character varying, 'codes'::character varying, 'attendees'::character varying])::text[]))),
    CONSTRAINT import_status_is_known CHECK (((status)::text = ANY ((ARRAY['checking'::character varying, 'ready'::character varying, 'running'::character varying, 'done'::character varying, 'undoing'::character varying, 'undone'::character varying])::text[]))),
    CONSTRAINT orders_import_row_count_check CHECK ((row_count >= 0))
);

CREATE TABLE public.orders_importrow (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    line integer NOT NULL,
    cells jsonb NOT NULL,
    verdict character varying(7) NOT NULL,
    reasons jsonb NOT NULL,
    state character varying(7) NOT NULL,
    target_id uuid,
    before jsonb NOT NULL,
    note character varying(500) NOT NULL,
    source_id uuid NOT NULL,
    CONSTRAINT import_row_state_is_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'written'::character varying, 'failed'::character varying, 'undone'::character varying, 'stayed'::character varying])::text[]))),
    CONSTRAINT import_row_verdict_is_known CHECK (((verdict)::text = ANY ((ARRAY['unknown'::character varying, 'new'::character varying, 'changed'::character varying, 'refused'::character varying])::text[]))),
    CONSTRAINT orders_importrow_line_check CHECK ((line >= 0))
);

CREATE TABLE public.orders_ledgerentry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    account character varying(12) NOT NULL,
    amount_cents bigint NOT NULL,
    currency character varying(3) NOT NULL,
    tenant_id uuid NOT NULL,
    order_id uuid,
    payment_id uuid,
    refund_id uuid,
    ticket_id uuid,
    transaction_id uuid NOT NULL,
    CONSTRAINT ledger_account_is_known CHECK (((account)::text = ANY ((ARRAY['gateway'::character varying, 'bank'::character varying, 'gateway_fees'::character varying, 'sales'::character varying, 'taxes'::character varying, 'service_fees'::character varying, 'unapplied'::character varying])::text[])))
);

CREATE TABLE public.orders_milestone (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT milestone_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['first_sale'::character varying, 'sold_out'::character varying])::text[])))
);

CREATE TABLE public.orders_order (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    order_number character varying(16) NOT NULL,
    buyer_email character varying(254) NOT NULL,
    buyer_name character varying(250) NOT NULL,
    answers jsonb NOT NULL,
    subtotal_cents bigint NOT NULL,
    discount_cents bigint NOT NULL,
    fees_cents bigint NOT NULL,
    taxes_cents bigint NOT NULL,
    taxes_included_cents bigint NOT NULL,
    total_cents bigint NOT NULL,
    refunded_cents bigint NOT NULL,
    currency character varying(3) NOT NULL,
    status character varying(17) NOT NULL,
    payment_status character varying(10) NOT NULL,
    refund_state character varying(14) GENERATED ALWAYS AS (
CASE
    WHEN (refunded_cents = 0) THEN 'none'::text
    WHEN (refunded_cents < total_cents) THEN 'partial_refund'::text
    ELSE 'refunded'::text
END) STORED,
    lookup_token character varying(64) NOT NULL,
    expires_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    terms_accepted_at timestamp with time zone,
    locale character varying(10) NOT NULL,
    notes text NOT NULL,
    buyer_id uuid NOT NULL,
    cart_id uuid,
    discount_code_id uuid,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    user_id uuid,
    CONSTRAINT order_amounts_are_not_negative CHECK (((discount_cents >= 0) AND (fees_cents >= 0) AND (subtotal_cents >= 0) AND (taxes_cents >= 0) AND (taxes_included_cents >= 0) AND (total_cents >= 0))),
    CONSTRAINT order_buyer_email_is_lower_case CHECK (((buyer_email)::text = lower((buyer_email)::text))),
    CONSTRAINT order_discount_is_at_most_its_subtotal CHECK ((discount_cents <= subtotal_cents)),
    CONSTRAINT order_number_is_upper_case CHECK (((order_number)::text = upper((order_number)::text))),
    CONSTRAINT order_payment_status_is_known CHECK (((payment_status)::text = ANY ((ARRAY['pending'::character varying, 'processing'::character varying, 'paid'::character varying, 'failed'::character varying])::text[]))),
    CONSTRAINT order_refunds_are_not_negative CHECK ((refunded_cents >= 0)),
    CONSTRAINT order_status_is_known CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'awaiting_approval'::character varying, 'confirmed'::character varying, 'cancelled'::character varying, 'expired'::character varying])::text[]))),
    CONSTRAINT order_total_adds_up CHECK ((total_cents = (((subtotal_cents - discount_cents) + fees_cents) + taxes_cents)))
);

CREATE TABLE public.orders_orderitem (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    kind character varying(11) NOT NULL,
    name character varying(200) NOT NULL,
    quantity integer NOT NULL,
    cancelled_quantity integer NOT NULL,
    unit_price_cents bigint NOT NULL,
    subtotal_cents bigint NOT NULL,
    discount_cents bigint NOT NULL,
    fee_cents bigint NOT NULL,
    tax_rate numeric(5,2) NOT NULL,
    tax_cents bigint NOT NULL,
    tax_included_cents bigint NOT NULL,
    slot_id uuid,
    metadata jsonb NOT NULL,
    order_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    ticket_type_id uuid,
    CONSTRAINT order_item_amounts_are_not_negative CHECK (((discount_cents >= 0) AND (discount_cents <= subtotal_cents) AND (fee_cents >= 0) AND (tax_cents >= 0) AND (tax_included_cents >= 0) AND (unit_price_cents >= 0))),
    CONSTRAINT order_item_cancels_at_most_its_quantity CHECK ((cancelled_quantity <= quantity)),
    CONSTRAINT order_item_is_for_at_least_one CHECK ((quantity >= 1)),
    CONSTRAINT order_item_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['ticket'::character varying, 'merchandise'::character varying, 'fee'::character varying])::text[]))),
    CONSTRAINT order_item_subtotal_adds_up CHECK ((subtotal_cents = (unit_price_cents * quantity))),
    CONSTRAINT orders_orderitem_cancelled_quantity_check CHECK ((cancelled_quantity >= 0)),
    CONSTRAINT orders_orderitem_quantity_check CHECK ((quantity >= 0))
);

CREATE TABLE public.orders_payment (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    provider character varying(40) NOT NULL,
    provider_reference character varying(255),
    provider_intent character varying(255) NOT NULL,
    redirect_url text NOT NULL,
    status character varying(10) NOT NULL,
    method character varying(40) NOT NULL,
    amount_cents bigint NOT NULL,
    applied_cents bigint NOT NULL,
    refunded_cents bigint NOT NULL,
    currency character varying(3) NOT NULL,
    is_disputed boolean NOT NULL,
    processed_at timestamp with time zone,
    asked_at timestamp with time zone,
    payload jsonb NOT NULL,
    order_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    user_id uuid,
    CONSTRAINT payment_applies_at_most_its_amount CHECK (((applied_cents >= 0) AND (applied_cents <= amount_cents))),
    CONSTRAINT payment_refunds_at_most_its_amount CHECK (((refunded_cents >= 0) AND (refunded_cents <= amount_cents))),
    CONSTRAINT payment_status_is_known CHECK (((status)::text = ANY ((ARRAY['created'::character varying, 'pending'::character varying, 'processing'::character varying, 'succeeded'::character varying, 'failed'::character varying, 'cancelled'::character varying])::text[])))
);

CREATE TABLE public.orders_payout (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    provider character varying(40) NOT NULL,
    provider_reference character varying(255) NOT NULL,
    amount_cents bigint NOT NULL,
    currency character varying(3) NOT NULL,
    status character varying(10) NOT NULL,
    arrives_on date,
    failure_code character varying(80) NOT NULL,
    failure_message text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT payout_is_of_something CHECK ((NOT (amount_cents = 0))),
    CONSTRAINT payout_status_is_known CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'in_transit'::character varying, 'paid'::character varying, 'canceled'::character varying, 'failed'::character varying])::text[])))
);

CREATE TABLE public.orders_refund (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    amount_cents bigint NOT NULL,
    reason character varying(200) NOT NULL,
    status character varying(9) NOT NULL,
    provider_reference character varying(255) NOT NULL,
    attempts smallint NOT NULL,
    error_message text NOT NULL,
    processed_at timestamp with time zone,
    payment_id uuid NOT NULL,
    requested_by_id uuid,
    tenant_id uuid NOT NULL,
    cancellation_id uuid,
    CONSTRAINT orders_refund_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT refund_is_for_something CHECK ((amount_cents >= 1)),
    CONSTRAINT refund_status_is_known CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'succeeded'::character varying, 'failed'::character varying])::text[])))
);

CREATE TABLE public.orders_refund_tickets (
    id bigint NOT NULL,
    refund_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);

ALTER TABLE public.orders_refund_tickets ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_refund_tickets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.orders_salesanalytics (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    sold integer NOT NULL,
    cancelled integer NOT NULL,
    gross_cents bigint NOT NULL,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    ticket_type_id uuid,
    CONSTRAINT orders_salesanalytics_cancelled_check CHECK ((cancelled >= 0)),
    CONSTRAINT orders_salesanalytics_sold_check CHECK ((sold >= 0))
);

CREATE TABLE public.orders_ticket (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    purchased_at timestamp with time zone NOT NULL,
    code character varying(64) NOT NULL,
    qr_version smallint NOT NULL,
    status character varying(9) NOT NULL,
    seat_label character varying(40) NOT NULL,
    price_paid_cents bigint NOT NULL,
    expires_at timestamp with time zone,
    entitlements jsonb NOT NULL,
    activation_mode character varying(9) NOT NULL,
    activated_at timestamp with time zone,
    activation_status character varying(9) GENERATED ALWAYS AS (
CASE
    WHEN ((status)::text = 'cancelled'::text) THEN 'cancelled'::text
    WHEN ((status)::text = 'used'::text) THEN 'redeemed'::text
    WHEN (((status)::text = 'valid'::text) AND (activated_at IS NOT NULL)) THEN 'active'::text
    ELSE 'inactive'::text
END) STORED,
    cancelled_at timestamp with time zone,
    checked_in_at timestamp with time zone,
    customer_email character varying(254) NOT NULL,
    customer_phone character varying(32) NOT NULL,
    reserved_at timestamp with time zone,
    verified_at timestamp with time zone,
    checked_in_by_id uuid,
    event_id uuid NOT NULL,
    order_id uuid,
    order_item_id uuid,
    tenant_id uuid NOT NULL,
    ticket_type_id uuid NOT NULL,
    user_id uuid,
    verified_by_id uuid,
    batch_id uuid,
    CONSTRAINT orders_ticket_qr_version_check CHECK ((qr_version >= 0)),
    CONSTRAINT ticket_activation_mode_is_known CHECK (((activation_mode)::text = ANY ((ARRAY['immediate'::character varying, 'deferred'::character varying])::text[]))),
    CONSTRAINT ticket_code_is_upper_case CHECK (((code)::text = upper((code)::text))),
    CONSTRAINT ticket_price_is_not_negative CHECK ((price_paid_cents >= 0)),
    CONSTRAINT ticket_status_is_known CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'valid'::character varying, 'used'::character varying, 'cancelled'::character varying, 'expired'::character varying])::text[])))
);

CREATE TABLE public.orders_ticketbatch (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    label character varying(120) NOT NULL,
    quantity integer NOT NULL,
    activation_mode character varying(9) NOT NULL,
    created_by_id uuid,
    tenant_id uuid NOT NULL,
    ticket_type_id uuid NOT NULL,
    CONSTRAINT orders_ticketbatch_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT ticket_batch_activation_mode_is_known CHECK (((activation_mode)::text = ANY ((ARRAY['immediate'::character varying, 'deferred'::character varying])::text[]))),
    CONSTRAINT ticket_batch_has_at_least_one CHECK ((quantity >= 1))
);

CREATE TABLE public.orders_transaction (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    type character varying(10) NOT NULL,
    amount_cents bigint NOT NULL,
    currency character varying(3) NOT NULL,
    gateway_fee_cents bigint NOT NULL,
    platform_fee_cents bigint NOT NULL,
    metadata jsonb NOT NULL,
    order_id uuid,
    payment_id uuid,
    refund_id uuid,
    tenant_id uuid NOT NULL,
    attempt smallint NOT NULL,
    payout_id uuid,
    CONSTRAINT orders_transaction_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT transaction_type_is_known CHECK (((type)::text = ANY ((ARRAY['purchase'::character varying, 'refund'::character varying, 'reversal'::character varying, 'chargeback'::character varying, 'payout'::character varying, 'returned'::character varying, 'fee'::character varying])::text[])))
);

CREATE TABLE public.orders_waitinglistentry (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    email character varying(254) NOT NULL,
    email_key character varying(254) GENERATED ALWAYS AS (regexp_replace(lower((email)::text), '\+[^@]*@'::text, '@'::text)) STORED,
    name character varying(240) NOT NULL,
    locale character varying(10) NOT NULL,
    token character varying(64) NOT NULL,
    quantity smallint NOT NULL,
    least_quantity smallint NOT NULL,
    status character varying(8) NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    offered_at timestamp with time zone,
    offer_count smallint NOT NULL,
    not_before timestamp with time zone,
    passed_over_at timestamp with time zone,
    passed_over_reason character varying(8) NOT NULL,
    passed_over_left smallint NOT NULL,
    event_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    user_id uuid,
    CONSTRAINT orders_waitinglistentry_least_quantity_check CHECK ((least_quantity >= 0)),
    CONSTRAINT orders_waitinglistentry_offer_count_check CHECK ((offer_count >= 0)),
    CONSTRAINT orders_waitinglistentry_passed_over_left_check CHECK ((passed_over_left >= 0)),
    CONSTRAINT orders_waitinglistentry_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT waiting_entry_email_is_lower_case CHECK (((email)::text = lower((email)::text))),
    CONSTRAINT waiting_entry_passed_over_says_when_and_why CHECK ((((passed_over_at IS NULL) AND ((passed_over_reason)::text = ''::text)) OR ((passed_over_at IS NOT NULL) AND ((passed_over_reason)::text = ANY ((ARRAY['too_few'::character varying, 'paused'::character varying])::text[]))))),
    CONSTRAINT waiting_entry_status_is_known CHECK (((status)::text = ANY ((ARRAY['waiting'::character varying, 'offered'::character varying, 'accepted'::character varying, 'declined'::character varying, 'left'::character varying, 'lapsed'::character varying, 'removed'::character varying])::text[]))),
    CONSTRAINT waiting_entry_takes_at_least_no_more_than_it_wants CHECK ((least_quantity <= quantity)),
    CONSTRAINT waiting_entry_takes_at_least_one_place CHECK ((least_quantity >= 1)),
    CONSTRAINT waiting_entry_wants_no_more_than_may_be_wanted CHECK ((quantity <= 20)),
    CONSTRAINT waiting_entry_with_an_offer_says_since_when CHECK (((NOT ((status)::text = 'offered'::text)) OR ((offer_count >= 1) AND (offered_at IS NOT NULL))))
);

CREATE TABLE public.orders_waitinglistwish (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    "position" smallint NOT NULL,
    entry_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    ticket_type_id uuid NOT NULL,
    CONSTRAINT orders_waitinglistwish_position_check CHECK (("position" >= 0))
);

CREATE TABLE public.orders_webhookevent (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    provider character varying(40) NOT NULL,
    provider_event_id character varying(255) NOT NULL,
    event_type character varying(80) NOT NULL,
    payload jsonb NOT NULL,
    received_at timestamp with time zone NOT NULL,
    processed_at timestamp with time zone,
    status character varying(9) NOT NULL,
    attempts smallint NOT NULL,
    error_message text NOT NULL,
    CONSTRAINT orders_webhookevent_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT webhook_status_is_known CHECK (((status)::text = ANY ((ARRAY['received'::character varying, 'processed'::character varying, 'ignored'::character varying, 'failed'::character varying])::text[])))
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reservations_reservationslot (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    date date NOT NULL,
    start_time time without time zone NOT NULL,
    end_time time without time zone NOT NULL,
    total_capacity integer NOT NULL,
    booked_count integer NOT NULL,
    is_closed boolean NOT NULL,
    forbids_overlaps boolean NOT NULL,
    available_count integer GENERATED ALWAYS AS ((total_capacity - booked_count)) STORED,
    status character varying(6) GENERATED ALWAYS AS (
CASE
    WHEN is_closed THEN 'closed'::text
    WHEN (booked_count >= total_capacity) THEN 'full'::text
    ELSE 'active'::text
END) STORED,
    tenant_id uuid NOT NULL,
    venue_id uuid NOT NULL,
    CONSTRAINT reservations_reservationslot_booked_count_check CHECK ((booked_count >= 0)),
    CONSTRAINT reservations_reservationslot_total_capacity_check CHECK ((total_capacity >= 0)),
    CONSTRAINT slot_does_not_end_as_it_starts CHECK ((NOT (start_time = end_time))),
    CONSTRAINT slot_is_never_booked_past_its_capacity CHECK (((booked_count >= 0) AND (booked_count <= total_capacity)))
)
WITH (fillfactor='60', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='500', autovacuum_vacuum_cost_delay='0');

CREATE TABLE public.reservations_ticketreservation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    customer_email character varying(254) NOT NULL,
    customer_phone character varying(16) NOT NULL,
    locale character varying(10) NOT NULL,
    reserved_at timestamp with time zone NOT NULL,
    status character varying(9) NOT NULL,
    cancelled_at timestamp with time zone,
    cancelled_by_id uuid,
    slot_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT reservation_email_is_lower_case CHECK (((customer_email)::text = lower((customer_email)::text))),
    CONSTRAINT reservation_is_cancelled_at_some_time_or_not_at_all CHECK ((((cancelled_at IS NOT NULL) AND ((status)::text = 'cancelled'::text)) OR ((NOT ((status)::text = 'cancelled'::text)) AND (cancelled_at IS NULL)))),
    CONSTRAINT reservation_phone_is_e164 CHECK ((((customer_phone)::text = ''::text) OR ((customer_phone)::text ~ '^\+[1-9][0-9]{4,14}$'::text))),
    CONSTRAINT reservation_status_is_known CHECK (((status)::text = ANY ((ARRAY['reserved'::character varying, 'cancelled'::character varying, 'verified'::character varying])::text[])))
);

CREATE TABLE public.reservations_visitrules (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    is_published boolean NOT NULL,
    early_minutes smallint NOT NULL,
    late_minutes smallint NOT NULL,
    cutoff_minutes integer NOT NULL,
    forbids_overlaps boolean NOT NULL,
    note text NOT NULL,
    tenant_id uuid NOT NULL,
    venue_id uuid NOT NULL,
    CONSTRAINT reservations_visitrules_cutoff_minutes_check CHECK ((cutoff_minutes >= 0)),
    CONSTRAINT reservations_visitrules_early_minutes_check CHECK ((early_minutes >= 0)),
    CONSTRAINT reservations_visitrules_late_minutes_check CHECK ((late_minutes >= 0)),
    CONSTRAINT visit_rules_tolerate_at_most_a_day CHECK (((early_minutes <= 1440) AND (late_minutes <= 1440)))
);

CREATE TABLE public.tenants_activitylog (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    action character varying(60) NOT NULL,
    target_kind character varying(40) NOT NULL,
    target_id uuid,
    metadata jsonb NOT NULL,
    ip inet,
    actor_id uuid,
    tenant_id uuid
)
PARTITION BY RANGE (created_at);

CREATE TABLE public.tenants_activitylog_other (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    action character varying(60) NOT NULL,
    target_kind character varying(40) NOT NULL,
    target_id uuid,
    metadata jsonb NOT NULL,
    ip inet,
    actor_id uuid,
    tenant_id uuid
);

CREATE TABLE public.tenants_apikey (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    name character varying(80) NOT NULL,
    prefix character varying(8) NOT NULL,
    hash character varying(64) NOT NULL,
    scopes character varying(60)[] NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    created_by_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT api_key_expires_after_it_was_made CHECK (((expires_at IS NULL) OR (expires_at > created_at))),
    CONSTRAINT api_key_has_at_least_one_scope CHECK ((
CASE
    WHEN (scopes IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(scopes, 1), 0)
END >= 1))
);

CREATE TABLE public.tenants_emaillog (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    target_kind character varying(40) NOT NULL,
    target_id uuid,
    recipient character varying(320) NOT NULL,
    template character varying(60) NOT NULL,
    subject character varying(300) NOT NULL,
    provider character varying(40) NOT NULL,
    message_id character varying(255) NOT NULL,
    dedupe_key character varying(200) NOT NULL,
    status character varying(7) NOT NULL,
    sent_at timestamp with time zone,
    error text NOT NULL,
    tenant_id uuid,
    attempts smallint NOT NULL,
    context jsonb NOT NULL,
    CONSTRAINT email_status_is_known CHECK (((status)::text = ANY ((ARRAY['queued'::character varying, 'sent'::character varying, 'failed'::character varying, 'dropped'::character varying])::text[]))),
    CONSTRAINT tenants_emaillog_attempts_check CHECK ((attempts >= 0))
);

CREATE TABLE public.tenants_formerslug (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    slug character varying(63) NOT NULL,
    tenant_id uuid NOT NULL,
    CONSTRAINT tenant_former_slug_is_lower_case CHECK (((slug)::text = lower((slug)::text)))
);

CREATE TABLE public.tenants_invitation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(8) NOT NULL,
    extra_permissions character varying(60)[] NOT NULL,
    is_limited boolean NOT NULL,
    event_ids uuid[] NOT NULL,
    token_hash character varying(64) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    invited_by_id uuid,
    tenant_id uuid NOT NULL,
    CONSTRAINT invitation_email_is_lower_case CHECK (((email)::text = lower((email)::text))),
    CONSTRAINT invitation_is_accepted_or_revoked CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT invitation_role_is_known CHECK (((role)::text = ANY ((ARRAY['owner'::character varying, 'admin'::character varying, 'manager'::character varying, 'support'::character varying, 'staff'::character varying, 'analyst'::character varying])::text[])))
);

CREATE SEQUENCE public.tenants_membership_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.tenants_membership (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    number integer DEFAULT nextval('public.tenants_membership_number'::regclass) NOT NULL,
    role character varying(8) NOT NULL,
    extra_permissions character varying(60)[] NOT NULL,
    status character varying(8) NOT NULL,
    invited_at timestamp with time zone,
    last_login_at timestamp with time zone,
    user_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    is_limited boolean NOT NULL,
    CONSTRAINT membership_role_is_known CHECK (((role)::text = ANY ((ARRAY['owner'::character varying, 'admin'::character varying, 'manager'::character varying, 'support'::character varying, 'staff'::character varying, 'analyst'::character varying])::text[]))),
    CONSTRAINT membership_status_is_known CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'disabled'::character varying])::text[]))),
    CONSTRAINT tenants_membership_number_check CHECK ((number >= 0))
);

CREATE TABLE public.tenants_notification (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    kind character varying(30) NOT NULL,
    target_kind character varying(40) NOT NULL,
    target_id uuid,
    metadata jsonb NOT NULL,
    dedupe_key character varying(120) NOT NULL,
    status character varying(6) NOT NULL,
    wants_mail boolean NOT NULL,
    sent_at timestamp with time zone,
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT notification_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['first_sale'::character varying, 'sold_out'::character varying, 'order_awaiting_approval'::character varying, 'refund_requested'::character varying, 'refund_failed'::character varying, 'payment_failed'::character varying, 'payment_disputed'::character varying, 'payout_failed'::character varying, 'new_member'::character varying])::text[]))),
    CONSTRAINT notification_status_is_known CHECK (((status)::text = ANY ((ARRAY['unread'::character varying, 'read'::character varying])::text[])))
);

CREATE TABLE public.tenants_notificationpreference (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    kind character varying(30) NOT NULL,
    channel character varying(7) NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT notification_channel_is_known CHECK (((channel)::text = ANY ((ARRAY['none'::character varying, 'console'::character varying, 'mail'::character varying])::text[]))),
    CONSTRAINT notification_preference_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['first_sale'::character varying, 'sold_out'::character varying, 'order_awaiting_approval'::character varying, 'refund_requested'::character varying, 'refund_failed'::character varying, 'payment_failed'::character varying, 'payment_disputed'::character varying, 'payout_failed'::character varying, 'new_member'::character varying])::text[])))
);

CREATE TABLE public.tenants_personalexport (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    status character varying(7) NOT NULL,
    done smallint NOT NULL,
    total smallint NOT NULL,
    file_name character varying(200) NOT NULL,
    file_size bigint NOT NULL,
    finished_at timestamp with time zone,
    expires_at timestamp with time zone,
    user_id uuid NOT NULL,
    CONSTRAINT personal_export_status_is_known CHECK (((status)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying, 'ready'::character varying, 'failed'::character varying])::text[]))),
    CONSTRAINT ready_personal_export_has_a_file_and_an_end CHECK (((NOT ((status)::text = 'ready'::text)) OR ((NOT ((file_name)::text = ''::text)) AND (expires_at IS NOT NULL)))),
    CONSTRAINT tenants_personalexport_done_check CHECK ((done >= 0)),
    CONSTRAINT tenants_personalexport_file_size_check CHECK ((file_size >= 0)),
    CONSTRAINT tenants_personalexport_total_check CHECK ((total >= 0))
);

CREATE TABLE public.tenants_platformsettings (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    singleton boolean NOT NULL,
    approves_automatically boolean NOT NULL,
    service_fee_percentage numeric(5,2) NOT NULL,
    service_fee_fixed_cents integer NOT NULL,
    support_email character varying(254) NOT NULL,
    banner character varying(300) NOT NULL,
    CONSTRAINT platform_service_fee_percentage_is_0_to_100 CHECK (((service_fee_percentage >= (0)::numeric) AND (service_fee_percentage <= (100)::numeric))),
    CONSTRAINT platform_settings_have_one_row CHECK (singleton),
    CONSTRAINT tenants_platformsettings_service_fee_fixed_cents_check CHECK ((service_fee_fixed_cents >= 0))
);

CREATE SEQUENCE public.tenants_tenant_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.tenants_tenant (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    number integer DEFAULT nextval('public.tenants_tenant_number'::regclass) NOT NULL,
    name character varying(200) NOT NULL,
    slug character varying(63) NOT NULL,
    description text NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(32) NOT NULL,
    website character varying(200) NOT NULL,
    address jsonb NOT NULL,
    status character varying(9) NOT NULL,
    is_verified boolean NOT NULL,
    plan character varying(10) NOT NULL,
    subscription_id character varying(255) NOT NULL,
    stripe_account_id character varying(255) NOT NULL,
    CONSTRAINT tenant_plan_is_known CHECK (((plan)::text = ANY ((ARRAY['free'::character varying, 'basic'::character varying, 'pro'::character varying, 'enterprise'::character varying])::text[]))),
    CONSTRAINT tenant_slug_is_lower_case CHECK (((slug)::text = lower((slug)::text))),
    CONSTRAINT tenant_status_is_known CHECK (((status)::text = ANY ((ARRAY['pending'::character varying, 'active'::character varying, 'suspended'::character varying])::text[]))),
    CONSTRAINT tenants_tenant_number_check CHECK ((number >= 0))
);

CREATE TABLE public.tenants_tenantsettings (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    default_currency character varying(3) NOT NULL,
    time_zone character varying(64) NOT NULL,
    locale character varying(10) NOT NULL,
    logo character varying(100) NOT NULL,
    primary_color character varying(7) NOT NULL,
    secondary_color character varying(7) NOT NULL,
    font_family character varying(40) NOT NULL,
    custom_css text NOT NULL,
    allow_guest_checkout boolean NOT NULL,
    service_fee_percentage numeric(5,2) NOT NULL,
    service_fee_fixed_cents integer NOT NULL,
    fee_payer character varying(9) NOT NULL,
    tax_rate numeric(5,2) NOT NULL,
    tax_mode character varying(9) NOT NULL,
    ticket_transfers_enabled boolean NOT NULL,
    email_notifications boolean NOT NULL,
    refund_policy text NOT NULL,
    privacy_policy_url character varying(200) NOT NULL,
    terms_of_service_url character varying(200) NOT NULL,
    hold_minutes smallint NOT NULL,
    hold_extensions smallint NOT NULL,
    payment_methods jsonb NOT NULL,
    bank_details text NOT NULL,
    days_to_pay smallint NOT NULL,
    approval_days smallint NOT NULL,
    show_remaining boolean NOT NULL,
    name_change_cutoff_hours smallint NOT NULL,
    tenant_id uuid NOT NULL,
    requires_two_factor boolean NOT NULL,
    CONSTRAINT tenant_settings_fee_payer_is_known CHECK (((fee_payer)::text = ANY ((ARRAY['buyer'::character varying, 'organizer'::character varying])::text[]))),
    CONSTRAINT tenant_settings_hold_extends_at_most_10_times CHECK ((hold_extensions <= 10)),
    CONSTRAINT tenant_settings_hold_is_2_to_60_minutes CHECK (((hold_minutes >= 2) AND (hold_minutes <= 60))),
    CONSTRAINT tenant_settings_service_fee_percentage_is_0_to_100 CHECK (((service_fee_percentage >= (0)::numeric) AND (service_fee_percentage <= (100)::numeric))),
    CONSTRAINT tenant_settings_tax_mode_is_known CHECK (((tax_mode)::text = ANY ((ARRAY['inclusive'::character varying, 'exclusive'::character varying])::text[]))),
    CONSTRAINT tenant_settings_tax_rate_is_0_to_100 CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
    CONSTRAINT tenants_tenantsettings_approval_days_check CHECK ((approval_days >= 0)),
    CONSTRAINT tenants_tenantsettings_days_to_pay_check CHECK ((days_to_pay >= 0)),
    CONSTRAINT tenants_tenantsettings_hold_extensions_check CHECK ((hold_extensions >= 0)),
    CONSTRAINT tenants_tenantsettings_hold_minutes_check CHECK ((hold_minutes >= 0)),
    CONSTRAINT tenants_tenantsettings_name_change_cutoff_hours_check CHECK ((name_change_cutoff_hours >= 0)),
    CONSTRAINT tenants_tenantsettings_service_fee_fixed_cents_check CHECK ((service_fee_fixed_cents >= 0))
);

CREATE TABLE public.tenants_user (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    email character varying(254) NOT NULL,
    full_name character varying(200) NOT NULL,
    phone character varying(32) NOT NULL,
    avatar character varying(100) NOT NULL,
    is_platform_admin boolean NOT NULL,
    is_active boolean NOT NULL,
    last_active_at timestamp with time zone,
    locale character varying(10) NOT NULL,
    time_zone character varying(64) NOT NULL,
    CONSTRAINT user_email_is_lower_case CHECK (((email)::text = lower((email)::text)))
);

CREATE TABLE public.tenants_user_groups (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    group_id integer NOT NULL
);

ALTER TABLE public.tenants_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tenants_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tenants_user_user_permissions (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.tenants_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tenants_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.events_pageview ATTACH PARTITION public.events_pageview_other DEFAULT;

ALTER TABLE ONLY public.tenants_activitylog ATTACH PARTITION public.tenants_activitylog_other DEFAULT;

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_milestone
    ADD CONSTRAINT an_event_has_each_milestone_once UNIQUE (event_id, kind);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.checkin_device
    ADD CONSTRAINT checkin_device_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.checkin_device
    ADD CONSTRAINT checkin_device_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.checkin_gate
    ADD CONSTRAINT checkin_gate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.checkin_gate_sessions
    ADD CONSTRAINT checkin_gate_sessions_gate_id_eventsession_id_44f00cd0_uniq UNIQUE (gate_id, eventsession_id);

ALTER TABLE ONLY public.checkin_gate_sessions
    ADD CONSTRAINT checkin_gate_sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.checkin_gate_ticket_types
    ADD CONSTRAINT checkin_gate_ticket_types_gate_id_tickettype_id_181327d3_uniq UNIQUE (gate_id, tickettype_id);

ALTER TABLE ONLY public.checkin_gate_ticket_types
    ADD CONSTRAINT checkin_gate_ticket_types_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.checkin_incident
    ADD CONSTRAINT checkin_incident_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.checkin_redemption
    ADD CONSTRAINT checkin_redemption_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.checkin_scan
    ADD CONSTRAINT checkin_scan_client_id_key UNIQUE (client_id);

ALTER TABLE ONLY public.checkin_scan
    ADD CONSTRAINT checkin_scan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.core_job_error
    ADD CONSTRAINT core_job_error_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY public.core_throttle_count
    ADD CONSTRAINT core_throttle_count_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.events_discountcode
    ADD CONSTRAINT discount_code_is_unique_within_its_event UNIQUE NULLS NOT DISTINCT (tenant_id, event_id, code);

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT event_is_unique_within_its_tenant UNIQUE (tenant_id, id);

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT event_slug_is_unique_within_its_tenant UNIQUE (tenant_id, slug);

ALTER TABLE ONLY public.events_category
    ADD CONSTRAINT events_category_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_category
    ADD CONSTRAINT events_category_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.events_codebatch
    ADD CONSTRAINT events_codebatch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_discountcode
    ADD CONSTRAINT events_discountcode_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_discountcode_ticket_types
    ADD CONSTRAINT events_discountcode_tick_discountcode_id_ticketty_710f1a3b_uniq UNIQUE (discountcode_id, tickettype_id);

ALTER TABLE ONLY public.events_discountcode_ticket_types
    ADD CONSTRAINT events_discountcode_ticket_types_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_access_token_key UNIQUE (access_token);

ALTER TABLE ONLY public.events_event_categories
    ADD CONSTRAINT events_event_categories_event_id_category_id_05a5fed7_uniq UNIQUE (event_id, category_id);

ALTER TABLE ONLY public.events_event_categories
    ADD CONSTRAINT events_event_categories_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_stock_id_key UNIQUE (stock_id);

ALTER TABLE ONLY public.events_eventaccess
    ADD CONSTRAINT events_eventaccess_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_eventpicture
    ADD CONSTRAINT events_eventpicture_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_eventsession
    ADD CONSTRAINT events_eventsession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_eventsession
    ADD CONSTRAINT events_eventsession_stock_id_key UNIQUE (stock_id);

ALTER TABLE ONLY public.events_formerslug
    ADD CONSTRAINT events_formerslug_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_mediafile
    ADD CONSTRAINT events_mediafile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_pageview
    ADD CONSTRAINT events_pageview_pkey PRIMARY KEY (id, created_at);

ALTER TABLE ONLY public.events_pageview_other
    ADD CONSTRAINT events_pageview_other_pkey PRIMARY KEY (id, created_at);

ALTER TABLE ONLY public.events_question
    ADD CONSTRAINT events_question_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_question_ticket_types
    ADD CONSTRAINT events_question_ticket_t_question_id_tickettype_i_305f21d5_uniq UNIQUE (question_id, tickettype_id);

ALTER TABLE ONLY public.events_question_ticket_types
    ADD CONSTRAINT events_question_ticket_types_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_signingkey
    ADD CONSTRAINT events_signingkey_key_id_key UNIQUE (key_id);

ALTER TABLE ONLY public.events_signingkey
    ADD CONSTRAINT events_signingkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_stock
    ADD CONSTRAINT events_stock_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_tickettype_admits
    ADD CONSTRAINT events_tickettype_admits_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_tickettype_admits
    ADD CONSTRAINT events_tickettype_admits_tickettype_id_eventsessi_de99c73a_uniq UNIQUE (tickettype_id, eventsession_id);

ALTER TABLE ONLY public.events_tickettype
    ADD CONSTRAINT events_tickettype_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_tickettype_requires
    ADD CONSTRAINT events_tickettype_requir_from_tickettype_id_to_ti_d503c41e_uniq UNIQUE (from_tickettype_id, to_tickettype_id);

ALTER TABLE ONLY public.events_tickettype_requires
    ADD CONSTRAINT events_tickettype_requires_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_tickettype
    ADD CONSTRAINT events_tickettype_stock_id_key UNIQUE (stock_id);

ALTER TABLE ONLY public.events_venue
    ADD CONSTRAINT events_venue_number_key UNIQUE (number);

ALTER TABLE ONLY public.events_venue
    ADD CONSTRAINT events_venue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events_formerslug
    ADD CONSTRAINT former_slug_is_unique_within_its_tenant UNIQUE (tenant_id, slug);

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_notification
    ADD CONSTRAINT nobody_is_told_the_same_twice UNIQUE (tenant_id, user_id, dedupe_key);

ALTER TABLE ONLY public.events_eventaccess
    ADD CONSTRAINT one_access_per_membership_and_event UNIQUE (membership_id, event_id);

ALTER TABLE ONLY public.orders_buyer
    ADD CONSTRAINT one_buyer_per_tenant_and_email UNIQUE (tenant_id, email);

ALTER TABLE ONLY public.orders_cartitem
    ADD CONSTRAINT one_cart_item_per_ticket_type_and_slot UNIQUE NULLS NOT DISTINCT (cart_id, ticket_type_id, slot_id);

ALTER TABLE ONLY public.orders_importrow
    ADD CONSTRAINT one_import_row_per_line UNIQUE (source_id, line);

ALTER TABLE ONLY public.tenants_membership
    ADD CONSTRAINT one_membership_per_tenant_and_user UNIQUE (tenant_id, user_id);

ALTER TABLE ONLY public.tenants_notificationpreference
    ADD CONSTRAINT one_notification_preference_per_kind UNIQUE (user_id, kind);

ALTER TABLE ONLY public.orders_eventanalytics
    ADD CONSTRAINT one_roll_up_per_event_and_day UNIQUE (event_id, day);

ALTER TABLE ONLY public.orders_salesanalytics
    ADD CONSTRAINT one_roll_up_per_event_day_and_ticket_type UNIQUE NULLS NOT DISTINCT (event_id, day, ticket_type_id);

ALTER TABLE ONLY public.reservations_reservationslot
    ADD CONSTRAINT one_slot_per_venue_date_and_start UNIQUE (tenant_id, venue_id, date, start_time);

ALTER TABLE ONLY public.orders_waitinglistwish
    ADD CONSTRAINT one_wish_per_waiting_entry_and_position UNIQUE (entry_id, "position");

ALTER TABLE ONLY public.orders_waitinglistwish
    ADD CONSTRAINT one_wish_per_waiting_entry_and_ticket_type UNIQUE (entry_id, ticket_type_id);

ALTER TABLE ONLY public.reservations_reservationslot
    ADD CONSTRAINT open_slots_do_not_overlap_where_the_venue_forbids_it EXCLUDE USING gist (venue_id WITH =, tsrange((date + start_time), ((date + end_time) +
CASE
    WHEN (end_time < start_time) THEN '1 day'::interval
    ELSE '00:00:00'::interval
END)) WITH &&) WHERE ((forbids_overlaps AND (NOT is_closed)));

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT order_is_unique_within_its_tenant UNIQUE (tenant_id, id);

ALTER TABLE ONLY public.orders_analyticsmark
    ADD CONSTRAINT orders_analyticsmark_event_id_key UNIQUE (event_id);

ALTER TABLE ONLY public.orders_analyticsmark
    ADD CONSTRAINT orders_analyticsmark_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_attendee
    ADD CONSTRAINT orders_attendee_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_attendee
    ADD CONSTRAINT orders_attendee_ticket_id_key UNIQUE (ticket_id);

ALTER TABLE ONLY public.orders_bulkaction
    ADD CONSTRAINT orders_bulkaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_buyer
    ADD CONSTRAINT orders_buyer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_cart
    ADD CONSTRAINT orders_cart_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_cart
    ADD CONSTRAINT orders_cart_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.orders_cartitem
    ADD CONSTRAINT orders_cartitem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_discountredemption
    ADD CONSTRAINT orders_discountredemption_order_id_key UNIQUE (order_id);

ALTER TABLE ONLY public.orders_discountredemption
    ADD CONSTRAINT orders_discountredemption_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_eventanalytics
    ADD CONSTRAINT orders_eventanalytics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_eventcancellation
    ADD CONSTRAINT orders_eventcancellation_event_id_key UNIQUE (event_id);

ALTER TABLE ONLY public.orders_eventcancellation
    ADD CONSTRAINT orders_eventcancellation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_export
    ADD CONSTRAINT orders_export_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_import
    ADD CONSTRAINT orders_import_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_importrow
    ADD CONSTRAINT orders_importrow_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_ledgerentry
    ADD CONSTRAINT orders_ledgerentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_milestone
    ADD CONSTRAINT orders_milestone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_cart_id_key UNIQUE (cart_id);

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_lookup_token_key UNIQUE (lookup_token);

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_order_number_key UNIQUE (order_number);

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_orderitem
    ADD CONSTRAINT orders_orderitem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_payment
    ADD CONSTRAINT orders_payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_payout
    ADD CONSTRAINT orders_payout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_refund
    ADD CONSTRAINT orders_refund_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_refund_tickets
    ADD CONSTRAINT orders_refund_tickets_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_refund_tickets
    ADD CONSTRAINT orders_refund_tickets_refund_id_ticket_id_98ae6a41_uniq UNIQUE (refund_id, ticket_id);

ALTER TABLE ONLY public.orders_salesanalytics
    ADD CONSTRAINT orders_salesanalytics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT orders_ticket_code_key UNIQUE (code);

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT orders_ticket_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_ticketbatch
    ADD CONSTRAINT orders_ticketbatch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_transaction
    ADD CONSTRAINT orders_transaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_waitinglistentry
    ADD CONSTRAINT orders_waitinglistentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_waitinglistentry
    ADD CONSTRAINT orders_waitinglistentry_token_key UNIQUE (token);

ALTER TABLE ONLY public.orders_waitinglistwish
    ADD CONSTRAINT orders_waitinglistwish_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_webhookevent
    ADD CONSTRAINT orders_webhookevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_payment
    ADD CONSTRAINT payment_reference_is_unique_per_provider UNIQUE (provider, provider_reference);

ALTER TABLE ONLY public.orders_payout
    ADD CONSTRAINT payout_reference_is_unique_per_provider UNIQUE (provider, provider_reference);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reservations_reservationslot
    ADD CONSTRAINT reservations_reservationslot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reservations_ticketreservation
    ADD CONSTRAINT reservations_ticketreservation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reservations_visitrules
    ADD CONSTRAINT reservations_visitrules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reservations_visitrules
    ADD CONSTRAINT reservations_visitrules_venue_id_key UNIQUE (venue_id);

ALTER TABLE ONLY public.events_eventsession
    ADD CONSTRAINT sessions_in_one_room_do_not_overlap EXCLUDE USING gist (event_id WITH =, lower((room)::text) WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (((archived_at IS NULL) AND (NOT ((room)::text = ''::text))));

ALTER TABLE ONLY public.reservations_reservationslot
    ADD CONSTRAINT slot_is_unique_within_its_tenant UNIQUE (tenant_id, id);

ALTER TABLE ONLY public.tenants_activitylog
    ADD CONSTRAINT tenants_activitylog_pkey PRIMARY KEY (id, created_at);

ALTER TABLE ONLY public.tenants_activitylog_other
    ADD CONSTRAINT tenants_activitylog_other_pkey PRIMARY KEY (id, created_at);

ALTER TABLE ONLY public.tenants_apikey
    ADD CONSTRAINT tenants_apikey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_apikey
    ADD CONSTRAINT tenants_apikey_prefix_key UNIQUE (prefix);

ALTER TABLE ONLY public.tenants_emaillog
    ADD CONSTRAINT tenants_emaillog_dedupe_key_key UNIQUE (dedupe_key);

ALTER TABLE ONLY public.tenants_emaillog
    ADD CONSTRAINT tenants_emaillog_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.tenants_emaillog
    ADD CONSTRAINT tenants_emaillog_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_formerslug
    ADD CONSTRAINT tenants_formerslug_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_formerslug
    ADD CONSTRAINT tenants_formerslug_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.tenants_invitation
    ADD CONSTRAINT tenants_invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_invitation
    ADD CONSTRAINT tenants_invitation_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.tenants_membership
    ADD CONSTRAINT tenants_membership_number_key UNIQUE (number);

ALTER TABLE ONLY public.tenants_membership
    ADD CONSTRAINT tenants_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_notification
    ADD CONSTRAINT tenants_notification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_notificationpreference
    ADD CONSTRAINT tenants_notificationpreference_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_personalexport
    ADD CONSTRAINT tenants_personalexport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_platformsettings
    ADD CONSTRAINT tenants_platformsettings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_platformsettings
    ADD CONSTRAINT tenants_platformsettings_singleton_key UNIQUE (singleton);

ALTER TABLE ONLY public.tenants_tenant
    ADD CONSTRAINT tenants_tenant_number_key UNIQUE (number);

ALTER TABLE ONLY public.tenants_tenant
    ADD CONSTRAINT tenants_tenant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_tenant
    ADD CONSTRAINT tenants_tenant_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.tenants_tenantsettings
    ADD CONSTRAINT tenants_tenantsettings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_tenantsettings
    ADD CONSTRAINT tenants_tenantsettings_tenant_id_key UNIQUE (tenant_id);

ALTER TABLE ONLY public.tenants_user
    ADD CONSTRAINT tenants_user_email_key UNIQUE (email);

ALTER TABLE ONLY public.tenants_user_groups
    ADD CONSTRAINT tenants_user_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_user_groups
    ADD CONSTRAINT tenants_user_groups_user_id_group_id_ef9ea837_uniq UNIQUE (user_id, group_id);

ALTER TABLE ONLY public.tenants_user
    ADD CONSTRAINT tenants_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tenants_user_user_permissions
    ADD CONSTRAINT tenants_user_user_permis_user_id_permission_id_e7cb44b9_uniq UNIQUE (user_id, permission_id);

ALTER TABLE ONLY public.tenants_user_user_permissions
    ADD CONSTRAINT tenants_user_user_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT ticket_is_unique_within_its_tenant UNIQUE (tenant_id, id);

ALTER TABLE ONLY public.events_tickettype
    ADD CONSTRAINT ticket_type_is_unique_within_its_tenant UNIQUE (tenant_id, id);

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);

ALTER TABLE ONLY public.events_venue
    ADD CONSTRAINT venue_is_unique_within_its_tenant UNIQUE (tenant_id, id);

ALTER TABLE ONLY public.orders_webhookevent
    ADD CONSTRAINT webhook_event_is_stored_once_per_provider UNIQUE (provider, provider_event_id);

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);

CREATE INDEX activity_of_a_target_by_time ON ONLY public.tenants_activitylog USING btree (target_id, created_at DESC);

CREATE INDEX activity_of_a_tenant_by_time ON ONLY public.tenants_activitylog USING btree (tenant_id, created_at DESC);

CREATE INDEX activity_of_an_actor_by_time ON ONLY public.tenants_activitylog USING btree (actor_id, created_at DESC);

CREATE INDEX api_keys_of_a_tenant ON public.tenants_apikey USING btree (tenant_id, created_at DESC);

CREATE INDEX attendees_by_email ON public.orders_attendee USING btree (tenant_id, email);

CREATE INDEX attendees_by_last_name ON public.orders_attendee USING btree (tenant_id, last_name);

CREATE INDEX attendees_by_words ON public.orders_attendee USING gin (public.orders_person_words(tenant_id, (first_name)::text, (last_name)::text, (email)::text));

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX buyers_by_key_for_limits ON public.orders_buyer USING btree (tenant_id, email_key);

CREATE INDEX buyers_by_words ON public.orders_buyer USING gin (public.orders_person_words(tenant_id, (first_name)::text, (last_name)::text, (email)::text));

CREATE INDEX buyers_of_a_tenant_in_order ON public.orders_buyer USING btree (tenant_id, id);

CREATE INDEX carts_by_time ON public.orders_cart USING brin (created_at) WITH (autosummarize='on');

CREATE INDEX carts_that_lapse ON public.orders_cart USING btree (event_id, expires_at) WHERE ((status)::text = 'active'::text);

CREATE INDEX checkin_device_gate_id_0a89eae5 ON public.checkin_device USING btree (gate_id);

CREATE INDEX checkin_device_paired_by_id_3a63aa89 ON public.checkin_device USING btree (paired_by_id);

CREATE INDEX checkin_device_tenant_id_f076ef12 ON public.checkin_device USING btree (tenant_id);

CREATE INDEX checkin_device_token_hash_4ff9fec7_like ON public.checkin_device USING btree (token_hash varchar_pattern_ops);

CREATE INDEX checkin_gate_event_id_a8fda1e9 ON public.checkin_gate USING btree (event_id);

CREATE INDEX checkin_gate_sessions_eventsession_id_6853507b ON public.checkin_gate_sessions USING btree (eventsession_id);

CREATE INDEX checkin_gate_sessions_gate_id_fa1a4516 ON public.checkin_gate_sessions USING btree (gate_id);

CREATE INDEX checkin_gate_tenant_id_5a954c90 ON public.checkin_gate USING btree (tenant_id);

CREATE INDEX checkin_gate_ticket_types_gate_id_f728cbb9 ON public.checkin_gate_ticket_types USING btree (gate_id);

CREATE INDEX checkin_gate_ticket_types_tickettype_id_6a401e06 ON public.checkin_gate_ticket_types USING btree (tickettype_id);

CREATE INDEX checkin_incident_author_id_34a18b42 ON public.checkin_incident USING btree (author_id);

CREATE INDEX checkin_incident_event_id_f91c18c4 ON public.checkin_incident USING btree (event_id);

CREATE INDEX checkin_incident_tenant_id_6ff04233 ON public.checkin_incident USING btree (tenant_id);

CREATE INDEX checkin_incident_ticket_id_f99f70b7 ON public.checkin_incident USING btree (ticket_id);

CREATE INDEX checkin_redemption_gate_id_a96a8f43 ON public.checkin_redemption USING btree (gate_id);

CREATE INDEX checkin_redemption_scan_id_c03f1d3d ON public.checkin_redemption USING btree (scan_id);

CREATE INDEX checkin_redemption_tenant_id_7e36d7a2 ON public.checkin_redemption USING btree (tenant_id);

CREATE INDEX checkin_redemption_ticket_id_5868d6d9 ON public.checkin_redemption USING btree (ticket_id);

CREATE INDEX checkin_scan_device_id_8072b72a ON public.checkin_scan USING btree (device_id);

CREATE INDEX checkin_scan_gate_id_bb09ae2b ON public.checkin_scan USING btree (gate_id);

CREATE INDEX checkin_scan_operator_id_b10dcb9c ON public.checkin_scan USING btree (operator_id);

CREATE INDEX checkin_scan_tenant_id_6e682a85 ON public.checkin_scan USING btree (tenant_id);

CREATE INDEX checkin_scan_ticket_id_2b0993f3 ON public.checkin_scan USING btree (ticket_id);

CREATE INDEX code_batches_by_time ON public.events_codebatch USING btree (tenant_id, event_id, created_at DESC);

CREATE INDEX core_throttle_count_key_9838bbf0_like ON public.core_throttle_count USING btree (key varchar_pattern_ops);

CREATE INDEX discount_codes_of_a_batch ON public.events_discountcode USING btree (batch_id) WHERE (batch_id IS NOT NULL);

CREATE INDEX disputed_payments_of_a_tenant ON public.orders_payment USING btree (tenant_id) WHERE is_disputed;

CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);

CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX emails_of_a_target_by_time ON public.tenants_emaillog USING btree (target_id, created_at DESC);

CREATE INDEX emails_of_a_tenant_by_time ON public.tenants_emaillog USING btree (tenant_id, created_at DESC);

CREATE INDEX events_at_a_venue_by_start ON public.events_event USING btree (venue_id, starts_at);

CREATE INDEX events_category_slug_b2b83057_like ON public.events_category USING btree (slug varchar_pattern_ops);

CREATE INDEX events_codebatch_created_by_id_dde35e9b ON public.events_codebatch USING btree (created_by_id);

CREATE INDEX events_codebatch_event_id_3bb3c5df ON public.events_codebatch USING btree (event_id);

CREATE INDEX events_codebatch_tenant_id_110f9dac ON public.events_codebatch USING btree (tenant_id);

CREATE INDEX events_discountcode_event_id_1f347dfb ON public.events_discountcode USING btree (event_id);

CREATE INDEX events_discountcode_tenant_id_38b50d4c ON public.events_discountcode USING btree (tenant_id);

CREATE INDEX events_discountcode_ticket_types_discountcode_id_37b83c2b ON public.events_discountcode_ticket_types USING btree (discountcode_id);

CREATE INDEX events_discountcode_ticket_types_tickettype_id_556eba41 ON public.events_discountcode_ticket_types USING btree (tickettype_id);

CREATE INDEX events_event_access_token_54bf5ac3_like ON public.events_event USING btree (access_token varchar_pattern_ops);

CREATE INDEX events_event_categories_category_id_b1af0343 ON public.events_event_categories USING btree (category_id);

CREATE INDEX events_event_categories_event_id_92354d16 ON public.events_event_categories USING btree (event_id);

CREATE INDEX events_event_created_by_id_2c28ea90 ON public.events_event USING btree (created_by_id);

CREATE INDEX events_event_hero_image_id_4c239270 ON public.events_event USING btree (hero_image_id);

CREATE INDEX events_event_slug_b44b2c04 ON public.events_event USING btree (slug);

CREATE INDEX events_event_slug_b44b2c04_like ON public.events_event USING btree (slug varchar_pattern_ops);

CREATE INDEX events_event_tenant_id_388ba8e1 ON public.events_event USING btree (tenant_id);

CREATE INDEX events_event_updated_by_id_32549284 ON public.events_event USING btree (updated_by_id);

CREATE INDEX events_event_venue_id_ffde28fd ON public.events_event USING btree (venue_id);

CREATE INDEX events_eventaccess_event_id_edbf7274 ON public.events_eventaccess USING btree (event_id);

CREATE INDEX events_eventaccess_membership_id_f0e6fe8f ON public.events_eventaccess USING btree (membership_id);

CREATE INDEX events_eventaccess_tenant_id_b3baf2fd ON public.events_eventaccess USING btree (tenant_id);

CREATE INDEX events_eventpicture_event_id_df8f9ef2 ON public.events_eventpicture USING btree (event_id);

CREATE INDEX events_eventpicture_media_id_8dd32604 ON public.events_eventpicture USING btree (media_id);

CREATE INDEX events_eventpicture_source_id_512190c8 ON public.events_eventpicture USING btree (source_id);

CREATE INDEX events_eventpicture_tenant_id_7e61e41f ON public.events_eventpicture USING btree (tenant_id);

CREATE INDEX events_eventsession_event_id_0fdc500c ON public.events_eventsession USING btree (event_id);

CREATE INDEX events_eventsession_tenant_id_577bf73d ON public.events_eventsession USING btree (tenant_id);

CREATE INDEX events_formerslug_event_id_67d5699e ON public.events_formerslug USING btree (event_id);

CREATE INDEX events_formerslug_slug_b49dcdcf ON public.events_formerslug USING btree (slug);

CREATE INDEX events_formerslug_slug_b49dcdcf_like ON public.events_formerslug USING btree (slug varchar_pattern_ops);

CREATE INDEX events_formerslug_tenant_id_fd4d29ad ON public.events_formerslug USING btree (tenant_id);

CREATE INDEX events_found_by_words ON public.events_event USING gin (search);

CREATE INDEX events_listed_by_start ON public.events_event USING btree (starts_at, status) WHERE ((archived_at IS NULL) AND ((visibility)::text = 'public'::text));

CREATE INDEX events_mediafile_owner_id_c1237eb5 ON public.events_mediafile USING btree (owner_id);

CREATE INDEX events_mediafile_tenant_id_a48758c3 ON public.events_mediafile USING btree (tenant_id);

CREATE INDEX events_of_a_tenant_by_status ON public.events_event USING btree (tenant_id, status, starts_at);

CREATE INDEX views_of_an_event_by_time ON ONLY public.events_pageview USING btree (event_id, created_at);

CREATE INDEX events_pageview_other_event_id_created_at_idx ON public.events_pageview_other USING btree (event_id, created_at);

CREATE INDEX events_question_event_id_3edfdfe3 ON public.events_question USING btree (event_id);

CREATE INDEX events_question_tenant_id_bccb71f5 ON public.events_question USING btree (tenant_id);

CREATE INDEX events_question_ticket_types_question_id_0b9713f0 ON public.events_question_ticket_types USING btree (question_id);

CREATE INDEX events_question_ticket_types_tickettype_id_bbd3ae33 ON public.events_question_ticket_types USING btree (tickettype_id);

CREATE INDEX events_signingkey_event_id_1f3d00b8 ON public.events_signingkey USING btree (event_id);

CREATE INDEX events_signingkey_key_id_f991a211_like ON public.events_signingkey USING btree (key_id varchar_pattern_ops);

CREATE INDEX events_signingkey_tenant_id_c021c1fc ON public.events_signingkey USING btree (tenant_id);

CREATE INDEX events_stock_tenant_id_1c25cd15 ON public.events_stock USING btree (tenant_id);

CREATE INDEX events_tickettype_admits_eventsession_id_35d607c0 ON public.events_tickettype_admits USING btree (eventsession_id);

CREATE INDEX events_tickettype_admits_tickettype_id_dd7a827f ON public.events_tickettype_admits USING btree (tickettype_id);

CREATE INDEX events_tickettype_event_id_9ef8a4b2 ON public.events_tickettype USING btree (event_id);

CREATE INDEX events_tickettype_requires_from_tickettype_id_1b07da20 ON public.events_tickettype_requires USING btree (from_tickettype_id);

CREATE INDEX events_tickettype_requires_to_tickettype_id_0b2b5aed ON public.events_tickettype_requires USING btree (to_tickettype_id);

CREATE INDEX events_tickettype_reservation_venue_id_c5ee2a91 ON public.events_tickettype USING btree (reservation_venue_id);

CREATE INDEX events_tickettype_tenant_id_e948329c ON public.events_tickettype USING btree (tenant_id);

CREATE INDEX events_venue_tenant_id_2eb415f1 ON public.events_venue USING btree (tenant_id);

CREATE INDEX export_files_to_delete ON public.orders_export USING btree (expires_at) WHERE (NOT ((file)::text = ''::text));

CREATE INDEX exports_of_a_member_by_time ON public.orders_export USING btree (by_id, tenant_id, created_at DESC);

CREATE UNIQUE INDEX gate_name_is_unique_within_its_event ON public.checkin_gate USING btree (event_id, name) WHERE (archived_at IS NULL);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX imports_of_a_tenant_by_time ON public.orders_import USING btree (tenant_id, created_at DESC);

CREATE INDEX ledger_of_an_account_by_time ON public.orders_ledgerentry USING btree (tenant_id, account, created_at);

CREATE INDEX live_carts_of_an_address ON public.orders_cart USING btree (ip_hash, event_id) WHERE ((status)::text = 'active'::text);

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);

CREATE INDEX notifications_of_a_member ON public.tenants_notification USING btree (user_id, tenant_id, created_at DESC);

CREATE UNIQUE INDEX one_live_offer_per_waiting_entry ON public.orders_cart USING btree (waiting_entry_id) WHERE ((status)::text = 'active'::text);

CREATE UNIQUE INDEX one_live_redemption_per_admission ON public.checkin_redemption USING btree (ticket_id, admission_key) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_live_reservation_per_ticket ON public.reservations_ticketreservation USING btree (ticket_id) WHERE (NOT ((status)::text = 'cancelled'::text));

CREATE UNIQUE INDEX one_open_invitation_per_tenant_and_email ON public.tenants_invitation USING btree (tenant_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));

CREATE UNIQUE INDEX one_open_payment_per_order ON public.orders_payment USING btree (order_id) WHERE ((status)::text = ANY ((ARRAY['created'::character varying, 'pending'::character varying, 'processing'::character varying])::text[]));

CREATE UNIQUE INDEX one_open_waiting_entry_per_person_and_event ON public.orders_waitinglistentry USING btree (event_id, email_key) WHERE ((status)::text = ANY ((ARRAY['waiting'::character varying, 'offered'::character varying])::text[]));

CREATE UNIQUE INDEX one_payout_transaction_per_type ON public.orders_transaction USING btree (payout_id, type) WHERE (payout_id IS NOT NULL);

CREATE UNIQUE INDEX one_personal_export_in_the_making_per_user ON public.tenants_personalexport USING btree (user_id) WHERE ((status)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]));

CREATE UNIQUE INDEX one_purchase_transaction_per_payment ON public.orders_transaction USING btree (payment_id) WHERE ((type)::text = 'purchase'::text);

CREATE UNIQUE INDEX one_refund_per_payment_of_a_cancelled_event ON public.orders_refund USING btree (payment_id) WHERE (cancellation_id IS NOT NULL);

CREATE UNIQUE INDEX one_refund_transaction_per_attempt ON public.orders_transaction USING btree (refund_id, attempt) WHERE ((type)::text = 'refund'::text);

CREATE UNIQUE INDEX one_reversal_transaction_per_attempt ON public.orders_transaction USING btree (refund_id, attempt) WHERE ((type)::text = 'reversal'::text);

CREATE UNIQUE INDEX one_signing_key_in_use_per_event ON public.events_signingkey USING btree (event_id) WHERE (retired_at IS NULL);

CREATE INDEX order_items_of_a_type ON public.orders_orderitem USING btree (ticket_type_id);

CREATE INDEX orders_analyticsmark_tenant_id_0339be45 ON public.orders_analyticsmark USING btree (tenant_id);

CREATE INDEX orders_attendee_tenant_id_90f60e58 ON public.orders_attendee USING btree (tenant_id);

CREATE INDEX orders_attendee_user_id_713e203c ON public.orders_attendee USING btree (user_id);

CREATE INDEX orders_bulkaction_by_id_4302e515 ON public.orders_bulkaction USING btree (by_id);

CREATE INDEX orders_bulkaction_tenant_id_04409881 ON public.orders_bulkaction USING btree (tenant_id);

CREATE INDEX orders_buyer_user_id_c371ea42 ON public.orders_buyer USING btree (user_id);

CREATE INDEX orders_cart_discount_code_id_208ae7e6 ON public.orders_cart USING btree (discount_code_id);

CREATE INDEX orders_cart_event_id_45bcde0e ON public.orders_cart USING btree (event_id);

CREATE INDEX orders_cart_tenant_id_67955df6 ON public.orders_cart USING btree (tenant_id);

CREATE INDEX orders_cart_token_hash_29db6db8_like ON public.orders_cart USING btree (token_hash varchar_pattern_ops);

CREATE INDEX orders_cart_user_id_121a069e ON public.orders_cart USING btree (user_id);

CREATE INDEX orders_cartitem_cart_id_529df5fa ON public.orders_cartitem USING btree (cart_id);

CREATE INDEX orders_cartitem_tenant_id_6c60499f ON public.orders_cartitem USING btree (tenant_id);

CREATE INDEX orders_cartitem_ticket_type_id_43df773c ON public.orders_cartitem USING btree (ticket_type_id);

CREATE INDEX orders_discountredemption_buyer_id_2b9f40b7 ON public.orders_discountredemption USING btree (buyer_id);

CREATE INDEX orders_discountredemption_discount_code_id_9952f82c ON public.orders_discountredemption USING btree (discount_code_id);

CREATE INDEX orders_discountredemption_tenant_id_4b9e8370 ON public.orders_discountredemption USING btree (tenant_id);

CREATE INDEX orders_eventanalytics_tenant_id_38d8e716 ON public.orders_eventanalytics USING btree (tenant_id);

CREATE INDEX orders_eventcancellation_cancelled_by_id_e3d21fb2 ON public.orders_eventcancellation USING btree (cancelled_by_id);

CREATE INDEX orders_eventcancellation_refunds_requested_by_id_eb3a9b24 ON public.orders_eventcancellation USING btree (refunds_requested_by_id);

CREATE INDEX orders_eventcancellation_tenant_id_d17429b5 ON public.orders_eventcancellation USING btree (tenant_id);

CREATE INDEX orders_export_by_id_c440c792 ON public.orders_export USING btree (by_id);

CREATE INDEX orders_export_tenant_id_eaa1f182 ON public.orders_export USING btree (tenant_id);

CREATE INDEX orders_found_by_email ON public.orders_order USING btree (tenant_id, buyer_email varchar_pattern_ops);

CREATE INDEX orders_found_by_name ON public.orders_order USING gin (to_tsvector('public.foyer'::regconfig, (COALESCE(buyer_name, ''::character varying))::text));

CREATE INDEX orders_import_created_by_id_8bc51863 ON public.orders_import USING btree (created_by_id);

CREATE INDEX orders_import_event_id_e7cf44c4 ON public.orders_import USING btree (event_id);

CREATE INDEX orders_import_tenant_id_b22fad78 ON public.orders_import USING btree (tenant_id);

CREATE INDEX orders_importrow_source_id_5af07a55 ON public.orders_importrow USING btree (source_id);

CREATE INDEX orders_ledgerentry_order_id_cf4e9203 ON public.orders_ledgerentry USING btree (order_id);

CREATE INDEX orders_ledgerentry_payment_id_8fcfedc5 ON public.orders_ledgerentry USING btree (payment_id);

CREATE INDEX orders_ledgerentry_refund_id_b81a99c4 ON public.orders_ledgerentry USING btree (refund_id);

CREATE INDEX orders_ledgerentry_tenant_id_7f7f3323 ON public.orders_ledgerentry USING btree (tenant_id);

CREATE INDEX orders_ledgerentry_ticket_id_82f06622 ON public.orders_ledgerentry USING btree (ticket_id);

CREATE INDEX orders_ledgerentry_transaction_id_3008b97f ON public.orders_ledgerentry USING btree (transaction_id);

CREATE INDEX orders_milestone_tenant_id_84ed06dc ON public.orders_milestone USING btree (tenant_id);

CREATE INDEX orders_of_a_tenant_by_time ON public.orders_order USING btree (tenant_id, created_at DESC);

CREATE INDEX orders_of_an_email ON public.orders_order USING btree (buyer_email);

CREATE INDEX orders_of_an_event_by_day ON public.orders_order USING btree (event_id, confirmed_at) WHERE (confirmed_at IS NOT NULL);

CREATE INDEX orders_of_an_event_by_status ON public.orders_order USING btree (event_id, status, created_at);

CREATE INDEX orders_of_an_event_by_time ON public.orders_order USING btree (event_id, created_at DESC);

CREATE INDEX orders_of_an_event_in_order ON public.orders_order USING btree (event_id, id);

CREATE INDEX orders_order_buyer_id_26195532 ON public.orders_order USING btree (buyer_id);

CREATE INDEX orders_order_discount_code_id_a46806cc ON public.orders_order USING btree (discount_code_id);

CREATE INDEX orders_order_lookup_token_c40dd79b_like ON public.orders_order USING btree (lookup_token varchar_pattern_ops);

CREATE INDEX orders_order_order_number_4e985f70_like ON public.orders_order USING btree (order_number varchar_pattern_ops);

CREATE INDEX orders_order_user_id_e9b59eb1 ON public.orders_order USING btree (user_id);

CREATE INDEX orders_orderitem_order_id_fe61a34d ON public.orders_orderitem USING btree (order_id);

CREATE INDEX orders_orderitem_tenant_id_83b9b128 ON public.orders_orderitem USING btree (tenant_id);

CREATE INDEX orders_orderitem_ticket_type_id_c23c4f46 ON public.orders_orderitem USING btree (ticket_type_id);

CREATE INDEX orders_payment_order_id_bdccf250 ON public.orders_payment USING btree (order_id);

CREATE INDEX orders_payment_tenant_id_b5676ef2 ON public.orders_payment USING btree (tenant_id);

CREATE INDEX orders_payment_user_id_cfa9f321 ON public.orders_payment USING btree (user_id);

CREATE INDEX orders_payout_tenant_id_a548b407 ON public.orders_payout USING btree (tenant_id);

CREATE INDEX orders_refund_cancellation_id_09b32b15 ON public.orders_refund USING btree (cancellation_id);

CREATE INDEX orders_refund_payment_id_a6b07753 ON public.orders_refund USING btree (payment_id);

CREATE INDEX orders_refund_requested_by_id_43cd30f2 ON public.orders_refund USING btree (requested_by_id);

CREATE INDEX orders_refund_tenant_id_04b7a646 ON public.orders_refund USING btree (tenant_id);

CREATE INDEX orders_refund_tickets_refund_id_5f19c40f ON public.orders_refund_tickets USING btree (refund_id);

CREATE INDEX orders_refund_tickets_ticket_id_8112f6d8 ON public.orders_refund_tickets USING btree (ticket_id);

CREATE INDEX orders_salesanalytics_tenant_id_12091d82 ON public.orders_salesanalytics USING btree (tenant_id);

CREATE INDEX orders_that_lapse ON public.orders_order USING btree (event_id, expires_at) WHERE ((status)::text = ANY ((ARRAY['pending'::character varying, 'awaiting_approval'::character varying])::text[]));

CREATE INDEX orders_ticket_checked_in_by_id_6e18c21d ON public.orders_ticket USING btree (checked_in_by_id);

CREATE INDEX orders_ticket_code_0db5ed34_like ON public.orders_ticket USING btree (code varchar_pattern_ops);

CREATE INDEX orders_ticket_order_id_bce6e91a ON public.orders_ticket USING btree (order_id);

CREATE INDEX orders_ticket_order_item_id_58da3355 ON public.orders_ticket USING btree (order_item_id);

CREATE INDEX orders_ticket_ticket_type_id_d746a9f5 ON public.orders_ticket USING btree (ticket_type_id);

CREATE INDEX orders_ticket_user_id_928a97dc ON public.orders_ticket USING btree (user_id);

CREATE INDEX orders_ticket_verified_by_id_37c5f508 ON public.orders_ticket USING btree (verified_by_id);

CREATE INDEX orders_ticketbatch_created_by_id_0d886984 ON public.orders_ticketbatch USING btree (created_by_id);

CREATE INDEX orders_ticketbatch_tenant_id_3c101c24 ON public.orders_ticketbatch USING btree (tenant_id);

CREATE INDEX orders_ticketbatch_ticket_type_id_736ad717 ON public.orders_ticketbatch USING btree (ticket_type_id);

CREATE INDEX orders_to_approve ON public.orders_order USING btree (tenant_id, created_at) WHERE ((status)::text = 'awaiting_approval'::text);

CREATE INDEX orders_transaction_order_id_fad9519f ON public.orders_transaction USING btree (order_id);

CREATE INDEX orders_transaction_payment_id_b185987b ON public.orders_transaction USING btree (payment_id);

CREATE INDEX orders_transaction_payout_id_18d053f8 ON public.orders_transaction USING btree (payout_id);

CREATE INDEX orders_transaction_refund_id_007266f0 ON public.orders_transaction USING btree (refund_id);

CREATE INDEX orders_transaction_tenant_id_6d0920a3 ON public.orders_transaction USING btree (tenant_id);

CREATE INDEX orders_waitinglistentry_event_id_77c7097e ON public.orders_waitinglistentry USING btree (event_id);

CREATE INDEX orders_waitinglistentry_tenant_id_7951b084 ON public.orders_waitinglistentry USING btree (tenant_id);

CREATE INDEX orders_waitinglistentry_token_c4be9d91_like ON public.orders_waitinglistentry USING btree (token varchar_pattern_ops);

CREATE INDEX orders_waitinglistentry_user_id_e3c807ec ON public.orders_waitinglistentry USING btree (user_id);

CREATE INDEX orders_waitinglistwish_entry_id_c7182c2f ON public.orders_waitinglistwish USING btree (entry_id);

CREATE INDEX orders_waitinglistwish_tenant_id_eeee298f ON public.orders_waitinglistwish USING btree (tenant_id);

CREATE INDEX orders_waitinglistwish_ticket_type_id_53c0f13c ON public.orders_waitinglistwish USING btree (ticket_type_id);

CREATE INDEX payments_of_a_user_by_status ON public.orders_payment USING btree (user_id, status);

CREATE INDEX payments_to_ask_about ON public.orders_payment USING btree (created_at) WHERE ((status)::text = ANY ((ARRAY['created'::character varying, 'pending'::character varying, 'processing'::character varying])::text[]));

CREATE INDEX payouts_of_a_tenant ON public.orders_payout USING btree (tenant_id, made_at DESC);

CREATE INDEX personal_exports_of_a_user ON public.tenants_personalexport USING btree (user_id, created_at DESC);

CREATE INDEX pictures_of_an_event_in_order ON public.events_eventpicture USING btree (event_id, "position");

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX questions_of_an_event ON public.events_question USING btree (event_id, sort_order);

CREATE INDEX redemptions_of_a_gate_by_time ON public.checkin_redemption USING btree (gate_id, redeemed_at DESC);

CREATE INDEX refunds_to_send ON public.orders_refund USING btree (created_at) WHERE (NOT ((status)::text = 'succeeded'::text));

CREATE INDEX reservations_of_a_slot ON public.reservations_ticketreservation USING btree (slot_id, status);

CREATE INDEX reservations_of_a_tenant ON public.reservations_ticketreservation USING btree (tenant_id, reserved_at DESC);

CREATE INDEX reservations_reservationslot_tenant_id_b6c9dc94 ON public.reservations_reservationslot USING btree (tenant_id);

CREATE INDEX reservations_reservationslot_venue_id_8d1f36cb ON public.reservations_reservationslot USING btree (venue_id);

CREATE INDEX reservations_ticketreservation_cancelled_by_id_071c2713 ON public.reservations_ticketreservation USING btree (cancelled_by_id);

CREATE INDEX reservations_ticketreservation_slot_id_41c0a5d3 ON public.reservations_ticketreservation USING btree (slot_id);

CREATE INDEX reservations_ticketreservation_tenant_id_220d853e ON public.reservations_ticketreservation USING btree (tenant_id);

CREATE INDEX reservations_ticketreservation_ticket_id_f12ee4be ON public.reservations_ticketreservation USING btree (ticket_id);

CREATE INDEX reservations_visitrules_tenant_id_b6cc90d0 ON public.reservations_visitrules USING btree (tenant_id);

CREATE INDEX scans_of_a_gate_by_time ON public.checkin_scan USING btree (gate_id, received_at DESC);

CREATE INDEX sessions_of_an_event_in_order ON public.events_eventsession USING btree (event_id, starts_at);

CREATE UNIQUE INDEX stripe_account_belongs_to_one_tenant ON public.tenants_tenant USING btree (stripe_account_id) WHERE (NOT ((stripe_account_id)::text = ''::text));

CREATE INDEX tenants_activitylog_other_actor_id_created_at_idx ON public.tenants_activitylog_other USING btree (actor_id, created_at DESC);

CREATE INDEX tenants_activitylog_other_target_id_created_at_idx ON public.tenants_activitylog_other USING btree (target_id, created_at DESC);

CREATE INDEX tenants_activitylog_other_tenant_id_created_at_idx ON public.tenants_activitylog_other USING btree (tenant_id, created_at DESC);

CREATE INDEX tenants_apikey_created_by_id_93d5af63 ON public.tenants_apikey USING btree (created_by_id);

CREATE INDEX tenants_apikey_prefix_f43fe9b7_like ON public.tenants_apikey USING btree (prefix varchar_pattern_ops);

CREATE INDEX tenants_apikey_tenant_id_93769949 ON public.tenants_apikey USING btree (tenant_id);

CREATE INDEX tenants_emaillog_dedupe_key_6ba919ed_like ON public.tenants_emaillog USING btree (dedupe_key varchar_pattern_ops);

CREATE INDEX tenants_emaillog_message_id_c243ca7d_like ON public.tenants_emaillog USING btree (message_id varchar_pattern_ops);

CREATE INDEX tenants_emaillog_tenant_id_0f5501d1 ON public.tenants_emaillog USING btree (tenant_id);

CREATE INDEX tenants_formerslug_slug_a4231b1e_like ON public.tenants_formerslug USING btree (slug varchar_pattern_ops);

CREATE INDEX tenants_formerslug_tenant_id_36d10a1f ON public.tenants_formerslug USING btree (tenant_id);

CREATE INDEX tenants_invitation_invited_by_id_e04be240 ON public.tenants_invitation USING btree (invited_by_id);

CREATE INDEX tenants_invitation_tenant_id_1e73354a ON public.tenants_invitation USING btree (tenant_id);

CREATE INDEX tenants_invitation_token_hash_45525c9f_like ON public.tenants_invitation USING btree (token_hash varchar_pattern_ops);

CREATE INDEX tenants_membership_tenant_id_55f75d05 ON public.tenants_membership USING btree (tenant_id);

CREATE INDEX tenants_membership_user_id_2c860192 ON public.tenants_membership USING btree (user_id);

CREATE INDEX tenants_notification_tenant_id_70ee6a2a ON public.tenants_notification USING btree (tenant_id);

CREATE INDEX tenants_notification_user_id_ea603577 ON public.tenants_notification USING btree (user_id);

CREATE INDEX tenants_notificationpreference_user_id_0e2140aa ON public.tenants_notificationpreference USING btree (user_id);

CREATE INDEX tenants_personalexport_user_id_5d964820 ON public.tenants_personalexport USING btree (user_id);

CREATE INDEX tenants_tenant_slug_0a9b71e6_like ON public.tenants_tenant USING btree (slug varchar_pattern_ops);

CREATE INDEX tenants_user_email_8daee2f7_like ON public.tenants_user USING btree (email varchar_pattern_ops);

CREATE INDEX tenants_user_groups_group_id_217b8f87 ON public.tenants_user_groups USING btree (group_id);

CREATE INDEX tenants_user_groups_user_id_5c8b04b7 ON public.tenants_user_groups USING btree (user_id);

CREATE INDEX tenants_user_user_permissions_permission_id_bc2e7c1b ON public.tenants_user_user_permissions USING btree (permission_id);

CREATE INDEX tenants_user_user_permissions_user_id_f9b9e114 ON public.tenants_user_user_permissions USING btree (user_id);

CREATE INDEX throttle_by_end_for_sweeping ON public.core_throttle_count USING btree (window_ends_at);

CREATE INDEX ticket_batches_of_a_type ON public.orders_ticketbatch USING btree (ticket_type_id, created_at DESC);

CREATE INDEX ticket_types_of_an_event ON public.events_tickettype USING btree (event_id, sort_order);

CREATE INDEX tickets_by_cancellation ON public.orders_ticket USING btree (event_id, cancelled_at) WHERE (cancelled_at IS NOT NULL);

CREATE INDEX tickets_by_check_in ON public.orders_ticket USING btree (event_id, checked_in_at) INCLUDE (ticket_type_id) WHERE (checked_in_at IS NOT NULL);

CREATE INDEX tickets_of_a_batch ON public.orders_ticket USING btree (batch_id) WHERE (batch_id IS NOT NULL);

CREATE INDEX tickets_of_a_tenant_in_order ON public.orders_ticket USING btree (tenant_id, id);

CREATE INDEX tickets_of_a_type_by_status ON public.orders_ticket USING btree (ticket_type_id, status);

CREATE INDEX tickets_of_a_user_by_time ON public.orders_ticket USING btree (user_id, purchased_at);

CREATE INDEX tickets_of_an_event_by_status ON public.orders_ticket USING btree (event_id, status, purchased_at);

CREATE INDEX tickets_of_an_event_in_order ON public.orders_ticket USING btree (event_id, id);

CREATE INDEX transactions_of_a_tenant ON public.orders_transaction USING btree (tenant_id, created_at DESC);

CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;

CREATE INDEX unread_notifications ON public.tenants_notification USING btree (user_id, tenant_id) WHERE ((status)::text = 'unread'::text);

CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);

CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);

CREATE INDEX venues_near_a_point ON public.events_venue USING btree (latitude, longitude);

CREATE INDEX venues_of_a_city ON public.events_venue USING btree (city);

CREATE INDEX waiting_list_of_an_event ON public.orders_waitinglistentry USING btree (event_id, joined_at);

CREATE INDEX waiting_people_in_line ON public.orders_waitinglistentry USING btree (event_id, joined_at, id) WHERE ((status)::text = 'waiting'::text);

CREATE INDEX webhooks_by_status_and_time ON public.orders_webhookevent USING btree (status, received_at DESC);

ALTER INDEX public.views_of_an_event_by_time ATTACH PARTITION public.events_pageview_other_event_id_created_at_idx;

ALTER INDEX public.events_pageview_pkey ATTACH PARTITION public.events_pageview_other_pkey;

ALTER INDEX public.activity_of_an_actor_by_time ATTACH PARTITION public.tenants_activitylog_other_actor_id_created_at_idx;

ALTER INDEX public.tenants_activitylog_pkey ATTACH PARTITION public.tenants_activitylog_other_pkey;

ALTER INDEX public.activity_of_a_target_by_time ATTACH PARTITION public.tenants_activitylog_other_target_id_created_at_idx;

ALTER INDEX public.activity_of_a_tenant_by_time ATTACH PARTITION public.tenants_activitylog_other_tenant_id_created_at_idx;

CREATE TRIGGER activity_is_written_once BEFORE DELETE OR UPDATE ON public.tenants_activitylog FOR EACH ROW EXECUTE FUNCTION public.tenants_activity_is_written_once();

CREATE TRIGGER event_search_follows_its_venue AFTER UPDATE OF name, city ON public.events_venue FOR EACH ROW EXECUTE FUNCTION public.events_keep_search_of_a_venue();

CREATE TRIGGER event_search_is_kept BEFORE INSERT OR UPDATE OF name, short_description, description, tags, venue_id ON public.events_event FOR EACH ROW EXECUTE FUNCTION public.events_keep_search();

CREATE TRIGGER ledger_is_written_once BEFORE DELETE OR UPDATE ON public.orders_ledgerentry FOR EACH ROW EXECUTE FUNCTION public.orders_books_are_written_once();

CREATE CONSTRAINT TRIGGER ledger_transaction_balances AFTER INSERT ON public.orders_ledgerentry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.orders_ledger_balances();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

CREATE TRIGGER transactions_are_written_once BEFORE DELETE OR UPDATE ON public.orders_transaction FOR EACH ROW EXECUTE FUNCTION public.orders_books_are_written_once();

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE public.tenants_activitylog
    ADD CONSTRAINT activity_actor_exists FOREIGN KEY (actor_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE public.tenants_activitylog
    ADD CONSTRAINT activity_tenant_exists FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_device
    ADD CONSTRAINT checkin_device_gate_id_0a89eae5_fk_checkin_gate_id FOREIGN KEY (gate_id) REFERENCES public.checkin_gate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_device
    ADD CONSTRAINT checkin_device_paired_by_id_3a63aa89_fk_tenants_user_id FOREIGN KEY (paired_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_device
    ADD CONSTRAINT checkin_device_tenant_id_f076ef12_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_gate
    ADD CONSTRAINT checkin_gate_event_id_a8fda1e9_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_gate_sessions
    ADD CONSTRAINT checkin_gate_session_eventsession_id_6853507b_fk_events_ev FOREIGN KEY (eventsession_id) REFERENCES public.events_eventsession(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_gate_sessions
    ADD CONSTRAINT checkin_gate_sessions_gate_id_fa1a4516_fk_checkin_gate_id FOREIGN KEY (gate_id) REFERENCES public.checkin_gate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_gate
    ADD CONSTRAINT checkin_gate_tenant_id_5a954c90_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_gate_ticket_types
    ADD CONSTRAINT checkin_gate_ticket__tickettype_id_6a401e06_fk_events_ti FOREIGN KEY (tickettype_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_gate_ticket_types
    ADD CONSTRAINT checkin_gate_ticket_types_gate_id_f728cbb9_fk_checkin_gate_id FOREIGN KEY (gate_id) REFERENCES public.checkin_gate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_incident
    ADD CONSTRAINT checkin_incident_author_id_34a18b42_fk_tenants_user_id FOREIGN KEY (author_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_incident
    ADD CONSTRAINT checkin_incident_event_id_f91c18c4_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_incident
    ADD CONSTRAINT checkin_incident_tenant_id_6ff04233_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_incident
    ADD CONSTRAINT checkin_incident_ticket_id_f99f70b7_fk_orders_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.orders_ticket(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_redemption
    ADD CONSTRAINT checkin_redemption_gate_id_a96a8f43_fk_checkin_gate_id FOREIGN KEY (gate_id) REFERENCES public.checkin_gate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_redemption
    ADD CONSTRAINT checkin_redemption_scan_id_c03f1d3d_fk_checkin_scan_id FOREIGN KEY (scan_id) REFERENCES public.checkin_scan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_redemption
    ADD CONSTRAINT checkin_redemption_tenant_id_7e36d7a2_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_redemption
    ADD CONSTRAINT checkin_redemption_ticket_id_5868d6d9_fk_orders_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.orders_ticket(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_scan
    ADD CONSTRAINT checkin_scan_device_id_8072b72a_fk_checkin_device_id FOREIGN KEY (device_id) REFERENCES public.checkin_device(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_scan
    ADD CONSTRAINT checkin_scan_gate_id_bb09ae2b_fk_checkin_gate_id FOREIGN KEY (gate_id) REFERENCES public.checkin_gate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_scan
    ADD CONSTRAINT checkin_scan_operator_id_b10dcb9c_fk_tenants_user_id FOREIGN KEY (operator_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_scan
    ADD CONSTRAINT checkin_scan_tenant_id_6e682a85_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.checkin_scan
    ADD CONSTRAINT checkin_scan_ticket_id_2b0993f3_fk_orders_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.orders_ticket(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT event_and_its_venue_belong_to_one_tenant FOREIGN KEY (tenant_id, venue_id) REFERENCES public.events_venue(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_codebatch
    ADD CONSTRAINT events_codebatch_created_by_id_dde35e9b_fk_tenants_user_id FOREIGN KEY (created_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_codebatch
    ADD CONSTRAINT events_codebatch_event_id_3bb3c5df_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_codebatch
    ADD CONSTRAINT events_codebatch_tenant_id_110f9dac_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_discountcode_ticket_types
    ADD CONSTRAINT events_discountcode__discountcode_id_37b83c2b_fk_events_di FOREIGN KEY (discountcode_id) REFERENCES public.events_discountcode(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_discountcode_ticket_types
    ADD CONSTRAINT events_discountcode__tickettype_id_556eba41_fk_events_ti FOREIGN KEY (tickettype_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_discountcode
    ADD CONSTRAINT events_discountcode_batch_id_9e2f8fe1_fk_events_codebatch_id FOREIGN KEY (batch_id) REFERENCES public.events_codebatch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_discountcode
    ADD CONSTRAINT events_discountcode_event_id_1f347dfb_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_discountcode
    ADD CONSTRAINT events_discountcode_tenant_id_38b50d4c_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event_categories
    ADD CONSTRAINT events_event_categor_category_id_b1af0343_fk_events_ca FOREIGN KEY (category_id) REFERENCES public.events_category(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event_categories
    ADD CONSTRAINT events_event_categories_event_id_92354d16_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_created_by_id_2c28ea90_fk_tenants_user_id FOREIGN KEY (created_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_hero_image_id_4c239270_fk_events_mediafile_id FOREIGN KEY (hero_image_id) REFERENCES public.events_mediafile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_stock_id_f5eef381_fk_events_stock_id FOREIGN KEY (stock_id) REFERENCES public.events_stock(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_tenant_id_388ba8e1_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_updated_by_id_32549284_fk_tenants_user_id FOREIGN KEY (updated_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_event
    ADD CONSTRAINT events_event_venue_id_ffde28fd_fk_events_venue_id FOREIGN KEY (venue_id) REFERENCES public.events_venue(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventaccess
    ADD CONSTRAINT events_eventaccess_event_id_edbf7274_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventaccess
    ADD CONSTRAINT events_eventaccess_membership_id_f0e6fe8f_fk_tenants_m FOREIGN KEY (membership_id) REFERENCES public.tenants_membership(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventaccess
    ADD CONSTRAINT events_eventaccess_tenant_id_b3baf2fd_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventpicture
    ADD CONSTRAINT events_eventpicture_event_id_df8f9ef2_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventpicture
    ADD CONSTRAINT events_eventpicture_media_id_8dd32604_fk_events_mediafile_id FOREIGN KEY (media_id) REFERENCES public.events_mediafile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventpicture
    ADD CONSTRAINT events_eventpicture_source_id_512190c8_fk_events_mediafile_id FOREIGN KEY (source_id) REFERENCES public.events_mediafile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventpicture
    ADD CONSTRAINT events_eventpicture_tenant_id_7e61e41f_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventsession
    ADD CONSTRAINT events_eventsession_event_id_0fdc500c_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventsession
    ADD CONSTRAINT events_eventsession_stock_id_1ccf6bd4_fk_events_stock_id FOREIGN KEY (stock_id) REFERENCES public.events_stock(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventsession
    ADD CONSTRAINT events_eventsession_tenant_id_577bf73d_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_formerslug
    ADD CONSTRAINT events_formerslug_event_id_67d5699e_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_formerslug
    ADD CONSTRAINT events_formerslug_tenant_id_fd4d29ad_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_mediafile
    ADD CONSTRAINT events_mediafile_owner_id_c1237eb5_fk_tenants_user_id FOREIGN KEY (owner_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_mediafile
    ADD CONSTRAINT events_mediafile_tenant_id_a48758c3_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_question
    ADD CONSTRAINT events_question_event_id_3edfdfe3_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_question
    ADD CONSTRAINT events_question_tenant_id_bccb71f5_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_question_ticket_types
    ADD CONSTRAINT events_question_tick_question_id_0b9713f0_fk_events_qu FOREIGN KEY (question_id) REFERENCES public.events_question(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_question_ticket_types
    ADD CONSTRAINT events_question_tick_tickettype_id_bbd3ae33_fk_events_ti FOREIGN KEY (tickettype_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_signingkey
    ADD CONSTRAINT events_signingkey_event_id_1f3d00b8_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_signingkey
    ADD CONSTRAINT events_signingkey_tenant_id_c021c1fc_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_stock
    ADD CONSTRAINT events_stock_tenant_id_1c25cd15_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype_admits
    ADD CONSTRAINT events_tickettype_ad_eventsession_id_35d607c0_fk_events_ev FOREIGN KEY (eventsession_id) REFERENCES public.events_eventsession(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype_admits
    ADD CONSTRAINT events_tickettype_ad_tickettype_id_dd7a827f_fk_events_ti FOREIGN KEY (tickettype_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype
    ADD CONSTRAINT events_tickettype_event_id_9ef8a4b2_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype_requires
    ADD CONSTRAINT events_tickettype_re_from_tickettype_id_1b07da20_fk_events_ti FOREIGN KEY (from_tickettype_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype_requires
    ADD CONSTRAINT events_tickettype_re_to_tickettype_id_0b2b5aed_fk_events_ti FOREIGN KEY (to_tickettype_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype
    ADD CONSTRAINT events_tickettype_reservation_venue_id_c5ee2a91_fk_events_ve FOREIGN KEY (reservation_venue_id) REFERENCES public.events_venue(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype
    ADD CONSTRAINT events_tickettype_stock_id_6d2f4f7a_fk_events_stock_id FOREIGN KEY (stock_id) REFERENCES public.events_stock(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype
    ADD CONSTRAINT events_tickettype_tenant_id_e948329c_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_venue
    ADD CONSTRAINT events_venue_tenant_id_2eb415f1_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_formerslug
    ADD CONSTRAINT former_slug_and_its_event_belong_to_one_tenant FOREIGN KEY (tenant_id, event_id) REFERENCES public.events_event(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT order_and_its_event_belong_to_one_tenant FOREIGN KEY (tenant_id, event_id) REFERENCES public.events_event(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_orderitem
    ADD CONSTRAINT order_item_and_its_order_belong_to_one_tenant FOREIGN KEY (tenant_id, order_id) REFERENCES public.orders_order(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_orderitem
    ADD CONSTRAINT order_item_and_its_ticket_type_belong_to_one_tenant FOREIGN KEY (tenant_id, ticket_type_id) REFERENCES public.events_tickettype(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_analyticsmark
    ADD CONSTRAINT orders_analyticsmark_event_id_62ebec26_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_analyticsmark
    ADD CONSTRAINT orders_analyticsmark_tenant_id_0339be45_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_attendee
    ADD CONSTRAINT orders_attendee_tenant_id_90f60e58_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_attendee
    ADD CONSTRAINT orders_attendee_ticket_id_aaad7d6e_fk_orders_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.orders_ticket(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_attendee
    ADD CONSTRAINT orders_attendee_user_id_713e203c_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_bulkaction
    ADD CONSTRAINT orders_bulkaction_by_id_4302e515_fk_tenants_user_id FOREIGN KEY (by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_bulkaction
    ADD CONSTRAINT orders_bulkaction_tenant_id_04409881_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_buyer
    ADD CONSTRAINT orders_buyer_tenant_id_6b4d158a_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_buyer
    ADD CONSTRAINT orders_buyer_user_id_c371ea42_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_cart
    ADD CONSTRAINT orders_cart_discount_code_id_208ae7e6_fk_events_discountcode_id FOREIGN KEY (discount_code_id) REFERENCES public.events_discountcode(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_cart
    ADD CONSTRAINT orders_cart_event_id_45bcde0e_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_cart
    ADD CONSTRAINT orders_cart_tenant_id_67955df6_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_cart
    ADD CONSTRAINT orders_cart_user_id_121a069e_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_cart
    ADD CONSTRAINT orders_cart_waiting_entry_id_c253ced5_fk_orders_wa FOREIGN KEY (waiting_entry_id) REFERENCES public.orders_waitinglistentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_cartitem
    ADD CONSTRAINT orders_cartitem_cart_id_529df5fa_fk_orders_cart_id FOREIGN KEY (cart_id) REFERENCES public.orders_cart(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_cartitem
    ADD CONSTRAINT orders_cartitem_tenant_id_6c60499f_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_cartitem
    ADD CONSTRAINT orders_cartitem_ticket_type_id_43df773c_fk_events_tickettype_id FOREIGN KEY (ticket_type_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_discountredemption
    ADD CONSTRAINT orders_discountredem_discount_code_id_9952f82c_fk_events_di FOREIGN KEY (discount_code_id) REFERENCES public.events_discountcode(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_discountredemption
    ADD CONSTRAINT orders_discountredem_tenant_id_4b9e8370_fk_tenants_t FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_discountredemption
    ADD CONSTRAINT orders_discountredemption_buyer_id_2b9f40b7_fk_orders_buyer_id FOREIGN KEY (buyer_id) REFERENCES public.orders_buyer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_discountredemption
    ADD CONSTRAINT orders_discountredemption_order_id_b6a94daa_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_eventanalytics
    ADD CONSTRAINT orders_eventanalytics_event_id_f85c0406_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_eventanalytics
    ADD CONSTRAINT orders_eventanalytics_tenant_id_38d8e716_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_eventcancellation
    ADD CONSTRAINT orders_eventcancella_cancelled_by_id_e3d21fb2_fk_tenants_u FOREIGN KEY (cancelled_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_eventcancellation
    ADD CONSTRAINT orders_eventcancella_refunds_requested_by_eb3a9b24_fk_tenants_u FOREIGN KEY (refunds_requested_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_eventcancellation
    ADD CONSTRAINT orders_eventcancella_tenant_id_d17429b5_fk_tenants_t FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_eventcancellation
    ADD CONSTRAINT orders_eventcancellation_event_id_5c1840fb_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_export
    ADD CONSTRAINT orders_export_by_id_c440c792_fk_tenants_user_id FOREIGN KEY (by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_export
    ADD CONSTRAINT orders_export_tenant_id_eaa1f182_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_import
    ADD CONSTRAINT orders_import_created_by_id_8bc51863_fk_tenants_user_id FOREIGN KEY (created_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_import
    ADD CONSTRAINT orders_import_event_id_e7cf44c4_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_import
    ADD CONSTRAINT orders_import_tenant_id_b22fad78_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_importrow
    ADD CONSTRAINT orders_importrow_source_id_5af07a55_fk_orders_import_id FOREIGN KEY (source_id) REFERENCES public.orders_import(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ledgerentry
    ADD CONSTRAINT orders_ledgerentry_order_id_cf4e9203_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ledgerentry
    ADD CONSTRAINT orders_ledgerentry_payment_id_8fcfedc5_fk_orders_payment_id FOREIGN KEY (payment_id) REFERENCES public.orders_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ledgerentry
    ADD CONSTRAINT orders_ledgerentry_refund_id_b81a99c4_fk_orders_refund_id FOREIGN KEY (refund_id) REFERENCES public.orders_refund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ledgerentry
    ADD CONSTRAINT orders_ledgerentry_tenant_id_7f7f3323_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ledgerentry
    ADD CONSTRAINT orders_ledgerentry_ticket_id_82f06622_fk_orders_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.orders_ticket(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ledgerentry
    ADD CONSTRAINT orders_ledgerentry_transaction_id_3008b97f_fk_orders_tr FOREIGN KEY (transaction_id) REFERENCES public.orders_transaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_milestone
    ADD CONSTRAINT orders_milestone_event_id_1608c605_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_milestone
    ADD CONSTRAINT orders_milestone_tenant_id_84ed06dc_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_buyer_id_26195532_fk_orders_buyer_id FOREIGN KEY (buyer_id) REFERENCES public.orders_buyer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_cart_id_7e0252e3_fk_orders_cart_id FOREIGN KEY (cart_id) REFERENCES public.orders_cart(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_discount_code_id_a46806cc_fk_events_di FOREIGN KEY (discount_code_id) REFERENCES public.events_discountcode(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_tenant_id_36ad426c_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_order
    ADD CONSTRAINT orders_order_user_id_e9b59eb1_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_orderitem
    ADD CONSTRAINT orders_orderitem_tenant_id_83b9b128_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_payment
    ADD CONSTRAINT orders_payment_order_id_bdccf250_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_payment
    ADD CONSTRAINT orders_payment_tenant_id_b5676ef2_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_payment
    ADD CONSTRAINT orders_payment_user_id_cfa9f321_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_payout
    ADD CONSTRAINT orders_payout_tenant_id_a548b407_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_refund
    ADD CONSTRAINT orders_refund_cancellation_id_09b32b15_fk_orders_ev FOREIGN KEY (cancellation_id) REFERENCES public.orders_eventcancellation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_refund
    ADD CONSTRAINT orders_refund_payment_id_a6b07753_fk_orders_payment_id FOREIGN KEY (payment_id) REFERENCES public.orders_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_refund
    ADD CONSTRAINT orders_refund_requested_by_id_43cd30f2_fk_tenants_user_id FOREIGN KEY (requested_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_refund
    ADD CONSTRAINT orders_refund_tenant_id_04b7a646_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_refund_tickets
    ADD CONSTRAINT orders_refund_tickets_refund_id_5f19c40f_fk_orders_refund_id FOREIGN KEY (refund_id) REFERENCES public.orders_refund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_refund_tickets
    ADD CONSTRAINT orders_refund_tickets_ticket_id_8112f6d8_fk_orders_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.orders_ticket(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_salesanalytics
    ADD CONSTRAINT orders_salesanalytic_ticket_type_id_86a48faf_fk_events_ti FOREIGN KEY (ticket_type_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_salesanalytics
    ADD CONSTRAINT orders_salesanalytics_event_id_823aa268_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_salesanalytics
    ADD CONSTRAINT orders_salesanalytics_tenant_id_12091d82_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT orders_ticket_batch_id_bf78df43_fk_orders_ticketbatch_id FOREIGN KEY (batch_id) REFERENCES public.orders_ticketbatch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT orders_ticket_checked_in_by_id_6e18c21d_fk_tenants_user_id FOREIGN KEY (checked_in_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT orders_ticket_order_item_id_58da3355_fk_orders_orderitem_id FOREIGN KEY (order_item_id) REFERENCES public.orders_orderitem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT orders_ticket_tenant_id_c19a2ea0_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT orders_ticket_user_id_928a97dc_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT orders_ticket_verified_by_id_37c5f508_fk_tenants_user_id FOREIGN KEY (verified_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticketbatch
    ADD CONSTRAINT orders_ticketbatch_created_by_id_0d886984_fk_tenants_user_id FOREIGN KEY (created_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticketbatch
    ADD CONSTRAINT orders_ticketbatch_tenant_id_3c101c24_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticketbatch
    ADD CONSTRAINT orders_ticketbatch_ticket_type_id_736ad717_fk_events_ti FOREIGN KEY (ticket_type_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_transaction
    ADD CONSTRAINT orders_transaction_order_id_fad9519f_fk_orders_order_id FOREIGN KEY (order_id) REFERENCES public.orders_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_transaction
    ADD CONSTRAINT orders_transaction_payment_id_b185987b_fk_orders_payment_id FOREIGN KEY (payment_id) REFERENCES public.orders_payment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_transaction
    ADD CONSTRAINT orders_transaction_payout_id_18d053f8_fk_orders_payout_id FOREIGN KEY (payout_id) REFERENCES public.orders_payout(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_transaction
    ADD CONSTRAINT orders_transaction_refund_id_007266f0_fk_orders_refund_id FOREIGN KEY (refund_id) REFERENCES public.orders_refund(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_transaction
    ADD CONSTRAINT orders_transaction_tenant_id_6d0920a3_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_waitinglistentry
    ADD CONSTRAINT orders_waitinglistentry_event_id_77c7097e_fk_events_event_id FOREIGN KEY (event_id) REFERENCES public.events_event(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_waitinglistentry
    ADD CONSTRAINT orders_waitinglistentry_tenant_id_7951b084_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_waitinglistentry
    ADD CONSTRAINT orders_waitinglistentry_user_id_e3c807ec_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_waitinglistwish
    ADD CONSTRAINT orders_waitinglistwi_entry_id_c7182c2f_fk_orders_wa FOREIGN KEY (entry_id) REFERENCES public.orders_waitinglistentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_waitinglistwish
    ADD CONSTRAINT orders_waitinglistwi_ticket_type_id_53c0f13c_fk_events_ti FOREIGN KEY (ticket_type_id) REFERENCES public.events_tickettype(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_waitinglistwish
    ADD CONSTRAINT orders_waitinglistwish_tenant_id_eeee298f_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_eventpicture
    ADD CONSTRAINT picture_and_its_event_belong_to_one_tenant FOREIGN KEY (tenant_id, event_id) REFERENCES public.events_event(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.reservations_ticketreservation
    ADD CONSTRAINT reservation_and_its_slot_belong_to_one_tenant FOREIGN KEY (tenant_id, slot_id) REFERENCES public.reservations_reservationslot(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reservations_ticketreservation
    ADD CONSTRAINT reservation_and_its_ticket_belong_to_one_tenant FOREIGN KEY (tenant_id, ticket_id) REFERENCES public.orders_ticket(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reservations_reservationslot
    ADD CONSTRAINT reservations_reserva_tenant_id_b6c9dc94_fk_tenants_t FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reservations_ticketreservation
    ADD CONSTRAINT reservations_ticketr_cancelled_by_id_071c2713_fk_tenants_u FOREIGN KEY (cancelled_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reservations_ticketreservation
    ADD CONSTRAINT reservations_ticketr_tenant_id_220d853e_fk_tenants_t FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reservations_visitrules
    ADD CONSTRAINT reservations_visitrules_tenant_id_b6cc90d0_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reservations_visitrules
    ADD CONSTRAINT reservations_visitrules_venue_id_23397a8b_fk_events_venue_id FOREIGN KEY (venue_id) REFERENCES public.events_venue(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reservations_reservationslot
    ADD CONSTRAINT slot_and_its_venue_belong_to_one_tenant FOREIGN KEY (tenant_id, venue_id) REFERENCES public.events_venue(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_apikey
    ADD CONSTRAINT tenants_apikey_created_by_id_93d5af63_fk_tenants_user_id FOREIGN KEY (created_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_apikey
    ADD CONSTRAINT tenants_apikey_tenant_id_93769949_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_emaillog
    ADD CONSTRAINT tenants_emaillog_tenant_id_0f5501d1_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_formerslug
    ADD CONSTRAINT tenants_formerslug_tenant_id_36d10a1f_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_invitation
    ADD CONSTRAINT tenants_invitation_invited_by_id_e04be240_fk_tenants_user_id FOREIGN KEY (invited_by_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_invitation
    ADD CONSTRAINT tenants_invitation_tenant_id_1e73354a_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_membership
    ADD CONSTRAINT tenants_membership_tenant_id_55f75d05_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_membership
    ADD CONSTRAINT tenants_membership_user_id_2c860192_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_notification
    ADD CONSTRAINT tenants_notification_tenant_id_70ee6a2a_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_notificationpreference
    ADD CONSTRAINT tenants_notification_user_id_0e2140aa_fk_tenants_u FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_notification
    ADD CONSTRAINT tenants_notification_user_id_ea603577_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_personalexport
    ADD CONSTRAINT tenants_personalexport_user_id_5d964820_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_tenantsettings
    ADD CONSTRAINT tenants_tenantsettings_tenant_id_287fe0ee_fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES public.tenants_tenant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_user_groups
    ADD CONSTRAINT tenants_user_groups_group_id_217b8f87_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_user_groups
    ADD CONSTRAINT tenants_user_groups_user_id_5c8b04b7_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_user_user_permissions
    ADD CONSTRAINT tenants_user_user_pe_permission_id_bc2e7c1b_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.tenants_user_user_permissions
    ADD CONSTRAINT tenants_user_user_pe_user_id_f9b9e114_fk_tenants_u FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT ticket_and_its_event_belong_to_one_tenant FOREIGN KEY (tenant_id, event_id) REFERENCES public.events_event(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT ticket_and_its_order_belong_to_one_tenant FOREIGN KEY (tenant_id, order_id) REFERENCES public.orders_order(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_ticket
    ADD CONSTRAINT ticket_and_its_ticket_type_belong_to_one_tenant FOREIGN KEY (tenant_id, ticket_type_id) REFERENCES public.events_tickettype(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.events_tickettype
    ADD CONSTRAINT ticket_type_and_its_event_belong_to_one_tenant FOREIGN KEY (tenant_id, event_id) REFERENCES public.events_event(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_tenants_user_id FOREIGN KEY (user_id) REFERENCES public.tenants_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reservations_visitrules
    ADD CONSTRAINT visit_rules_and_their_venue_belong_to_one_tenant FOREIGN KEY (tenant_id, venue_id) REFERENCES public.events_venue(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_waitinglistentry
    ADD CONSTRAINT waiting_entry_and_its_event_belong_to_one_tenant FOREIGN KEY (tenant_id, event_id) REFERENCES public.events_event(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.orders_waitinglistwish
    ADD CONSTRAINT waiting_wish_and_its_ticket_type_belong_to_one_tenant FOREIGN KEY (tenant_id, ticket_type_id) REFERENCES public.events_tickettype(tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
