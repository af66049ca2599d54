"""Known answers to describe(t)."""

from tutorial_utils.lessons import from_0d_to_nd as lesson

NDIM, BOTH = "len(t.shape)", "len(t.shape), numel"


def counted(numel):
    return {BOTH: f"len(t.shape), {numel}"}


RIGHT = {
    "describe": [counted("t.shape.numel()"), counted("torch.Size(t.shape).numel()")]
}
WRONG = {
    "describe": [
        ({BOTH: "numel, len(t.shape)"}, lesson.SWAPPED),
        ({NDIM: "max(1, len(t.shape))"}, "the shape () has no entry"),
        ({NDIM: "len(t)"}, lesson.LENGTH),
        ({NDIM: "len(t.shape) - 1"}, "has, whatever they are"),
        ({"numel = 1": "numel = 0"}, "a product that starts from 0"),
        ({"*=": "+=", "numel = 1": "numel = 0"}, lesson.ADDED),
        ({"in t.shape": "in t.shape[:1]"}, lesson.FIRST_AXIS),
        ({"in t.shape": "in t.shape[-1:]"}, lesson.LAST_AXIS),
        ({"in t.shape": "in t.shape[:2]"}, lesson.TWO_AXES),
        (counted("numel if t.shape else 0"), "the shape () belongs to a"),
        ({"length\n": "length or 1\n"}, "a length of 0 counts too"),
        (counted("7 * numel"), "numel is all the lengths of"),
        *(({NDIM: f"t.{name}"}, "this t has") for name in ("ndim", "dim()")),
        *((counted(f"t.{name}()"), "this t has") for name in ("numel", "size")),
        ({"numel = 1": "numel = len(t) * 0 + 1"}, lesson.NO_LENGTH),
        ({"numel = 1": "numel = t.shape[0] * 0 + 1"}, "a shape can be (), and"),
    ]
}
