"""Parts of an ONNX model: what computes some of its tensors, inner ones among them, and no more."""

from __future__ import annotations

from collections.abc import Sequence

from chainreel.errors import InputError


def part_with_outputs(model: bytes, tensors: Sequence[str]) -> bytes:
    """The part of a model that computes ``tensors``, which are its outputs; its inputs stay.

    ONNX Runtime gives only declared outputs, so an inner tensor is named here to be had at all.

    Raises:
        InputError: the model has no such tensor, or says nothing of its type.
    """
    import onnx  # a fifth of a second: only where a graph is cut, once a process
    import onnx.utils

    whole = onnx.load_model_from_string(model)
    inputs = [one.name for one in whole.graph.input]
    try:
        part = onnx.utils.Extractor(whole).extract_model(inputs, list(tensors))
    except ValueError as error:
        raise InputError(f"the voice's model is another one than this version knows: {error}") from error
    return bytes(part.SerializeToString())
