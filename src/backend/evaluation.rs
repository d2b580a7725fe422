//! Pure rules: signals, policies, clock and grace in; verdicts and outcome out. Knows nothing but its own types.
