"""Visits to pages in a real browser, and what is wrong on each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
WATCH = HERE / "watch.js"
LOOK = HERE / "look.js"
HEIGHTS = {1280: 900, 390: 844}
NARROWEST = 320
LARGEST_SHIFT = 0.01
PATIENCE = 15_000
OVERTAKEN = "net::ERR_ABORTED"
"""What a browser says of a request when the reader has gone on, or saves a file."""

Findings = dict[str, list[str]]


@dataclass(frozen=True)
class Cell:
    """A page in one theme and one width of window."""

    page: str
    theme: str
    width: int

    def __str__(self) -> str:
        return f"{self.page}-{self.theme}-{self.width}"


@dataclass
class Visit:
    """An open page, and what it said and asked for since it was opened."""

    page: Page
    own: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors, warnings and requests from now on."""
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self.see_request)
        self.page.on("requestfailed", self.see_failure)
        self.page.on("response", self.see_response)

    def hear(self, message: ConsoleMessage) -> None:
        """Note what a page writes to the console."""
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text}")

    def see_request(self, request: Request) -> None:
        """Note a request that leaves the site."""
        if not request.url.startswith((self.own, "data:", "blob:")):
            self.asked.append(f"{request.url} is not on this site")

    def see_failure(self, request: Request) -> None:
        """Note a request without an answer."""
        if request.failure != OVERTAKEN:
            self.asked.append(f"{request.url}: {request.failure}")

    def see_response(self, response: Response) -> None:
        """Note an answer that says no."""
        if response.status >= 400:
            self.asked.append(f"{response.url}: status {response.status}")

    def trouble(self) -> Findings:
        """Return what was wrong since the page was opened."""
        refused = self.page.evaluate("window.watched?.refused ?? []")
        found = {"console": self.said, "requests": self.asked, "policy": refused}
        return {name: list(lines) for name, lines in found.items() if lines}


Opener = Callable[..., Visit]
"""Opens an address in a window of a theme, a width and other options."""


@contextmanager
def visiting(
    browser: Browser,
    own: str,
    *,
    theme: str = "light",
    width: int = 1280,
    **options: object,
) -> Iterator[Visit]:
    """Open a new window; `own` is how the addresses of the site begin."""
    options |= {"color_scheme": theme, "reduced_motion": "reduce"}
    viewport = {"width": width, "height": HEIGHTS[width]}
    with browser.new_context(viewport=viewport, **options) as context:
        context.set_default_timeout(PATIENCE)
        context.add_init_script(path=WATCH)
        visit = Visit(context.new_page(), own)
        visit.watch()
        yield visit


def look(visit: Visit) -> Findings:
    """Return everything that is wrong with an open page."""
    page = visit.page
    page.evaluate(LOOK.read_text("utf-8"))
    see_all(page)
    found = visit.trouble() | {
        "layout shift": shifts(page),
        "pictures": page.evaluate("look.pictures()"),
        "width": page.evaluate("look.tooWide()"),
        "accessibility": axe(page),
        "keyboard": page.evaluate("look.mouseOnly()") + walk(page),
    }
    size = page.viewport_size or {"height": 800}
    page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
    found["narrow"] = page.evaluate("look.tooWide()")
    return {name: lines for name, lines in found.items() if lines}


def see_all(page: Page) -> None:
    """Scroll through a page, so that what is loaded late is loaded."""
    page.evaluate(
        """async () => {
          await document.fonts.ready;
          const frame = () => new Promise(requestAnimationFrame);
          const step = innerHeight * 0.8;
          for (let y = 0; y < document.documentElement.scrollHeight; y += step) {
            scrollTo({ top: y, behavior: "instant" });
            await frame();
          }
          await Promise.all([...document.images].filter((x) => x.checkVisibility())
            .map((x) => x.decode().catch(() => {})));
          scrollTo({ top: 0, behavior: "instant" });
          await frame();
          await frame();
        }"""
    )


def shifts(page: Page) -> list[str]:
    """Return what moved after it was drawn, if it is more than a reader tolerates."""
    moved = page.evaluate("window.watched.moved")
    total = sum(one["value"] for one in moved)
    if total <= LARGEST_SHIFT:
        return []
    return [f"{total:.3f} in all"] + [f"{x['value']:.3f}: {x['nodes']}" for x in moved]


def axe(page: Page) -> list[str]:
    """Return a line for each violation that axe-core finds, with its first place."""
    page.evaluate(AXE.read_text("utf-8"))
    options = {"resultTypes": ["violations"], "preload": False}
    report = page.evaluate("options => axe.run(document, options)", options)
    lines = []
    for violation in report["violations"]:
        first, *more = violation["nodes"]
        also = f" and {len(more)} more" if more else ""
        why = first["failureSummary"].splitlines()[-1].strip()
        lines.append(f"{violation['id']}: {first['html'][:160]}{also}: {why}")
    return lines


def walk(page: Page) -> list[str]:
    """Press Tab through a page; return what it does not reach or does not show."""
    count = page.evaluate("look.startWalk()")
    found: list[str] = []
    reached: list[int] = []
    for _ in range(2 * count + 20):
        page.keyboard.press("Tab")
        stop = page.evaluate("look.atStop()")
        if stop is None or stop["at"] in reached:
            break
        found += stop["problems"]
        reached += [stop["at"]] if stop["at"] >= 0 else []
    missed = sorted(set(range(count)) - set(reached))
    names = page.evaluate("x => look.names(x)", missed)
    found += [f"{name} is not reached" for name in names]
    return found
