"""Rules on films and sounds: captions, transcripts, descriptions, and what starts by itself."""
