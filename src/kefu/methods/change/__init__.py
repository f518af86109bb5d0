"""Whether a new month differs from the months before by more than they differ among themselves."""
