//! Every sample in every language.
