"""The reservations document's endpoints, under their exact methods, paths and bodies."""
