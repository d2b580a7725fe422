//! The organization's looks.

use std::path::PathBuf;

use url::Url;

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
    /// Where a person who cannot get on finds help: https or mailto.
    #[arg(long, env = "DOORSTEP_HELP_URL", value_name = "URL", value_parser = help)]
    pub help_url: Option<Url>,
}

fn image(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("svg" | "png") if path.is_file() => Ok(path),
        Some("svg" | "png") => Err(String::from("there is no such file")),
        _ => Err(String::from("the logo must be a .svg or .png file")),
    }
}

fn help(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "https" | "mailto") => Ok(url),
        Ok(_) => Err(String::from("the URL must begin with https: or mailto:")),
        Err(error) => Err(format!("not a URL ({error})")),
    }
}
