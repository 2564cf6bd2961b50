"""What writing a report in each form costs, on a store that `benchmarks.large fill` made.

python -m benchmarks.forms FOLDER csv jsonl xlsx     a process for each form; prints a JSON line: CPU seconds of reading
                                                     the run and of writing the form, peak memory, size of the files
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def measure(folder: Path, form: str) -> dict[str, Any]:
    """Read the run once and write one form; in this process."""
    from reports.build import build
    from reports.forms import write_form
    from reports.load import load
    from store.database import Store

    with Store.open(str(folder / "marsad.db")) as store, tempfile.TemporaryDirectory() as out:
        run = store.runs()[0]
        began = time.process_time()
        report = build(load(store, run.id, {}))
        read = time.process_time()
        mb_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        written = write_form(form, report, store, run.id, Path(out))
        return {
            "form": form,
            "pages": len(report.pages),
            "read_cpu_s": round(read - began, 1),
            "write_cpu_s": round(time.process_time() - read, 1),
            "read_mb": round(mb_before),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "files_mb": round(sum(path.stat().st_size for path in written) / 1e6, 1),
        }


def main() -> int:
    """Measure each form in a process of its own."""
    folder, forms = Path(sys.argv[1]), sys.argv[2:]
    if len(forms) == 1:
        print(json.dumps(measure(folder, forms[0])))
        return 0
    return max(subprocess.run([sys.executable, "-m", "benchmarks.forms", str(folder), form], check=False).returncode
               for form in forms)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
