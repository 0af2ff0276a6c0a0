"""Structured logs: JSON lines on standard error in production, coloured text while developing.

Every line written while a request or a job is served carries its `request_id`. One named line is written per order,
payment, redemption, refund and webhook, by `log_event`: ids only, never a name, an address or a token.
"""

import logging
from typing import Any

import structlog
from django.http import HttpRequest

from ticketing.core import metrics

_events = structlog.stdlib.get_logger("foyer.events")

SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


# Without the local variables of each frame, which are full of people's names and addresses.
_TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def log_event(name: str, **ids: object) -> None:
    """Write the one line that says what happened, e.g. `log_event("order_confirmed", order=order.pk)`.

    Values become text and must be ids, codes of states or amounts in cents: no personal data. The same name is counted
    in the metric `foyer_business_events_total`. Call it after the commit (`transaction.on_commit`), so that what was
    rolled back is not in the log.
    """
    metrics.BUSINESS_EVENTS.labels(event=name).inc()
    _events.info(name, **{key: value if isinstance(value, int) else str(value) for key, value in ids.items()})


def configure(*, as_json: bool, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING, so that both kinds of loggers write the same lines."""
    _configure_structlog()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": _lines(as_json=as_json)},
        "filters": {"without_paths": {"()": "ticketing.core.logs.WithoutPaths"}},
        "handlers": {
            "standard_error": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["without_paths"]}
        },
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {
            # Their defaults would add handlers of their own, and every line would come twice.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # What they register at every start, and one line a poll, says nothing; a job's failure is an error.
            **{f"procrastinate.{name}": {"level": "WARNING"} for name in ("blueprints", "periodic", "worker")},
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            *SHARED_PROCESSORS,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _lines(*, as_json: bool) -> dict[str, Any]:
    """How a line is written, whichever kind of logger it comes from."""
    # Plain tracebacks: to colour one takes half a second, which every refused request of a test would pay.
    coloured = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    renderers: list[Any] = [_TRACEBACKS, structlog.processors.JSONRenderer(default=str)] if as_json else [coloured]
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED_PROCESSORS,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
    }


class WithoutPaths:
    """Takes from Django's own records what would show a path: it may hold an order's token or a person's address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record; name the route where it named the path."""
        request = record.__dict__.pop("request", None)
        record.__dict__.pop("response", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = request.resolver_match.route if request.resolver_match else "unknown"
            record.args = tuple(route if argument == request.path else argument for argument in record.args)
        return True
