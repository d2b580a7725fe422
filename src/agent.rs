//! The device agent: the loopback service, the challenge, osquery, the device key.
