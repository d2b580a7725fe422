//! The organization's looks.

use std::path::PathBuf;

/// The organization's looks.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Brand")]
pub struct BrandOptions {
    /// The organization's name, in titles and beside the logo.
    #[arg(
        long,
        env = "DOORSTEP_BRAND_NAME",
        default_value = "Doorstep",
        value_name = "NAME"
    )]
    pub brand_name: String,
    /// The organization's logo, an SVG or PNG file; the name alone where it is not given.
    #[arg(long, env = "DOORSTEP_LOGO", value_name = "FILE", value_parser = image)]
    pub logo: Option<PathBuf>,
    /// The telephone number of the organization's IT help desk, at the foot of every page.
    #[arg(long, env = "DOORSTEP_SUPPORT_PHONE", value_name = "NUMBER", value_parser = phone)]
    pub support_phone: Option<String>,
    /// The email address of the organization's IT help desk, at the foot of every page.
    #[arg(long, env = "DOORSTEP_SUPPORT_EMAIL", value_name = "ADDRESS", value_parser = email)]
    pub support_email: Option<String>,
    /// When the IT help desk answers, in the organization's words: `Mon–Fri 8–18 CET`.
    #[arg(long, env = "DOORSTEP_SUPPORT_HOURS", value_name = "TEXT")]
    pub support_hours: Option<String>,
}

/// Digits and what people write between them; never more than a telephone can dial (E.164 with an extension).
fn phone(text: &str) -> Result<String, String> {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = text
        .chars()
        .all(|character| character.is_ascii_digit() || "+-–/(). ".contains(character));
    if plain && (3..=20).contains(&digits) {
        Ok(text.to_owned())
    } else {
        Err(String::from(
            "the number must have 3 to 20 digits, with +, spaces, dots, slashes, hyphens and brackets between them",
        ))
    }
}

/// What can stand in a `mailto:` as it is.
fn email(text: &str) -> Result<String, String> {
    let text = text.trim();
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"@.-_+".contains(&byte));
    match text.split_once('@') {
        Some((name, host))
            if plain && !name.is_empty() && host.contains('.') && !host.contains('@') =>
        {
            Ok(text.to_owned())
        }
        _ => Err(String::from(
            "the address must be one like help@example.com",
        )),
    }
}

fn image(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("svg" | "png") if path.is_file() => Ok(path),
        Some("svg" | "png") => Err(String::from("there is no such file")),
        _ => Err(String::from("the logo must be a .svg or .png file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_dialled_and_written_to_is_taken() {
        for good in ["+49 30 1234-5678", "(030) 12 34 56", "110"] {
            assert_eq!(phone(good).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "12",
            "call us",
            "+1;ext=2",
            "javascript:1234",
            "123456789012345678901",
        ] {
            assert!(phone(bad).is_err(), "{bad}");
        }
        assert_eq!(
            email(" help@example.com ").as_deref(),
            Ok("help@example.com")
        );
        for bad in [
            "help",
            "@example.com",
            "a@b",
            "a@b.c?bcc=x@y.z",
            "a@b@c.d",
            "a b@c.d",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }
}
