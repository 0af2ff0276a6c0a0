"""What Prometheus is told: requests, business events and the queue of jobs.

Several web processes serve one address, so a scrape reaches any one of them. With PROMETHEUS_MULTIPROC_DIR set (before
the process starts) every process writes its counts to files there and a scrape adds up all of them; see
"Multiprocess Mode" in the documentation of prometheus_client.
"""

import os

from django.db import connection
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

REQUESTS = Counter("foyer_http_requests_total", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "foyer_http_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
BUSINESS_EVENTS = Counter(
    "foyer_business_events_total",
    "Orders, payments, redemptions, refunds and webhooks, by name of the event.",
    ["event"],
)


def exposition() -> bytes:
    """All metrics in Prometheus' text format: those of every process here, and the database's queue of jobs."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = REGISTRY
    return generate_latest(registry) + generate_latest(_queue())


def _queue() -> CollectorRegistry:
    """Jobs waiting, running or failed. Read from the database at each scrape, so it is the same from every process."""
    registry = CollectorRegistry()
    jobs = Gauge("foyer_jobs", "Jobs in the queue, by queue and status.", ["queue", "status"], registry=registry)
    oldest = Gauge(
        "foyer_oldest_due_job_seconds", "Age of the oldest job that is due and not begun.", registry=registry
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs"
            " WHERE status <> 'succeeded' GROUP BY 1, 2"
        )
        for queue, status, count in cursor.fetchall():
            jobs.labels(queue=queue, status=status).set(count)
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))), 0)"
            " FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id"
            " WHERE job.status = 'todo' AND event.type = 'deferred' AND coalesce(job.scheduled_at, now()) <= now()"
        )
        oldest.set(float(cursor.fetchone()[0]))
    return registry
