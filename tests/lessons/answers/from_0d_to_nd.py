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
        ({NDIM: "max(1, len(t.shape))"}, lesson.NO_AXES),
        ({NDIM: "len(t)"}, lesson.LENGTH),
        ({NDIM: "t.shape[0] if t.shape else 1"}, lesson.LENGTH),
        ({NDIM: "len(t.shape) - 1"}, lesson.WRONG_NDIM),
        ({"numel = 1": "numel = 0"}, lesson.FROM_ZERO),
        ({"*=": "+=", "numel = 1": "numel = 0"}, lesson.ADDED),
        ({"in t.shape": "in t.shape[:1]"}, lesson.FIRST_AXIS),
        ({"in t.shape": "in t.shape[-1:]"}, lesson.LAST_AXIS),
        ({"in t.shape": "in t.shape[:2]"}, lesson.TWO_AXES),
        (counted("numel if t.shape else 0"), lesson.SCALAR),
        ({"length\n": "length or 1\n"}, lesson.EMPTY),
        (counted("7 * numel"), lesson.WRONG_NUMEL),
        *(({NDIM: f"t.{name}"}, lesson.SHAPE_ONLY) for name in ("ndim", "dim()")),
        *((counted(f"t.{name}()"), lesson.SHAPE_ONLY) for name in ("numel", "size")),
        ({"numel = 1": "numel = len(t) * 0 + 1"}, lesson.NO_LENGTH),
        ({"numel = 1": "numel = t.shape[0] * 0 + 1"}, lesson.NO_FIRST),
    ]
}
