"""Two changes to an ONNX file that need no more than its outer protobuf fields.

ONNX Runtime gives only declared outputs. A message may be written in parts, which a protobuf
reader merges, so an output is added by appending a few bytes; a graph is cut by leaving nodes out.
Field numbers are those of onnx.proto: ModelProto.graph 7; GraphProto.node 1, initializer 5,
input 11, output 12; NodeProto.input 1, output 2; TensorProto.name 8; ValueInfoProto.name 1.
"""

from __future__ import annotations

from collections.abc import Iterator

LENGTH_DELIMITED = 2
Field = tuple[int, int, bytes]  # number, wire type, payload


def with_output(model: bytes, tensor: str) -> bytes:
    """The model with an inner tensor as a further output, its last."""
    return model + written(7, written(12, written(1, tensor.encode())))


def cut_before(model: bytes, tensor: str) -> bytes:
    """The part of the model that computes ``tensor``, which is its only output."""
    others = b"".join(rewritten(f) for f in fields(model) if f[0] != 7)
    graph = b"".join(payload for number, _, payload in fields(model) if number == 7)
    parts = list(fields(graph))
    nodes = needed_nodes([payload for number, _, payload in parts if number == 1], tensor)
    wanted = {name for node in nodes for name in names(node, 1)}
    kept = [written(1, node) for node in nodes]
    for number, wire, payload in parts:
        if (number == 5 and names(payload, 8)[0] in wanted) or number not in (1, 5, 12, 13):
            kept.append(rewritten((number, wire, payload)))
    output = written(12, written(1, tensor.encode()))
    return others + written(7, b"".join(kept) + output)


def needed_nodes(nodes: list[bytes], tensor: str) -> list[bytes]:
    """The nodes that ``tensor`` depends on, in their order."""
    makers = {name: index for index, node in enumerate(nodes) for name in names(node, 2)}
    needed: set[int] = set()
    open_names = [tensor]
    while open_names:
        index = makers.get(open_names.pop())
        if index is not None and index not in needed:
            needed.add(index)
            open_names += names(nodes[index], 1)
    return [nodes[index] for index in sorted(needed)]


def names(message: bytes, number: int) -> list[str]:
    """The texts of one field of a message."""
    return [payload.decode() for found, _, payload in fields(message) if found == number]


def fields(message: bytes) -> Iterator[Field]:
    """The fields of a protobuf message in order."""
    view, at = memoryview(message), 0
    while at < len(view):
        tag, at = varint(view, at)
        wire = tag & 7
        if wire == LENGTH_DELIMITED:
            length, at = varint(view, at)
        else:
            length = {1: 8, 5: 4}.get(wire) or varint(view, at)[1] - at
        yield tag >> 3, wire, bytes(view[at : at + length])
        at += length


def varint(view: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = view[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def written(number: int, payload: bytes) -> bytes:
    """A length-delimited field."""
    return rewritten((number, LENGTH_DELIMITED, payload))


def rewritten(field: Field) -> bytes:
    """A field as its bytes stand in the file."""
    number, wire, payload = field
    length = as_varint(len(payload)) if wire == LENGTH_DELIMITED else b""
    return as_varint(number << 3 | wire) + length + payload


def as_varint(value: int) -> bytes:
    """A number as protobuf's variable-length integer."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes((*found, value))
