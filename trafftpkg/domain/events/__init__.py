"""What has happened. Each event records its outcome, so that replay applies and never decides.

One module per subject, since a command that is waited for loads only what it needs.
"""
