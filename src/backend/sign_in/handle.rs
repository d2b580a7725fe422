//! Handles and codes: bearer secrets, of which the store only ever sees the SHA-256.
//!
//! One secret leads to the next: interaction handle → state handle → interaction code. So each can be given again when a
//! page is reloaded, although none is stored, and a sign-in has exactly one of each.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{idx::HandoutKind, random::SharedRandom};

/// A new interaction handle.
pub(super) fn interaction(random: &SharedRandom) -> String {
    format!("ih.{}", random.token(32))
}

/// The state handle of an interaction. It never begins with `00`, which is Okta's older engine
/// (`docs/spec/idx.md` section 1.1).
pub(super) fn state(interaction: &str) -> String {
    format!("02.id.{}", derived("state", interaction))
}

/// The interaction code of a sign-in.
pub(super) fn code(state: &str) -> String {
    derived("code", state)
}

/// The code of a handout of a sign-in: letters that are hard to take for one another or to make words of (RFC 8628
/// section 6.1), in groups of five divided by `-`. 15 letters are 64 bits, for reading aloud; 25 are 108.
pub(super) fn handout(state: &str, kind: HandoutKind, number: u32) -> String {
    const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
    let length = if kind == HandoutKind::Helpdesk {
        15
    } else {
        25
    };
    let mut letters = Vec::with_capacity(length);
    for block in 0_u32.. {
        let seed = format!(
            "doorstep handout {} {number} {block} of {state}",
            kind.as_str()
        );
        let digest = digest::digest(&digest::SHA256, seed.as_bytes());
        // 240 is the largest multiple of 20 in a byte: above it, some letters would come more often.
        let fair = digest.as_ref().iter().filter(|byte| **byte < 240);
        letters.extend(fair.map(|byte| char::from(LETTERS[usize::from(byte % 20)])));
        if letters.len() >= length {
            break;
        }
    }
    let groups: Vec<String> = letters[..length]
        .chunks(5)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// A code as somebody typed it: without regard to case and to what divides its groups.
pub(super) fn typed(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

/// What the store finds a handout by.
pub(super) fn handout_hash(code: &str) -> String {
    hash(&typed(code))
}

/// What the store finds a handle or code by.
pub(super) fn hash(secret: &str) -> String {
    sha256(secret.as_bytes())
}

/// SHA-256 in unpadded base64url.
pub(super) fn sha256(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, bytes))
}

fn derived(purpose: &str, secret: &str) -> String {
    sha256(format!("doorstep {purpose} of {secret}").as_bytes())
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn each_secret_is_different_and_says_nothing_about_the_one_before() {
        let random: SharedRandom = Arc::new(SystemRandom);
        let interaction = interaction(&random);
        let state = state(&interaction);
        let code = code(&state);
        assert!(!state.starts_with("00"));
        let all = [&interaction, &state, &code, &hash(&state), &hash(&code)];
        let bare: BTreeSet<_> = all
            .iter()
            .map(|secret| secret.rsplit('.').next().unwrap())
            .collect();
        assert_eq!(bare.len(), 5);
        assert_eq!(super::state(&interaction), state, "it can be given again");
    }
}
