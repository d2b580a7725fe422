//! Pure: an IDX transaction to a screen, a form post to an IDX answer.
