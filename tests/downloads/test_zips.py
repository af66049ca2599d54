"""Who has the zip and PyTorch needs nothing else."""

import zipfile

import pytest
from bs4 import BeautifulSoup
from reader import start

NAMES = {"en": "pytorch-executed-en", "zh-cn": "pytorch-executed-zh-cn"}


@pytest.mark.parametrize(
    "folder", [pytest.param("en", marks=pytest.mark.slow), "zh-cn"]
)
def test_zip_runs_without_a_network_as_its_readme_says(
    site, without_package, folder, tmp_path
):
    """The commands are taken from the text, and no index is asked."""
    with zipfile.ZipFile(site.folder / folder / f"zips/{NAMES[folder]}.zip") as archive:
        archive.extractall(tmp_path)
    unpacked = tmp_path / NAMES[folder]
    readme = (unpacked / "README.md").read_text("utf-8")
    commands = readme[readme.index("python -m pip install --no-index") :].split("```")[
        0
    ]

    runs = [
        start(unpacked, without_package, *line.split()[1:], PIP_NO_INDEX="1")
        for line in commands.strip().splitlines()
    ]

    assert [run.code for run in runs] == [0, 0], runs[0].stderr + runs[1].stderr
    assert runs[1].stdout


@pytest.mark.parametrize("folder", NAMES)
def test_every_zip_is_linked_with_its_size(site, folder):
    """The course from two pages, each part from its own."""
    linked = []
    for page in sorted((site.folder / folder).rglob("*.html")):
        document = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        for link in document.select("article .zip a"):
            assert "KB" in link.find_next_sibling(class_="size").text
            linked.append((page.parent / link["href"]).resolve())

    zips = sorted((site.folder / folder / "zips").iterdir())
    assert sorted(set(linked)) == zips
    assert len(linked) == len(zips) + 1


def test_address_on_the_page_installs_the_package(site, without_package):
    """The command that the page shows is the one to type."""
    text = (site.folder / "en" / "downloads.md").read_text("utf-8")
    (line,) = (x for x in text.splitlines() if f"{site.address}wheels/" in x)

    run = start(
        site.folder, without_package, *line.split()[1:], "--no-deps", PIP_NO_INDEX="1"
    )

    assert run.code == 0, run.stderr
