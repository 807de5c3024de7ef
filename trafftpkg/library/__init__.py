"""What `import trafftpkg` gives a program: a desk, and what is asked at it, by name."""
