//! The grace period of device assurance policies: what is accepted, and how it is written.

use super::*;

fn policy(grace: &Value) -> Value {
    let mut policy = mac_policy();
    policy["displayRemediationMode"] = json!("SHOW");
    policy["gracePeriod"] = grace.clone();
    policy
}

#[tokio::test]
async fn where_a_duration_starts_can_be_said_and_is_written_only_where_it_was() {
    let org = Org::new().await;
    let plain = json!({"type": "BY_DURATION", "expiry": "P7D"});
    let made = org.create("/device-assurances", policy(&plain)).await;
    assert_eq!(
        made["gracePeriod"], plain,
        "Okta's clients see no new field"
    );
    let path = format!("/device-assurances/{}", id(&made));
    for start in ["FIRST_FAILURE", "FIRST_REMINDER"] {
        let grace = json!({"type": "BY_DURATION", "expiry": "P7D", "startsOn": start});
        let reply = org.call("PUT", &path, Some(policy(&grace))).await;
        assert_eq!(reply.body["gracePeriod"], grace);
        assert_eq!(org.get(&path).await.body["gracePeriod"], grace);
    }
}

#[tokio::test]
async fn where_a_duration_starts_is_refused_where_it_means_nothing() {
    let org = Org::new().await;
    let create = async |grace: Value| {
        org.call("POST", "/device-assurances", Some(policy(&grace)))
            .await
    };
    create(json!({"type": "BY_DURATION", "expiry": "P7D", "startsOn": "TOMORROW"}))
        .await
        .is(400, "E0000003");
    create(json!({"type": "BY_DURATION", "expiry": "P7D", "startsOn": 7}))
        .await
        .is(400, "E0000003");
    create(json!({"type": "BY_DATE_TIME", "expiry": "2030-01-01T00:00:00.000Z", "startsOn": "FIRST_REMINDER"}))
        .await
        .refuses("gracePeriod.startsOn");
}

#[tokio::test]
async fn how_often_people_are_reminded_can_be_said_for_both_kinds_and_is_written_only_where_it_was()
{
    let org = Org::new().await;
    let date = json!({"type": "BY_DATE_TIME", "expiry": "2030-01-01T00:00:00.000Z", "reminderInterval": "PT1H"});
    let duration = json!({"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": "P30D"});
    let made = org.create("/device-assurances", policy(&date)).await;
    assert_eq!(made["gracePeriod"], date);
    let path = format!("/device-assurances/{}", id(&made));
    let reply = org.call("PUT", &path, Some(policy(&duration))).await;
    assert_eq!(reply.body["gracePeriod"], duration);
    let log = org
        .get("/logs?filter=eventType%20eq%20%22device.assurance.policy.update%22")
        .await;
    let change = &log.body[0]["target"][0]["changeDetails"];
    assert_eq!(change["from"]["gracePeriod"], date);
    assert_eq!(change["to"]["gracePeriod"], duration);
    for (written, read) in [
        (json!({"value": "P1D"}), json!("P1D")),
        (json!(null), json!(null)),
        (json!(""), json!(null)),
    ] {
        let grace = json!({"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": written});
        let reply = org.call("PUT", &path, Some(policy(&grace))).await;
        assert_eq!(
            reply.body["gracePeriod"]["reminderInterval"], read,
            "{written}"
        );
    }
}

#[tokio::test]
async fn reminders_that_are_too_close_too_far_or_of_nothing_are_refused() {
    let org = Org::new().await;
    let create = async |body: Value| org.call("POST", "/device-assurances", Some(body)).await;
    let every = |interval: Value| {
        policy(&json!({"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": interval}))
    };
    for interval in ["PT59M59S", "P30DT1S", "P1M1D", "daily", "P", "PT0S", " P1D"] {
        create(every(json!(interval)))
            .await
            .refuses("gracePeriod.reminderInterval");
    }
    for interval in [json!(24), json!(true), json!(["P1D"]), json!({"value": 1})] {
        create(every(interval)).await.is(400, "E0000003");
    }
    let mut hidden = every(json!("P1D"));
    hidden["displayRemediationMode"] = json!("HIDE");
    create(hidden).await.refuses("gracePeriod");
    create(policy(&json!({"reminderInterval": "P1D"})))
        .await
        .is(400, "E0000003");
}
