"""Processes as graphs: which transitions tell most of the story, and where a map puts its steps."""
