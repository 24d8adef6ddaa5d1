"""Opens files that may be compressed: `.gz` and `.zst`, by the end of their names."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from typing import IO, Any, cast

from .errors import needs

COMPRESSED = (".gz", ".zst")
ZSTD_LEVEL = 3
BLOCK = 1 << 16
#: What reading a damaged file raises.
DAMAGE = (OSError, EOFError, zlib.error)


def compression_of(name: str) -> str:
    """Returns the compression that a file's name ends with, `.gz` or `.zst`, else the empty string."""
    end = os.path.splitext(name)[1].lower()
    return end if end in COMPRESSED else ""


def reading(name: str, raw: IO[bytes]) -> IO[bytes]:
    """Returns the decompressed bytes of an open file, by its name; a plain file comes back as it is.

    Raises:
        MissingExtra: `.zst` needs zstandard.
    """
    kind = compression_of(name)
    if kind == ".gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw, mode="rb"))
    if kind == ".zst":
        return io.BufferedReader(_ZstdReader(raw), BLOCK)
    return raw


def writing(name: str, raw: IO[bytes]) -> IO[bytes]:
    """Returns a file that compresses into an open one, by its name; the same bytes in give the same bytes out.

    Closing it ends the compressed data and leaves the open file open.

    Raises:
        MissingExtra: `.zst` needs zstandard.
    """
    kind = compression_of(name)
    if kind == ".gz":
        return cast(IO[bytes], gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0))
    if kind == ".zst":
        return cast(IO[bytes], _zstandard().ZstdCompressor(level=ZSTD_LEVEL).stream_writer(raw, closefd=False))
    return cast(IO[bytes], _Plain(raw))


class _ZstdReader(io.RawIOBase):
    """The decompressed bytes of a .zst file; zstandard's own reader takes a file that was cut off for a whole one."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw_file, self.library = raw, _zstandard()
        self.frame: Any = None
        self.left = self.packed = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.left:
            self.packed = self.packed or self.raw_file.read(BLOCK)
            if not self.packed:
                if self.frame is not None:
                    raise EOFError("Compressed file ended before the end of its data")
                return 0
            if self.frame is None:
                self.frame = self.library.ZstdDecompressor().decompressobj()
            try:
                self.left = self.frame.decompress(self.packed)
            except self.library.ZstdError as error:
                raise OSError(str(error)) from None
            self.packed = b""
            if self.frame.eof:
                self.frame, self.packed = None, self.frame.unused_data
        size = min(len(buffer), len(self.left))
        buffer[:size], self.left = self.left[:size], self.left[size:]
        return size


class _Plain(io.BufferedIOBase):
    """A file whose closing leaves the one below open."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw_file = raw

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self.raw_file.write(data)


def _zstandard() -> Any:
    with needs("docs-in", "a .zst file"):
        import zstandard
    return zstandard
