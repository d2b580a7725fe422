//! Leptos components that only draw a screen.
