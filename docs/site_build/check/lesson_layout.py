"""What a lesson consists of: its sections, its settings, its place in a toctree."""

import ast
import re
from collections.abc import Iterator

from docutils import nodes

from site_build.check.content import Content, Fault
from site_build.check.exercise_files import ANSWERS, HELPERS
from site_build.check.lesson_source import Block, LessonSource, line_of

ENDS_WITH = ["Summary", "Your turn", "Solution", "What comes next"]
SETTINGS = {
    "after": 'of no use here; write `before = ["a_lesson"]` into the other lesson',
    "alt": "",
    "before": "",
    "gpu": "",
    "parallel": "",
    "tolerance": "",
}
DRAWS = re.compile(r"draw_\w+|new_axes|subplots")
MARKUP = re.compile(r"[`$\\]")
ALT = '# sphinx_gallery_alt = "What a person would see."'
OLD = re.compile(r"\btorch\.Tensor\(|\bVariable\(")
TO_WRITE = re.compile(r"TODO:? (.*)")
ENTRY = re.compile(r"^   (\w+)$", re.M)


def lessons_are_python(content: Content) -> Iterator[Fault]:
    """A lesson is a script that Python can read."""
    for lesson in content.lessons:
        if lesson.error:
            yield Fault(lesson.file, *lesson.error)


def nothing_is_left_to_write(content: Content) -> Iterator[Fault]:
    """What `nox -s new` leaves to a person is written."""
    folders = (content.examples, content.root / HELPERS, content.root / ANSWERS)
    for path in (x for folder in folders for x in sorted(folder.rglob("*.py"))):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if found := TO_WRITE.search(line):
                what = found[1].strip('".)')
                yield Fault(content.relative(path), number, f"write {what}")


def prose_is_restructuredtext(content: Content) -> Iterator[Fault]:
    """Markup of the prose is closed, its underlines are long enough."""
    for lesson in content.lessons:
        for message in lesson.prose.findall(nodes.system_message):
            text = message[0].astext().partition("\n")[0]
            if message["level"] > 1 and "directive type" not in text:
                yield Fault(lesson.file, message.get("line", 0), text)


def sections_are_the_same_everywhere(content: Content) -> Iterator[Fault]:
    """Every lesson ends as all others do: readers find the exercise blindly."""
    for lesson in content.course:
        sections = list(lesson.prose.findall(nodes.section))
        titles = [(x[0].astext(), line_of(x[0])) for x in sections[-4:]]
        if [title for title, _ in titles] != ENDS_WITH:
            line = titles[0][1] if titles else 0
            cure = f"end with the sections {', '.join(ENDS_WITH)}"
            yield Fault(lesson.file, line, f"ends unlike the other lessons; {cure}")


def next_lessons_are_named(content: Content) -> Iterator[Fault]:
    """*What comes next* leads to a lesson."""
    for lesson in content.course:
        *_, last = lesson.prose.findall(nodes.section)
        links = (x for x in last.findall(nodes.inline) if x.get("role") == "doc")
        if last[0].astext() == ENDS_WITH[-1] and not any(links):
            cure = "link a lesson with :doc:`/lessons/PART/plot_NN_name`"
            yield Fault(lesson.file, line_of(last), f"leads nowhere; {cure}")


def settings_have_an_effect(content: Content) -> Iterator[Fault]:
    """A setting is one that this site reads, with a value of Python."""
    names = {x for lesson in content.lessons for x in (lesson.name, lesson.path.stem)}
    for lesson in content.lessons:
        for setting in lesson.settings:
            if fault := setting_fault(setting.name, setting.literal, names):
                name = f"sphinx_gallery_{setting.name}"
                yield Fault(lesson.file, setting.line, f"{name}: {fault}")


def setting_fault(name: str, value: object, lessons: set[str]) -> str:
    """Return what is wrong with a setting, or nothing."""
    if name not in SETTINGS or SETTINGS[name]:
        cure = SETTINGS.get(name) or "delete it"
        return f"has no effect; {cure}"
    if value is None:
        return "its value is none of Python's; quote a text"
    if name == "before":
        unknown = sorted(set(value if isinstance(value, list) else [value]) - lessons)
        return f"there is no lesson {', '.join(map(str, unknown))}" if unknown else ""
    if name == "alt" and (not isinstance(value, str) or MARKUP.search(value)):
        return "is read aloud: write words in quotes, no markup"
    return ""


def figures_are_described(content: Content) -> Iterator[Fault]:
    """Each block that draws says what a person would see."""
    for lesson in content.lessons:
        for block in lesson.code:
            if not lesson.settings_named("alt", block) and (line := drawn_at(block)):
                yield Fault(lesson.file, line, f"no alternative text; add {ALT}")


def drawn_at(block: Block) -> int:
    """Return the line where a block draws; 0 if it does not."""
    try:
        tree = ast.parse(block.text)
    except SyntaxError:
        return 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            if DRAWS.fullmatch(name):
                return block.line + node.lineno - 1
    return 0


def code_is_of_today(content: Content) -> Iterator[Fault]:
    """Nobody learns `Variable`, or `torch.Tensor()` as a constructor."""
    for lesson in content.lessons:
        for block in lesson.code:
            for number, line in enumerate(block.text.splitlines(), block.line):
                if found := OLD.search(line):
                    cure = "is of another time; call torch.tensor()"
                    yield Fault(lesson.file, number, f"{found[0]}) {cure}")


def lessons_stand_in_toctrees(content: Content) -> Iterator[Fault]:
    """A part lists its lessons, all of them and no others."""
    parts: dict[str, list[LessonSource]] = {}
    for lesson in content.course:
        parts.setdefault(lesson.part, []).append(lesson)
    for part, lessons in parts.items():
        index = content.examples / part / "index.rst"
        file = content.relative(index)
        text = index.read_text(encoding="utf-8") if index.is_file() else ""
        listed = ENTRY.findall(text)
        names = [lesson.path.stem for lesson in lessons]
        for name in sorted(set(names) - set(listed)):
            yield Fault(file, 0, f"does not list {name}; add it to the toctree")
        for name in sorted(set(listed) - set(names)):
            yield Fault(file, 0, f"lists {name}, which is not there; delete the line")
        home = (content.docs / "index.md").read_text(encoding="utf-8")
        if f"lessons/{part}/index" not in home:
            cure = f"add lessons/{part}/index to its toctree"
            yield Fault("docs/index.md", 0, f"does not list the part {part}; {cure}")
