"""Juries: pages whose faults others have named, put before the whole accessibility stage."""
