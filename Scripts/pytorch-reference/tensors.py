"""Reads and writes safetensors files with NumPy (github.com/huggingface/safetensors)."""

import json
import math
import struct

import numpy

TYPES = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "I32": "<i4"}


def read(path):
    """Returns the tensors by name, in the order of the file, and the metadata."""
    with open(path, "rb") as file:
        data = file.read()
    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + size])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        tensors[name] = numpy.frombuffer(
            data, TYPES[entry["dtype"]], math.prod(entry["shape"]),
            8 + size + entry["data_offsets"][0]).reshape(entry["shape"]).copy()
    return tensors, metadata


def write(path, tensors, metadata=None):
    """Writes NumPy arrays by name, in their order, and metadata: texts by name."""
    header, offset, parts = {}, 0, []
    if metadata:
        header["__metadata__"] = metadata
    for name, tensor in tensors.items():
        kind = next(k for k, v in TYPES.items() if numpy.dtype(v) == tensor.dtype)
        parts.append(numpy.ascontiguousarray(tensor).tobytes())
        header[name] = {"dtype": kind, "shape": list(tensor.shape),
                        "data_offsets": [offset, offset + len(parts[-1])]}
        offset += len(parts[-1])
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))
