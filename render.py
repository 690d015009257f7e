"""The main job: `python render.py ...` is `chainreel render ...`."""

import sys

from chainreel.command import main

if __name__ == "__main__":
    main(["render", *sys.argv[1:]])
