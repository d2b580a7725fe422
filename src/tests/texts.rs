//! What the backend may say must be known to the page: the two share no code, only keys.

use doorstep::{
    backend::evaluation,
    i18n::{Locale, Texts, idx_text},
};

/// Headings and help sentences, which the page says in its own structure.
const STRUCTURE: [&str; 4] = [
    "remediation.title",
    "remediation.option_index",
    "remediation.additional_help_default",
    "remediation.additional_help_custom",
];

#[test]
fn every_instruction_of_the_backend_has_a_text_in_every_language() {
    let instructions: Vec<String> = evaluation::keys()
        .filter(|key| {
            key.contains(".device_assurance.remediation.")
                || key.starts_with(evaluation::REASON_PREFIX)
        })
        .filter(|key| !STRUCTURE.iter().any(|ending| key.ends_with(ending)))
        .collect();
    assert!(instructions.len() > 50, "{}", instructions.len());
    let mut missing = Vec::new();
    for key in &instructions {
        for locale in Locale::ALL {
            if idx_text(Texts::of(*locale), key, &[String::from("14.4")]).is_none() {
                missing.push(format!("{key} in {}", locale.tag()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
