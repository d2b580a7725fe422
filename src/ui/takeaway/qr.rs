//! A QR code (ISO/IEC 18004), drawn on the server: no script and no other site is asked for it.

use std::fmt::Write as _;

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code, without which cameras do not find it.
const QUIET: usize = 4;

/// `text` as an image called `label`; `None` where it is too long.
pub(super) fn image(text: &str, label: String) -> Option<AnyView> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width() + 2 * QUIET;
    let size = format!("0 0 {side} {side}");
    Some(
        view! {
            <svg class="qr" viewBox=size role="img" aria-label=label shape-rendering="crispEdges">
                <path d=path(&code)></path>
            </svg>
        }
        .into_any(),
    )
}

/// A rectangle for each run of dark modules.
fn path(code: &QrCode) -> String {
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = modules[column..]
                .iter()
                .take_while(|module| **module == Color::Dark)
                .count();
            if run > 0 {
                let (x, y) = (column + QUIET, row + QUIET);
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            column += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once_and_no_light_one() {
        let code =
            QrCode::with_error_correction_level("https://a.example/steps/X", EcLevel::M).unwrap();
        let mut drawn = std::collections::BTreeSet::new();
        for run in path(&code).split('M').skip(1) {
            let (start, rest) = run.split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            for column in x..x + length {
                assert!(drawn.insert((column - QUIET, y - QUIET)));
            }
        }
        for row in 0..code.width() {
            for column in 0..code.width() {
                let dark = code[(column, row)] == Color::Dark;
                assert_eq!(dark, drawn.contains(&(column, row)), "{column} {row}");
            }
        }
    }
}
