//! `/logs` and the events that writes leave there.

use jiff::SignedDuration;
use serde_json::json;

use super::*;

fn types(reply: &Reply) -> Vec<String> {
    reply
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["eventType"].as_str().unwrap().to_owned())
        .collect()
}

fn next(reply: &Reply) -> Option<String> {
    let links = reply.headers.get_all("link");
    let next = links
        .iter()
        .map(|link| link.to_str().unwrap())
        .find(|link| link.ends_with("rel=\"next\""))?;
    Some(
        next.split(['<', '>'])
            .nth(1)
            .unwrap()
            .replace("https://id.example.com/api/v1", ""),
    )
}

#[tokio::test]
async fn every_write_leaves_its_event_and_refused_ones_leave_none() {
    let org = Org::new().await;
    let check = id(&org.create("/device-posture-checks", firewall()).await);
    let mut renamed = firewall();
    renamed["name"] = json!("Firewall");
    org.call(
        "PUT",
        &format!("/device-posture-checks/{check}"),
        Some(renamed),
    )
    .await;
    let assurance = id(&org.create("/device-assurances", mac_policy()).await);
    let mut changed = mac_policy();
    changed["osVersion"]["minimum"] = json!("15.0");
    org.call(
        "PUT",
        &format!("/device-assurances/{assurance}"),
        Some(changed),
    )
    .await;
    let policy = id(&org
        .create("/policies", json!({"type": "ACCESS_POLICY", "name": "P"}))
        .await);
    let rule_id = id(&org
        .create(
            &format!("/policies/{policy}/rules"),
            rule("R", &[&assurance]),
        )
        .await);
    org.call("DELETE", &format!("/device-assurances/{assurance}"), None)
        .await
        .is(409, "E0000195");
    org.call(
        "POST",
        "/device-assurances",
        Some(json!({"name": "x", "platform": "MACOS"})),
    )
    .await
    .is(400, "E0000001");
    org.call(
        "DELETE",
        &format!("/policies/{policy}/rules/{rule_id}"),
        None,
    )
    .await;
    org.call("DELETE", &format!("/device-assurances/{assurance}"), None)
        .await;
    org.call("DELETE", &format!("/device-posture-checks/{check}"), None)
        .await;
    org.call("DELETE", &format!("/policies/{policy}"), None)
        .await;

    let reply = org.get("/logs").await;
    let expected = [
        "device.posture.check.add",
        "device.posture.check.update",
        "device.assurance.policy.add",
        "device.assurance.policy.update",
        "policy.lifecycle.create",
        "policy.rule.add",
        "policy.rule.delete",
        "device.assurance.policy.delete",
        "device.posture.check.delete",
        "policy.lifecycle.delete",
    ];
    assert_eq!(types(&reply), expected);
    let update = &reply.body[3]["target"][0];
    assert_eq!(
        (&update["id"], &update["type"]),
        (&json!(assurance), &json!("DeviceAssurancePolicyEntity"))
    );
    assert_eq!(
        update["detailEntry"],
        json!({"policyName": "Device assurance macOS", "policyPlatform": "MACOS"})
    );
    assert_eq!(
        update["changeDetails"],
        json!({"from": {"osVersion": {"minimum": "14.4"}}, "to": {"osVersion": {"minimum": "15.0"}}})
    );
    let add = &reply.body[0];
    assert_eq!(
        (&add["version"], &add["severity"], &add["outcome"]["result"]),
        (&json!("0"), &json!("INFO"), &json!("SUCCESS"))
    );
    assert_eq!(add["published"], "2026-03-01T12:00:00.000Z");
    assert_eq!(add["actor"]["displayName"], "test");
    assert_eq!(
        add["target"][0]["detailEntry"]["postureCheckVariableName"],
        "macOSFirewall"
    );
    assert_eq!(
        reply.body[1]["target"][0]["changeDetails"]["to"],
        json!({"postureCheckName": "Firewall"})
    );
    assert!(!reply.body.to_string().contains(&org.token));
}

