"""Return memory that is no longer used to the system."""

from __future__ import annotations

import ctypes
import gc


def release_memory() -> None:
    """Return freed memory to the system, after something large was loaded.

    glibc keeps freed memory between blocks that are in use. Loading the models frees some 200 MB
    of it. With another C library, this only collects garbage.
    """
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
