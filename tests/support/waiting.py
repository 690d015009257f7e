"""How long a test waits for what another process does before it says that it never came."""

PATIENCE = 600  # seconds; a busy machine takes a hundred times what a quiet one does
