"""What the readers of Office files have in common: parts and their relations, the cells of a workbook, chart caches."""
