"""The figure of the matmul lab: its curves, its finding and its list of machines."""

import dataclasses

import pytest
import torch
from exercises import exercise_of
from figures import title
from made_up import make_record, make_timing

from tutorial_utils.lessons import matmul_lab as lesson
from tutorial_utils.plotting import DATA, MODEL
from tutorial_utils.records import COPY, MATMUL
from tutorial_utils.timing import measure

CPU, GPU = torch.device("cpu"), torch.device("cuda")
PRODUCTS = {CPU: {10: make_timing(2e-6), 100: make_timing(2e-4)}}  # 1 and 10 GFLOP/s
COPIES = {CPU: {10: make_timing(1.0), 100: make_timing(1.0)}}  # that no CPU needs
RECORD = make_record((MATMUL, 10, 1e-6, "cpu"))
GPU_RECORD = make_record(  # of a GPU that is ahead from n = 100 on
    (MATMUL, 10, 2e-6, "cpu"),
    (MATMUL, 100, 2e-4, "cpu"),
    (MATMUL, 10, 4e-6, "cuda"),
    (MATMUL, 100, 1e-5, "cuda"),
    (COPY, 10, 1e-6, "cuda"),
    (COPY, 100, 1e-5, "cuda"),
)


@pytest.fixture(autouse=True)
def names_of_devices(monkeypatch):
    """Call the devices of this machine by names that are known."""
    names = {"cpu": "this CPU", "cuda": "this GPU"}
    monkeypatch.setattr(lesson, "describe_device", lambda d: names[d.type])


def on_gpu(*seconds):
    """Return timings of a GPU at n = 10, 100."""
    return {GPU: dict(zip([10, 100], map(make_timing, seconds), strict=False))}


def test_live_machine_is_blue_over_a_grey_recorded_one():
    """A line shows 2n³ operations in its seconds, a dashed one in the copy's as well.

    An accelerator has both, as far as both were measured; no CPU needs a copy.
    """
    products, copies = PRODUCTS | on_gpu(4e-6, 4e-6), COPIES | on_gpu(6e-6)
    ax = lesson.draw_throughput(products, copies, [RECORD])

    recorded, live, alone, copied = ax.get_lines()
    assert (recorded.get_color(), live.get_color()) == (DATA, MODEL)
    rates = {10: 1.0, 100: 10.0}, {10: 0.5, 100: 500.0}, {10: 0.2}
    for line, rate in zip((live, alone, copied), rates, strict=True):
        assert dict(line.get_xydata()) == pytest.approx(rate)
    assert alone.get_label() == "measured now on this GPU"
    assert (alone.get_linestyle(), copied.get_linestyle()) == ("-", "--")
    assert alone.get_marker() == copied.get_marker()
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_every_record_is_drawn_and_every_name_can_be_read():
    """However many machines there are and however they are called, all is inside.

    An accelerator has both lines under one name and with one marker of its own.
    """
    machines = [
        dataclasses.replace(GPU_RECORD, machine=f"{name}, 6 threads", accelerator=name)
        for name in ("Intel Xeon Platinum 8480C", "AMD Ryzen Threadripper", "Apple M3")
    ]
    ax = lesson.draw_throughput(PRODUCTS, COPIES, machines)
    figure = ax.figure
    figure.canvas.draw()
    (key,) = figure.legends

    lines = ax.get_lines()
    assert "".join(line.get_linestyle() for line in lines) == 3 * "----" + "-"
    names = [text.get_text().replace("\n", " ") for text in key.get_texts()]
    recorded = [x for record in machines for x in (record.machine, record.accelerator)]
    assert names == [
        *(f"recorded on {words}, 2026-02-28" for words in recorded),
        "measured now on this CPU",
        "dashed: with the copy to the device",
    ]
    solid = {x.get_marker() for x in lines if x.get_linestyle() == "-"}
    assert len(solid) == 7

    inside = figure.bbox.padded(1)
    for box in (text.get_window_extent() for text in key.get_texts()):
        assert inside.x0 <= box.x0 <= box.x1 <= inside.x1
        assert inside.y0 <= box.y0
    assert key.get_window_extent().y1 <= ax.get_tightbbox().y0
    assert ax.get_window_extent().height > 2 * figure.dpi


SLOW = make_record((MATMUL, 10, 1.0, "cpu"), (MATMUL, 100, 1.0, "cpu"))
LEADS = "The accelerator leads from n = {} on"


def test_name_that_the_font_lacks_gives_way_to_the_kind():
    """Drawing a letter that is not there would be a warning, so no build."""
    record = dataclasses.replace(GPU_RECORD, accelerator="显卡 3000")
    figure = lesson.draw_throughput(PRODUCTS, COPIES, [record]).figure
    figure.canvas.draw()

    assert any("on cuda" in x.get_text() for x in figure.legends[0].get_texts())


@pytest.mark.parametrize(
    ("products", "records", "finding"),
    [
        (PRODUCTS, [], "n = 10 reaches 10.0% of the speed of n = 100"),
        (PRODUCTS, [GPU_RECORD], LEADS.format(100)),
        ({CPU: SLOW.timings(MATMUL, "cpu")}, [SLOW, GPU_RECORD], LEADS.format(100)),
        (PRODUCTS | on_gpu(1e-6, 1e-6), [GPU_RECORD], LEADS.format(10)),
        (PRODUCTS | on_gpu(1.0, 1.0), [], "The CPU stays ahead up to n = 100"),
    ],
)
def test_title_compares_an_accelerator_with_the_cpu_beside_it(
    products, records, finding
):
    """The live one first; a slow CPU elsewhere is no merit of an accelerator."""
    copies = COPIES | {GPU: {}}

    assert title(lesson.draw_throughput(products, copies, records)) == finding


@pytest.mark.parametrize(
    ("products", "records", "last"),
    [
        (PRODUCTS, [RECORD], "accelerator   none here, none recorded"),
        (PRODUCTS, [GPU_RECORD], "recorded      NVIDIA H100 80GB HBM3"),
        (PRODUCTS | on_gpu(1.0), [], "measured now  this GPU"),
    ],
)
def test_sources_name_every_machine(products, records, last):
    """The absence of any accelerator is said, not passed over."""
    first, *others = lesson.list_sources(products, records).splitlines()

    assert first == "measured now  this CPU"
    assert others[-1] == last
    assert len(others) == 1 + len(records) * (len(products) == 1)


def test_made_up_measure_is_called_like_the_real_one():
    """What passes the checker runs with the real measure() too."""
    assert exercise_of("matmul_lab").solution["gflops"](8, CPU, measure) > 0
