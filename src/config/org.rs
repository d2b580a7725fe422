//! A remote organization: which authorization server, as which client, over which way.

use std::{fmt, path::PathBuf, str::FromStr};

use clap::builder::RangedU64ValueParser;
use jiff::SignedDuration;
use url::Url;

use super::{Error, Secret, http::duration};

/// A remote organization, where `--backend-url` names one.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Remote organization")]
pub struct OrgOptions {
    /// The remote organization's authorization server: `default`, the identifier of another one, or `org` for the
    /// organization's own.
    #[arg(
        long = "backend-authorization-server",
        env = "DOORSTEP_BACKEND_AUTHORIZATION_SERVER",
        default_value = "default",
        value_name = "NAME",
        value_parser = authorization_server
    )]
    pub authorization_server: String,
    /// The client as which this page is registered in the remote organization, for apps that name none; with `--backend-redirect-uri`.
    #[arg(
        long = "backend-client-id",
        env = "DOORSTEP_BACKEND_CLIENT_ID",
        value_name = "ID"
    )]
    pub client_id: Option<String>,
    /// That client's secret, where it has one: rather a variable or the file than a flag, which other users of the machine can see.
    #[arg(
        long = "backend-client-secret",
        env = "DOORSTEP_BACKEND_CLIENT_SECRET",
        hide_env_values = true,
        hide_default_value = true,
        value_name = "SECRET"
    )]
    pub client_secret: Option<Secret>,
    /// That client's redirect URI: the app that people go on to.
    #[arg(
        long = "backend-redirect-uri",
        env = "DOORSTEP_BACKEND_REDIRECT_URI",
        value_name = "URL",
        value_parser = redirect_uri
    )]
    pub redirect_uri: Option<Url>,
    /// What that client asks for, where an app does not say.
    #[arg(
        long = "backend-scope",
        env = "DOORSTEP_BACKEND_SCOPE",
        default_value = "openid profile email",
        value_name = "SCOPES"
    )]
    pub scope: String,
    /// The proxy to the remote organization: an address, also with name and password, or `none`; the system's where it is not
    /// given (`HTTPS_PROXY`, `NO_PROXY`).
    #[arg(
        long = "backend-proxy",
        env = "DOORSTEP_BACKEND_PROXY",
        hide_env_values = true,
        hide_default_value = true,
        value_name = "URL|none"
    )]
    pub proxy: Option<ProxyChoice>,
    /// A PEM file with certificate authorities that are trusted besides the system's, for instance an inspecting proxy's.
    #[arg(
        long = "backend-ca-file",
        env = "DOORSTEP_BACKEND_CA_FILE",
        value_name = "FILE"
    )]
    pub ca_file: Option<PathBuf>,
    /// How long a connection to the remote organization may take to stand; part of `--backend-timeout`.
    #[arg(
        long = "backend-connect-timeout",
        env = "DOORSTEP_BACKEND_CONNECT_TIMEOUT",
        default_value = "5s",
        value_name = "DURATION",
        value_parser = duration
    )]
    pub connect_timeout: SignedDuration,
    /// The most idle connections to the remote organization that are kept for the next request.
    #[arg(
        long = "backend-connections",
        env = "DOORSTEP_BACKEND_CONNECTIONS",
        default_value = "32",
        value_name = "COUNT"
    )]
    pub connections: usize,
    /// The largest answer of the backend that is read, in bytes.
    #[arg(
        long = "backend-answer-limit",
        env = "DOORSTEP_BACKEND_ANSWER_LIMIT",
        default_value = "1048576",
        value_name = "BYTES",
        value_parser = RangedU64ValueParser::<usize>::new().range(1024..=67_108_864)
    )]
    pub answer_limit: usize,
}

/// The client that the page itself is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnClient {
    /// `client_id`.
    pub id: String,
    /// `redirect_uri`.
    pub redirect_uri: Url,
}

impl OrgOptions {
    /// The issuer's path.
    pub fn issuer_path(&self) -> String {
        match self.authorization_server.as_str() {
            "org" => String::new(),
            name => format!("oauth2/{name}"),
        }
    }

    /// The client that the page itself is; `None` where it is none.
    ///
    /// # Errors
    /// [`Error::Option`] where only a part of it is given.
    pub fn own_client(&self) -> Result<Option<OwnClient>, Error> {
        let alone = |option| Error::Option {
            option,
            reason: "--backend-client-id and --backend-redirect-uri belong together",
        };
        match (&self.client_id, &self.redirect_uri) {
            (Some(id), Some(redirect_uri)) => Ok(Some(OwnClient {
                id: id.clone(),
                redirect_uri: redirect_uri.clone(),
            })),
            (Some(_), None) => Err(alone("backend-client-id")),
            (None, Some(_)) => Err(alone("backend-redirect-uri")),
            (None, None) if self.client_secret.is_some() => Err(alone("backend-client-secret")),
            (None, None) => Ok(None),
        }
    }

