"""Known answers to gflops(n, device, measure)."""

from tutorial_utils.lessons import matmul_lab as lesson

MAKE, PRODUCT, TIME = "torch.rand(n, n, device=device)", "x @ x", ".median"
MEASURE, DEVICE = "measure(lambda: x @ x, device=device)", "x, device=device"
RATE = "2 * n**3 / timing.median / 1e9"


RIGHT = {
    "gflops": [
        *({PRODUCT: x} for x in ("torch.matmul(x, x)", "torch.mm(x, x)", "x @ x.T")),
        {PRODUCT: 'torch.einsum("ij,jk->ik", x, x)'},
        {MAKE: "torch.rand(n, n).to(device)"},
        {RATE: "2e-9 * n**3 / timing.median"},
        {RATE: f"torch.tensor({RATE})"},
    ]
}
WRONG = {
    "gflops": [
        (lambda n, device, measure: 1e-3, lesson.NOT_MEASURED),
        ({"lambda: ": ""}, lesson.NOT_A_FUNCTION),
        ({DEVICE: "x"}, lesson.NO_DEVICE),
        ({MAKE: "torch.rand(n, n)"}, lesson.WRONG_DEVICE),
        ({MAKE: f"{MAKE}; y = torch.rand(n, n)", PRODUCT: "y @ x"}, "the tensor is"),
        ({MAKE: "torch.rand(1000, 1000, device=device)"}, "the matrices are not n by"),
        ({PRODUCT: "x * x"}, lesson.NOT_MATMUL),
        ({PRODUCT: "x**2"}, lesson.NOT_MATMUL),
        ({PRODUCT: "x + x"}, "the measured function multiplies no matrices"),
        ({PRODUCT: "x.to(device, copy=True) @ x"}, lesson.MORE_THAN_PRODUCT),
        ({PRODUCT: f"{MAKE} @ x"}, lesson.MORE_THAN_PRODUCT),
        ({"2 * n**3": "n**3"}, lesson.HALF),
        ({"n**3": "n**2"}, lesson.SQUARE),
        ({RATE: "timing.median"}, lesson.SECONDS),
        ({RATE: "1e3 * timing.median"}, lesson.SECONDS),
        ({RATE: "timing.median / (2 * n**3)"}, lesson.UPSIDE_DOWN),
        ({" / 1e9": ""}, lesson.FLOPS),
        ({"n**3": "(n ^ 3)"}, lesson.POWER),
        ({"2 * n**3": "(2 * n ^ 3)"}, lesson.POWER),
        ({"1e9": "1e12"}, lesson.UNITS),
        ({TIME: ".median / 1e-3"}, lesson.UNITS),
        ({RATE: "7.0 * n / timing.median"}, lesson.WRONG_RATE),
        ({TIME: ""}, "what measure() returns is no number"),
        ({DEVICE: "x, device"}, lesson.BY_NAME),
        ({MAKE: "torch.rand(3, 3, device)"}, lesson.BY_NAME),
        ({"x =": 'raise OSError("CUDA is not there"); x ='}, lesson.ANOTHER_DEVICE),
        ({"x =": 'raise OSError("Cannot access accelerator"); x ='}, lesson.NO_WAITING),
        ({PRODUCT: "(x @ x).cpu()"}, lesson.STAY_THERE),
        ({PRODUCT: "(x @ x).sum().item()"}, lesson.STAY_THERE),
        ({RATE: "2 ^ (3 / 1.5)"}, lesson.POWER),
        ({PRODUCT: "x @ x[:1]"}, "stops with RuntimeError: "),
    ]
}
