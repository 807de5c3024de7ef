"""Pictures of the catalogue, made small for pages, once."""
