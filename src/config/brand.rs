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
}

fn image(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("svg" | "png") if path.is_file() => Ok(path),
        Some("svg" | "png") => Err(String::from("there is no such file")),
        _ => Err(String::from("the logo must be a .svg or .png file")),
    }
}
