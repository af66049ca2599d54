"""What a lesson's prose may contain, and what is refused."""

from typing import NamedTuple

from pages import PUBLISHED

SITE = f"{PUBLISHED.base_url}en"


class Construct(NamedTuple):
    """Prose of a lesson, and what becomes of it."""

    source: str
    selector: str  # finds it on the page, once
    markdown: str
    script: str = ""  # where it is not as in Markdown


BOX = "Hint\n\n   Text.\n\n   - item"
FIGURE = f"![A dot]({SITE}/_images/x.svg)"
RIGHT = {
    "list table": Construct(
        ".. list-table:: Sizes\n   :header-rows: 1\n\n   * - Name\n     - ``a|b``\n"
        "   * - one\n     - *two*",
        "table:has(caption) thead + tbody em",
        "**Sizes**\n\n| Name | `a\\|b` |\n| --- | --- |\n| one | *two* |",
        "**Sizes**\n\n| Name | `a|b` |\n| --- | --- |\n| one | *two* |",
    ),
    "csv table": Construct(
        ".. csv-table::\n   :header: one, two\n\n   three, four",
        "table td + td",
        "| one | two |\n| --- | --- |\n| three | four |",
    ),
    "grid table": Construct(
        "+-------+-----+\n| one   | two |\n+=======+=====+\n| three | 4   |\n"
        "+-------+-----+",
        "table td + td",
        "| one | two |\n| --- | --- |\n| three | 4 |",
    ),
    "simple table": Construct(
        "=====  ===\none    two\n=====  ===\nthree  4\n=====  ===",
        "table td + td",
        "| one | two |\n| --- | --- |\n| three | 4 |",
    ),
    "figure with a link": Construct(
        ".. figure:: /x.svg\n   :alt: A dot\n   :target: https://a.org\n\n"
        "   The caption.",
        "figure a[href='https://a.org'] > img[alt]",
        f"[{FIGURE}](https://a.org)\n\nThe caption.",
        "[A dot]\n\nThe caption.",
    ),
    "image": Construct(
        ".. image:: /x.svg\n   :alt: A dot", "img[alt]", FIGURE, "[A dot]"
    ),
    "image in a sentence": Construct(
        "See |x| here.\n\n.. |x| image:: /x.svg\n   :alt: A dot",
        "p > img[alt]",
        f"See {FIGURE} here.",
        "See [A dot] here.",
    ),
    "numbered formula": Construct(
        ".. math:: y = x^2\n   :label: square\n\nIn :eq:`square` is :math:`\\hat{y}`.",
        ".equation .eqno",
        "$$\ny = x^2 \\tag{1}\n$$\n\n"
        f"In [(1)]({SITE}/lessons/1_part/plot_NN_x.html#equation-square)"
        " is $\\hat{y}$.",
        "y = x^2  (1)\n\nIn (1) is ŷ.",
    ),
    "formula of rows": Construct(
        ".. math::\n\n   a &= b \\\\\n   c &= d",
        "math mtr + mtr",
        "$$\n\\begin{aligned}a &= b \\\\\nc &= d\\end{aligned}\n$$",
        "a &= b \\\\\nc &= d",
    ),
    "matrix in a sentence": Construct(
        "So :math:`\\begin{pmatrix} a \\\\ b \\end{pmatrix}` is it.",
        "p math mtable",
        "So $\\begin{pmatrix} a \\\\ b \\end{pmatrix}$ is it.",
        "So \\begin{pmatrix} a \\\\ b \\end{pmatrix} is it.",
    ),
    "definitions": Construct(
        "name\n   It means.\n\nother\n   More.",
        "dl dt + dd + dt + dd",
        "- **name**\n\n  It means.\n\n- **other**\n\n  More.",
    ),
    "lines": Construct(
        "| one\n| two", ".line-block .line + .line", "one\\\ntwo", "one\ntwo"
    ),
    "only in a browser": Construct(
        ".. only:: html\n\n   Here.\n\n.. only:: latex\n\n   There.",
        "p:-soup-contains('Here.')",
        "Here.",
    ),
    "versions": Construct(
        ".. versionadded:: 2.0\n   A thing.",
        ".versionadded:-soup-contains('A thing')",
        "Added in version 2.0: A thing.",
    ),
    "admonition": Construct(
        ".. hint::\n\n   Text.\n\n   - item",
        ".admonition.hint li",
        "> **Hint**\n>\n> Text.\n>\n> - item",
        BOX,
    ),
    "admonition of one line": Construct(
        ".. warning:: It deletes files.",
        ".admonition.warning",
        "> **Warning**\n>\n> It deletes files.",
        "Warning\n\n   It deletes files.",
    ),
    "topic": Construct(
        ".. topic:: A *topic*\n\n   Text.",
        "aside.topic em",
        "> **A *topic***\n>\n> Text.",
        "A *topic*\n\n   Text.",
    ),
    "contents": Construct(
        ".. contents::\n   :local:\n\nText.", ".contents, p", "Text."
    ),
    "code with prompts": Construct(
        ".. code-block:: console\n\n   $ pip install torch\n   done",
        ".highlight-console",
        "```console\n$ pip install torch\ndone\n```",
        "$ pip install torch\ndone",
    ),
    "code with a caption": Construct(
        ".. code-block:: none\n   :caption: In the file\n\n   x",
        ".code-block-caption + .highlight-none",
        "In the file\n\n```text\nx\n```",
        "In the file\n\nx",
    ),
    "marks of editors": Construct(
        "So::\n\n   %%time\n   /// script",
        "pre:-soup-contains('%%time')",
        "So:\n\n```text\n%%time\n/// script\n```",
        "So:\n\n %%time\n /// script",
    ),
    "session of Python": Construct(
        ">>> 1 + 1\n2",
        ".doctest.highlight-default",
        "```text\n>>> 1 + 1\n2\n```",
        ">>> 1 + 1\n2",
    ),
    "nested lists": Construct(
        "- one\n\n  - inner\n\n    3. deep\n\n  more\n\n- two",
        "ul > li ul > li ol[start='3'] > li",
        "- one\n\n  - inner\n    3. deep\n\n  more\n\n- two",
    ),
    "list with code": Construct(
        "- one::\n\n     code\n\n- two",
        "li pre",
        "- one:\n\n  ```text\n  code\n  ```\n\n- two",
        "- one:\n\n  code\n\n- two",
    ),
    "quotation": Construct(
        "So:\n\n   A quotation.\n\n   -- Somebody",
        "blockquote .attribution",
        "So:\n\n> A quotation.\n>\n> — Somebody",
    ),
    "stars and underscores": Construct(
        "2*3*4, my_var, f(x)_1, **kwargs**, ``**k``, x * y, 1 < 2, $5.",
        "p:-soup-contains('2*3*4, my_var, f(x)_1, kwargs, **k, x * y, 1 < 2, $5.')",
        "2\\*3\\*4, my_var, f(x)\\_1, **kwargs**, `**k`, x \\* y, 1 \\< 2, \\$5.",
        "2*3*4, my_var, f(x)_1, **kwargs**, `**k`, x * y, 1 < 2, $5.",
    ),
    "small roles": Construct(
        "Press :kbd:`Tab`, H\\ :sub:`2`, x\\ :sup:`2`, :abbr:`GPU (a card)`.",
        "p:has(kbd):has(sub):has(sup):has(abbr)",
        "Press `Tab`, H<sub>2</sub>, x<sup>2</sup>, GPU (a card).",
        "Press `Tab`, H_2, x^2, GPU (a card).",
    ),
    "links": Construct(
        "A :term:`word`, :doc:`/index`, `here`_ and\n`there <https://a.org>`__.\n\n"
        ".. _here: https://b.org",
        "p:has(a[href$='term-word']):has(a[href='https://b.org'])",
        f"A [word]({SITE}/index.html#term-word), [Home]({SITE}/index.html), "
        "[here](https://b.org) and\n[there](https://a.org).",
        "A word, “Home”, here (https://b.org) and\nthere (https://a.org).",
    ),
    "link within": Construct(
        "An _`anchor` and the `anchor`_.",
        "p a[href='#anchor']",
        f"An anchor and the [anchor]({SITE}/lessons/1_part/plot_NN_x.html#anchor).",
        "An anchor and the anchor.",
    ),
    "deep titles": Construct(
        "Two\n---\n\nThree\n~~~~~\n\nFour\n^^^^\n\nFive\n''''\n\nText.",
        "h2 + section h3 + section h4 + section h5",
        "## Two\n\n### Three\n\n#### Four\n\n##### Five\n\nText.",
        'Two\n---\n\nThree\n~~~~~\n\nFour\n^^^^\n\nFive\n""""\n\nText.',
    ),
    "transition and comment": Construct(
        "One.\n\n.. Nobody sees this.\n\n----\n\nTwo.", "p + hr", "One.\n\n---\n\nTwo."
    ),
}
REFUSED = {
    "footnote": (
        "Text [#a]_.\n\n.. [#a] Note.",
        {9: "footnote_reference", 11: "footnote"},
    ),
    "citation": (".. [Tor] The book.\n\nText [Tor]_.", {9: "citation"}),
    "raw": ("One.\n\n.. raw:: html\n\n   <b>x</b>", {11: "raw"}),
    "fields": (":name: value", {9: "field_list"}),
    "options": ("-a  an option", {9: "option_list"}),
    "nested lines": ("| one\n|    two\n| three", {9: "line_block"}),
    "letters": ("a. first\nb. second", {9: "enumerated_list"}),
    "classifier": ("One.\n\nname : kind\n   It means.", {11: "classifier"}),
    "columns": (".. hlist::\n\n   * a\n   * b", {11: "hlist"}),
    "wide cell": (
        "+---+---+\n| a | b |\n+---+---+\n| c     |\n+---+---+",
        {12: "entry"},
    ),
    "list in a cell": ("+-----+\n| - a |\n+-----+", {10: "entry"}),
    "download": ("Get :download:`it </x.svg>`.", {9: "download_reference"}),
    "missing picture": (
        ".. image:: /no.svg\n   :alt: None",
        {9: "image file not readable: no.svg"},
    ),
    "unknown label": ("See :ref:`nowhere`.", {9: "undefined label: 'nowhere'"}),
    "open mark": ("It *begins.", {9: "Inline emphasis start-string without"}),
    "asterisks as names": ("f(*args) calls g(*rest)", {9: "Inline emphasis start"}),
}
