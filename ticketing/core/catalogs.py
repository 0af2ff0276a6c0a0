"""Compiles the language catalogs (`locale/*/LC_MESSAGES/*.po` to `.mo`) with Babel: running needs no gettext.

`python -m ticketing.core.catalogs`; catalogs that are up to date are left alone.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def compile_catalogs(folder: Path) -> list[Path]:
    """Compile each `.po` under the folder that is newer than its `.mo`; answers the files written."""
    return [_compile(source) for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    with source.open("rb") as lines:
        catalog = read_po(lines, locale=source.parts[-3])
    target = source.with_suffix(".mo")
    # By way of a second name, so that a running process never reads half a file.
    unfinished = target.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as output:
        write_mo(output, catalog)
    unfinished.replace(target)
    return target


if __name__ == "__main__":
    for path in compile_catalogs(ROOT / "locale"):
        print("Compiled", path.relative_to(ROOT))  # noqa: T201
