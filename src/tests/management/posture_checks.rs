//! `/device-posture-checks`.

use jiff::SignedDuration;
use serde_json::json;

use super::*;

const PATH: &str = "/device-posture-checks";

#[tokio::test]
async fn a_check_is_created_read_listed_replaced_and_deleted() {
    let org = Org::new().await;
    let created = org.create(PATH, firewall()).await;
    let id = id(&created);
    assert!(id.starts_with("dch") && id.len() == 20, "{id}");
    assert_eq!(created["createdDate"], "2026-03-01T12:00:00.000Z");
    assert_eq!(
        created["_links"]["self"]["href"],
        format!("https://id.example.com/api/v1{PATH}/{id}")
    );
    assert_eq!(
        created["_links"]["self"]["hints"]["allow"],
        json!(["GET", "PUT", "DELETE"])
    );
    for (field, value) in firewall().as_object().unwrap() {
        assert_eq!(
            &created[field], value,
            "{field} comes back, null leaves included"
        );
    }
    assert_eq!(org.get(&format!("{PATH}/{id}")).await.body, created);
    assert_eq!(org.get(PATH).await.body, json!([created]));

    org.clock.advance(SignedDuration::from_secs(1));
    let mut changed = firewall();
    changed["name"] = json!("Firewall");
    changed.as_object_mut().unwrap().remove("description");
    let reply = org
        .call("PUT", &format!("{PATH}/{id}"), Some(changed))
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert_eq!(reply.body["name"], "Firewall");
    assert_eq!(
        reply.body.get("description"),
        None,
        "what is left out is cleared"
    );
    assert_eq!(reply.body["createdDate"], created["createdDate"]);
    assert_eq!(reply.body["lastUpdate"], "2026-03-01T12:00:01.000Z");

    let reply = org.call("DELETE", &format!("{PATH}/{id}"), None).await;
    assert_eq!(
        (reply.status, &reply.body),
        (StatusCode::NO_CONTENT, &Value::Null)
    );
    for method in ["GET", "DELETE"] {
        org.call(method, &format!("{PATH}/{id}"), None)
            .await
            .is(404, "E0000007");
    }
    org.call("PUT", &format!("{PATH}/{id}"), Some(firewall()))
        .await
        .is(404, "E0000007");
}

#[tokio::test]
async fn a_check_that_breaks_a_rule_is_refused_with_the_reason() {
    let org = Org::new().await;
    let cases = [
        ("name", json!(null), "name: The field cannot be left blank"),
        (
            "name",
            json!("x".repeat(256)),
            "name: The field must not be longer",
        ),
        ("description", json!("x".repeat(1025)), "description"),
        ("variableName", json!(null), "variableName"),
        ("variableName", json!("1st"), "variableName"),
        ("variableName", json!("a-b"), "variableName"),
        ("variableName", json!("x".repeat(65)), "variableName"),
        ("platform", json!(null), "platform"),
        (
            "platform",
            json!("IOS"),
            "Custom checks are for MACOS and WINDOWS",
        ),
        ("mappingType", json!(null), "mappingType"),
        ("type", json!("BUILTIN"), "Only CUSTOM"),
        ("query", json!(null), "query"),
        ("query", json!("SELECT 1"), "must end with a semicolon"),
        (
            "query",
            json!(format!("SELECT '{}';", "x".repeat(4096))),
            "query",
        ),
        (
            "remediationSettings",
            json!({"message": {"customText": "x".repeat(1025)}}),
            "customText",
        ),
        (
            "remediationSettings",
            json!({"link": {"customUrl": "javascript:alert(1)"}}),
            "customUrl",
        ),
        (
            "remediationSettings",
            json!({"link": {"customUrl": "x".repeat(2049)}}),
            "customUrl",
        ),
        (
            "remediationSettings",
            json!({"message": {"customTextTranslations": {"no language!": "x"}}}),
            "BCP 47",
        ),
        (
            "remediationSettings",
            json!({"fix": {"minutes": 0}}),
            "between 1 and 1440",
        ),
        (
            "remediationSettings",
            json!({"fix": {"minutes": 1441}}),
            "between 1 and 1440",
        ),
        (
            "remediationSettings",
            json!({"fix": {"settingsUrl": "javascript:alert(1)"}}),
            "x-apple.systempreferences:, ms-settings:, https:",
        ),
        (
            "remediationSettings",
            json!({"fix": {"settingsUrl": "http://help.example.com"}}),
            "settingsUrl",
        ),
        (
            "remediationSettings",
            json!({"fix": {"settingsUrl": format!("https://{}.example", "x".repeat(2048))}}),
            "settingsUrl",
        ),
        (
            "remediationSettings",
            json!({"reason": {"customText": "x".repeat(1025)}}),
            "reason.customText",
        ),
        (
            "remediationSettings",
            json!({"reason": {"customTextTranslations": {"no language!": "x"}}}),
            "BCP 47",
        ),
    ];
    for (field, value, cause) in cases {
        let mut check = firewall();
        check[field] = value;
        org.call("POST", PATH, Some(check)).await.refuses(cause);
    }
    let mut check = firewall();
    check["mappingType"] = json!("SLIDER");
    org.call("POST", PATH, Some(check))
        .await
        .is(400, "E0000003");
    assert_eq!(org.get(PATH).await.body, json!([]), "nothing was stored");
}

