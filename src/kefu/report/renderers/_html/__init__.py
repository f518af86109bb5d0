"""How the web page is drawn: charts as Vega-Lite (vega, layers), the page around them (page and its template)."""
