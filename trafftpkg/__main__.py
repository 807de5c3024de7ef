"""`python -m trafftpkg` is the same as `trafftpkg`."""

from trafftpkg.cli.main import main

main()
