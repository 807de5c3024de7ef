"""One file per command; `cli/menu.py` lists them, and none is imported before it is called."""
