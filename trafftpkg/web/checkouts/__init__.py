"""Payment services that the page knows, and what it does with them beside selling."""
