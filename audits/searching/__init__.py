"""What searches and visits say of the crawled site: the joined data, and the measurements that rules share."""
