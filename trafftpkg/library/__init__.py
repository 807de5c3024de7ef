"""What `import trafftpkg` gives a program: a desk, its requests and its questions."""
