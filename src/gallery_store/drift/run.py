"""The task: compare, say what drifted, and write the page with both sides."""

import shutil

from gallery_store.drift.compare import compare
from gallery_store.drift.report import Side, table, write_report
from gallery_store.drift.sides import describe, other_results, own_results
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store


def drift(settings: Settings, store: Store, against: str, reporter: Reporter) -> bool:
    """Compare this checkout's results with others; return whether any lesson drifted.

    Raises
    ------
    BuildError
        If results are missing or damaged; no report is left then.
    """
    folder = settings.build / "drift"
    shutil.rmtree(folder, ignore_errors=True)
    here = own_results(settings, store)
    there = other_results(settings, against, reporter)
    comparisons = compare(here, there)
    sides = [
        Side("this checkout", describe(here.values())),
        Side(against, describe(there.values())),
    ]
    page = write_report(folder, comparisons, sides)
    count = sum(x.drifted for x in comparisons)
    for line in table(comparisons):
        reporter.say(line)
    reporter.say(f"{count or 'none'} of {len(comparisons)} lessons drifted")
    reporter.say(f"Both sides: {page.as_uri()}")
    return count > 0
