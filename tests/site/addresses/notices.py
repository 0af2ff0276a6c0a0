"""The log of who did what, and notifications."""

TABLE = {
    "notices_office:activity": "team.change",
    "notices_office:notices": "events.read",
    "notices_office:seen": "events.read",
    "notices_office:preferences": "events.read",
}
