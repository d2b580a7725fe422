//! Requests for exemptions: one at a time, decided once, gone with what they belong to.

use super::*;
use crate::backend::{
    evaluation::{Exemption, ExemptionStatus, ExemptionSubject, ExemptionVerdict, Platform},
    store::{Asked, Device, ExemptionPage, Profile, User},
};

on_both_databases!(
    one_request_at_a_time_for_a_person_a_device_and_a_policy,
    however_many_ask_at_once_there_is_one_request,
    however_many_decide_at_once_one_does,
    so_many_requests_in_a_time_and_no_more,
    they_are_listed_newest_first_page_by_page_as_they_are_now,
    they_go_with_their_user_device_and_policy,
    who_waits_for_a_sign_in_hears_of_its_exemptions,
    what_ended_long_ago_is_forgotten,
    a_token_goes_with_its_owner,
);

/// An organization with two people, two devices and two policies.
async fn seeded(database: &Database) -> Store {
    let store = open(database).await;
    for (id, login) in [("00u1", "ada"), ("00u2", "bob")] {
        let user = User {
            id: id.to_owned(),
            status: "ACTIVE".to_owned(),
            profile: Profile {
                login: login.to_owned(),
                ..Profile::default()
            },
            created: at(0),
            last_updated: at(0),
            status_changed: None,
            password_hash: None,
        };
        store.insert_user(&user, &event("user")).await.unwrap();
    }
    for id in ["guo1", "guo2"] {
        let device = Device {
            id: id.to_owned(),
            key_id: format!("key of {id}"),
            status: "ACTIVE".to_owned(),
            display_name: id.to_owned(),
            platform: Platform::Macos,
            os_version: "14.5".to_owned(),
            manufacturer: String::new(),
            model: String::new(),
            serial_number: String::new(),
            udid: String::new(),
            created: at(0),
            last_updated: at(0),
        };
        store.put_device(&device).await.unwrap();
    }
    for id in ["dae1", "dae2"] {
        let policy = assurance(id, id, &[]);
        store
            .put_assurance(&policy, &event("policy"))
            .await
            .unwrap();
    }
    store
}

fn request(id: &str, user: &str, device: &str, policy: &str, seconds: i64) -> Exemption {
    let subject = ExemptionSubject {
        user_id: user.to_owned(),
        user_login: user.to_owned(),
        device_id: device.to_owned(),
        device_name: device.to_owned(),
        platform: Platform::Macos,
        policy_id: policy.to_owned(),
        policy_name: policy.to_owned(),
        checks: vec!["osVersion".to_owned()],
    };
    let reason = "A fair, with “quotes” and a \0".to_owned();
    Exemption::new(
        id.to_owned(),
        subject,
        reason,
        "P1D".to_owned(),
        at(seconds),
    )
}

fn mine(id: &str, seconds: i64) -> Exemption {
    request(id, "00u1", "guo1", "dae1", seconds)
}

fn verdict() -> ExemptionVerdict {
    ExemptionVerdict {
        by: "00u2".to_owned(),
        note: Some("Yes".to_owned()),
    }
}

async fn ask(store: &Store, exemption: &Exemption) -> Asked {
    let event = event("ask");
    let asked = store.ask_exemption(exemption, at(-1_000_000), 100, &event);
    asked.await.unwrap()
}

async fn decide(store: &Store, before: &Exemption, after: &Exemption) -> bool {
    let now = after.decided_at.unwrap();
    let event = event("decide");
    let decided = store.decide_exemption(after, before.decision, now, &event);
    decided.await.unwrap()
}

const DAY: i64 = 86_400;

