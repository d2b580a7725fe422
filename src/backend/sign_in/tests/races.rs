//! Many requests at once, on both databases.

use futures_util::future::join_all;

use super::*;
use crate::backend::store::testing::{Database, on_both_databases};

on_both_databases!(
    however_many_ask_there_is_one_code_and_it_is_redeemed_once,
    guesses_that_come_all_at_once_are_counted_one_by_one,
    however_many_confirm_a_reminder_it_is_confirmed_once,
    of_many_failures_on_one_device_at_once_one_begins_the_window_and_all_tell_its_end,
    of_many_reminders_on_one_device_at_once_one_begins_the_window_and_all_tell_its_end,
    however_many_ask_for_more_time_there_is_one_request_and_one_decision,
);

async fn org_on(database: &Database, assurances: &[Value]) -> Arc<Org> {
    let store = Store::open(database.url()).await.unwrap();
    Arc::new(Org::with(assurances, store, BackendConfig::new(URL)).await)
}

async fn however_many_ask_there_is_one_code_and_it_is_redeemed_once(database: Database) {
    let org = org_on(&database, &[macos("Mac")]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let polls = (0..8).map(|_| {
        let (org, handle) = (Arc::clone(&org), handle.clone());
        tokio::spawn(async move { org.poll(&handle).await })
    });
    let polls: Vec<_> = polls.collect();
    let device = FakeDevice::new();
    let answers = join_all((0..4).map(|_| device.answer(&org, &challenge))).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
    join_all(polls).await;
    let successes = join_all((0..8).map(|_| {
        let (org, handle) = (Arc::clone(&org), handle.clone());
        tokio::spawn(async move { org.poll(&handle).await })
    }))
    .await;
    let codes: std::collections::BTreeSet<_> = successes
        .iter()
        .map(|success| code(success.as_ref().unwrap()))
        .collect();
    assert_eq!(codes.len(), 1);
    let success = successes[0].as_ref().unwrap().clone();
    let tokens = join_all((0..8).map(|_| {
        let (org, success) = (Arc::clone(&org), success.clone());
        tokio::spawn(async move { org.redeem(&success).await.status })
    }))
    .await;
    let good = tokens
        .iter()
        .filter(|status| matches!(status, Ok(StatusCode::OK)))
        .count();
    assert_eq!(good, 1);
    org.store.close().await;
}

async fn guesses_that_come_all_at_once_are_counted_one_by_one(database: Database) {
    let org = org_on(&database, &[]).await;
    let mut handles = Vec::new();
    for _ in 0..16 {
        let handle = org.begin().await;
        let body = json!({"identifier": "ada@example.com"});
        org.step("/idp/idx/identify", &handle, body).await;
        handles.push(handle);
    }
    let guesses = join_all(handles.into_iter().map(|handle| {
        let org = Arc::clone(&org);
        tokio::spawn(async move { org.password(&handle, "wrong").await.status.as_u16() })
    }))
    .await;
    let looked_at = guesses
        .iter()
        .filter(|status| matches!(status, Ok(401)))
        .count();
    assert_eq!(looked_at, 10);
    org.store.close().await;
}

async fn however_many_confirm_a_reminder_it_is_confirmed_once(database: Database) {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}});
    let org = org_on(&database, &[with(macos("Mac"), &grace)]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    let reminder = org.poll(&handle).await;
    assert_eq!(reminder.forms()[0].name, "device-assurance-grace-period");
    let hash = handle::hash(&handle);
    let stored = async || {
        let stored = org.store.sign_in_by_handle::<Value>(&hash).await;
        stored.unwrap().unwrap()
    };
    let before = stored().await;
    let skips = join_all((0..12).map(|_| {
        let (org, handle) = (Arc::clone(&org), handle.clone());
        tokio::spawn(async move { org.step("/idp/idx/skip", &handle, json!({})).await.idx() })
    }))
    .await;
    let codes: std::collections::BTreeSet<_> = skips
        .iter()
        .map(|skip| code(skip.as_ref().unwrap()))
        .collect();
    assert_eq!(codes.len(), 1, "everybody is let in by the same code");
    let after = stored().await;
    assert_eq!(after.version, before.version + 1, "one of them was the one");
    assert_eq!(
        (
            &before.document["reminded"],
            &after.document["reminded"],
            &after.document["state"]
        ),
        (&json!(false), &json!(true), &json!("SUCCESS"))
    );
    org.store.close().await;
}

