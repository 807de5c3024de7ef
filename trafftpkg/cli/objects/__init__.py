"""Domain values as the JSON objects that scripts rely on. Fields are only ever added."""
