"""A mail server that delivers nothing: it keeps what it is sent and shows it in the browser.

`store` keeps messages on disk, `smtp` takes them, `pages` draws them, `web` serves them. It knows nothing of Foyer.
"""