async fn of_many_failures_on_one_device_at_once_one_begins_the_window_and_all_tell_its_end(
    database: Database,
) {
    one_begins_the_window(&database, "FIRST_FAILURE").await;
}

async fn of_many_reminders_on_one_device_at_once_one_begins_the_window_and_all_tell_its_end(
    database: Database,
) {
    one_begins_the_window(&database, "FIRST_REMINDER").await;
}

async fn one_begins_the_window(database: &Database, starts_on: &str) {
    let grace =
        json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D", "startsOn": starts_on}});
    let org = org_on(database, &[with(macos("Mac"), &grace)]).await;
    let device = Arc::new(FakeDevice::new().firewall("0"));
    let mut begun = Vec::new();
    for _ in 0..8 {
        let (handle, transaction) = org.proven().await;
        begun.push((handle, FakeDevice::challenge(&transaction)));
    }
    let reminders = join_all(begun.into_iter().map(|(handle, challenge)| {
        let (org, device) = (Arc::clone(&org), Arc::clone(&device));
        tokio::spawn(async move {
            device.answer(&org, &challenge).await;
            let polls = join_all((0..3).map(|_| org.poll(&handle))).await;
            let skips = (0..3).map(|_| org.step("/idp/idx/skip", &handle, json!({})));
            let skips = join_all(skips).await;
            assert!(skips.iter().all(|skip| skip.status == StatusCode::OK));
            polls
        })
    }))
    .await;
    for reminder in reminders.into_iter().flat_map(Result::unwrap) {
        assert_eq!(
            reminder.messages()[0].params(),
            ["2026-03-08T10:00:00.000Z"]
        );
    }
    let log = org.log().await;
    let told = |name: &str| {
        let told = log.iter().filter(|event| {
            event["eventType"] == format!("doorstep.device_assurance.grace_period.{name}")
        });
        told.count()
    };
    assert_eq!((told("start"), told("remind"), told("skip")), (1, 8, 8));
    org.store.close().await;
}

async fn however_many_ask_for_more_time_there_is_one_request_and_one_decision(database: Database) {
    let exempting = json!({"exemption": {"maximumDuration": "P7D"}});
    let org = org_on(&database, &[with(macos("Mac"), &exempting)]).await;
    let device = FakeDevice::new().firewall("0");
    let mut handles = Vec::new();
    for _ in 0..2 {
        let (handle, transaction) = org.proven().await;
        let challenge = FakeDevice::challenge(&transaction);
        device.answer(&org, &challenge).await;
        assert!(org.poll(&handle).await.exemption.is_some());
        handles.push(handle);
    }
    let asked = join_all((0..12).map(|index| {
        let (org, handle) = (Arc::clone(&org), handles[index % 2].clone());
        tokio::spawn(async move {
            let body = json!({"reason": "A fair", "duration": "P1D"});
            let path = "/idp/idx/device/exemption";
            org.step(path, &handle, body).await.idx()
        })
    }))
    .await;
    let mut ids: Vec<_> = asked
        .into_iter()
        .map(|asked| assurance(&asked.unwrap()).exemption.clone().unwrap().id)
        .collect();
    ids.dedup();
    assert_eq!(ids.len(), 1, "all are told of the same one");
    let list = "/api/v1/device-assurance-exemptions";
    let all = org.manage("GET", list, &Value::Null).await;
    assert_eq!(all.as_array().unwrap().len(), 1);
    let decisions = join_all((0..12).map(|index| {
        let what = if index % 2 == 0 { "approve" } else { "decline" };
        let request = Request::post(format!("{list}/{}/lifecycle/{what}", ids[0]))
            .header("authorization", format!("SSWS {}", org.token))
            .body(Body::empty())
            .unwrap();
        let org = Arc::clone(&org);
        tokio::spawn(async move { (what, org.send(request).await.status.as_u16()) })
    }))
    .await;
    let decisions: Vec<_> = decisions.into_iter().map(Result::unwrap).collect();
    let won: Vec<_> = decisions
        .iter()
        .filter(|(_, status)| *status == 200)
        .collect();
    assert_eq!(won.len(), 1);
    assert!(
        decisions
            .iter()
            .all(|(_, status)| [200, 409].contains(status))
    );
    let granted = won[0].0 == "approve";
    for handle in &handles {
        let stands = org.poll(handle).await;
        let passes = assurance(&stands).outcome == crate::idx::Outcome::Grace;
        assert_eq!(passes, granted);
    }
    org.store.close().await;
}
