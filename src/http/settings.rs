//! What the page is told by the configuration.

use std::path::PathBuf;

use url::Url;

use crate::{config::Secret, ui::Brand};

/// What the page is told by the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The page's own address as browsers see it: scheme, host, port.
    pub public_url: Url,
    /// Encrypts the cookies. The same for all instances behind one address.
    pub cookie_key: CookieSecret,
    /// Whose page it is.
    pub brand: Brand,
    /// Language of whoever wishes for none that there is.
    pub default_locale: String,
    /// Time zone of whoever has told none.
    pub time_zone: Option<String>,
    /// Origins that may frame the page; nobody where empty.
    pub frame_ancestors: Vec<String>,
    /// Folder with the built style sheet and islands.
    pub site_root: PathBuf,
    /// How many event streams this process holds open at a time; further pages ask from time to time.
    pub most_streams: usize,
    /// Whether `/preview` is for everybody, not for administrators alone.
    pub preview: bool,
    /// The client as which the page itself is registered in a remote org, for apps that name none.
    pub own_client: Option<OwnClient>,
}

/// A client of a remote org (RFC 6749 section 2.2). `Debug` does not show its secret.
#[derive(Debug, Clone)]
pub struct OwnClient {
    /// `client_id`.
    pub id: String,
    /// `client_secret`; none for a public client.
    pub secret: Option<Secret>,
    /// Where the person goes once signed in: one of the redirect URIs that the org has for the client.
    pub redirect_uri: Url,
    /// The scopes, separated by spaces.
    pub scope: String,
}

/// 64 secret bytes. `Debug` never shows them.
#[derive(Clone)]
pub struct CookieSecret(pub [u8; 64]);

impl std::fmt::Debug for CookieSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl Settings {
    /// Whether browsers reach the page by TLS: cookies then are `Secure` and host-bound.
    pub(super) fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }
}
