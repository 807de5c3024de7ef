"""The catalogue in YAML: read, checked, and compiled."""
