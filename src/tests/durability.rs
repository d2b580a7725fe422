//! What was acknowledged stays: the real program, as a process of its own, whose end comes at any moment, whose disk
//! is full, whose database is held by others, damaged or something else.

mod backup;
mod full_disk;
mod invariants;
mod kill;
mod ledger;
mod locked;
mod program;
mod sign_ins;
mod startup;
mod writer;
