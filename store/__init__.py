"""The nouns that every room shares and the database that keeps them."""
