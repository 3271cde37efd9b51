"""Pictures as frozen geometry: where each shape stands, in thousandths; no colour, no markup.

`templates/macros/charts.html: chart` draws every one of them, on a page and in a printed document.
Words come in ready, in the language in force; the few words a picture needs of itself are said in
that language too, so build and draw it under one locale.
"""
