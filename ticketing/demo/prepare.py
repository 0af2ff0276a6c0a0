"""Brings the demo's database and files up to date: migrations, sample data, collected static files.

One process for all three, as loading Django takes longer than finding out that nothing is to be done.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def main(logins: Path) -> None:
    """Prepare, and write who may log in to a file for the start page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ticketing.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    _collect_static_files()
    call_command("load_sample_data")
    with logins.open("w") as output:
        call_command("load_sample_data", print_logins=True, stdout=output)


def _collect_static_files() -> None:
    """Collect and compress, unless every source is as it was."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    sources = sorted(str(path) for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*"))
    state = json.dumps([(path, os.stat(path).st_mtime_ns) for path in sources] + [django.__version__])
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
