//! Real sockets, and limits so short that a test can wait for them.

use axum::routing::{get, post};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    time::timeout,
};

use super::*;

/// Short, and far longer than a machine that has other things to do needs for what is not slow.
const SHORT: Duration = Duration::from_millis(300);
/// Longer than any of these tests.
const LONG: Duration = Duration::from_mins(5);

/// Limits of which none is ever reached.
const PATIENT: Connections = Connections {
    most: 100,
    headers: LONG,
    body: LONG,
    idle: LONG,
    answer: LONG,
};

/// A server of [`router`].
struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    served: tokio::task::JoinHandle<()>,
}

impl Server {
    async fn with(limits: Connections) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let stop = CancellationToken::new();
        let served = tokio::spawn(serve(listener, router(), limits, stop.clone()));
        Self {
            address,
            stop,
            served,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address)
            .await
            .expect("a connection")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.served.abort();
    }
}

fn router() -> Router {
    let peer = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() };
    let slow = || async {
        sleep(4 * SHORT).await;
        "at last"
    };
    let stream = || async {
        Body::from_stream(async_stream::stream! {
            for part in ["one ", "two ", "three"] {
                sleep(2 * SHORT).await;
                yield Ok::<_, Infallible>(part);
            }
        })
    };
    let endless = || async {
        Body::from_stream(futures_util::stream::repeat_with(|| {
            Ok::<_, Infallible>(Bytes::from(vec![b'x'; 64 * 1024]))
        }))
    };
    Router::new()
        .route("/peer", get(peer))
        .route("/slow", get(slow))
        .route("/stream", get(stream))
        .route("/endless", get(endless))
        .route("/echo", post(|body: String| async move { body }))
}

/// Everything that comes until the server closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await;
    // Closed in the middle of what we sent, it may also be reset.
    let _ = read.expect("the connection is closed");
    String::from_utf8(bytes).expect("text")
}

/// Sends a request that leaves the connection open, and reads its answer up to `end`.
async fn ask(stream: &mut TcpStream, path: &str, end: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    let mut buffer = [0; 1024];
    while !answer.ends_with(end) {
        let read = timeout(Duration::from_secs(20), stream.read(&mut buffer)).await;
        let count = read.expect("in time").expect("an answer");
        assert!(count > 0, "closed after {answer}");
        answer.push_str(std::str::from_utf8(&buffer[..count]).expect("text"));
    }
    answer
}

#[tokio::test]
async fn who_sends_nothing_is_let_go() {
    let server = Server::with(Connections {
        idle: SHORT,
        ..PATIENT
    })
    .await;
    assert_eq!(rest(&mut server.connect().await).await, "");
    let mut between = server.connect().await;
    ask(&mut between, "/peer", "127.0.0.1").await;
    assert_eq!(rest(&mut between).await, "");
}

#[tokio::test]
async fn headers_that_trickle_in_are_not_waited_for() {
    let server = Server::with(Connections {
        headers: SHORT,
        ..PATIENT
    })
    .await;
    let mut stream = server.connect().await;
    ask(&mut stream, "/peer", "127.0.0.1").await;
    let (mut reader, mut writer) = stream.into_split();
    let trickle = tokio::spawn(async move {
        let line = b"GET /peer HTTP/1.1\r\nhost: a\r\nx-never-ends: ";
        for byte in line.iter().chain(std::iter::repeat(&b'x')) {
            if writer.write_all(&[*byte]).await.is_err() {
                break;
            }
            sleep(SHORT / 20).await;
        }
    });
    let mut bytes = Vec::new();
    let read = timeout(Duration::from_secs(20), reader.read_to_end(&mut bytes)).await;
    let _ = read.expect("the connection is closed");
    assert_eq!(bytes, b"");
    trickle.abort();
}

#[tokio::test]
async fn a_body_that_does_not_come_is_answered_with_408_whoever_wants_it() {
    let server = Server::with(Connections {
        body: SHORT,
        ..PATIENT
    })
    .await;
    let mut stream = server.connect().await;
    let begun = b"POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nab";
    stream.write_all(begun).await.expect("sent");
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
}

#[tokio::test]
async fn an_answer_may_take_longer_than_anything_else() {
    let server = Server::with(Connections {
        most: 100,
        headers: SHORT,
        body: SHORT,
        idle: SHORT,
        answer: SHORT,
    })
    .await;
    let mut stream = server.connect().await;
    let answer = ask(&mut stream, "/slow", "at last").await;
    assert!(answer.contains("content-length: 7"), "{answer}");
    let mut stream = server.connect().await;
    let answer = ask(&mut stream, "/stream", "0\r\n\r\n").await;
    assert!(
        answer.contains("one ") && answer.contains("three"),
        "{answer}"
    );
}

#[tokio::test]
async fn who_takes_nothing_of_an_answer_is_let_go() {
    let server = Server::with(Connections {
        most: 1,
        answer: SHORT,
        ..PATIENT
    })
    .await;
    let mut stuck = server.connect().await;
    let request = b"GET /endless HTTP/1.1\r\nhost: a\r\n\r\n";
    stuck.write_all(request).await.expect("sent");
    // The only place is free again, although nothing was read and nothing was closed.
    let mut next = server.connect().await;
    ask(&mut next, "/peer", "127.0.0.1").await;
}

#[tokio::test]
async fn further_connections_wait_until_one_ends() {
    let server = Server::with(Connections { most: 1, ..PATIENT }).await;
    let mut first = server.connect().await;
    ask(&mut first, "/peer", "127.0.0.1").await;
    let mut second = server.connect().await;
    let asking = tokio::spawn(async move { ask(&mut second, "/peer", "127.0.0.1").await });
    sleep(SHORT).await;
    assert!(!asking.is_finished());
    drop(first);
    asking.await.expect("an answer");
}

#[tokio::test]
async fn after_the_end_what_was_begun_is_answered_and_nobody_is_let_in() {
    let mut server = Server::with(PATIENT).await;
    let mut idle = server.connect().await;
    ask(&mut idle, "/peer", "127.0.0.1").await;
    let mut begun = server.connect().await;
    let request = b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n";
    begun.write_all(request).await.expect("sent");
    sleep(SHORT).await;
    server.stop.cancel();
    let answer = rest(&mut begun).await;
    assert!(answer.ends_with("at last"), "{answer}");
    assert_eq!(rest(&mut idle).await, "");
    let served = timeout(Duration::from_secs(20), &mut server.served).await;
    served.expect("in time").expect("no panic");
    assert!(TcpStream::connect(server.address).await.is_err());
}
