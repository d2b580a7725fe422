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