async fn one_request_at_a_time_for_a_person_a_device_and_a_policy(database: Database) {
    let store = seeded(&database).await;
    let first = mine("exm1", 0);
    assert_eq!(ask(&store, &first).await, Asked::Done);
    assert_eq!(store.exemption("exm1").await.unwrap(), Some(first.clone()));
    assert_eq!(ask(&store, &mine("exm2", 1)).await, Asked::Open);
    for other in [
        request("exm3", "00u2", "guo1", "dae1", 1),
        request("exm4", "00u1", "guo2", "dae1", 1),
        request("exm5", "00u1", "guo1", "dae2", 1),
    ] {
        assert_eq!(ask(&store, &other).await, Asked::Done, "{}", other.id);
    }
    let approved = first.approved("P1D", verdict(), at(10)).unwrap();
    assert!(decide(&store, &first, &approved).await);
    assert_eq!(
        ask(&store, &mine("exm6", DAY + 9)).await,
        Asked::Open,
        "it runs"
    );
    let next = mine("exm7", DAY + 10);
    assert_eq!(ask(&store, &next).await, Asked::Done, "it has run out");
    let declined = next.declined(verdict(), at(DAY + 20)).unwrap();
    assert!(decide(&store, &next, &declined).await);
    let last = mine("exm8", DAY + 21);
    assert_eq!(ask(&store, &last).await, Asked::Done, "it was declined");
    let lapsed = mine("exm9", DAY + 21 + 14 * DAY);
    assert_eq!(
        ask(&store, &lapsed).await,
        Asked::Done,
        "nobody has decided"
    );
    let approved = last.approved("P1D", verdict(), at(DAY + 22)).unwrap();
    let event = event("late");
    let late = store.decide_exemption(&approved, last.decision, at(20 * DAY), &event);
    assert!(!late.await.unwrap(), "its time is over");
    let latest: Vec<_> = store.exemptions_of("00u1", "guo1").await.unwrap();
    let ids: Vec<_> = latest.iter().map(|exemption| &exemption.id).collect();
    assert_eq!(ids, ["exm5", "exm9"], "the latest of each policy");
}

async fn however_many_ask_at_once_there_is_one_request(database: Database) {
    let first = seeded(&database).await;
    let stores = [first.clone(), open(&database).await];
    let answers = race(&stores, 16, |store, index| async move {
        ask(&store, &mine(&format!("exm{index}"), 0)).await
    })
    .await;
    let done = answers.iter().filter(|answer| **answer == Asked::Done);
    assert_eq!(done.count(), 1);
    let open = answers.iter().filter(|answer| **answer == Asked::Open);
    assert_eq!(open.count(), 15);
    assert_eq!(first.exemptions_of("00u1", "guo1").await.unwrap().len(), 1);
    let told = log(&first).await;
    assert_eq!(told.iter().filter(|name| *name == "ask").count(), 1);
}

async fn however_many_decide_at_once_one_does(database: Database) {
    let first = seeded(&database).await;
    let stores = [first.clone(), open(&database).await];
    let asked = mine("exm1", 0);
    ask(&first, &asked).await;
    let answers = race(&stores, 16, |store, index| {
        let asked = asked.clone();
        async move {
            let decided = if index % 2 == 0 {
                asked.approved("P1D", verdict(), at(1))
            } else {
                asked.declined(verdict(), at(1))
            };
            let decided = decided.unwrap();
            (decide(&store, &asked, &decided).await, decided)
        }
    })
    .await;
    let done: Vec<_> = answers.into_iter().filter(|(done, _)| *done).collect();
    assert_eq!(done.len(), 1);
    assert_eq!(
        first.exemption("exm1").await.unwrap().as_ref(),
        Some(&done[0].1)
    );
    let told = log(&first).await;
    assert_eq!(told.iter().filter(|name| *name == "decide").count(), 1);
}

