"""What a PDF says, read by poppler."""

import subprocess


def text_of(pdf: bytes) -> str:
    """Its words in reading order, blanks between them."""
    command = ["pdftotext", "-layout", "-", "-"]
    found = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())
