"""Write down every warning that a lesson raises, those that Python hides, too.

Where a warning is shown, nothing changes: a page shows what a reader sees.
"""

import re
import sys
import threading
import warnings
from collections.abc import Callable
from types import FrameType
from typing import Any

HIDDEN = (
    DeprecationWarning,  # only outside of the program
    PendingDeprecationWarning,
    ImportWarning,
    ResourceWarning,
)
"""What Python's own filters ignore."""
FOLDERS = re.compile(r"(?<![\w.:/])(?:[A-Za-z]:)?[/\\](?:[^\s'\"/\\:]+[/\\])+")
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{8,}\b")
module: Any = warnings  # whose private names have no types
Show = Callable[[warnings.WarningMessage], None]


class Recorder:
    """Sees each warning before Python shows it or a lesson catches it.

    `lesson` is the lesson's file as its frames name it; `raised` has category, text and
    line of each warning, and whether the code caught it, the same from a line once.
    """

    def __init__(self, lesson: str) -> None:
        self.lesson = lesson
        self.raised: list[dict[str, Any]] = []
        self.shown: set[tuple[object, ...]] = set()
        self.show: Show = module._showwarnmsg
        self.print: Show = module._showwarnmsg_impl
        self.always: object = None  # the filter that lets everything be seen

    def start(self) -> None:
        """Take the place of what shows warnings, and of the filters that hide them."""
        module.filters[:] = [x for x in module.filters if not is_default(x)]
        warnings.simplefilter("always", append=True)
        self.always = module.filters[-1]
        module._showwarnmsg = self.see

    def see(self, message: warnings.WarningMessage) -> None:
        """Write a warning down; show it if Python alone would have."""
        entry = {
            "category": message.category.__name__,
            "text": without_places(str(message.message)),
            "line": (line := self.line_of(message)),
            "caught": module._showwarnmsg_impl is not self.print,
        }
        apart = threading.current_thread() is not threading.main_thread()
        if (line is not None or apart) and entry not in self.raised:
            self.raised.append(entry)
        if not self.is_hidden(message):
            self.show(message)

    def line_of(self, message: warnings.WarningMessage) -> int | None:
        """Return the line of the lesson that led to a warning, if one did.

        What sphinx-gallery does for a block, as saving its figures, counts as the
        block's first line; what it does between the blocks is none of the lesson's.
        """
        if message.filename == self.lesson:
            return message.lineno
        frame: FrameType | None = sys._getframe()
        while frame is not None:
            if frame.f_code.co_filename == self.lesson:
                return frame.f_lineno
            if frame.f_code.co_name == "execute_code_block":
                return int(frame.f_locals["block"].lineno)
            frame = frame.f_back
        return None

    def is_hidden(self, message: warnings.WarningMessage) -> bool:
        """Tell whether Python's own filters would hide a warning, or its repetition."""
        kind, text = message.category, str(message.message)
        fitting = (
            rule
            for rule in warnings.filters  # as far as they name no module
            if rule[3] is None and issubclass(kind, rule[2])
            if rule[1] is None or re.match(rule[1], text)
        )
        if next(fitting, None) is not self.always:
            return False
        own = message.filename == self.lesson
        place = kind, text, message.filename, message.lineno
        repeated = place in self.shown
        self.shown.add(place)
        return repeated or issubclass(kind, HIDDEN[own:])


def is_default(rule: tuple[Any, ...]) -> bool:
    """Tell Python's own filters from those that a library or a lesson set."""
    action, text, category, module, _ = rule
    if action == "ignore":
        return text is None and module is None and category in HIDDEN
    return module == "__main__" and category is DeprecationWarning


def without_places(text: str) -> str:
    """Return a text on one line, files without their folders, without addresses."""
    return ADDRESS.sub("0x…", FOLDERS.sub("", " ".join(text.split())))
