"""The one kind of error that a user is meant to read."""


class BuildError(Exception):
    """Something a user can mend: the message names the file and the cure."""
