"""Where things are kept: each store fulfils a port of the engine and knows only the domain."""
