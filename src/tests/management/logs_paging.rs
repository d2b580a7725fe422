//! Paging through the System Log while it is being written: every event once, none lost.

use std::collections::BTreeMap;

use doorstep::backend::store::{Actor, LogEvent};
use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, prelude::*};

use super::*;

/// What happens, in this order.
#[derive(Debug, Clone)]
enum Step {
    /// An event is stored whose clock is so many milliseconds off.
    Write(i64),
    /// A page of at most so many events is read.
    Read(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Few different instants: many events are published in the same millisecond, and many late.
    let write = (-2_i64..=2).prop_map(Step::Write);
    let read = (0_usize..4).prop_map(Step::Read);
    vec(prop_oneof![3 => write, 2 => read], 0..40)
}

fn event(org: &Org, published: Timestamp, name: &str) -> LogEvent {
    let actor = Actor::default();
    LogEvent::new(published, &org.random, name, "", actor)
}

fn start() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn names(reply: &Reply) -> Vec<String> {
    let events = reply.body.as_array().unwrap().iter();
    events
        .map(|event| event["eventType"].as_str().unwrap().to_owned())
        .collect()
}

/// The path of `next`, with another page size.
fn next(reply: &Reply, limit: usize) -> Option<String> {
    let links = reply.headers.get_all("link");
    let next = links
        .iter()
        .map(|link| link.to_str().unwrap())
        .find(|link| link.ends_with("rel=\"next\""))?;
    let url = url::Url::parse(next.split(['<', '>']).nth(1).unwrap()).unwrap();
    let mut pairs: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    pairs.insert("limit".to_owned(), limit.to_string());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    Some(format!("/logs?{query}"))
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

/// Polls as `steps` say, then to the end: what was written and what was read, each in its order.
async fn poll(steps: &[Step]) -> (Vec<String>, Vec<String>) {
    let org = Org::new().await;
    let (mut written, mut read) = (Vec::new(), Vec::new());
    let mut last: Option<Reply> = None;
    let page = |last: &Option<Reply>, limit: usize| match last {
        Some(reply) => next(reply, limit).unwrap(),
        None => format!("/logs?since=2026-03-01T00:00:00Z&limit={limit}"),
    };
    for step in steps {
        match step {
            Step::Write(offset) => {
                let name = format!("test.{}", written.len());
                let published = start() + SignedDuration::from_millis(*offset);
                org.store
                    .append_event(&event(&org, published, &name))
                    .await
                    .unwrap();
                written.push(name);
            }
            Step::Read(limit) => {
                let reply = org.get(&page(&last, *limit)).await;
                assert!(names(&reply).len() <= *limit);
                read.extend(names(&reply));
                last = Some(reply);
            }
        }
    }
    loop {
        let reply = org.get(&page(&last, 100)).await;
        let more = names(&reply);
        if more.is_empty() {
            return (written, read);
        }
        read.extend(more);
        last = Some(reply);
    }
}

/// Reads a bounded query page by page while more is written: what was there before, and what was read with `published`.
async fn pages(
    before: &[i64],
    during: &[i64],
    limit: usize,
    descending: bool,
) -> (Vec<String>, Vec<(String, String)>) {
    let org = Org::new().await;
    let at = |offset: i64| start() + SignedDuration::from_millis(offset);
    let mut there = Vec::new();
    for (number, offset) in before.iter().enumerate() {
        let name = format!("before.{number}");
        org.store
            .append_event(&event(&org, at(*offset), &name))
            .await
            .unwrap();
        there.push(name);
    }
    let order = if descending {
        "DESCENDING"
    } else {
        "ASCENDING"
    };
    let mut path = Some(format!(
        "/logs?since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z&sortOrder={order}&limit={limit}"
    ));
    let mut read = Vec::new();
    let mut during = during.iter().enumerate();
    while let Some(current) = path {
        let reply = org.get(&current).await;
        for event in reply.body.as_array().unwrap() {
            let text = |name: &str| event[name].as_str().unwrap().to_owned();
            read.push((text("published"), text("eventType")));
        }
        if let Some((number, offset)) = during.next() {
            let event = event(&org, at(*offset), &format!("during.{number}"));
            org.store.append_event(&event).await.unwrap();
        }
        path = next(&reply, limit);
    }
    (there, read)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_poller_reads_every_event_once_in_the_order_in_which_they_were_stored(steps in steps()) {
        let (written, read) = run(poll(&steps));
        prop_assert_eq!(written, read);
    }

    #[test]
    fn pages_of_a_bounded_query_hold_every_event_once_whatever_is_written_meanwhile(
        before in vec(-2_i64..=2, 0..20),
        during in vec(-2_i64..=2, 0..6),
        limit in 1_usize..5,
        descending: bool,
    ) {
        let (there, read) = run(pages(&before, &during, limit, descending));
        let mut seen: Vec<_> = read.iter().map(|(_, name)| name.clone()).collect();
        let count = seen.len();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), count, "nothing twice");
        prop_assert!(there.iter().all(|name| seen.contains(name)), "nothing lost");
        let published: Vec<_> = read.into_iter().map(|(published, _)| published).collect();
        let mut sorted = published.clone();
        sorted.sort();
        if descending {
            sorted.reverse();
        }
        prop_assert_eq!(published, sorted);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_poller_misses_nothing_of_many_who_write_at_once_with_clocks_that_differ() {
    let random: SharedRandom = Arc::new(SystemRandom);
    let file = std::env::temp_dir().join(format!("doorstep-polling-{}.db", random.id("t")));
    let store = Store::open(&Store::sqlite_url(&file)).await.unwrap();
    let org = Arc::new(Org::on(store, |_| {}).await);
    let writers: Vec<_> = (0..6_i64)
        .map(|writer| {
            let org = Arc::clone(&org);
            tokio::spawn(async move {
                for number in 0..15 {
                    let published = start() - SignedDuration::from_millis(writer * 7);
                    let name = format!("test.{writer}.{number}");
                    org.store
                        .append_event(&event(&org, published, &name))
                        .await
                        .unwrap();
                }
            })
        })
        .collect();
    let mut path = "/logs?since=2026-03-01T00:00:00Z&limit=4".to_owned();
    let mut read = Vec::new();
    loop {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        // Where writing is slow, there are more requests than a minute allows.
        org.clock.advance(SignedDuration::from_secs(1));
        let reply = org.get(&path).await;
        let more = names(&reply);
        if more.is_empty() && done {
            break;
        }
        read.extend(more);
        path = next(&reply, 4).unwrap();
    }
    assert_eq!(read.len(), 90);
    for writer in 0..6 {
        let prefix = format!("test.{writer}.");
        let own: Vec<_> = read
            .iter()
            .filter(|name| name.starts_with(&prefix))
            .collect();
        let expected: Vec<_> = (0..15).map(|number| format!("{prefix}{number}")).collect();
        assert_eq!(own, expected.iter().collect::<Vec<_>>());
    }
    org.store.close().await;
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
}

#[tokio::test]
async fn an_event_of_an_instance_whose_clock_is_ahead_is_polled_too() {
    let org = Org::new().await;
    let ahead = start() + SignedDuration::from_hours(1);
    for (name, published) in [("test.ahead", ahead), ("test.now", start())] {
        let event = event(&org, published, name);
        org.store.append_event(&event).await.unwrap();
    }
    let reply = org.get("/logs?since=2026-03-01T00:00:00Z").await;
    assert_eq!(names(&reply), ["test.ahead", "test.now"]);
    let reply = org.get(&next(&reply, 10).unwrap()).await;
    assert!(names(&reply).is_empty());
}
