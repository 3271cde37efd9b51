"""Outlines of regions from a GeoJSON file: file -> what may be drawn; nothing is stored here.

`desk` starts a process of its own (`child`), which goes through these steps in `reader`: `geojson`
reads the file, `sheet` puts the globe on paper, `borders` cuts outlines where borders meet, so that
a border of two regions is one thing, `thinning` leaves out points nobody would see, and `drawing`
writes the lines. `matching` says which outline may be which region of the plan.
"""
