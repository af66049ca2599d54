"""Takes away, where it is imported, the environment variables that no key knows.

The server of processes imports it before what it preloads, which reads some at once.
"""

import os

from gallery_store.environment import clean_variables

variables = clean_variables({})
os.environ.clear()
os.environ.update(variables)
