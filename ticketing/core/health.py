"""What those who run Foyer ask it: is the process alive, may it get traffic, and how is it doing."""

import ipaddress

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST
from psycopg_pool import PoolTimeout

from ticketing.core import metrics

_migrations_known_applied = False


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; asks nobody else, so that a database outage restarts no web process."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration of this release, else 503 with what is missing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrated = _migrations_applied()
    except (DatabaseError, InterfaceError, PoolTimeout):
        return JsonResponse({"database": "unreachable", "migrations": "unknown"}, status=503)
    answer = {"database": "ok", "migrations": "applied" if migrated else "missing"}
    return JsonResponse(answer, status=200 if migrated else 503)


@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Prometheus' metrics, for the bearer of METRICS_TOKEN or a direct caller on this machine; 404 to anyone else."""
    if not (_has_token(request) or _is_local(request)):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


def _migrations_applied() -> bool:
    """Whether no migration is left to run. A yes is kept: only a new release, so a new process, adds migrations."""
    global _migrations_known_applied
    if not _migrations_known_applied:
        executor = MigrationExecutor(connection)
        _migrations_known_applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrations_known_applied


def _has_token(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(token) and scheme.lower() == "bearer" and constant_time_compare(given.strip(), token)


def _is_local(request: HttpRequest) -> bool:
    """Whether the connection itself comes from this machine. A proxy beside us does too, but says that it is one."""
    if "Forwarded" in request.headers or "X-Forwarded-For" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
