"""The command: `python render.py --help`."""

from chainreel.command import main

if __name__ == "__main__":
    main()
