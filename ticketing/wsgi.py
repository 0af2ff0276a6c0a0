"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ticketing.settings")

application = get_wsgi_application()

# All views are loaded now, rather than while the first visitor waits. What is there by then stays for good, so the
# garbage collector leaves it alone, and it looks after some thousand new objects, of which one page makes as many.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
