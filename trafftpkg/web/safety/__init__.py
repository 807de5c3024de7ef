"""What keeps the page safe: sessions, forms that cannot be forged, headers, limits, and errors that tell nothing."""
