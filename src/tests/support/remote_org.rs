//! A remote org: an IDX server on a port of its own that plays a scripted sign-in. It behaves as an organization does
//! (state handles that change, addresses that are its own, cookies, a success that may be told only once) and holds the
//! page's client to what `docs/spec/idx.md` sections 1.1 to 1.3 say. Whatever the client does otherwise is written down
//! as a sentence, and the test fails with it.

mod check;
mod dress;
mod play;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::Request,
    http::request::Parts,
    response::Response,
};
use doorstep::idx::client::{Client, Limits, RemoteOptions};
use serde_json::Value;
use tokio::net::TcpListener;

pub(crate) use self::play::Answer;
use self::play::Play;
use super::sample;

/// The verifier and challenge of RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// See [`VERIFIER`].
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// The client that the org knows.
pub(crate) const CLIENT: &str = "0oaexample";
/// Its redirect URI.
pub(crate) const REDIRECT_URI: &str = "http://localhost:8081/callback";
/// Its secret.
pub(crate) const SECRET: &str = "hunter2-hunter2";

/// A remote org on a port of its own. Dropping it fails the test where something went other than scripted.
pub(crate) struct RemoteOrg {
    play: Arc<Mutex<Play>>,
    address: SocketAddr,
    server: tokio::task::JoinHandle<()>,
}

impl RemoteOrg {
    /// An org where every sign-in begins at the sample `begins`.
    pub(crate) async fn at(begins: &str) -> Self {
        let (status, body) = sample(begins);
        Self::beginning(status, body).await
    }

    /// An org where every sign-in begins with this answer.
    pub(crate) async fn beginning(status: u16, body: Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let play = Arc::new(Mutex::new(Play::new(
            format!("http://{address}"),
            (status, body),
        )));
        let shared = Arc::clone(&play);
        let router = Router::new().fallback(move |request: Request| {
            let play = Arc::clone(&shared);
            async move { answer(&play, request).await }
        });
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("a server");
        });
        Self {
            play,
            address,
            server,
        }
    }

    /// `http://127.0.0.1:port`.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client as the page makes one.
    pub(crate) fn client(&self) -> Client {
        // A test that waits for the end of its patience has its own: this machine may be busy.
        self.client_within(Limits {
            total: Duration::from_secs(20),
            long_poll: Duration::from_secs(20),
            answer: 256 * 1024,
        })
    }

    /// A client with these limits.
    pub(crate) fn client_within(&self, limits: Limits) -> Client {
        let issuer = format!("{}/oauth2/default", self.origin());
        let issuer = issuer.parse().expect("a URL");
        Client::remote(issuer, &RemoteOptions::default(), limits).expect("a client")
    }

    /// Next, the form `form` is submitted with `body` (the state handle is checked besides) and answered with `answer`.
    pub(crate) fn turn(&self, form: &str, body: Value, answer: Answer) -> &Self {
        self.lock().turn(form, body, answer);
        self
    }

    /// The next answer to anything is this one, and changes nothing.
    pub(crate) fn trouble(&self, status: u16, headers: &[(&'static str, &str)], body: &str) {
        self.lock().trouble(status, headers, body);
    }

    /// Every answer takes this long.
    pub(crate) fn delay(&self, delay: Duration) {
        self.lock().delay = delay;
    }

    /// Forgets all sign-ins, as when they have expired.
    pub(crate) fn forget(&self) {
        self.lock().forget();
    }

    /// A state handle of a sign-in that began in a browser, on the org's own page.
    pub(crate) fn state_token(&self) -> String {
        self.lock().state_token()
    }

    /// What was asked, without what the page asks at every step: `form name`, `interact`, `token`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    /// How many codes were traded for tokens.
    pub(crate) fn traded(&self) -> usize {
        self.lock().traded
    }

    fn lock(&self) -> MutexGuard<'_, Play> {
        self.play
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Drop for RemoteOrg {
    fn drop(&mut self) {
        self.server.abort();
        let complaints = self.lock().complaints();
        if complaints.is_empty() {
            return;
        }
        let told = format!(
            "the remote org was asked other than scripted:\n- {}\n",
            complaints.join("\n- ")
        );
        if std::thread::panicking() {
            // A second panic would end the program before anybody reads the first.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes());
        } else {
            panic!("{told}");
        }
    }
}

async fn answer(play: &Mutex<Play>, request: Request) -> Response {
    let (parts, body): (Parts, _) = request.into_parts();
    let body: Bytes = to_bytes(body, 1 << 20).await.unwrap_or_default();
    let (delay, response) = {
        let mut play = play
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        (play.delay, play.answer(&parts, &body))
    };
    tokio::time::sleep(delay).await;
    response
}