#[tokio::test]
async fn what_okta_accepts_is_accepted() {
    let org = Org::new().await;
    let mut check = firewall();
    check["id"] = json!("Assigned");
    check["createdDate"] = json!({"not": "a date"});
    check["somethingNew"] = json!([1, 2]);
    check["query"] = json!("SELECT * FROM system_info;\n");
    check["remediationSettings"]["link"]["customUrl"] = json!("example.myremediationurl.com/docs");
    check["remediationSettings"]["message"]["customTextTranslations"] =
        json!({"de": "Ihre Firewall ist aus."});
    let created = org.create(PATH, check.clone()).await;
    assert_ne!(created["id"], "Assigned");
    assert_eq!(created["remediationSettings"], check["remediationSettings"]);
    let bare = json!({"name": "Bare", "variableName": "bare", "platform": "WINDOWS", "mappingType": "TEXTBOX", "query": "SELECT 1;"});
    let created = org.create(PATH, bare).await;
    assert_eq!(created["type"], "CUSTOM");
    assert_eq!(created.get("remediationSettings"), None);
}

#[tokio::test]
async fn a_variable_name_is_unique() {
    let org = Org::new().await;
    org.create(PATH, firewall()).await;
    org.call("POST", PATH, Some(firewall()))
        .await
        .refuses("variableName");
    let mut other = firewall();
    other["variableName"] = json!("other");
    let other_id = id(&org.create(PATH, other).await);
    org.call("PUT", &format!("{PATH}/{other_id}"), Some(firewall()))
        .await
        .refuses("variableName");
}

