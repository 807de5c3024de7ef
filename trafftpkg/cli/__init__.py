"""The command line: words around one engine call. One file per command; parse, ask, print."""
