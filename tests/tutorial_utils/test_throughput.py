"""The figure of the matmul lab: its curves, its finding and its list of machines."""

import dataclasses

import matplotlib.pyplot as plt
import pytest
import torch

from tutorial_utils.lessons import matmul_lab as throughput
from tutorial_utils.lessons.matmul_lab import draw_throughput, list_sources
from tutorial_utils.plotting import DATA, MODEL
from tutorial_utils.records import COPY, MATMUL, Measurement, Record
from tutorial_utils.timing import Timing

CPU, GPU = torch.device("cpu"), torch.device("cuda")


def make_timing(seconds, device=CPU):
    """Return a timing without any spread."""
    return Timing(
        median=seconds,
        lower_quartile=seconds,
        upper_quartile=seconds,
        repeats=1,
        calls=1,
        threads=2,
        device=device.type,
    )


def make_timings(seconds, device=CPU):
    """Return timings by n from seconds by n."""
    return {n: make_timing(time, device) for n, time in seconds.items()}


def make_record(accelerator=None, timings=()):
    """Return a record from tuples of operation, n, seconds and device."""
    return Record(
        schema=1,
        date="2026-02-28",
        commit="abc1234",
        machine="an old CPU",
        accelerator=accelerator,
        system="Linux x86_64",
        torch="2.13.0",
        cuda=None,
        threads=2,
        precision={},
        measurements=tuple(
            Measurement(
                what=what,
                sizes={"n": n},
                dtype="float32",
                timing=make_timing(seconds, device),
            )
            for what, n, seconds, device in timings
        ),
    )


@pytest.fixture(autouse=True)
def _names_of_devices(monkeypatch):
    names = {"cpu": "this CPU", "cuda": "this GPU"}
    monkeypatch.setattr(throughput, "describe_device", lambda d: names[d.type])
    yield
    plt.close("all")


@pytest.fixture
def cpu_products():
    """Return products whose rate is 1 GFLOP/s at n = 10 and 10 at n = 100."""
    return {CPU: make_timings({10: 2e-6, 100: 2e-4})}


@pytest.fixture
def cpu_copies():
    """Return copies that no CPU needs."""
    return {CPU: make_timings({10: 1.0, 100: 1.0})}


@pytest.fixture
def gpu_record():
    """Return the record of a GPU that is ahead from n = 100 on."""
    return make_record(
        "an old GPU",
        [
            (MATMUL, 10, 2e-6, CPU),
            (MATMUL, 100, 2e-4, CPU),
            (MATMUL, 10, 4e-6, GPU),
            (MATMUL, 100, 1e-5, GPU),
            (COPY, 10, 1e-6, GPU),
            (COPY, 100, 1e-5, GPU),
        ],
    )


def key_of(ax):
    """Return the names in the figure's key."""
    (key,) = ax.figure.legends
    return [text.get_text() for text in key.get_texts()]


def test_rate_is_two_n_cubed_over_the_seconds(cpu_products, cpu_copies):
    """The line shows billions of operations in a second."""
    ax = draw_throughput(cpu_products, cpu_copies, [])

    (line,) = ax.get_lines()
    assert list(line.get_xdata()) == [10, 100]
    assert line.get_ydata() == pytest.approx([1.0, 10.0])


def test_live_machine_is_blue_over_a_grey_recorded_one(cpu_products, cpu_copies):
    """A recorded machine is labelled as such, with its day."""
    record = make_record(timings=[(MATMUL, 10, 1e-6, CPU)])

    ax = draw_throughput(cpu_products, cpu_copies, [record])

    recorded, live = ax.get_lines()
    assert recorded.get_label() == "recorded on an old CPU, 2026-02-28"
    assert recorded.get_color() == DATA
    assert live.get_label() == "measured now on this CPU"
    assert live.get_color() == MODEL


def test_copy_is_counted_in_a_second_line_of_an_accelerator(cpu_products, cpu_copies):
    """The dashed line divides by the seconds of the copy and of the product."""
    products = cpu_products | {GPU: make_timings({10: 4e-6}, GPU)}
    copies = cpu_copies | {GPU: make_timings({10: 6e-6}, GPU)}

    _, alone, copied = draw_throughput(products, copies, []).get_lines()

    assert alone.get_label() == "measured now on this GPU"
    assert alone.get_ydata() == pytest.approx([0.5])
    assert copied.get_ydata() == pytest.approx([0.2])
    assert (alone.get_linestyle(), copied.get_linestyle()) == ("-", "--")
    assert alone.get_marker() == copied.get_marker()


def test_copy_is_left_out_at_sizes_that_were_not_copied(cpu_products, cpu_copies):
    """The dashed line goes as far as both were measured."""
    products = cpu_products | {GPU: make_timings({10: 4e-6, 100: 4e-6}, GPU)}
    copies = cpu_copies | {GPU: make_timings({10: 6e-6}, GPU)}

    *_, copied = draw_throughput(products, copies, []).get_lines()

    assert list(copied.get_xdata()) == [10]


def test_recorded_accelerator_has_both_lines(cpu_products, cpu_copies, gpu_record):
    """A record's copies are drawn like live ones, under one name in the key."""
    ax = draw_throughput(cpu_products, cpu_copies, [gpu_record])

    assert [line.get_linestyle() for line in ax.get_lines()] == ["-", "-", "--", "-"]
    assert key_of(ax) == [
        "recorded on an old CPU, 2026-02-28",
        "recorded on an old GPU, 2026-02-28",
        "measured now on this CPU",
        "dashed: with the copy to the device",
    ]