#[tokio::test]
async fn a_check_in_use_can_neither_be_deleted_nor_moved() {
    let org = Org::new().await;
    let check = id(&org.create(PATH, firewall()).await);
    let mut policy = mac_policy();
    policy["devicePostureChecks"] =
        json!({"include": [{"variableName": "macOSFirewall", "value": "1"}]});
    let policy = id(&org.create("/device-assurances", policy).await);
    let reply = org.call("DELETE", &format!("{PATH}/{check}"), None).await;
    reply.is(409, "E0000195");
    assert_eq!(
        reply.body["errorSummary"],
        "Device posture check is in use and can't be deleted."
    );
    for (field, value) in [("variableName", "renamed"), ("platform", "WINDOWS")] {
        let mut changed = firewall();
        changed[field] = json!(value);
        org.call("PUT", &format!("{PATH}/{check}"), Some(changed))
            .await
            .refuses("while a device assurance policy");
    }
    let mut harmless = firewall();
    harmless["query"] = json!("SELECT 1;");
    assert_eq!(
        org.call("PUT", &format!("{PATH}/{check}"), Some(harmless))
            .await
            .status,
        StatusCode::OK
    );
    org.call("DELETE", &format!("/device-assurances/{policy}"), None)
        .await;
    assert_eq!(
        org.call("DELETE", &format!("{PATH}/{check}"), None)
            .await
            .status,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn of_built_in_checks_only_the_remediation_can_be_changed() {
    let org = Org::new().await;
    let reply = org.get(&format!("{PATH}/default")).await;
    let checks = reply.body.as_array().unwrap();
    assert!(!checks.is_empty());
    for check in checks {
        assert_eq!(check["type"], "BUILTIN");
        assert!(check["variableName"].is_string());
        assert!(["MACOS", "WINDOWS"].contains(&check["platform"].as_str().unwrap()));
        assert_eq!(check.get("query"), None);
        assert_eq!(check["id"].as_str().unwrap().len(), 20);
    }
    let path = format!("{PATH}/{}", id(&checks[0]));
    let change = json!({"name": "Mine", "platform": "WINDOWS", "remediationSettings": {"message": {"customText": "Ask Ada."}}});
    let reply = org.call("PUT", &path, Some(change)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert_eq!(reply.body["name"], checks[0]["name"]);
    assert_eq!(
        reply.body["remediationSettings"]["message"]["customText"],
        "Ask Ada."
    );
    assert_eq!(org.get(&path).await.body, reply.body);
    assert_eq!(
        org.get(&format!("{PATH}/default")).await.body[0],
        reply.body
    );
    assert_eq!(
        org.get(PATH).await.body,
        json!([]),
        "the list has custom checks only"
    );
    org.call("DELETE", &path, None).await.refuses("built-in");
}

#[tokio::test]
async fn what_fixing_takes_and_why_it_matters_come_back_as_they_were_written() {
    let org = Org::new().await;
    let mut check = firewall();
    check["remediationSettings"]["fix"] = json!({
        "minutes": 2, "restartRequired": false, "adminRightsRequired": true,
        "settingsUrl": "ms-settings:windowsdefender",
    });
    check["remediationSettings"]["reason"] = json!({
        "customText": "Others can reach you.", "customTextTranslations": {"ja": "他の人が届きます。"},
    });
    let created = org.create(PATH, check.clone()).await;
    assert_eq!(created["remediationSettings"], check["remediationSettings"]);
    check["remediationSettings"]["fix"]["minutes"] = json!("soon");
    check["variableName"] = json!("other");
    org.call("POST", PATH, Some(check))
        .await
        .is(400, "E0000003");
}

#[tokio::test]
async fn a_built_in_check_keeps_what_a_client_that_does_not_know_of_it_leaves_out() {
    let org = Org::new().await;
    let all = org.get(&format!("{PATH}/default")).await.body;
    let find = |all: &Value| -> Value {
        let checks = all.as_array().unwrap().iter();
        let mut disks = checks.filter(|check| check["variableName"] == "macos.diskEncryptionType");
        disks.next().unwrap().clone()
    };
    let disk = find(&all);
    let settings = &disk["remediationSettings"];
    assert_eq!(
        settings["message"]["defaultI18nKey"],
        "macos.device_disk_encrypted"
    );
    assert_eq!(settings["fix"]["default"]["adminRightsRequired"], true);
    assert!(
        settings["fix"]["default"]["settingsUrl"]
            .as_str()
            .unwrap()
            .ends_with("?FileVault")
    );
    assert_eq!(
        settings["reason"]["defaultI18nKey"],
        "device.assurance.reason.disk_encryption"
    );
    let path = format!("{PATH}/{}", id(&disk));
    let change = json!({"remediationSettings": {
        "message": {"customText": "Ask Ada."}, "fix": {"minutes": 30, "default": {"minutes": 1}},
    }});
    let changed = org.call("PUT", &path, Some(change)).await.body["remediationSettings"].clone();
    assert_eq!(changed["fix"]["minutes"], 30);
    assert_eq!(changed["fix"]["default"], settings["fix"]["default"]);
    assert_eq!(changed["reason"], settings["reason"]);
    assert_eq!(
        find(&org.get(&format!("{PATH}/default")).await.body)["remediationSettings"],
        changed
    );
}
