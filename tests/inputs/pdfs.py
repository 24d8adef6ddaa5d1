"""Small PDFs with Russian text, made by hand: a font is named, never embedded, for a reader wants its letters only."""

from __future__ import annotations

WIDTH = 500  # thousandths of the size that every character is wide


def pdf(*pages: list[tuple[int, int, str]]) -> bytes:
    """Returns a PDF; each page is a list of lines: x and y of their beginning in points from below, and the text."""
    letters = "".join(
        f"<{byte:02x}> <{ord(bytes([byte]).decode('cp1251', 'replace')):04x}>\n" for byte in range(32, 256)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"224 beginbfchar\n{letters}endbfchar\nendcmap end end"
    )
    widths = " ".join([str(WIDTH)] * 224)
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        (
            "<< /Type /Font /Subtype /Type1 /BaseFont /Test /FirstChar 32 /LastChar 255 "
            f"/Widths [{widths}] /ToUnicode 4 0 R >>"
        ).encode(),
        _stream(cmap.encode()),
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"BT /F 10 Tf {x} {y} Td <{text.encode('cp1251').hex()}> Tj ET\n" for x, y, text in lines)
        objects.append(
            (
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> "
                f"/Contents {6 + 2 * number} 0 R >>"
            ).encode()
        )
        objects.append(_stream(shown.encode()))
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def _stream(body: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body)
