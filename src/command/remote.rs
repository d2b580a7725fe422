//! A remote organization: the client that talks to it, and the client that the page is there.

use std::time::Duration;

use doorstep::{
    config::{self, BackendOptions, OrgOptions, Origin, ProxyChoice},
    http::OwnClient,
    idx::client::{Client, Limits, RemoteOptions, RemoteSetupError, Way},
};

/// The client of the organization at `url`.
pub(super) fn client(options: &OrgOptions, url: &Origin, limits: Limits) -> anyhow::Result<Client> {
    let issuer = url.url().join(&options.issuer_path())?;
    let remote = RemoteOptions {
        connect: Duration::try_from(options.connect_timeout)?,
        pool: options.connections,
        root_certificates: options.certificates()?,
        way: match &options.proxy {
            None => Way::System,
            Some(ProxyChoice::Direct) => Way::Direct,
            Some(ProxyChoice::Through(proxy)) => Way::Proxy(proxy.clone()),
        },
    };
    if options.ca_file.is_some() && remote.root_certificates.is_empty() {
        return Err(options.unusable(String::from("the file is empty")).into());
    }
    Client::remote(issuer, &remote, limits).map_err(|error| match error {
        RemoteSetupError::Certificates(reason) => options.unusable(reason).into(),
        RemoteSetupError::Client(_) => anyhow::Error::from(error),
    })
}

/// The client that the page is in the organization; `None` where apps name their own, and for the embedded backend.
pub(super) fn own_client(options: &BackendOptions) -> Result<Option<OwnClient>, config::Error> {
    let Some(own) = options.org.own_client()? else {
        return Ok(None);
    };
    if options.backend_url.is_none() {
        return Err(config::Error::Option {
            option: "backend-client-id",
            reason: "only in front of a remote organization, --backend-url, is the page a client",
        });
    }
    Ok(Some(OwnClient {
        id: own.id,
        secret: options.org.client_secret.clone(),
        redirect_uri: own.redirect_uri,
        scope: options.org.scope.clone(),
    }))
}

#[cfg(test)]
mod tests {
    use doorstep::config::{Cli, Command};

    use super::*;

    fn backend(arguments: &[&str]) -> BackendOptions {
        let arguments = ["doorstep", "serve"].iter().chain(arguments);
        let cli = Cli::read(arguments.map(std::ffi::OsString::from)).expect("valid arguments");
        let Command::Serve(options) = cli.command else {
            panic!("not serve");
        };
        options.backend
    }

    fn made(arguments: &[&str]) -> Result<Client, String> {
        let backend = backend(&[&["--backend-url=https://org.example"], arguments].concat());
        let url = backend.backend_url.clone().expect("an organization");
        client(&backend.org, &url, Limits::default()).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn apps_find_the_endpoints_at_the_path_of_the_authorization_server() {
        for (name, path) in [
            ("default", "/oauth2/default/v1/token"),
            ("aus1", "/oauth2/aus1/v1/token"),
            ("org", "/oauth2/v1/token"),
        ] {
            let flag = format!("--backend-authorization-server={name}");
            let (_, token) = made(&[&flag])
                .expect("a client")
                .endpoints()
                .expect("a remote org");
            assert_eq!(token, path);
        }
    }

    #[test]
    fn a_file_without_certificates_is_named_with_what_is_wrong() {
        let file = std::env::temp_dir().join(format!("doorstep-ca-{}.pem", std::process::id()));
        let flag = format!("--backend-ca-file={}", file.display());
        for (content, reason) in [
            ("", "empty"),
            ("not a certificate", "no certificate in it"),
            (
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "cannot be used",
            ),
            ("-----BEGIN CERTIFICATE-----\n!!!!\n", "PEM"),
        ] {
            std::fs::write(&file, content).expect("a file");
            let error = made(&[&flag]).expect_err(content);
            assert!(
                error.contains(reason) && error.contains("--backend-ca-file"),
                "{content:?}: {error}"
            );
        }
        std::fs::remove_file(file).expect("the file goes again");
    }

    #[test]
    fn the_page_is_a_client_only_in_front_of_a_remote_organization() {
        let client = [
            "--backend-client-id=a",
            "--backend-redirect-uri=https://app.example/cb",
        ];
        assert!(own_client(&backend(&client)).is_err());
        let remote = [&client[..], &["--backend-url=https://org.example"]].concat();
        let own = own_client(&backend(&remote))
            .expect("valid")
            .expect("a client");
        assert_eq!(
            (own.id.as_str(), own.scope.as_str()),
            ("a", "openid profile email")
        );
        assert!(own_client(&backend(&[])).expect("valid").is_none());
    }
}
