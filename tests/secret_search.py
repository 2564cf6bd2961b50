"""Searches whatever an audit leaves for secrets, in every form in which they may be written, packed or not."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from pathlib import Path

from crawler.masking import Mask
from store.database import Store

_SHORTEST = 8  # bytes of a form that is no word by chance


class Secrets:
    """What must be nowhere."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._forms = [one for one in Mask(secrets)._bytes if len(one) >= _SHORTEST]
        assert self._forms

    def not_in(self, data: bytes | str, where: object = "") -> None:
        """Fail where a secret stands in the data, also across line breaks."""
        raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
        for seen in (raw, re.sub(rb"\s+", b"", raw)):
            for one in self._forms:
                at = seen.find(one)
                assert at < 0, (where, seen[max(0, at - 200) : at + len(one) + 50])

    def not_in_folder(self, folder: Path, but: Iterable[str] = ()) -> list[Path]:
        """Fail where a secret stands in a file, its name or what is packed in it; the files that were searched."""
        left_out = set(but)
        files = [one for one in folder.rglob("*") if one.is_file() and one.name not in left_out]
        for one in files:
            self.not_in(str(one.relative_to(folder)), "a name")
            for data in opened(one.read_bytes()):
                self.not_in(data, one)
        return files

    def not_in_store(self, store: Store) -> None:
        """Fail where a secret stands in any row of the database, unpacked."""
        import sqlalchemy as sa

        from store.schema import metadata

        for run in store.runs():
            pages = list(store.pages(run.id))
            self.not_in(repr(run), "run")
            self.not_in(repr(pages), "pages")
            for number, body in store.bodies(run.id, [page.id for page in pages]).items():
                self.not_in(body, f"body of {number}")
            for read in (store.artifacts, store.probes, store.targets, store.findings, store.skipped):
                self.not_in(repr(list(read(run.id))), read.__name__)
            for whole in (store.links, store.urls, store.verdict):
                self.not_in(repr(whole(run.id)), whole.__name__)
        with store._db.read() as connection:
            for table in metadata.sorted_tables:
                for row in connection.execute(sa.select(table)):
                    for value in row:
                        for data in opened(value if isinstance(value, bytes) else repr(value).encode()):
                            self.not_in(data, table.name)

    def not_in_mail(self, mail: EmailMessage) -> None:
        """Fail where a secret stands in a header, a part or an attachment of a mail."""
        self.not_in(mail.as_bytes(), "mail")
        for name, value in mail.items():
            self.not_in(f"{name}: {value}", "mail")
        for part in mail.walk():
            if not part.is_multipart():
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                for data in opened(payload):
                    self.not_in(data, f"mail part {part.get_content_type()}")


def opened(data: bytes) -> Iterator[bytes]:
    """The bytes, and all that is packed in them: archives, gzip, zstandard, streams and text of a PDF, data URLs."""
    yield data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from opened(archive.read(name))
    elif data.startswith(b"\x1f\x8b"):
        yield from opened(gzip.decompress(data))
    elif data.startswith(b"\x28\xb5\x2f\xfd"):
        import zstandard

        try:
            yield from opened(zstandard.ZstdDecompressor().decompress(data, max_output_size=1 << 26))
        except zstandard.ZstdError:
            return  # packed with a dictionary: the store reads it
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    else:
        for found in re.finditer(rb"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/=]{40,})", data):
            yield from opened(base64.b64decode(found[1] + b"=="))


def _of_pdf(data: bytes) -> Iterator[bytes]:
    from pypdf import PdfReader

    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            continue
    reader = PdfReader(io.BytesIO(data))
    yield repr(reader.metadata).encode()
    for page in reader.pages:
        yield page.extract_text().encode()
        for note in page.get("/Annots") or ():
            yield repr(note.get_object()).encode()
