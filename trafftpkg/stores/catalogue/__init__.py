"""The catalogue in YAML: read, checked, and kept compiled."""
