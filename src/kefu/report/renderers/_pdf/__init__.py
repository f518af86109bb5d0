"""The parts of the PDF renderer: what goes onto the pages, pictures of charts, fonts, and the press (Typst)."""
