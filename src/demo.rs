//! The demonstration: everything on one machine, with an example app and the seed data.
