//! `/policies` and their rules.

use serde_json::json;

use super::*;

async fn policy(org: &Org) -> String {
    id(&org
        .create(
            "/policies",
            json!({"type": "ACCESS_POLICY", "name": "Devices", "id": "Assigned"}),
        )
        .await)
}

#[tokio::test]
async fn a_policy_is_created_with_a_catch_all_that_denies() {
    let org = Org::new().await;
    let created = org
        .create("/policies", json!({"type": "ACCESS_POLICY", "name": "Devices", "description": "d", "id": "Assigned"}))
        .await;
    let id = id(&created);
    assert!(id.starts_with("rst") && id.len() == 20);
    assert_eq!(
        (&created["status"], &created["priority"], &created["system"]),
        (&json!("ACTIVE"), &json!(1), &json!(false))
    );
    assert_eq!(created["conditions"], Value::Null);
    assert_eq!(
        created["_links"]["rules"]["href"],
        format!("https://id.example.com/api/v1/policies/{id}/rules")
    );
    let rules = org.get(&format!("/policies/{id}/rules")).await.body;
    assert_eq!(rules.as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &rules[0]["system"],
            &rules[0]["priority"],
            &rules[0]["conditions"]
        ),
        (&json!(true), &json!(99), &Value::Null)
    );
    assert_eq!(rules[0]["actions"]["appSignOn"]["access"], "DENY");
    assert_eq!(
        rules[0]["_links"]["self"]["hints"]["allow"],
        json!(["GET", "PUT"])
    );

    let reply = org
        .call(
            "PUT",
            &format!("/policies/{id}"),
            Some(json!({"type": "ACCESS_POLICY", "name": "New name"})),
        )
        .await;
    assert_eq!(
        (reply.status, &reply.body["name"]),
        (StatusCode::OK, &json!("New name"))
    );
    for (action, status) in [("deactivate", "INACTIVE"), ("activate", "ACTIVE")] {
        let reply = org
            .call("POST", &format!("/policies/{id}/lifecycle/{action}"), None)
            .await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT);
        assert_eq!(
            org.get(&format!("/policies/{id}")).await.body["status"],
            status
        );
    }
    assert_eq!(
        org.call("DELETE", &format!("/policies/{id}"), None)
            .await
            .status,
        StatusCode::NO_CONTENT
    );
    org.get(&format!("/policies/{id}"))
        .await
        .is(404, "E0000007");
    org.get(&format!("/policies/{id}/rules"))
        .await
        .is(404, "E0000007");
}

#[tokio::test]
async fn policies_are_listed_by_type_page_by_page() {
    let org = Org::new().await;
    org.get("/policies").await.is(400, "E0000028");
    assert_eq!(org.get("/policies?type=PASSWORD").await.body, json!([]));
    for name in ["Alpha", "Beta", "Gamma"] {
        org.create("/policies", json!({"type": "ACCESS_POLICY", "name": name}))
            .await;
    }
    let mut path = "/policies?type=ACCESS_POLICY&limit=2".to_owned();
    let mut names = Vec::new();
    for page in 1.. {
        let reply = org.get(&path).await;
        names.extend(
            reply
                .body
                .as_array()
                .unwrap()
                .iter()
                .map(|policy| policy["name"].as_str().unwrap().to_owned()),
        );
        let links: Vec<_> = reply
            .headers
            .get_all("link")
            .iter()
            .map(|link| link.to_str().unwrap().to_owned())
            .collect();
        assert!(links[0].ends_with("rel=\"self\""));
        let Some(next) = links.iter().find(|link| link.ends_with("rel=\"next\"")) else {
            assert_eq!(page, 2);
            break;
        };
        path = next
            .split(['<', '>'])
            .nth(1)
            .unwrap()
            .replace("https://id.example.com/api/v1", "");
    }
    names.sort();
    assert_eq!(names, ["Alpha", "Beta", "Gamma"]);
    assert_eq!(
        org.get("/policies?type=ACCESS_POLICY&q=be").await.body[0]["name"],
        "Beta"
    );
    assert_eq!(
        org.get("/policies?type=ACCESS_POLICY&status=INACTIVE")
            .await
            .body,
        json!([])
    );
    org.get("/policies?type=ACCESS_POLICY&limit=0")
        .await
        .refuses("limit");
    org.call(
        "POST",
        "/policies",
        Some(json!({"type": "ACCESS_POLICY", "name": "alpha"})),
    )
    .await
    .refuses("name");
    org.call(
        "POST",
        "/policies",
        Some(json!({"type": "PASSWORD", "name": "x"})),
    )
    .await
    .refuses("ACCESS_POLICY");
    org.call("POST", "/policies", Some(json!({"type": "ACCESS_POLICY"})))
        .await
        .refuses("name");
}

