//! Files of the site root: the style sheet, the islands, what lies in `public/`.

use std::path::Path;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use super::{Page, error, visit::Visit};
use crate::ui::{Assets, Islands};

/// What the page loads, as cargo-leptos left it in the site root: `pkg/doorstep[.<hash>].css` and so on.
pub(super) fn find(site_root: &Path) -> Assets {
    let newest = |ending: &str| {
        let folder = std::fs::read_dir(site_root.join("pkg")).ok()?;
        folder
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let fits = name.starts_with("doorstep") && name.ends_with(ending);
                fits.then(|| Some((entry.metadata().ok()?.modified().ok()?, name)))?
            })
            .max()
            .map(|(_, name)| format!("/pkg/{name}"))
    };
    Assets {
        stylesheet: newest(".css").unwrap_or_else(|| String::from("/pkg/doorstep.css")),
        islands: newest(".js")
            .zip(newest(".wasm"))
            .map(|(script, wasm)| Islands { script, wasm }),
    }
}

/// A file of the site root, compressed beforehand where it is, or the page that says that there is none.
pub(super) async fn serve(State(page): State<Page>, visit: Visit, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return error::not_found(&visit);
    }
    let immutable = is_hashed(request.uri().path());
    let files = ServeDir::new(&page.0.settings.site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let Ok(response) = files.oneshot(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return error::not_found(&visit);
    }
    let mut response = response.into_response();
    let caching = if immutable {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// Whether the name changes with the content: `name.<hash>.ext`.
fn is_hashed(path: &str) -> bool {
    let mut parts = path.rsplit('/').next().unwrap_or_default().rsplit('.');
    let (_, hash, name) = (parts.next(), parts.next(), parts.next());
    path.starts_with("/pkg/") && name.is_some() && hash.is_some_and(|hash| hash.len() >= 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(is_hashed("/pkg/doorstep.0Bv3mQ9mV5h3yqk8Jd7u2A.css"));
        assert!(!is_hashed("/pkg/doorstep.css"));
        assert!(!is_hashed("/pkg/doorstep_bg.wasm"));
        assert!(!is_hashed("/favicon.0Bv3mQ9mV5h3yqk8Jd7u2A.svg"));
    }
}
