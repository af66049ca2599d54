"""Known answers to bench(fn, sync)."""

import torch

from tutorial_utils.lessons import timing_honestly as lesson

CALL = "        fn()\n        sync()\n"
COLD = {"    fn()\n    seconds": "    seconds"}
UNSYNCED = {"):\n        sync()": "):"}
RESULT = "median(seconds)"


def clocked(look, unit=""):
    """Look at another clock."""
    elapsed = f"({look} - start){unit}"
    return {
        "= time.perf_counter()": f"= {look}",
        "time.perf_counter() - start": elapsed,
    }


def times(count, calls=1):
    """Take another number of times, each of several calls."""
    row = f"        for _ in range({calls}): fn()\n        sync()\n"
    mean = {"- start)": f"- start); seconds[-1] /= {calls}"}
    return {"15": str(count), CALL: row, **mean}


RIGHT = {
    "bench": [
        times(7),
        times(8),
        times(15, calls=10),
        {"15": "8", RESULT: "sorted(seconds)[3]"},
        {RESULT: "torch.tensor(seconds).median()"},
        {**COLD, RESULT: "median(seconds[1:])"},
        {**COLD, RESULT: "median(seconds[3:])"},
        {**clocked("perf_counter()"), "def": "from time import perf_counter\ndef"},
        clocked("time.perf_counter_ns()", " / 1e9"),
    ]
}
WRONG = {
    "bench": [
        (lambda fn, sync: fn is None, "fn was never called: write fn()"),
        (lambda fn, sync: fn() or sync() or 1e-3, lesson.NO_CLOCK),
        ({CALL: "", "sync()": "fn(); sync()", "15": "1"}, "no call lies between two"),
        ({**UNSYNCED, CALL: "        fn()\n"}, lesson.NO_SYNC),
        ({CALL: "        fn()\n"}, lesson.EARLY_STOP),
        (UNSYNCED, lesson.EARLY_START),
        (COLD, lesson.COLD),
        ({**COLD, "15": "16"}, lesson.COLD),
        ({**COLD, "15": "7", RESULT: "median(seconds[1:])"}, lesson.COLD),
        (times(1), lesson.ONCE),
        (times(1, calls=100), lesson.ONE_ROW),
        (times(3), lesson.TOO_FEW),
        ({RESULT: "seconds"}, "return one number: the median, in"),
        ({RESULT: "sum(seconds) / len(seconds)"}, lesson.MEAN),
        ({RESULT: "min(seconds)"}, lesson.FASTEST),
        ({RESULT: "max(seconds)"}, lesson.SLOWEST),
        ({RESULT: "sum(seconds)"}, lesson.TOTAL),
        ({RESULT: "seconds[len(seconds) // 2]"}, lesson.UNSORTED),
        ({RESULT: "seconds[-1]"}, lesson.LAST),
        ({RESULT: "median(seconds) * 1e3"}, lesson.UNITS),
        ({RESULT: "0.1"}, "the times were right, the result"),
        ({RESULT: "clock()"}, "import at the top what you"),
        (lambda fn, sync: torch.accelerator.synchronize(9), lesson.USE_SYNC),
        (lambda fn, sync: fn(3), lesson.NO_ARGUMENTS),
    ]
}
