"""Lists of links that no panel writes."""

import base64
import json
import zlib
from typing import Any


def code(entries: Any) -> str:
    """Write anything as a link carries a list."""
    data = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    deflate = zlib.compressobj(9, wbits=-15)
    packed = deflate.compress(data) + deflate.flush()
    return "1" + base64.urlsafe_b64encode(packed).decode().rstrip("=")
