"""What a lesson runs on, told by its own process."""


def describe_devices() -> dict[str, str | None]:
    """Return the processor and the accelerator in words."""
    from tutorial_utils.devices import CPU, describe_device, find_accelerator

    device = find_accelerator()
    return {
        "machine": describe_device(CPU),
        "accelerator": describe_device(device) if device else None,
    }
