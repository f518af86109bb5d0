"""Quotation marks as a Chinese font draws them: curly ones as wide as a letter, which tears an English sentence."""

STRAIGHT = str.maketrans("\u201c\u201d", '""')
