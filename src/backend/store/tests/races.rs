//! Many at once, over real connections of two instances.

use std::collections::BTreeSet;

use super::{
    sign_ins::{grant, stored},
    *,
};

on_both_databases!(
    of_many_that_start_a_window_one_start_counts,
    of_many_that_confirm_a_reminder_all_do_and_the_latest_is_remembered,
    of_many_that_issue_a_code_there_is_one_and_one_redeems_it,
    of_many_that_write_a_version_one_does,
    of_many_attempts_only_so_many_are_let_through,
    of_many_first_answers_one_names_the_device,
    of_many_first_starts_one_makes_the_default_policy_and_the_key,
    rules_that_are_added_at_once_do_not_share_a_priority,
    a_rule_that_is_deleted_while_others_move_stays_deleted,
    a_check_is_never_deleted_under_a_policy_that_is_stored_at_once,
);

/// Two instances on one database.
async fn two(database: &Database) -> [Store; 2] {
    [open(database).await, open(database).await]
}

async fn of_many_that_start_a_window_one_start_counts(database: Database) {
    let stores = two(&database).await;
    let policy = graceful(assurance("dae1", "Mac", &[]), Some("P7D"));
    stores[0].put_assurance(&policy, &event("x")).await.unwrap();
    for index in 0..24 {
        let id = format!("t{index}");
        let sign_in = stored(&id, 1, "a");
        stores[0].insert_sign_in(&id, &sign_in).await.unwrap();
    }
    let answers = race(&stores, 24, async |store, index| {
        let start = at(i64::try_from(index).unwrap());
        let together = Together {
            grace_starts: vec![(window("dae1", "00u1", "guo1", start), event("start"))],
            ..Together::default()
        };
        let next = stored(&format!("t{index}"), 1, "b");
        store.update_sign_in(&next, &together).await.unwrap()
    })
    .await;
    let winners: Vec<_> = (0..24)
        .filter(|index| answers[*index] == Updated::Done)
        .collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    let lost = answers
        .iter()
        .filter(|done| **done == Updated::Contradicted);
    assert_eq!(lost.count(), 23, "the others are told to decide again");
    let windows = stores[0].grace_windows("00u1", "guo1").await.unwrap();
    let start = at(i64::try_from(winners[0]).unwrap());
    assert_eq!(windows, [window("dae1", "00u1", "guo1", start)]);
    assert_eq!(log(&stores[1]).await, ["x", "start"]);
}

async fn of_many_that_confirm_a_reminder_all_do_and_the_latest_is_remembered(database: Database) {
    let stores = two(&database).await;
    let mut policy = assurance("dae1", "Mac", &[]);
    let period = json!({"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": "P1D"});
    policy.grace_period = serde_json::from_value(period).unwrap();
    stores[0].put_assurance(&policy, &event("x")).await.unwrap();
    for index in 0..24 {
        let id = format!("t{index}");
        let sign_in = stored(&id, 1, "a");
        stores[0].insert_sign_in(&id, &sign_in).await.unwrap();
    }
    let answers = race(&stores, 24, async |store, index| {
        let reminder = GraceReminder {
            policy_id: "dae1".to_owned(),
            user_id: "00u1".to_owned(),
            device_id: "guo1".to_owned(),
            confirmed_at: at(i64::try_from(index).unwrap()),
            deadline: at(1_000),
            failures: Vec::new(),
        };
        let together = Together {
            reminder: Some(reminder),
            ..Together::default()
        };
        let next = stored(&format!("t{index}"), 1, "b");
        store.update_sign_in(&next, &together).await.unwrap()
    })
    .await;
    assert!(
        answers.iter().all(|done| *done == Updated::Done),
        "{answers:?}"
    );
    let reminders = stores[1].grace_reminders("00u1", "guo1").await.unwrap();
    assert_eq!(reminders.len(), 1);
    assert_eq!(reminders[0].confirmed_at, at(23));
}

async fn of_many_that_issue_a_code_there_is_one_and_one_redeems_it(database: Database) {
    let stores = two(&database).await;
    for round in 0..10 {
        let id = format!("t{round}");
        let code = format!("code {round}");
        stores[0]
            .insert_sign_in(&id, &stored(&id, 1, "a"))
            .await
            .unwrap();
        let issued = race(&stores, 8, |store, _| {
            let (id, code) = (id.clone(), code.clone());
            async move { store.issue_code(&code, &grant(&id), at(10)).await.unwrap() }
        })
        .await;
        assert!(issued.iter().all(|good| *good), "round {round}: {issued:?}");
        let redeemed = race(&stores, 8, |store, _| {
            let code = code.clone();
            async move { store.redeem_code(&code, at(1), &[]).await.unwrap() }
        })
        .await;
        let good = redeemed.iter().filter(|good| **good).count();
        assert_eq!(good, 1, "round {round}");
    }
}

async fn of_many_that_write_a_version_one_does(database: Database) {
    let stores = two(&database).await;
    let first = stored("t1", 1, "a");
    stores[0].insert_sign_in("h", &first).await.unwrap();
    let written = race(&stores, 16, async |store, index| {
        let next = stored("t1", 1, &index.to_string());
        write(&store, &next).await
    })
    .await;
    assert_eq!(written.iter().filter(|written| **written).count(), 1);
    let winner = written.iter().position(|written| *written).unwrap();
    let now = stores[1].sign_in::<String>("t1").await.unwrap().unwrap();
    assert_eq!((now.version, now.document), (2, winner.to_string()));
}

