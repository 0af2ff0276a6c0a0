"""The project package: settings, root addresses, foundations (`core`), what sees all apps (`site`), sample data (`demo`)."""
