"""Measures Marsad beside its peers on a generated site, all in one run; a person looks at the table, no test does."""
