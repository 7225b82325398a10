"""Cases in which a third party's program is at the other end."""
import subprocess
import sys
from pathlib import Path

import e2e
from e2e import case, check

INTEROP = Path(__file__).resolve().parent / "interop"


@case
def srtp_is_understood_by_gstreamer_and_the_other_way(folder):
    done = subprocess.run([sys.executable, str(INTEROP / "test_srtp_interop.py"), str(e2e.BUILD)], capture_output=True, text=True)
    failed = [line for line in done.stdout.splitlines() if not line.startswith("PASS ")]
    check(done.returncode == 0, "; ".join(failed) or done.stderr.strip())
