"""One cleaning rule per file; the file name is the code of the reason."""
