"""A translation keeps the links of its message, or the build says where it does not."""

import pytest

PAGE = """\
# Home

See {doc}`other`, [the manual](https://host.example/manual) and {func}`len`.
"""
CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "See {doc}`other`, [the manual](https://host.example/manual) and {func}`len`."
msgstr "%s"
"""
WHOLE = "看 {doc}`other`、[手册](https://host.example/manual) 和 {func}`len`。"


@pytest.mark.parametrize(
    "lost", ["{doc}`other`", "[手册](https://host.example/manual)", "{func}`len`"]
)
def test_dropped_link_is_reported(build, lost):
    """Strict builds turn the warning into an error."""
    files = {"index.md": PAGE, "other.md": "---\norphan: true\n---\n# Other\n"}
    files["locales/zh_CN/LC_MESSAGES/index.po"] = CATALOGUE % WHOLE.replace(lost, "它")
    built = build(
        files,
        ["myst_parser"],
        language="zh_CN",
        locale_dirs=["locales"],
    )

    assert "index.md:3" in built.warnings, built.warnings
