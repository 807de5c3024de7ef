"""Use cases, and the ports they need. Knows only the domain."""
