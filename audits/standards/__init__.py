"""What standards and search engines say, as data; imports nothing of ours."""
