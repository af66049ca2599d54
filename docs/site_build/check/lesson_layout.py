"""What a lesson consists of: its sections, its settings, its exercise, its links."""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from docutils import nodes

from site_build.check.content import Content, Fault
from site_build.check.lesson_source import NAMES, line_of

ENDS_WITH = ["Summary", "Your turn", "Solution", "What comes next"]
SETTINGS = {"alt", "before", "gpu", "parallel", "tolerance"}
HELPERS, ANSWERS = "src/tutorial_utils/lessons", "tests/lessons/answers"
TO_WRITE = re.compile(r'TODO:? (.*?)[".)]*$')
LINES = {
    TO_WRITE: "write {}",
    re.compile(r"^[^#]*?\b(torch\.Tensor\(|Variable\()"): (
        "{}) is of another time; call torch.tensor()"
    ),
}
"""What no line may have, and the fault that it is."""
CHECKER = re.compile(r"from tutorial_utils\.lessons\.(\w+) import [^\n]*\bcheck_\w+")
LINK = re.compile(
    rf"[:{{](?P<role>doc|term|{'|'.join(NAMES)})[:}}]"
    r"`(?:[^`<]*<)?~?(?P<target>[^`>]+?)(?:\(\))?>?`"
    r"|\]\((?!\w+:|#|/)(?P<page>[^)#\s]+)\.md[)#]"
)
"""A role of a lesson or of a page, or a link of a page in Markdown."""
CURES = {"doc": "name a page that is there", "term": "add it to the glossary"}


def lines_are_as_agreed(content: Content) -> Iterator[Fault]:
    """What `nox -s new` leaves to a person is written, and nothing is outdated."""
    folders = (content.examples, content.root / HELPERS, content.root / ANSWERS)
    for path in (x for folder in folders for x in sorted(folder.rglob("*.py"))):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            for pattern, fault in LINES.items():
                if found := pattern.search(line):
                    yield Fault(content.name_of(path), number, fault.format(found[1]))


def prose_is_restructuredtext(content: Content) -> Iterator[Fault]:
    """Markup of the prose is closed, its underlines are long enough."""
    for lesson in content.sources:
        for message in lesson.prose.findall(nodes.system_message):
            text = message[0].astext().partition("\n")[0]
            if message["level"] > 1 and "directive type" not in text:
                yield Fault(lesson.file, message.get("line", 0), text)


def sections_are_the_same_everywhere(content: Content) -> Iterator[Fault]:
    """Every lesson ends as all others do, and its last section leads to a lesson."""
    for lesson in content.course:
        sections = [*lesson.prose.findall(nodes.section)][-len(ENDS_WITH) :]
        if [x[0].astext() for x in sections] != ENDS_WITH:
            line = line_of(sections[0][0]) if sections else 0
            cure = f"end with the sections {', '.join(ENDS_WITH)}"
            yield Fault(lesson.file, line, f"ends unlike the other lessons; {cure}")
        elif not any(is_lesson_link(x) for x in sections[-1].findall()):
            cure = "link a lesson with :doc:`/lessons/PART/plot_NN_name`"
            yield Fault(lesson.file, line_of(sections[-1]), f"leads nowhere; {cure}")


def is_lesson_link(node: nodes.Node) -> bool:
    """Tell a link to another page, which is shown as that page's title."""
    return isinstance(node, nodes.inline) and node.rawsource.startswith(":doc:")


def settings_have_an_effect(content: Content) -> Iterator[Fault]:
    """A setting is one that this site reads, with a value of Python."""
    for lesson in content.sources:
        for line, name, value in lesson.settings:
            fault = "" if name in SETTINGS else "has no effect; delete it"
            if value is None:
                fault = "its value is none of Python's; quote a text"
            if fault:
                yield Fault(lesson.file, line, f"sphinx_gallery_{name}: {fault}")


def exercises_are_checked(content: Content) -> Iterator[Fault]:
    """*Your turn* ends with a checker, whose right and wrong answers are known."""
    for lesson in content.course:
        name = lesson.topic
        if name not in CHECKER.findall(lesson.text):
            cure = f"import a check_... from tutorial_utils.lessons.{name}"
            yield Fault(lesson.file, 0, f"the exercise has no checker; {cure}")
        for folder, has, what in (
            (HELPERS, r"^(def )?check_\w+( = |\()", "a checker"),
            (ANSWERS, r"^WRONG\b", "WRONG, which has an answer for each hint"),
        ):
            path = content.root / folder / f"{name}.py"
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            if not re.search(has, text, re.MULTILINE):
                yield Fault(content.name_of(path), 0, f"write {what}")


def links_lead_somewhere(content: Content) -> Iterator[Fault]:
    """Lessons and pages link pages, terms, and names that the inventories list."""
    lists = [content.name_of(x) for x in content.docs.glob("inventories/*.txt")]
    lines = [x for file in lists for x in content.parsed(file, str.splitlines)]
    known = {line.split()[1] for line in lines if line[:1] not in ("", "#")}
    known |= {f"/{page}" for page in content.pages} | {
        f"the term {x}" for x in content.terms
    }
    lessons = [(x.file, x.page, x.text) for x in content.sources]
    for file, page, text in lessons + content.markdown:
        for link in LINK.finditer(text):
            role, target = link["role"] or "doc", link["target"] or link["page"]
            if role == "doc":
                target = normpath(join("/", dirname(page), target))
            elif role == "term":
                target = f"the term {target}"
            if target not in known:
                line = text.count("\n", 0, link.start()) + 1
                cure = CURES.get(role, "add it to docs/inventories/")
                yield Fault(file, line, f"nothing is known of {target}; {cure}")
