//! Objects as YAML, each always in the same way.

use serde_json::Value;

use super::shape::Shape;

/// Longer texts are folded; statements should stay as they are, to be compared and copied.
const LONGEST_LINE: usize = 10_000;

/// `value` in the order of the fields of `shape`, with a line end at its end.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn write(shape: Shape, value: &Value) -> Result<String, serde_saphyr::ser::Error> {
    let options = serde_saphyr::ser_options! { folded_wrap_chars: LONGEST_LINE };
    let mut text = serde_saphyr::to_string_with_options(&shape.ordered(value), options)?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