async fn so_many_requests_in_a_time_and_no_more(database: Database) {
    let store = seeded(&database).await;
    let ask = async |id: &str, seconds: i64| {
        let request = mine(id, seconds);
        let event = event("ask");
        let asked = store.ask_exemption(&request, at(seconds - 100), 2, &event);
        let asked = asked.await.unwrap();
        if asked == Asked::Done {
            let declined = request.declined(verdict(), at(seconds)).unwrap();
            assert!(decide(&store, &request, &declined).await);
        }
        asked
    };
    assert_eq!(ask("exm1", 0).await, Asked::Done);
    assert_eq!(ask("exm2", 50).await, Asked::Done);
    assert_eq!(ask("exm3", 99).await, Asked::TooMany);
    let mut elsewhere = mine("exm5", 99);
    elsewhere.subject.device_id = "guo2".to_owned();
    let event = event("ask");
    let asked = store.ask_exemption(&elsewhere, at(-1), 2, &event);
    assert_eq!(
        asked.await.unwrap(),
        Asked::TooMany,
        "from whichever device"
    );
    assert_eq!(store.exemption("exm3").await.unwrap(), None);
    assert_eq!(
        ask("exm4", 100).await,
        Asked::Done,
        "the first counts no more"
    );
    assert_eq!(
        log(&store)
            .await
            .iter()
            .filter(|name| *name == "ask")
            .count(),
        3
    );
}

async fn they_are_listed_newest_first_page_by_page_as_they_are_now(database: Database) {
    let store = seeded(&database).await;
    let asked = [
        request("exm1", "00u1", "guo1", "dae1", 0),
        request("exm2", "00u1", "guo1", "dae2", 5),
        request("exm3", "00u1", "guo2", "dae1", 5),
        request("exm4", "00u2", "guo1", "dae1", 7),
    ];
    for request in &asked {
        ask(&store, request).await;
    }
    let approved = asked[0].approved("PT1H", verdict(), at(10)).unwrap();
    assert!(decide(&store, &asked[0], &approved).await);
    let declined = asked[3].declined(verdict(), at(10)).unwrap();
    assert!(decide(&store, &asked[3], &declined).await);
    let list = async |status, after, limit, seconds| -> Vec<String> {
        let now = at(seconds);
        let page = ExemptionPage {
            status,
            now,
            after,
            limit,
        };
        let found = store.exemptions(&page).await.unwrap();
        found.into_iter().map(|exemption| exemption.id).collect()
    };
    assert_eq!(
        list(None, None, 10, 20).await,
        ["exm4", "exm3", "exm2", "exm1"]
    );
    assert_eq!(list(None, None, 2, 20).await, ["exm4", "exm3"]);
    assert_eq!(list(None, Some("exm3"), 2, 20).await, ["exm2", "exm1"]);
    assert_eq!(list(None, Some("exm1"), 2, 20).await, [""; 0]);
    assert_eq!(list(None, Some("no\0body"), 2, 20).await, [""; 0]);
    let pending = Some(ExemptionStatus::Pending);
    assert_eq!(list(pending, None, 10, 20).await, ["exm3", "exm2"]);
    assert_eq!(list(pending, Some("exm3"), 10, 20).await, ["exm2"]);
    let approved = Some(ExemptionStatus::Approved);
    assert_eq!(list(approved, None, 10, 3609).await, ["exm1"]);
    assert_eq!(list(approved, None, 10, 3610).await, [""; 0]);
    let expired = Some(ExemptionStatus::Expired);
    assert_eq!(list(expired, None, 10, 3609).await, [""; 0]);
    assert_eq!(list(expired, None, 10, 3610).await, ["exm1"]);
    assert_eq!(
        list(expired, None, 10, 20 * DAY).await,
        ["exm3", "exm2", "exm1"]
    );
    assert_eq!(
        list(Some(ExemptionStatus::Declined), None, 10, 20).await,
        ["exm4"]
    );
    assert_eq!(
        list(Some(ExemptionStatus::Revoked), None, 10, 20).await,
        [""; 0]
    );
}

