"""Brings the demo's database and files up to date: migrations, sample data, collected static files.

All in one process where nothing is to be done, as loading Django takes longer than finding that out.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def main(logins: Path) -> None:
    """Prepare, and write who may log in to a file for the start page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ticketing.settings")
    django.setup()
    collecting = _start_collecting_static_files()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_sample_data")
    with logins.open("w") as output:
        call_command("load_sample_data", print_logins=True, stdout=output)
    if collecting is not None:
        _finish_collecting(*collecting)


def _start_collecting_static_files() -> tuple["subprocess.Popen[bytes]", Path, str] | None:
    """Collect and compress beside the rest, as that takes half a minute; None if every source is as it was."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    sources = sorted(str(path) for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*"))
    state = json.dumps([(path, os.stat(path).st_mtime_ns) for path in sources] + [django.__version__])
    if stamp.exists() and stamp.read_text() == state:
        return None
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    return subprocess.Popen(command), stamp, state


def _finish_collecting(collecting: "subprocess.Popen[bytes]", stamp: Path, state: str) -> None:
    if collecting.wait() != 0:
        sys.exit("The static files could not be collected; the lines above say why.")
    stamp.write_text(state)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
