"""How the workbook is drawn: looks (cell formats), sheet (where things go), blocks, ranges, and native charts."""
