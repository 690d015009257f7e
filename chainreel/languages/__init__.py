"""Languages: everything that differs between them, as one frozen value each (``language.py``)."""
