"""The door over JSON: for scanners with a device token, and for our own scanner page."""
