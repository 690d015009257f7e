"""The documentation's site, in out/site: warnings as errors, whole on a disk without a network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "out" / "site"
# A page opened from a disk may start no worker, which the search is: this stands in for one.
SHIM = ROOT / ".venv" / "docs" / "node_modules" / "iframe-worker"
WORKER = "search-worker"  # its folder in the site
SHIM_FROM_THE_NET = re.compile(r'src="https://[^"]*iframe-worker/shim[^"]*"')
FROM_THE_NET = re.compile(
    r'<(?:script|img|iframe|video|source)\b[^>]*\bsrc="(https?:[^"]+)"|<link\b[^>]*rel="(?:stylesheet|preload|preconnect)"[^>]*href="(https?:[^"]+)"'
)


def main() -> None:
    """Build it; exits with a sentence if anything in it is wrong."""
    shutil.rmtree(SITE, ignore_errors=True)
    built = subprocess.run(
        [Path(sys.executable).parent / "zensical", "build", "--clean", "--strict"], cwd=ROOT
    )
    if built.returncode:
        sys.exit("site: not built: mend the pages named above")
    if not SHIM.is_dir():
        sys.exit("site: iframe-worker is not installed: run make docs, which does")
    home = SITE / WORKER
    home.mkdir(parents=True)
    shutil.copy(SHIM / "shim" / "index.js", home / "shim.js")
    shutil.copy(SHIM / "LICENSE", home)
    missing = [said for page in sorted(SITE.rglob("*.html")) if (said := on_a_disk(page))]
    if missing:
        sys.exit("\n".join(missing))
    print(f"site: {SITE.relative_to(ROOT)}/index.html")


def on_a_disk(page: Path) -> str:
    """Have a page take the shim from beside it; what else it would fetch, as a sentence, or nothing."""
    up = "../" * (len(page.relative_to(SITE).parts) - 1)
    text = SHIM_FROM_THE_NET.sub(f'src="{up}{WORKER}/shim.js"', page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")
    wanted = [one or other for one, other in FROM_THE_NET.findall(text)]
    return (
        f"site: {page.relative_to(SITE)} would fetch {', '.join(wanted)}: keep it in docs/" if wanted else ""
    )


if __name__ == "__main__":
    main()
