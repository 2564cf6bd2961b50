"""The keyboard walk: real Tab and Shift+Tab presses through a whole page, and what goes wrong on the way."""
