"""What keeps the page safe: sessions, forms that cannot be forged, limits and headers."""
