"""What a lesson runs on, told by its own process."""


def describe_devices() -> dict[str, str | bool | None]:
    """Return the processor and the accelerator in words, and whether it was used."""
    import torch

    from tutorial_utils.devices import CPU, describe_device, find_accelerator

    device = find_accelerator()
    module = torch.get_device_module(device) if device else None
    is_used = getattr(
        module, "is_initialized", lambda: True
    )()  # asking its name uses it
    return {
        "machine": describe_device(CPU),
        "accelerator": describe_device(device) if device else None,
        "used": device is not None and is_used,
    }
