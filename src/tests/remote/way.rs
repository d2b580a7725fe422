//! The way to a remote org: a proxy, and certificate authorities of the organization's own.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use doorstep::idx::{
    Error,
    client::{Caller, Client, Limits, RemoteOptions, Way},
};
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs::default_provider,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

const HANDLE: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 27\r\nconnection: close\r\n\r\n\
                      {\"interaction_handle\":\"ih\"}\n";

fn client(issuer: &str, options: &RemoteOptions) -> Client {
    let limits = Limits {
        total: Duration::from_secs(20),
        ..Limits::default()
    };
    let issuer = issuer.parse().expect("a URL");
    Client::remote(issuer, options, limits).expect("a client")
}

async fn interact(client: &Client) -> Result<String, Error> {
    client.interact(&[], &Caller::default()).await
}

/// The head of a request.
async fn head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut read = Vec::new();
    let mut byte = [0];
    while !read.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|count| count == 1)
    {
        read.push(byte[0]);
    }
    String::from_utf8(read).expect("text")
}

/// A proxy that answers every request itself; gives the heads of those that it got.
async fn proxy() -> (SocketAddr, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(async move {
        let mut heads = Vec::new();
        for answer in [HANDLE, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"] {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            heads.push(head(&mut stream).await);
            stream
                .write_all(answer.as_bytes())
                .await
                .expect("an answer");
        }
        heads
    });
    (address, server)
}

#[tokio::test]
async fn a_proxy_is_asked_with_its_password_and_never_told_in_an_error() {
    let (address, server) = proxy().await;
    let way = format!("http://me:hunter2@{address}");
    let options = RemoteOptions {
        way: Way::Proxy(way.parse().expect("a URL")),
        ..RemoteOptions::default()
    };
    assert!(!format!("{options:?}").contains("hunter2"));
    let plain = client("http://org.invalid/oauth2/default", &options);
    assert_eq!(interact(&plain).await.as_deref(), Ok("ih"));
    let tunnel = client("https://org.invalid/oauth2/default", &options);
    let refused = interact(&tunnel).await.expect_err("no tunnel");
    assert!(matches!(refused, Error::Unreachable(_)), "{refused}");
    assert!(!refused.to_string().contains("hunter2"), "{refused}");
    let heads = server.await.expect("a proxy");
    assert!(
        heads[0].starts_with("POST http://org.invalid/oauth2/default/v1/interact "),
        "{}",
        heads[0]
    );
    assert!(
        heads[1].starts_with("CONNECT org.invalid:443 "),
        "{}",
        heads[1]
    );
    for head in heads {
        // `me:hunter2` (RFC 7617).
        assert!(
            head.to_lowercase()
                .contains("proxy-authorization: basic bwu6ahvudgvymg=="),
            "{head}"
        );
    }
}

/// A certificate authority: its certificate, and one for `localhost` that it has signed.
struct Authority {
    pem: String,
    config: ServerConfig,
}

fn authority() -> Authority {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let pem = params.self_signed(&key).expect("a certificate").pem();
    let issuer = Issuer::new(params, key);
    let own = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let certificate = params.signed_by(&own, &issuer).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate");
    Authority { pem, config }
}

/// A server behind TLS; gives what the client would speak.
async fn serve(config: ServerConfig) -> (String, JoinHandle<Option<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let server = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let spoken = stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec);
            if spoken.is_none() {
                head(&mut stream).await;
                stream
                    .write_all(HANDLE.as_bytes())
                    .await
                    .expect("an answer");
                let _ = stream.shutdown().await;
            }
            return spoken;
        }
    });
    (format!("https://localhost:{port}/oauth2/default"), server)
}

#[tokio::test]
async fn an_authority_of_the_organizations_own_is_trusted_once_it_is_named() {
    let (authority, other) = (authority(), authority());
    let (issuer, server) = serve(authority.config).await;
    let trusting = |pem: &str| RemoteOptions {
        root_certificates: pem.as_bytes().to_vec(),
        way: Way::Direct,
        ..RemoteOptions::default()
    };
    for stranger in ["", other.pem.as_str()] {
        let refused = interact(&client(&issuer, &trusting(stranger))).await;
        assert!(matches!(refused, Err(Error::Unreachable(_))), "{refused:?}");
    }
    // Several in one file, with whatever stands between them.
    let both = format!(
        "# of the other office\n{}\n# ours\n{}",
        other.pem, authority.pem
    );
    let answer = interact(&client(&issuer, &trusting(&both))).await;
    assert_eq!(answer.as_deref(), Ok("ih"));
    server.await.expect("a server");
}

#[tokio::test]
async fn http_2_is_spoken_where_the_org_does() {
    let mut authority = authority();
    authority.config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let (issuer, server) = serve(authority.config).await;
    let options = RemoteOptions {
        root_certificates: authority.pem.into_bytes(),
        way: Way::Direct,
        ..RemoteOptions::default()
    };
    // The server leaves once it knows.
    assert!(interact(&client(&issuer, &options)).await.is_err());
    assert_eq!(server.await.expect("a server").as_deref(), Some(&b"h2"[..]));
}