def test_each_device_has_its_marker(cpu_products, cpu_copies, gpu_record):
    """Three lines can be told apart without their colour, also with their copies."""
    ax = draw_throughput(cpu_products, cpu_copies, [gpu_record])

    cpu, gpu, copied, live = (line.get_marker() for line in ax.get_lines())
    assert len({cpu, gpu, live}) == 3
    assert gpu == copied


@pytest.fixture
def machines():
    """Return the records of three machines whose names are long."""
    names = ["Intel Xeon Platinum 8480C", "AMD Ryzen Threadripper", "Apple M3 Max"]
    return [
        dataclasses.replace(
            make_record(
                f"GPU {name}",
                [
                    (MATMUL, 10, 2e-6 * number, CPU),
                    (MATMUL, 10, 4e-6 * number, GPU),
                    (COPY, 10, 1e-6 * number, GPU),
                ],
            ),
            machine=f"{name}, {number}6 threads",
            date=f"2026-03-0{number}",
        )
        for number, name in enumerate(names, 1)
    ]


def test_every_record_is_drawn(cpu_products, cpu_copies, machines):
    """No record is left out, and each device has its number, day and line."""
    ax = draw_throughput(cpu_products, cpu_copies, machines)

    solid = [line for line in ax.get_lines() if line.get_linestyle() == "-"]
    assert [line.get_label().replace("\n", " ") for line in solid[:-1]] == [
        f"recorded on {words}, {record.date}"
        for record in machines
        for words in (record.machine, record.accelerator)
    ]
    assert len({line.get_marker() for line in solid}) == len(solid) == 7
    assert len(ax.get_lines()) == len(solid) + len(machines)


def test_every_name_of_the_key_can_be_read(cpu_products, cpu_copies, machines):
    """However many machines there are and however they are called, all is inside."""
    ax = draw_throughput(cpu_products, cpu_copies, machines)
    figure = ax.figure
    figure.canvas.draw()

    (key,) = figure.legends
    inside = figure.bbox.padded(1)
    assert all(
        inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0
        for box in (text.get_window_extent() for text in key.get_texts())
    )
    assert key.get_window_extent().y1 <= ax.get_tightbbox().y0
    assert ax.get_window_extent().height > 2 * figure.dpi


def test_axes_are_logarithmic_with_units(cpu_products, cpu_copies):
    """Both axes span powers, and say what of."""
    ax = draw_throughput(cpu_products, cpu_copies, [])

    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert ax.get_ylabel() == "GFLOP/s"
    assert ax.get_xlabel().startswith("n, ")


def test_title_compares_small_with_large_without_an_accelerator(
    cpu_products, cpu_copies
):
    """The finding on a CPU is how little of its speed a small product gets."""
    ax = draw_throughput(cpu_products, cpu_copies, [])

    title = ax.get_title(loc="left")
    assert title == "n = 10 reaches 10.0% of the speed of n = 100"


def test_title_finds_where_a_recorded_accelerator_overtakes(
    cpu_products, cpu_copies, gpu_record
):
    """The crossover is between the two devices of one record."""
    ax = draw_throughput(cpu_products, cpu_copies, [gpu_record])

    title = ax.get_title(loc="left")
    assert title == "The accelerator leads from n = 100 on"


def test_title_compares_an_accelerator_with_the_cpu_beside_it(
    cpu_products, cpu_copies, gpu_record
):
    """A slow CPU here or in another record is no merit of the accelerator."""
    slow = [(MATMUL, 10, 1.0, CPU), (MATMUL, 100, 1.0, CPU)]
    products = {CPU: make_timings({10: 1.0, 100: 1.0})}

    ax = draw_throughput(products, cpu_copies, [make_record(None, slow), gpu_record])

    title = ax.get_title(loc="left")
    assert title == "The accelerator leads from n = 100 on"


def test_title_prefers_the_live_accelerator(cpu_products, cpu_copies, gpu_record):
    """What is measured here decides, not what was recorded elsewhere."""
    products = cpu_products | {GPU: make_timings({10: 1e-6, 100: 1e-6}, GPU)}
    copies = cpu_copies | {GPU: {}}

    ax = draw_throughput(products, copies, [gpu_record])

    title = ax.get_title(loc="left")
    assert title == "The accelerator leads from n = 10 on"


def test_title_says_when_the_accelerator_never_overtakes(cpu_products, cpu_copies):
    """A slow accelerator is reported as one."""
    products = cpu_products | {GPU: make_timings({10: 1.0, 100: 1.0}, GPU)}

    ax = draw_throughput(products, cpu_copies | {GPU: {}}, [])

    assert ax.get_title(loc="left") == "The CPU stays ahead up to n = 100"


def test_sources_without_any_accelerator(cpu_products):
    """The absence is said, not passed over."""
    assert list_sources(cpu_products, [make_record()]).splitlines() == [
        "measured now  this CPU",
        "recorded      an old CPU",
        "accelerator   none here, none recorded",
    ]


def test_sources_with_a_recorded_accelerator(cpu_products, gpu_record):
    """A recorded accelerator is listed among the recorded machines."""
    assert list_sources(cpu_products, [gpu_record]).splitlines() == [
        "measured now  this CPU",
        "recorded      an old CPU",
        "recorded      an old GPU",
    ]


def test_sources_with_a_live_accelerator(cpu_products):
    """A live accelerator needs no record."""
    products = cpu_products | {GPU: {}}

    assert list_sources(products, []).splitlines() == [
        "measured now  this CPU",
        "measured now  this GPU",
    ]