async fn they_go_with_their_user_device_and_policy(database: Database) {
    let store = seeded(&database).await;
    for request in [
        request("exm1", "00u1", "guo1", "dae1", 0),
        request("exm2", "00u2", "guo1", "dae2", 0),
        request("exm3", "00u1", "guo2", "dae2", 0),
    ] {
        assert_eq!(ask(&store, &request).await, Asked::Done);
    }
    for (user, device, policy) in [
        ("00u9", "guo1", "dae1"),
        ("00u1", "guo9", "dae1"),
        ("00u1", "guo1", "dae9"),
    ] {
        let nobody = request("exm9", user, device, policy, 0);
        assert_eq!(ask(&store, &nobody).await, Asked::Gone);
    }
    let gone = async |id: &str| store.exemption(id).await.unwrap().is_none();
    store.delete_assurance("dae1", &event("x")).await.unwrap();
    assert!(gone("exm1").await && !gone("exm2").await && !gone("exm3").await);
    let delete = |sql: &'static str| sqlx::query(sql).execute(store.pool());
    delete("DELETE FROM users WHERE id = '00u2'").await.unwrap();
    assert!(gone("exm2").await && !gone("exm3").await);
    delete("DELETE FROM devices WHERE id = 'guo2'")
        .await
        .unwrap();
    assert!(gone("exm3").await);
}

async fn who_waits_for_a_sign_in_hears_of_its_exemptions(database: Database) {
    let here = seeded(&database).await;
    let there = open(&database).await;
    let mut stores = vec![here.clone()];
    if database.url().starts_with("postgres") {
        stores.push(there);
    }
    for store in stores {
        // Until it listens, what it may have missed wakes it.
        let mut mine = store.watch_sign_in("t1").or_exemption("00u1", "guo1");
        let asked = mine_of(&here).await;
        let heard = tokio::time::timeout(PATIENCE, mine.changed()).await;
        heard.expect("of the request");
        let mut mine = store.watch_sign_in("t1").or_exemption("00u1", "guo1");
        let approved = asked.approved("PT1H", verdict(), at(1)).unwrap();
        assert!(decide(&here, &asked, &approved).await);
        let heard = tokio::time::timeout(PATIENCE, mine.changed()).await;
        heard.expect("of the decision");
        let revoked = approved.revoked(verdict(), at(2)).unwrap();
        assert!(decide(&here, &approved, &revoked).await);
    }
}

async fn mine_of(store: &Store) -> Exemption {
    let asked = mine(&random().id("exm"), 0);
    assert_eq!(ask(store, &asked).await, Asked::Done);
    asked
}

async fn what_ended_long_ago_is_forgotten(database: Database) {
    let store = seeded(&database).await;
    let (one, two) = (mine("exm1", 0), request("exm2", "00u1", "guo2", "dae1", 0));
    for request in [&one, &two] {
        ask(&store, request).await;
    }
    let approved = one.approved("PT1H", verdict(), at(10)).unwrap();
    assert!(decide(&store, &one, &approved).await);
    let forget = async |instant| store.forget_exemptions_before(instant).await.unwrap();
    assert_eq!(forget(at(3610)).await, 0);
    let moment = SignedDuration::from_millis(1);
    assert_eq!(forget(at(3610) + moment).await, 1);
    assert_eq!(forget(at(14 * DAY)).await, 0);
    assert_eq!(forget(at(14 * DAY) + moment).await, 1);
}

async fn a_token_goes_with_its_owner(database: Database) {
    let store = seeded(&database).await;
    let token = crate::backend::store::ApiToken {
        id: "00T1".to_owned(),
        name: "Ada's".to_owned(),
        scopes: vec!["doorstep.exemptions.read".to_owned()],
        created: at(0),
        user_id: Some("00u1".to_owned()),
    };
    store.insert_api_token(&token, "hash").await.unwrap();
    assert_eq!(store.api_token_by_hash("hash").await.unwrap(), Some(token));
    let delete = sqlx::query("DELETE FROM users WHERE id = '00u1'");
    delete.execute(store.pool()).await.unwrap();
    assert_eq!(store.api_token_by_hash("hash").await.unwrap(), None);
}
