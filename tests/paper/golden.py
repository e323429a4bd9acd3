"""`python -m tests.paper.golden` writes forms/<code>/golden.pdf anew; look at them before you commit them."""

from __future__ import annotations

from tests.paper.reading import CODES, FORMS, form, sample
from yubei_desk.paper.render import render

if __name__ == "__main__":
    for code in CODES:
        (FORMS / code / "golden.pdf").write_bytes(render(form(code), sample(code)))
