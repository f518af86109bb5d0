"""What Word and PDF share: how a report is set on pages of paper."""