    /// The certificate authorities in the file; empty where no file is given.
    ///
    /// # Errors
    /// [`Error::Resource`] where the file cannot be read.
    pub fn certificates(&self) -> Result<Vec<u8>, Error> {
        let Some(path) = &self.ca_file else {
            return Ok(Vec::new());
        };
        std::fs::read(path).map_err(|error| self.unusable(error.to_string()))
    }

    /// Why the file with certificate authorities cannot be used.
    pub fn unusable(&self, reason: String) -> Error {
        Error::Resource {
            option: "backend-ca-file",
            path: self.ca_file.clone().unwrap_or_default(),
            reason,
        }
    }
}

/// Which proxy is used instead of the system's. `Debug` shows no address: a password may stand in it.
#[derive(Clone, PartialEq, Eq)]
pub enum ProxyChoice {
    /// None, whatever the system says.
    Direct,
    /// This one, for all addresses.
    Through(Url),
}

impl FromStr for ProxyChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self::Direct);
        }
        let wrong = || String::from("the proxy is an http:// or https:// URL, or none");
        let url = Url::parse(text).map_err(|_| wrong())?;
        if matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none() {
            Ok(Self::Through(url))
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Debug for ProxyChoice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Direct => "Direct",
            Self::Through(_) => "Through([redacted])",
        })
    }
}

/// A name that stands in a path as it is.
fn authorization_server(text: &str) -> Result<String, String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !text.is_empty() && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err(String::from(
            "only the server's name: default, org, or an identifier as in aus1a2b3c4d5e6f7g8h9",
        ))
    }
}

/// An absolute address without fragment (RFC 6749 section 3.1.2); an app on a device may have a scheme of its own.
fn redirect_uri(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("not a URL ({error})"))?;
    if url.fragment().is_some() {
        return Err(String::from("a redirect URI has no #fragment"));
    }
    if matches!(
        url.scheme(),
        "javascript" | "data" | "file" | "about" | "blob"
    ) {
        return Err(String::from("nobody can go on to such an address"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Alone {
        #[command(flatten)]
        org: OrgOptions,
    }

    fn options(arguments: &[&str]) -> Result<OrgOptions, clap::Error> {
        let arguments = std::iter::once("test").chain(arguments.iter().copied());
        Alone::try_parse_from(arguments).map(|alone| alone.org)
    }

    #[test]
    fn the_client_is_whole_or_not_there() {
        let client = |arguments: &[&str]| {
            let found = options(arguments).expect("valid").own_client();
            found.map_err(|error| error.to_string())
        };
        assert_eq!(client(&[]), Ok(None));
        let both = [
            "--backend-client-id=a",
            "--backend-redirect-uri=https://app.example/cb",
        ];
        assert_eq!(
            client(&both).expect("a client").map(|own| own.id),
            Some("a".to_owned())
        );
        for alone in [
            "--backend-client-id=a",
            "--backend-redirect-uri=https://app.example/cb",
            "--backend-client-secret=hunter2",
        ] {
            let error = client(&[alone]).expect_err("half a client");
            let name = alone.split('=').next().expect("a name");
            assert!(
                error.contains(name) && error.contains("together"),
                "{error}"
            );
            assert!(!error.contains("hunter2"));
        }
    }

    #[test]
    fn what_cannot_work_is_refused_with_a_reason() {
        for (wrong, reason) in [
            (
                "--backend-authorization-server=a/b",
                "only the server's name",
            ),
            ("--backend-authorization-server=", "only the server's name"),
            ("--backend-redirect-uri=/callback", "not a URL"),
            ("--backend-redirect-uri=https://a.example/#b", "fragment"),
            ("--backend-redirect-uri=javascript:alert(1)", "nobody"),
            ("--backend-proxy=proxy:3128", "http://"),
            ("--backend-proxy=socks5://proxy", "http://"),
            ("--backend-connect-timeout=0s", "longer than nothing"),
            ("--backend-answer-limit=10", "1024"),
        ] {
            let error = options(&[wrong]).expect_err(wrong).to_string();
            assert!(error.contains(reason), "{wrong}: {error}");
        }
    }

    #[test]
    fn the_issuer_is_the_authorization_servers() {
        let path = |name: &str| {
            let flag = format!("--backend-authorization-server={name}");
            options(&[&flag]).expect("valid").issuer_path()
        };
        assert_eq!(path("default"), "oauth2/default");
        assert_eq!(path("aus1"), "oauth2/aus1");
        assert_eq!(path("org"), "");
    }

    #[test]
    fn no_secret_is_shown() {
        let options = options(&[
            "--backend-proxy=http://me:hunter2@proxy.example:3128",
            "--backend-client-secret=hunter2",
        ]);
        let shown = format!("{:?}", options.expect("valid"));
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let options = options(&["--backend-ca-file=/nowhere/ca.pem"]).expect("valid");
        let error = options.certificates().expect_err("no file").to_string();
        assert!(
            error.contains("/nowhere/ca.pem") && error.contains("--backend-ca-file"),
            "{error}"
        );
    }
}
