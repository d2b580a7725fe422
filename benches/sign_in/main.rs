//! How many people a server signs in: `cargo bench --features ssr --bench sign_in`.
//!
//! Starts the real program on an empty database, seeds it through its API and lets people with devices of their own sign
//! in over HTTP, each from `interact` to the tokens, with the device challenge in between. Says sign-ins per second and
//! how long one takes; then opens ten thousand sign-ins and says how much memory the server holds. With
//! `DOORSTEP_TEST_POSTGRES_URL` the same on PostgreSQL. Client and server share the machine.

mod device;
mod organization;
mod server;

use std::{
    io::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use doorstep::random::{SharedRandom, SystemRandom};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use self::{
    device::Device,
    organization::{Organization, Person},
    server::Server,
};

/// How many people there are; each signs in again and again, one sign-in after the other.
const PEOPLE: usize = 32;
/// How many of them sign in at once.
const CROWDS: [usize; 3] = [1, 8, 32];
/// How long each crowd is watched.
const MEASURED: Duration = Duration::from_secs(8);
/// How many sign-ins are open when the memory is read.
const OPEN: usize = 10_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // Cargo asks every bench whether it has tests: there are none here.
    if std::env::args().any(|argument| argument == "--list") {
        return Ok(());
    }
    say(&format!(
        "{:<12} {:>6} {:>12} {:>9} {:>9} {:>9}",
        "database", "people", "sign-ins/s", "p50 ms", "p90 ms", "p99 ms"
    ))?;
    speed("SQLite", None).await?;
    memory("SQLite", None).await?;
    match postgres() {
        Some(server) => {
            speed("PostgreSQL", Some(&fresh_database(&server).await?)).await?;
            memory("PostgreSQL", Some(&fresh_database(&server).await?)).await?;
        }
        None => say("PostgreSQL   not measured: DOORSTEP_TEST_POSTGRES_URL names none")?,
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program's configuration is not the benchmark's"
)]
fn postgres() -> Option<String> {
    std::env::var("DOORSTEP_TEST_POSTGRES_URL").ok()
}

#[expect(clippy::disallowed_methods, reason = "this is what measures real time")]
fn now() -> Instant {
    Instant::now()
}

/// An empty database on the server at `url`.
async fn fresh_database(url: &str) -> anyhow::Result<String> {
    let random: SharedRandom = Arc::new(SystemRandom);
    let name = random.id("bench").to_lowercase();
    let mut connection = PgConnection::connect(url).await?;
    connection
        .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await?;
    connection.close().await?;
    let mut url = url::Url::parse(url)?;
    url.set_path(&name);
    Ok(url.into())
}

/// Lets crowds of each size sign in.
async fn speed(name: &str, database: Option<&str>) -> anyhow::Result<()> {
    let server = Server::start(database).await?;
    let organization = Arc::new(Organization::seed(&server, PEOPLE).await?);
    let people: Vec<Arc<Person>> = organization::people(PEOPLE)?;
    for crowd in CROWDS {
        let (mut times, elapsed) = run(&organization, &people[..crowd]).await?;
        times.sort_unstable();
        let at = |share: f64| percentile(&times, share).as_secs_f64() * 1000.0;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a rate of a few thousand at most"
        )]
        let rate = times.len() as f64 / elapsed.as_secs_f64();
        say(&format!(
            "{name:<12} {crowd:>6} {rate:>12.1} {:>9.1} {:>9.1} {:>9.1}",
            at(0.5),
            at(0.9),
            at(0.99)
        ))?;
    }
    server.stop()
}

/// Lets everybody of `people` sign in again and again: how long each sign-in took, and how long all of it.
async fn run(
    organization: &Arc<Organization>,
    people: &[Arc<Person>],
) -> anyhow::Result<(Vec<Duration>, Duration)> {
    let began = now();
    let tasks: Vec<_> = people
        .iter()
        .map(|person| {
            let (organization, person) = (Arc::clone(organization), Arc::clone(person));
            tokio::spawn(async move {
                let mut times = Vec::new();
                while began.elapsed() < MEASURED {
                    let start = now();
                    organization.sign_in(&person).await?;
                    times.push(start.elapsed());
                }
                anyhow::Ok(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    Ok((times, began.elapsed()))
}

/// Opens sign-ins on a server that has done nothing else yet, and leaves them open, as people do who were called away.
async fn memory(name: &str, database: Option<&str>) -> anyhow::Result<()> {
    let server = Server::start(database).await?;
    let organization = Arc::new(Organization::seed(&server, 1).await?);
    let before = server.memory()?;
    let workers = 16;
    let tasks: Vec<_> = (0..workers)
        .map(|_| {
            let organization = Arc::clone(&organization);
            tokio::spawn(async move {
                for _ in 0..OPEN / workers {
                    organization.begin().await?;
                }
                anyhow::Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    let after = server.memory()?;
    say(&format!(
        "{name:<12} resident memory: {before:.1} MiB before, {after:.1} MiB with {OPEN} sign-ins open"
    ))?;
    server.stop()
}

/// The time that this share of the sorted `times` stays within.
fn percentile(times: &[Duration], share: f64) -> Duration {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into a list of measurements"
    )]
    let index = (times.len() as f64 * share) as usize;
    times
        .get(index.min(times.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").context("standard output is closed")?;
    out.flush().context("standard output is closed")
}
