"""What stands around and in a page's text."""

from typing import Any, TypeAlias

Context: TypeAlias = dict[str, Any]
"""What the templates of a page know."""