#[tokio::test]
async fn a_rule_comes_back_with_its_assurance_and_empty_containers() {
    let org = Org::new().await;
    let assurance = id(&org.create("/device-assurances", mac_policy()).await);
    let policy = policy(&org).await;
    let created = org
        .create(
            &format!("/policies/{policy}/rules"),
            rule("R", &[&assurance]),
        )
        .await;
    assert!(id(&created).starts_with("rul"));
    assert_eq!(
        created["conditions"]["device"],
        json!({"registered": true, "managed": false, "assurance": {"include": [assurance]}})
    );
    assert_eq!(
        created["conditions"]["people"]["users"]["exclude"],
        json!([])
    );
    assert_eq!(
        created["conditions"]["userType"],
        json!({"include": [], "exclude": []})
    );
    assert_eq!(
        created["actions"]["appSignOn"]["verificationMethod"]["constraints"],
        json!([{"knowledge": {"types": ["password"]}}])
    );
    assert_eq!(
        (&created["priority"], &created["status"], &created["type"]),
        (&json!(0), &json!("ACTIVE"), &json!("ACCESS_POLICY"))
    );
    let path = format!("/policies/{policy}/rules/{}", id(&created));
    assert_eq!(org.get(&path).await.body, created);
    // What was read can be sent back.
    let reply = org.call("PUT", &path, Some(created.clone())).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert_eq!(reply.body["conditions"], created["conditions"]);
    for (action, status) in [("deactivate", "INACTIVE"), ("activate", "ACTIVE")] {
        assert_eq!(
            org.call("POST", &format!("{path}/lifecycle/{action}"), None)
                .await
                .status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(org.get(&path).await.body["status"], status);
    }
    let inactive = org
        .create(
            &format!("/policies/{policy}/rules?activate=false"),
            rule("Later", &[]),
        )
        .await;
    assert_eq!(inactive["status"], "INACTIVE");
    assert_eq!(
        org.call("DELETE", &path, None).await.status,
        StatusCode::NO_CONTENT
    );
    org.get(&path).await.is(404, "E0000007");
}

#[tokio::test]
async fn a_used_priority_shifts_the_rules_behind_it_as_far_as_needed() {
    let org = Org::new().await;
    let policy = policy(&org).await;
    let path = format!("/policies/{policy}/rules");
    let at = |name: &str, priority: i64| {
        let mut rule = rule(name, &[]);
        rule["priority"] = json!(priority);
        rule
    };
    for (name, priority) in [("A", 0), ("B", 1), ("C", 5)] {
        org.create(&path, at(name, priority)).await;
    }
    org.create(&path, at("X", 0)).await;
    let order = async || {
        let rules = org.get(&path).await.body;
        let rules = rules.as_array().unwrap().clone();
        rules
            .iter()
            .map(|rule| {
                (
                    rule["name"].as_str().unwrap().to_owned(),
                    rule["priority"].as_i64().unwrap(),
                )
            })
            .collect::<Vec<_>>()
    };
    let named = |list: &[(&str, i64)]| {
        list.iter()
            .map(|(name, priority)| ((*name).to_owned(), *priority))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        order().await,
        named(&[
            ("X", 0),
            ("A", 1),
            ("B", 2),
            ("C", 5),
            ("Catch-all Rule", 99)
        ])
    );
    assert_eq!(org.create(&path, rule("Last", &[])).await["priority"], 6);
    for bad in [-1, 100] {
        org.call("POST", &path, Some(at("Bad", bad)))
            .await
            .refuses("priority");
    }
    org.call("POST", &path, Some(at("Bad", 99)))
        .await
        .refuses("priority");
}

#[tokio::test]
async fn rules_that_cannot_be_kept_are_refused() {
    let org = Org::new().await;
    let assurance = id(&org.create("/device-assurances", mac_policy()).await);
    let policy = policy(&org).await;
    let path = format!("/policies/{policy}/rules");
    let with = |conditions: Value| {
        let mut rule = rule("R", &[]);
        rule["conditions"] = conditions;
        rule
    };
    let cases = [
        (
            with(json!({"device": {"managed": true}})),
            "needs registered",
        ),
        (
            with(json!({"device": {"managed": true, "registered": false}})),
            "needs registered",
        ),
        (
            with(json!({"device": {"assurance": {"include": [assurance]}}})),
            "needs registered",
        ),
        (
            with(json!({"device": {"registered": true, "assurance": {"include": ["daeNobody"]}}})),
            "no such device assurance policy",
        ),
        (
            with(
                json!({"device": {"registered": true, "assurance": {"include": [assurance, assurance]}}}),
            ),
            "more than once",
        ),
        (
            with(json!({"network": {"connection": "ZONE", "include": ["nzo1"]}})),
            "network",
        ),
        (
            with(json!({"people": {"groups": {"include": ["00g1"]}}})),
            "groups",
        ),
        (with(json!({"riskScore": {"level": "HIGH"}})), "riskScore"),
        (
            with(json!({"elCondition": {"condition": "true"}})),
            "elCondition",
        ),
        (with(json!({"userType": {"include": ["oty1"]}})), "userType"),
        (
            with(json!({"platform": {"include": [{"type": "DESKTOP", "os": {"type": "AMIGA"}}]}})),
            "not a platform",
        ),
        (
            with(json!({"devices": {"registered": true}})),
            "conditions.devices: This condition",
        ),
        (
            with(json!({"device": {"registered": true, "trustLevel": "TRUSTED"}})),
            "device.trustLevel",
        ),
        (
            with(json!({"platform": {"include": [
                {"type": "DESKTOP", "os": {"type": "OSX", "version": {"matchType": "SEMVER", "value": "14.0"}}},
            ]}})),
            "platform.os.version",
        ),
        (
            json!({"name": "R", "type": "ACCESS_POLICY"}),
            "actions.appSignOn",
        ),
        (
            json!({"type": "ACCESS_POLICY", "actions": {"appSignOn": {"access": "DENY"}}}),
            "name",
        ),
        (
            json!({"name": "R", "type": "SIGN_ON", "actions": {"appSignOn": {"access": "DENY"}}}),
            "ACCESS_POLICY",
        ),
    ];
    for (rule, cause) in cases {
        org.call("POST", &path, Some(rule)).await.refuses(cause);
    }
    org.call(
        "POST",
        &path,
        Some(json!({"name": "R", "actions": {"appSignOn": {"access": "MAYBE"}}})),
    )
    .await
    .is(400, "E0000003");
    assert_eq!(
        org.get(&path).await.body.as_array().unwrap().len(),
        1,
        "nothing was stored"
    );
}

#[tokio::test]
async fn of_the_catch_all_only_the_actions_can_be_changed() {
    let org = Org::new().await;
    let policy = policy(&org).await;
    let catch_all = org.get(&format!("/policies/{policy}/rules")).await.body[0].clone();
    let path = format!("/policies/{policy}/rules/{}", id(&catch_all));
    let mut changed = catch_all.clone();
    changed["name"] = json!("Renamed");
    changed["actions"]["appSignOn"] = json!({"access": "ALLOW"});
    let reply = org.call("PUT", &path, Some(changed)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert_eq!(
        (&reply.body["name"], &reply.body["priority"]),
        (&json!("Catch-all Rule"), &json!(99))
    );
    assert_eq!(reply.body["actions"]["appSignOn"]["access"], "ALLOW");
    org.call("DELETE", &path, None).await.is(403, "E0000006");
    org.call("POST", &format!("{path}/lifecycle/deactivate"), None)
        .await
        .is(403, "E0000006");
}

#[tokio::test]
async fn an_app_has_exactly_one_policy_and_keeps_it_from_deletion() {
    let org = Org::new().await;
    let app = json!({"label": "Demo", "settings": {"oauthClient": {"redirect_uris": ["https://app.example.com/cb"]}}});
    let app = id(&org.create("/apps", app).await);
    let default = id(&org
        .get(&format!("/policies?type=ACCESS_POLICY&resourceId={app}"))
        .await
        .body[0]);
    let policy = policy(&org).await;
    let reply = org
        .call("PUT", &format!("/apps/{app}/policies/{policy}"), None)
        .await;
    assert_eq!(
        (reply.status, &reply.body),
        (StatusCode::NO_CONTENT, &Value::Null)
    );
    let mappings = org.get(&format!("/policies/{policy}/mappings")).await.body;
    assert_eq!(
        (&mappings[0]["resourceId"], &mappings[0]["resourceType"]),
        (&json!(app), &json!("APP"))
    );
    assert_eq!(
        org.get(&format!("/policies/{default}/mappings")).await.body,
        json!([])
    );
    org.call("DELETE", &format!("/policies/{policy}"), None)
        .await
        .is(409, "E0000195");
    org.call("DELETE", &format!("/policies/{default}"), None)
        .await
        .is(403, "E0000006");
    let mapped = org
        .create(
            &format!("/policies/{default}/mappings"),
            json!({"resourceId": app, "resourceType": "APP"}),
        )
        .await;
    assert_eq!(mapped["resourceId"], json!(app));
    assert_eq!(
        org.call("DELETE", &format!("/policies/{policy}"), None)
            .await
            .status,
        StatusCode::NO_CONTENT
    );
    org.call("PUT", &format!("/apps/{app}/policies/rstNobody"), None)
        .await
        .is(404, "E0000007");
    org.call("PUT", &format!("/apps/0oaNobody/policies/{default}"), None)
        .await
        .is(404, "E0000007");
}

#[tokio::test]
async fn rules_come_page_by_page_where_somebody_asks_for_it() {
    let org = Org::new().await;
    let policy = json!({"name": "Ledger", "type": "ACCESS_POLICY"});
    let policy = id(&org.create("/policies", policy).await);
    let rules = format!("/policies/{policy}/rules");
    for name in ["a", "b", "c"] {
        org.create(&rules, rule(name, &[])).await;
    }
    let all = org.get(&rules).await;
    assert_eq!(all.body.as_array().unwrap().len(), 4, "with the Catch-all");
    assert!(!all.headers["link"].to_str().unwrap().contains("next"));
    let mut seen = Vec::new();
    let mut path = format!("{rules}?limit=3");
    loop {
        let page = org.get(&path).await;
        seen.extend(page.body.as_array().unwrap().clone());
        let mut links = page.headers.get_all("link").iter();
        let next = links.find_map(|link| link.to_str().unwrap().strip_suffix(r#">; rel="next""#));
        let Some(next) = next else { break };
        next.strip_prefix("<https://id.example.com/api/v1")
            .unwrap()
            .clone_into(&mut path);
    }
    assert_eq!(json!(seen), all.body);
    org.get(&format!("{rules}?limit=0")).await.refuses("limit");
}

#[tokio::test]
async fn a_page_behind_something_that_is_gone_is_refused_and_not_taken_for_the_end() {
    let org = Org::new().await;
    for name in ["a", "b", "c"] {
        let policy = json!({"name": name, "type": "ACCESS_POLICY"});
        org.create("/policies", policy).await;
    }
    // Which of them comes first is nobody's promise: they were made in the same instant. The default policy stays.
    let listed = org.get("/policies?type=ACCESS_POLICY").await.body;
    let listed = listed.as_array().unwrap();
    let own = |policy: &&Value| policy["system"] == false;
    let ids: Vec<_> = listed.iter().filter(own).map(id).collect();
    let at = listed.iter().position(|policy| own(&policy)).unwrap();
    let path = format!("/policies?type=ACCESS_POLICY&limit=1&after={}", ids[0]);
    assert_eq!(org.get(&path).await.body[0]["id"], listed[at + 1]["id"]);
    org.call("DELETE", &format!("/policies/{}", ids[0]), None)
        .await;
    org.get(&path).await.refuses("after");
    let rules = format!("/policies/{}/rules?after=rulNobody", ids[1]);
    org.get(&rules).await.refuses("after");
}

#[tokio::test]
async fn conditions_that_ask_for_nothing_are_taken_whatever_they_are_called() {
    let org = Org::new().await;
    let policy = policy(&org).await;
    let nothing = json!({
        "authContext": {}, "userStatus": null, "scopes": {"include": []},
        "device": {"registered": true, "rooted": null, "platform": {"types": []}},
        "platform": {"include": [{"type": "ANY", "os": {"type": "ANY", "expression": "", "version": null}}]},
    });
    let mut rule = rule("R", &[]);
    rule["conditions"] = nothing;
    let made = org.create(&format!("/policies/{policy}/rules"), rule).await;
    assert_eq!(made["conditions"]["device"], json!({"registered": true}));
}
