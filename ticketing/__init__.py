"""The project package.

Settings, root addresses, foundations (`core`), what sees all apps (`site`), sample data (`demo`).
"""
