"""Where collected static files are: their names end with a hash of what they hold, for as long as a process lives."""

from functools import cached_property

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KeptManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which works out each file's address once: a page names about a dozen."""

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file."""
        address = self._addresses.get(name)
        if address is None or force:
            address = self._addresses[name] = super().url(name, force)
        return address