#[tokio::test]
async fn a_bounded_query_ends_and_a_polling_one_goes_on() {
    let org = Org::new().await;
    for number in 0..5 {
        org.create(
            "/policies",
            json!({"type": "ACCESS_POLICY", "name": format!("P{number}")}),
        )
        .await;
        org.clock.advance(SignedDuration::from_secs(1));
    }
    let bounded = "/logs?since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z&limit=2";
    let mut path = Some(bounded.to_owned());
    let mut names = Vec::new();
    while let Some(current) = path {
        let reply = org.get(&current).await;
        assert!(reply.body.as_array().unwrap().len() <= 2);
        names.extend(reply.body.as_array().unwrap().iter().map(|event| {
            event["target"][0]["displayName"]
                .as_str()
                .unwrap()
                .to_owned()
        }));
        path = next(&reply);
    }
    assert_eq!(names, ["P0", "P1", "P2", "P3", "P4"]);
    let newest = org.get("/logs?sortOrder=DESCENDING&limit=1").await;
    assert_eq!(newest.body[0]["target"][0]["displayName"], "P4");

    let mut reply = org.get("/logs").await;
    assert_eq!(types(&reply).len(), 5);
    reply = org.get(&next(&reply).unwrap()).await;
    assert_eq!(types(&reply).len(), 0);
    org.create("/policies", json!({"type": "ACCESS_POLICY", "name": "P5"}))
        .await;
    reply = org.get(&next(&reply).unwrap()).await;
    assert_eq!(types(&reply).len(), 1, "nothing twice, nothing lost");
    assert!(next(&reply).is_some());
    let empty = org.get("/logs?since=2027-01-01T00:00:00Z").await;
    assert!(next(&empty).is_some(), "a poller always has a next link");
    assert_eq!(org.get("/logs?limit=0").await.body, json!([]));
}

#[tokio::test]
async fn events_of_one_instant_keep_their_order_across_pages() {
    let org = Org::new().await;
    for number in 0..7 {
        org.create(
            "/policies",
            json!({"type": "ACCESS_POLICY", "name": format!("P{number}")}),
        )
        .await;
    }
    let mut names = Vec::new();
    let mut path = Some("/logs?until=2026-03-02T00:00:00Z&limit=3".to_owned());
    while let Some(current) = path {
        let reply = org.get(&current).await;
        names.extend(reply.body.as_array().unwrap().iter().map(|event| {
            event["target"][0]["displayName"]
                .as_str()
                .unwrap()
                .to_owned()
        }));
        path = next(&reply);
    }
    assert_eq!(names, ["P0", "P1", "P2", "P3", "P4", "P5", "P6"]);
}

