#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Sends a message from Python, without a process: send.py USER TEXT"""
import ctypes
import sys


class Request(ctypes.Structure):
    """struct msgr_request"""
    _fields_ = [("size", ctypes.c_size_t)] + [
        (name, ctypes.c_char_p) for name in (
            "to", "text", "from_name", "id", "title", "icon", "category", "replaces", "retracts")
    ] + [("actions", ctypes.c_void_p), ("expires", ctypes.c_uint32), ("flags", ctypes.c_uint32),
         ("urgency", ctypes.c_int32), ("until", ctypes.c_int32), ("deadline", ctypes.c_int64)]


class Outcome(ctypes.Structure):
    """struct msgr_outcome"""
    _fields_ = [("size", ctypes.c_size_t), ("code", ctypes.c_uint32), ("state", ctypes.c_int32),
                ("recipients", ctypes.c_uint32), ("failures", ctypes.c_uint32),
                ("flags", ctypes.c_uint32), ("id", ctypes.c_char * 33),
                ("reason", ctypes.c_char * 263), ("answer", ctypes.c_char * 1024)]


library = ctypes.CDLL("libmessngr.so.0")


def send(to, text, **fields):
    """Sends a message; returns its id and state."""
    request = Request(size=ctypes.sizeof(Request), to=to.encode(), text=text.encode(), **fields)
    outcome = Outcome(size=ctypes.sizeof(Outcome))
    if library.msgr_send(ctypes.byref(request), ctypes.byref(outcome)):
        raise RuntimeError(f"{outcome.reason.decode()} ({outcome.code})")
    return outcome.id.decode(), outcome.state


if __name__ == "__main__":
    print(*send(sys.argv[1], sys.argv[2]))
