"""Draw the pictures beside shared links and the icon for phones with Chromium.

Run it after a change of the logo or of the words: `nox -s pictures`.  It needs
Chromium and a Chinese font, which a build of the site does not; therefore the
pictures are committed.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from PIL import Image

HERE = Path(__file__).parent
THEME = HERE.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
COLORS = 128
CARDS = {
    "en": {
        "lang": "en",
        "kind": "English · 简体中文",
        "name": "PyTorch,<br><em>Executed</em>",
        "promise": "Tensors, devices and gradients, understood by watching them run.",
    },
    "zh-cn": {
        "lang": "zh-Hans",
        "kind": "简体中文 · English",
        "name": "<em>跑出来的</em><br>PyTorch",
        "promise": "张量、设备、梯度，<br>跑一遍，就看明白了。",
    },
}


def find_browser() -> str:
    """Return the command of a browser that can draw a page into a file."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit(f"no browser; install one of {', '.join(BROWSERS)}")
    return found


def draw(page: str, words: dict[str, str], size: tuple[int, int], out: Path) -> None:
    """Draw a page with its words filled in, and save it with few colours."""
    logo = (THEME / "static" / "favicon.svg").read_text(encoding="utf-8")
    html = Template((HERE / page).read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder:
        source, picture = Path(folder, page), Path(folder, "picture.png")
        source.write_text(html.substitute(words, logo=logo), encoding="utf-8")
        command = [find_browser(), "--headless", "--no-sandbox", "--hide-scrollbars"]
        command += [f"--window-size={size[0]},{size[1]}", f"--screenshot={picture}"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True)
        with Image.open(picture) as image:
            image.convert("RGB").quantize(COLORS).save(out, optimize=True)
    print(f"{out.relative_to(THEME)}: {out.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    for folder, words in CARDS.items():
        out = THEME / "entrance" / f"share-{folder}.png"
        draw("card.html", words, (1200, 630), out)
    draw("icon.html", {}, (180, 180), THEME / "static" / "apple-touch-icon.png")
