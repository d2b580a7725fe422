//! Connections, and how long each may wait for the other side. Whoever sends nothing, or takes nothing, is let go, so that
//! nobody can hold all connections by being slow. Answers may take as long as they like: long polls and event streams do.

mod patience;

use std::{
    convert::Infallible,
    future::Future,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    BoxError, Router,
    body::{Body, Bytes, HttpBody},
    extract::ConnectInfo,
    http::{HeaderValue, Request, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use futures_util::StreamExt as _;
use http_body_util::BodyExt as _;
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::{Instant, sleep, timeout_at},
};
use tokio_util::sync::CancellationToken;
use tower::{Service, ServiceExt as _};

use patience::{Patient, Turns};

/// How many connections there are, and how long each waits for the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// At a time; further ones wait until one ends.
    pub most: usize,
    /// From the first byte of a request to the end of its headers.
    pub headers: Duration,
    /// From the first look at the body of a request to its end.
    pub body: Duration,
    /// Before the first request, and between two. Longer than a minute, after which most proxies let idle connections go:
    /// who lets go first never loses a request that is just being sent.
    pub idle: Duration,
    /// While nothing of an answer is taken.
    pub answer: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            most: 10_000,
            headers: Duration::from_secs(15),
            body: Duration::from_secs(30),
            idle: Duration::from_mins(2),
            answer: Duration::from_secs(30),
        }
    }
}

/// How long nobody is let in where the machine has no room for another connection.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves `router` by HTTP/1.1 until `stop`, then answers what was begun. Dropped, it ends all connections.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Connections,
    stop: CancellationToken,
) {
    let room = Arc::new(Semaphore::new(limits.most));
    let mut connections = JoinSet::new();
    loop {
        let (stream, peer, place) = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(_) = connections.join_next() => continue,
            accepted = accept(&listener, &room) => accepted,
        };
        let (router, stop) = (router.clone(), stop.clone());
        connections.spawn(async move {
            let _place = place;
            converse(stream, peer, router, limits, stop).await;
        });
    }
    // Nobody else is let in.
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    // Never closed, so that there always is a permit to come.
    let place = Arc::clone(room).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, place),
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Whether the other side has gone before it was let in, which says nothing of others.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// One connection, until it ends; after `stop`, until what was begun is answered.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Connections,
    stop: CancellationToken,
) {
    let turns = Turns::default();
    let service = Answering {
        router,
        peer,
        turns: turns.clone(),
        limit: limits.body,
    };
    let stream = TokioIo::new(Patient::new(stream, limits, turns));
    let mut connection =
        pin!(http1::Builder::new().serve_connection(stream, TowerToHyperService::new(service)));
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "a connection was given up");
    }
}

/// Answers the requests of one connection.
#[derive(Clone)]
struct Answering {
    router: Router,
    peer: SocketAddr,
    turns: Turns,
    limit: Duration,
}

impl<B> Service<Request<B>> for Answering
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let turn = self.turns.begin();
        let late = Arc::new(AtomicBool::new(false));
        let mut request = request.map(|body| {
            if body.is_end_stream() {
                Body::empty()
            } else {
                within(self.limit, Body::new(body), Arc::clone(&late))
            }
        });
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let answer = self.router.clone().oneshot(request);
        Box::pin(async move {
            let Ok(mut answer) = answer.await;
            if late.load(Ordering::Relaxed) {
                answer = too_late();
            }
            // It is the other side's turn again when all of the answer has been handed over.
            Ok(answer.map(|body| {
                Body::new(body.map_err(move |error| {
                    let _held = &turn;
                    error
                }))
            }))
        })
    }
}

/// `body`, which must have come whole within `limit` from when it is first asked for; `late` says that it did not.
fn within(limit: Duration, body: Body, late: Arc<AtomicBool>) -> Body {
    Body::from_stream(async_stream::stream! {
        let deadline = Instant::now() + limit;
        let mut parts = body.into_data_stream();
        loop {
            match timeout_at(deadline, parts.next()).await {
                Ok(Some(part)) => yield part.map_err(BoxError::from),
                Ok(None) => break,
                Err(_) => {
                    late.store(true, Ordering::Relaxed);
                    yield Err(BoxError::from(io::Error::from(io::ErrorKind::TimedOut)));
                    break;
                }
            }
        }
    })
}

/// RFC 9110 section 15.5.9.
fn too_late() -> Response {
    let close = (header::CONNECTION, HeaderValue::from_static("close"));
    (StatusCode::REQUEST_TIMEOUT, [close]).into_response()
}

#[cfg(test)]
mod tests;
