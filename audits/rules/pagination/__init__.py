"""Rules about lists that go over several pages."""