#[tokio::test]
async fn events_are_found_by_filter_and_by_words() {
    let org = Org::new().await;
    org.create("/device-assurances", mac_policy()).await;
    org.create("/device-posture-checks", firewall()).await;
    let filtered = async |filter: &str| {
        let encoded: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        org.get(&format!("/logs?filter={encoded}")).await
    };
    assert_eq!(
        types(&filtered(r#"event_type eq "device.assurance.policy.add""#).await),
        ["device.assurance.policy.add"]
    );
    assert_eq!(
        types(&filtered(r#"eventType sw "device." and outcome.result eq "SUCCESS""#).await).len(),
        2
    );
    assert_eq!(
        types(&filtered(r#"eventType eq "x" or target.id sw "dch""#).await),
        ["device.posture.check.add"]
    );
    filtered(r#"published gt "2026""#).await.is(400, "E0000031");
    filtered("nonsense").await.is(400, "E0000031");
    assert_eq!(
        types(&org.get("/logs?q=macosfirewall").await),
        ["device.posture.check.add"]
    );
    assert_eq!(
        types(&org.get("/logs?q=macos%20assurance").await),
        ["device.assurance.policy.add"]
    );
    for (query, cause) in [
        ("q=a+b+c+d+e+f+g+h+i+j+k", "q"),
        ("limit=1001", "limit"),
        ("limit=x", "limit"),
        ("since=yesterday", "since"),
        ("sortOrder=UP", "sortOrder"),
        ("after=x", "after"),
        ("limit=1&limit=2", "duplicate field"),
    ] {
        org.get(&format!("/logs?{query}")).await.refuses(cause);
    }
}

/// The documentation's table of changes by administrators: target types and details by event.
fn documented() -> std::collections::BTreeMap<String, (Vec<String>, Vec<String>)> {
    let text = include_str!("../../../docs/system-log.md");
    let section = text.split("\n## ").nth(2).unwrap();
    let words = |cell: &str| -> Vec<String> {
        let parts = cell.split('`').skip(1).step_by(2);
        parts.map(str::to_owned).collect()
    };
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells: Vec<_> = line.split('|').map(words).collect();
        (cells[1][0].clone(), (cells[2].clone(), cells[3].clone()))
    })
    .collect()
}

#[tokio::test]
async fn every_audit_event_carries_what_the_documentation_says() {
    let (org, subject) = Org::exempting().await;
    for decisions in [["decline", ""], ["approve", "revoke"]] {
        let request = org.ask(&subject).await;
        for what in decisions.iter().filter(|what| !what.is_empty()) {
            let reply = org.decide(&request, what, None).await;
            assert_eq!(reply.status, StatusCode::OK, "{what}");
        }
    }
    org.call(
        "DELETE",
        &format!("/device-assurances/{}", subject.policy_id),
        None,
    )
    .await;
    let check = format!(
        "/device-posture-checks/{}",
        id(&org.create("/device-posture-checks", firewall()).await)
    );
    org.call("PUT", &check, Some(firewall())).await;
    let assurance = id(&org.create("/device-assurances", mac_policy()).await);
    let assurance_path = format!("/device-assurances/{assurance}");
    org.call("PUT", &assurance_path, Some(mac_policy())).await;
    let body = json!({"type": "ACCESS_POLICY", "name": "P"});
    let policy = format!(
        "/policies/{}",
        id(&org.create("/policies", body.clone()).await)
    );
    org.call("PUT", &policy, Some(body)).await;
    let rules = format!("{policy}/rules");
    let own_rule = format!(
        "{rules}/{}",
        id(&org.create(&rules, rule("R", &[&assurance])).await)
    );
    org.call("PUT", &own_rule, Some(rule("R2", &[&assurance])))
        .await;
    for path in [&own_rule, &policy] {
        for what in ["deactivate", "activate"] {
            let reply = org
                .call("POST", &format!("{path}/lifecycle/{what}"), None)
                .await;
            assert_eq!(reply.status, StatusCode::NO_CONTENT, "{path} {what}");
        }
    }
    let integration = org.get("/device-integrations").await.body[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for what in ["deactivate", "activate"] {
        let path = format!("/device-integrations/{integration}/lifecycle/{what}");
        org.call("POST", &path, None).await;
    }
    for path in [&own_rule, &assurance_path, &check, &policy] {
        let reply = org.call("DELETE", path, None).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{path}");
    }
    let documented = documented();
    let log = org.get("/logs?limit=1000").await.body;
    let mut seen = Vec::new();
    for event in log.as_array().unwrap() {
        let name = event["eventType"].as_str().unwrap();
        if ["asked", "user.lifecycle.create"].contains(&name) {
            continue;
        }
        let (kinds, details) = documented
            .get(name)
            .unwrap_or_else(|| panic!("{name} is not documented"));
        let targets = event["target"].as_array().unwrap();
        let carried: Vec<_> = targets
            .iter()
            .map(|target| target["type"].as_str().unwrap())
            .collect();
        assert_eq!(carried, *kinds, "{name}");
        let mut entries: Vec<&str> = targets
            .iter()
            .filter_map(|target| target["detailEntry"].as_object())
            .flat_map(|entry| entry.keys().map(String::as_str))
            .collect();
        let mut details: Vec<&str> = details.iter().map(String::as_str).collect();
        entries.sort_unstable();
        details.sort_unstable();
        assert_eq!(entries, details, "{name}");
        let updates = [
            "device.assurance.policy.update",
            "device.posture.check.update",
            "policy.lifecycle.update",
        ];
        assert_eq!(
            targets[0]["changeDetails"].is_object(),
            updates.contains(&name),
            "{name}"
        );
        assert!(event["debugContext"]["debugData"]["requestId"].is_string());
        seen.push(name);
    }
    for name in documented.keys() {
        assert!(seen.contains(&name.as_str()), "{name} is never written");
    }
}
