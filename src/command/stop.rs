//! The end of the program: a signal, then a while for what is under way.

use std::time::Duration;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

/// A token that is cancelled when the program is asked to stop: Ctrl-C or SIGTERM. A second signal stops it at once.
pub(crate) fn token() -> anyhow::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let token = CancellationToken::new();
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    tokio::spawn({
        let token = token.clone();
        async move {
            for _ in 0..2 {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if token.is_cancelled() {
                    std::process::exit(130);
                }
                tracing::info!("stopping");
                token.cancel();
            }
        }
    });
    Ok(token)
}

/// Waits for `work`, and after `token` is cancelled no longer than `patience`.
pub(crate) async fn within<T>(
    token: &CancellationToken,
    patience: SignedDuration,
    work: impl Future<Output = T>,
) -> Option<T> {
    let patience = Duration::try_from(patience).unwrap_or_default();
    let limit = async {
        token.cancelled().await;
        tokio::time::sleep(patience).await;
    };
    tokio::select! {
        done = work => Some(done),
        () = limit => {
            tracing::warn!("requests were still under way and have been ended");
            None
        }
    }
}
