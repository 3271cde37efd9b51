"""Word files on their way in: unpacked with care, read, decided upon, proposed part by part."""
