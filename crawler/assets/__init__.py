"""What the bytes of a page's parts say: pixels of images, what packing and minifying would save, fonts, libraries."""
