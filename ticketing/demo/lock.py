"""Renews `requirements/*.txt` from pyproject.toml, and Newman's lock file: versions and hashes, and no host."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ticketing.demo import node
from ticketing.demo.setup import ROOT, VENV, python

COMPILE = ["pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
HOSTLESS = ["--no-emit-index-url", "--no-emit-find-links", "--no-emit-build-options"]


def main() -> None:
    """Write the lock files of uv itself and of the three sets; the larger set decides the versions of the smaller."""
    uv = shutil.which("uv") or str(VENV / "bin" / "uv")
    folder = Path("requirements")
    _compile(uv, folder / "uv.in", folder / "uv.txt")
    _compile(uv, Path("pyproject.toml"), folder / "test.txt", "--group", "demo", "--group", "test")
    _compile(uv, Path("pyproject.toml"), folder / "demo.txt", "--group", "demo", "-c", "requirements/test.txt")
    _compile(uv, Path("pyproject.toml"), folder / "run.txt", "-c", "requirements/test.txt")
    node.renew_lock(python())


def _compile(uv: str, source: Path, target: Path, *more: str) -> None:
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    command = [uv, *COMPILE, *HOSTLESS, *more, str(source), "-o", str(target), *sys.argv[1:]]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
