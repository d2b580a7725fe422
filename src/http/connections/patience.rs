//! A connection that does not wait for ever.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_util::task::AtomicWaker;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};

use super::Connections;

/// Whose turn it is on a connection: it changes when a request begins to be answered, and when its answer is done.
#[derive(Debug, Clone, Default)]
pub(super) struct Turns(Arc<Changes>);

#[derive(Debug, Default)]
struct Changes {
    count: AtomicUsize,
    /// Who reads the connection: it waits for nothing while a request is answered, and has to begin to when that is done.
    reader: AtomicWaker,
}

/// A request that is being answered, for as long as it lives.
pub(super) struct Turn(Turns);

impl Turns {
    pub(super) fn begin(&self) -> Turn {
        self.0.count.fetch_add(1, Ordering::AcqRel);
        Turn(self.clone())
    }

    /// How often it has changed.
    fn changes(&self) -> usize {
        self.0.count.load(Ordering::Acquire)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let changes = &self.0.0;
        changes.count.fetch_add(1, Ordering::AcqRel);
        changes.reader.wake();
    }
}

/// A connection whose reads and writes fail where the other side takes too long.
pub(super) struct Patient {
    stream: TcpStream,
    limits: Connections,
    turns: Turns,
    /// How often the turn had changed when the connection was last read.
    seen: usize,
    /// Whether something of the next request is there.
    begun: bool,
    reading: Limit,
    writing: Limit,
}

impl Patient {
    pub(super) fn new(stream: TcpStream, limits: Connections, turns: Turns) -> Self {
        Self {
            stream,
            limits,
            turns,
            seen: 0,
            begun: false,
            reading: Limit::default(),
            writing: Limit::default(),
        }
    }

    /// What came of a try to write; an error where the other side has taken nothing for too long.
    fn written(
        &mut self,
        context: &mut Context<'_>,
        tried: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if tried.is_ready() {
            self.writing.forget();
            return tried;
        }
        self.writing.poll(context, self.limits.answer).map(Err)
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let changes = self.turns.changes();
        if changes != self.seen {
            self.seen = changes;
            self.begun = false;
            self.reading.forget();
        }
        let before = buffer.filled().len();
        if let Poll::Ready(done) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            if !self.begun && buffer.filled().len() > before {
                self.begun = true;
                self.reading.forget();
            }
            return Poll::Ready(done);
        }
        // Also where none is answered yet: it may begin and end without another read in between.
        self.turns.0.reader.register(context.waker());
        // While a request is answered nothing has to come but its body, which has a limit of its own.
        if changes % 2 == 1 {
            return Poll::Pending;
        }
        let limit = if self.begun {
            self.limits.headers
        } else {
            self.limits.idle
        };
        self.reading.poll(context, limit).map(Err)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let tried = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, tried)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let tried = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.written(context, tried)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A wait that began with its first poll.
#[derive(Default)]
struct Limit(Option<Pin<Box<Sleep>>>);

impl Limit {
    /// Ready with an error when `length` is over.
    fn poll(&mut self, context: &mut Context<'_>, length: Duration) -> Poll<io::Error> {
        let wait = self.0.get_or_insert_with(|| Box::pin(sleep(length)));
        ready!(wait.as_mut().poll(context));
        Poll::Ready(io::Error::from(io::ErrorKind::TimedOut))
    }

    fn forget(&mut self) {
        self.0 = None;
    }
}
