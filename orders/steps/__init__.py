"""Parts of a write that several services have in common. None has a transaction of its own."""
