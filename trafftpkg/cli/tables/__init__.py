"""Domain values as people read them at a terminal."""
