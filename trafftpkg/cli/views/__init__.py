"""Things as the command line prints them: a thing's fields, its JSON and its table stand in one file.

JSON is what scripts rely on: fields are only ever added.
"""
