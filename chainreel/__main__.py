"""Door for ``python -m chainreel``, which is the command."""

from chainreel.command import main

if __name__ == "__main__":
    main()