async fn of_many_attempts_only_so_many_are_let_through(database: Database) {
    let stores = two(&database).await;
    let begun = race(&stores, 24, async |store, index| {
        let login = if index % 3 == 0 { "ADA" } else { "ada" };
        let id = format!("a{index}");
        let attempt = store.begin_attempt(&id, login, at(-60), at(0), 5).await;
        attempt.unwrap()
    })
    .await;
    assert_eq!(begun.iter().filter(|begun| **begun).count(), 5);
}

async fn of_many_first_answers_one_names_the_device(database: Database) {
    let stores = two(&database).await;
    let ids = race(&stores, 12, async |store, index| {
        let device: crate::backend::store::Device = serde_json::from_value(json!({
            "id": format!("guo{index}"), "keyId": "key", "status": "ACTIVE", "displayName": "Mac", "platform": "MACOS",
            "osVersion": "14.4", "manufacturer": "", "model": "", "serialNumber": "", "udid": "",
            "created": at(0), "lastUpdated": at(0),
        }))
        .unwrap();
        store.put_device(&device).await.unwrap().id
    })
    .await;
    let ids: BTreeSet<_> = ids.into_iter().collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

async fn of_many_first_starts_one_makes_the_default_policy_and_the_key(database: Database) {
    let stores = two(&database).await;
    let made = race(&stores, 12, async |store, index| {
        let policy = AccessPolicy {
            system: true,
            ..access_policy(&format!("rst{index}"), "Default Policy")
        };
        let rule = catch_all(&format!("rul{index}"));
        let policy = store
            .first_default_policy(policy, &rule, &event("default"))
            .await;
        let policy = policy.unwrap();
        let key = store
            .first_signing_key(&format!("k{index}"), &format!("key {index}"))
            .await;
        (policy.id, key.unwrap())
    })
    .await;
    let made: BTreeSet<_> = made.into_iter().collect();
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!(stores[0].policies().await.unwrap().len(), 1);
    assert_eq!(log(&stores[0]).await, ["default"]);
}

async fn rules_that_are_added_at_once_do_not_share_a_priority(database: Database) {
    let stores = two(&database).await;
    let policy = access_policy("rst1", "P");
    stores[0]
        .insert_policy(&policy, &[catch_all("rul99")], &event("x"))
        .await
        .unwrap();
    let written = race(&stores, 16, async |store, index| {
        let added = store.change_rules("rst1", |rules| {
            let own = rules.iter().filter(|rule| !rule.system);
            let next = own.map(|rule| rule.priority + 1).max().unwrap_or(0);
            let rule = rule(&format!("rul{index}"), next, &[]);
            Ok::<_, ()>((vec![rule], event("add")))
        });
        added.await.unwrap().unwrap()
    })
    .await;
    assert!(written.iter().all(|written| *written == Written::Done));
    let rules = stores[1].rules("rst1").await.unwrap();
    let priorities: Vec<_> = rules.iter().map(|rule| rule.priority).collect();
    let expected: Vec<i64> = (0..16).chain([99]).collect();
    assert_eq!(priorities, expected);
}

async fn a_rule_that_is_deleted_while_others_move_stays_deleted(database: Database) {
    let stores = two(&database).await;
    for round in 0..8 {
        let policy = format!("rst{round}");
        let id = |name: &str| format!("rul-{name}{round}");
        stores[0]
            .insert_policy(
                &access_policy(&policy, &policy),
                &[catch_all(&id("last"))],
                &event("x"),
            )
            .await
            .unwrap();
        let victim = rule(&id("victim"), 0, &[]);
        let change = |_| Ok::<_, ()>((vec![victim.clone()], event("x")));
        let put = stores[0].change_rules(&policy, change).await;
        assert_eq!(put.unwrap(), Ok(Written::Done));
        let (deleter, mover) = (stores[0].clone(), stores[1].clone());
        let (of, victim) = (policy.clone(), id("victim"));
        let deleted =
            tokio::spawn(async move { deleter.delete_rule(&of, &victim, &event("x")).await });
        let of = policy.clone();
        let moved = tokio::spawn(async move {
            let change = |rules: Vec<AccessPolicyRule>| {
                let moved = rules.into_iter().filter(|rule| !rule.system);
                let moved = moved.map(|rule| AccessPolicyRule {
                    priority: rule.priority + 1,
                    ..rule
                });
                Ok::<_, ()>((moved.collect(), event("x")))
            };
            mover.change_rules(&of, change).await
        });
        assert_eq!(deleted.await.unwrap().unwrap(), Deleted::Done);
        assert_eq!(moved.await.unwrap().unwrap(), Ok(Written::Done));
        let left = stores[0].rules(&policy).await.unwrap();
        assert_eq!(left.len(), 1, "round {round}: {left:?}");
    }
}

async fn a_check_is_never_deleted_under_a_policy_that_is_stored_at_once(database: Database) {
    let stores = two(&database).await;
    for round in 0..10 {
        let (id, variable) = (format!("dch{round}"), format!("check{round}"));
        stores[0]
            .put_posture_check(&check(&id, &variable), &event("x"))
            .await
            .unwrap();
        let policy = assurance(&format!("dae{round}"), &format!("P{round}"), &[&variable]);
        let (deleter, creator) = (stores[0].clone(), stores[1].clone());
        let deleted =
            tokio::spawn(async move { deleter.delete_posture_check(&id, &event("x")).await });
        let created =
            tokio::spawn(async move { creator.put_assurance(&policy, &event("x")).await });
        let outcome = (
            deleted.await.unwrap().unwrap(),
            created.await.unwrap().unwrap(),
        );
        assert!(
            matches!(
                outcome,
                (Deleted::Done, Written::Dangling) | (Deleted::InUse, Written::Done)
            ),
            "round {round}: {outcome:?}"
        );
    }
}
