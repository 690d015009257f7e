"""Films of any model: handed over by name, measured in a process of its own, written as a lecture."""
