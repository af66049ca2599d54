"""Make the inventories that the lessons' links are resolved with.

``NAME.txt`` beside this file lists names of another project's documentation,
one a line: role, name and address, where ``$`` stands for the name.  Each list
becomes ``NAME.inv``.  Nothing is downloaded, now or when the site is built.
"""

from pathlib import Path

from sphobjinv import DataObjStr, Inventory, compress

FOLDER = Path(__file__).parent


def inventory(path: Path) -> bytes:
    """Turn a list into the file that Sphinx reads."""
    lines = path.read_text(encoding="utf-8").splitlines()
    made = Inventory()
    made.project, made.version = path.stem, ""
    for role, name, uri in (x.split() for x in lines if x and x[0] != "#"):
        domain, kind = role.split(":")
        look = {"priority": "1", "dispname": "-", "uri": uri.replace("$", name)}
        made.objects.append(DataObjStr(name=name, domain=domain, role=kind, **look))
    return compress(made.data_file())


if __name__ == "__main__":
    for source in sorted(FOLDER.glob("*.txt")):
        source.with_suffix(".inv").write_bytes(inventory(source))
