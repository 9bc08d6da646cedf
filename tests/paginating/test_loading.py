"""The quick import of the engine changes nothing but its time; each proof in a fresh process."""

from __future__ import annotations

import subprocess
import sys

import pytest

QUICK = "from publish.paginating.loading import quick_import\nwith quick_import():\n    import weasyprint\n"
SLOW = "import weasyprint\n"


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries have sonames on Linux")
def test_no_process_is_started() -> None:
    forbid = "import subprocess\ndef no(*a, **k): raise AssertionError(a)\nsubprocess.Popen = no\n"
    run(forbid + QUICK)


def test_everything_is_as_before_afterwards() -> None:
    told = run(
        "import ctypes.util, sys\nsearch = ctypes.util.find_library\n"
        + QUICK
        + "assert ctypes.util.find_library is search\n"
        "from weasyprint.pdf import fonts\n"
        "import fontTools.subset, fontTools.varLib.instancer\n"
        "assert fonts.subset.Options is fontTools.subset.Options\n"
        "assert fontTools.varLib.instancer.__file__ and fontTools.subset.__file__\n"
        "print(fonts.instantiateVariableFont.__name__)\n"
    )
    assert told == "call\n"


def test_where_the_libraries_are_not_there_the_search_goes_on() -> None:
    told = run(
        "import ctypes.util\nfrom publish.paginating import loading\nsearch = ctypes.util.find_library\n"
        "loading._SONAMES = ('libnothing-of-that-name.so.9',)\n"
        "with loading.quick_import():\n    print(ctypes.util.find_library is search)\n"
    )
    assert told == "True\n"


def test_what_is_loaded_already_stays() -> None:
    run(
        "import sys, fontTools.subset as real\nfrom publish.paginating.loading import quick_import\n"
        "with quick_import():\n    import fontTools.subset\n    assert fontTools.subset is real\n"
        "assert sys.modules['fontTools.subset'] is real\n"
    )


def test_the_pages_are_the_same_to_the_byte() -> None:
    page = (
        "import hashlib, os\nos.environ['SOURCE_DATE_EPOCH'] = '0'\n"
        "html = '<h1>Ligatures</h1><p>Office, fluffy — 1990.</p>'\n"
        "pdf = weasyprint.HTML(string=html).write_pdf(pdf_identifier=b'x')\n"
        "print(hashlib.sha256(pdf).hexdigest())\n"
    )
    assert run(QUICK + page) == run(SLOW + page)


def test_a_fork_server_survives_a_missing_library() -> None:
    told = run(
        "import cffi\ndef no(*a, **k): raise OSError('cannot load library')\ncffi.FFI.dlopen = no\n"
        "import publish.paginating.preloaded\nprint('alive')\n"
    )
    assert told == "alive\n"
