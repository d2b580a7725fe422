//! `/device-assurance-exemptions`: what administrators read and decide.

use doorstep::backend::{
    evaluation::{Exemption, ExemptionSubject, Platform},
    store::{Actor, Asked, Device, LogEvent, Profile, User},
};
use jiff::SignedDuration;
use serde_json::json;

use super::{clients::service, *};

const PATH: &str = "/device-assurance-exemptions";

impl Org {
    /// An organization in which people may ask for exemptions; its token may decide.
    pub(super) async fn exempting() -> (Self, ExemptionSubject) {
        let mut org = Self::new().await;
        org.token = org
            .token(&[ALL_SCOPES, &["doorstep.exemptions.manage"]].concat())
            .await;
        let mut policy = mac_policy();
        policy["displayRemediationMode"] = json!("SHOW");
        policy["exemption"] = json!({"maximumDuration": "P7D"});
        let policy = org.create("/device-assurances", policy).await;
        let profile = json!({"login": "ada@example.com", "email": "ada@example.com", "firstName": "Ada", "lastName": "B"});
        let user = org.create("/users", json!({"profile": profile})).await;
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        let device = Device {
            id: "guo1".to_owned(),
            key_id: "key".to_owned(),
            status: "ACTIVE".to_owned(),
            display_name: "Ada's Mac".to_owned(),
            platform: Platform::Macos,
            os_version: "14.3".to_owned(),
            manufacturer: String::new(),
            model: String::new(),
            serial_number: String::new(),
            udid: String::new(),
            created: now,
            last_updated: now,
        };
        org.store.put_device(&device).await.unwrap();
        let subject = ExemptionSubject {
            user_id: id(&user),
            user_login: "ada@example.com".to_owned(),
            device_id: device.id,
            device_name: device.display_name,
            platform: device.platform,
            policy_id: id(&policy),
            policy_name: "Device assurance macOS".to_owned(),
            checks: vec!["osVersion".to_owned()],
        };
        (org, subject)
    }

    /// Asks as a sign-in does; the path of the request.
    pub(super) async fn ask(&self, subject: &ExemptionSubject) -> String {
        use doorstep::clock::Clock as _;
        let now = self.clock.now();
        let id = self.random.id("exm");
        let (reason, length) = ("I speak at a fair.".to_owned(), "P1D".to_owned());
        let exemption = Exemption::new(id.clone(), subject.clone(), reason, length, now);
        let event = LogEvent::new(now, &self.random, "asked", "asked", Actor::default());
        let since = now - SignedDuration::from_hours(24);
        let asked = self.store.ask_exemption(&exemption, since, 100, &event);
        assert_eq!(asked.await.unwrap(), Asked::Done);
        format!("{PATH}/{id}")
    }

    pub(super) async fn decide(&self, path: &str, what: &str, body: Option<Value>) -> Reply {
        self.call("POST", &format!("{path}/lifecycle/{what}"), body)
            .await
    }
}

fn actions(exemption: &Value) -> Vec<&str> {
    let links = exemption["_links"].as_object().unwrap();
    links.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_request_is_read_granted_and_ended() {
    let (org, subject) = Org::exempting().await;
    let path = org.ask(&subject).await;
    let asked = org.get(&path).await.body;
    let fields = json!({
        "id": path.rsplit('/').next(), "status": "PENDING",
        "userId": subject.user_id, "userLogin": "ada@example.com",
        "deviceId": "guo1", "deviceName": "Ada's Mac", "platform": "MACOS",
        "policyId": subject.policy_id, "policyName": "Device assurance macOS", "checks": ["osVersion"],
        "reason": "I speak at a fair.", "requestedDuration": "P1D", "requestedAt": "2026-03-01T12:00:00.000Z",
        "_links": asked["_links"],
    });
    assert_eq!(asked, fields);
    assert_eq!(actions(&asked), ["approve", "decline", "self"]);
    assert_eq!(
        asked["_links"]["approve"],
        json!({"href": format!("https://id.example.com/api/v1{path}/lifecycle/approve"), "hints": {"allow": ["POST"]}})
    );
    org.clock.advance(SignedDuration::from_mins(5));
    let body = json!({"duration": "P3D", "note": "  Until the fair is over. "});
    let granted = org.decide(&path, "approve", Some(body)).await;
    assert_eq!(granted.status, StatusCode::OK);
    let granted = granted.body;
    for (field, value) in [
        ("status", "APPROVED"),
        ("duration", "P3D"),
        ("requestedDuration", "P1D"),
        ("decidedAt", "2026-03-01T12:05:00.000Z"),
        ("expiresAt", "2026-03-04T12:05:00.000Z"),
        ("note", "Until the fair is over."),
    ] {
        assert_eq!(granted[field], value, "{field}");
    }
    assert!(granted["decidedBy"].as_str().unwrap().starts_with("00T"));
    assert_eq!(actions(&granted), ["revoke", "self"]);
    assert_eq!(org.get(&path).await.body, granted);
    org.clock.advance(SignedDuration::from_mins(5));
    let ended = org.decide(&path, "revoke", None).await.body;
    assert_eq!(ended["status"], "REVOKED");
    assert_eq!(ended["decidedAt"], "2026-03-01T12:10:00.000Z");
    assert_eq!(ended.get("note"), None, "of the last decision");
    assert_eq!(actions(&ended), ["self"]);
}

#[tokio::test]
async fn without_a_body_what_was_asked_for_is_granted() {
    let (org, subject) = Org::exempting().await;
    for body in [
        None,
        Some(json!({})),
        Some(json!({"duration": null, "note": " "})),
    ] {
        let path = org.ask(&subject).await;
        let granted = org.decide(&path, "approve", body).await;
        assert_eq!(granted.status, StatusCode::OK, "{}", granted.body);
        assert_eq!(granted.body["duration"], "P1D");
        assert_eq!(granted.body.get("note"), None);
        org.decide(&path, "revoke", None).await;
    }
}

#[tokio::test]
async fn what_is_not_in_the_right_state_is_not_decided() {
    let (org, subject) = Org::exempting().await;
    let path = org.ask(&subject).await;
    let refused = async |what: &str| org.decide(&path, what, None).await.is(409, "E0000195");
    refused("revoke").await;
    org.decide(&path, "decline", Some(json!({"note": "No."})))
        .await;
    assert_eq!(org.get(&path).await.body["status"], "DECLINED");
    for what in ["approve", "decline", "revoke"] {
        refused(what).await;
    }
    let path = org.ask(&subject).await;
    let refused = async |what: &str| org.decide(&path, what, None).await.is(409, "E0000195");
    org.decide(&path, "approve", None).await;
    for what in ["approve", "decline"] {
        refused(what).await;
    }
    org.clock.advance(SignedDuration::from_hours(24));
    let over = org.get(&path).await.body;
    assert_eq!(
        (over["status"].as_str(), actions(&over)),
        (Some("EXPIRED"), vec!["self"])
    );
    refused("revoke").await;
    let path = org.ask(&subject).await;
    org.clock.advance(SignedDuration::from_hours(14 * 24));
    assert_eq!(org.get(&path).await.body["status"], "EXPIRED");
    org.decide(&path, "approve", None).await.is(409, "E0000195");
    for (method, rest) in [
        ("GET", ""),
        ("POST", "/lifecycle/approve"),
        ("POST", "/lifecycle/decline"),
        ("POST", "/lifecycle/revoke"),
    ] {
        let reply = org
            .call(method, &format!("{PATH}/exmnone{rest}"), None)
            .await;
        reply.is(404, "E0000007");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_decision_is_told() {
    let (org, subject) = Org::exempting().await;
    let path = org.ask(&subject).await;
    for duration in ["P7DT1S", "P8D", "soon", "PT0S", ""] {
        let body = json!({"duration": duration});
        let reply = org.decide(&path, "approve", Some(body)).await;
        reply.refuses("duration: The value must be an ISO 8601 duration of at most P7D");
    }
    for what in ["approve", "decline"] {
        let body = json!({"note": "é".repeat(1001)});
        org.decide(&path, what, Some(body)).await.refuses("note");
        let body = json!({"note": 7});
        org.decide(&path, what, Some(body))
            .await
            .is(400, "E0000003");
        org.decide(&path, what, Some(json!([])))
            .await
            .is(400, "E0000003");
    }
    let body = json!({"note": "é".repeat(1000)});
    let granted = org.decide(&path, "approve", Some(body)).await;
    assert_eq!(granted.status, StatusCode::OK);
}

#[tokio::test]
async fn a_policy_that_allows_none_any_more_grants_none_and_one_that_is_gone_takes_them_along() {
    let (org, subject) = Org::exempting().await;
    let path = org.ask(&subject).await;
    let policy = format!("/device-assurances/{}", subject.policy_id);
    org.call("PUT", &policy, Some(mac_policy())).await;
    org.decide(&path, "approve", None).await.is(409, "E0000195");
    assert_eq!(
        org.decide(&path, "decline", None).await.status,
        StatusCode::OK
    );
    org.call("DELETE", &policy, None).await;
    org.get(&path).await.is(404, "E0000007");
}

#[tokio::test]
async fn they_are_listed_by_status_page_by_page() {
    let (org, subject) = Org::exempting().await;
    let mut paths = Vec::new();
    for what in ["decline", "decline", "decline", "approve"] {
        let path = org.ask(&subject).await;
        org.decide(&path, what, None).await;
        paths.push(path);
        org.clock.advance(SignedDuration::from_secs(1));
    }
    paths.reverse();
    let ids = |reply: &Reply| -> Vec<String> {
        let all = reply.body.as_array().unwrap().iter();
        all.map(|item| format!("{PATH}/{}", item["id"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(ids(&org.get(PATH).await), paths, "newest first");
    let first = org.get(&format!("{PATH}?status=DECLINED&limit=2")).await;
    assert_eq!(ids(&first), paths[1..3]);
    let links: Vec<_> = first.headers.get_all("link").iter().collect();
    assert_eq!(links.len(), 2);
    let next = links[1].to_str().unwrap();
    let next = next.split(['<', '>']).nth(1).unwrap();
    let next = next.strip_prefix("https://id.example.com/api/v1").unwrap();
    let second = org.get(next).await;
    assert_eq!(ids(&second), paths[3..]);
    assert_eq!(
        second.headers.get_all("link").iter().count(),
        1,
        "the last page"
    );
    for (query, cause) in [
        ("status=OPEN", "status: The value must be PENDING"),
        ("limit=0", "limit: The value must be a positive number"),
    ] {
        org.get(&format!("{PATH}?{query}")).await.refuses(cause);
    }
    let before = format!("{PATH}?after=exmnone");
    assert_eq!(org.get(&before).await.body, json!([]));
}

#[tokio::test]
async fn who_may_only_read_decides_nothing_and_others_do_not_even_read() {
    let (org, subject) = Org::exempting().await;
    let path = org.ask(&subject).await;
    let reader = format!("SSWS {}", org.token(&["doorstep.exemptions.read"]).await);
    let other = format!("SSWS {}", org.token(&["okta.deviceAssurance.manage"]).await);
    let get = org.call_as(&reader, "GET", &path, None).await;
    assert_eq!(get.status, StatusCode::OK);
    for what in ["approve", "decline", "revoke"] {
        let path = format!("{path}/lifecycle/{what}");
        let reply = org.call_as(&reader, "POST", &path, None).await;
        reply.is(403, "E0000006");
    }
    for path in [PATH, &path] {
        org.call_as(&other, "GET", path, None)
            .await
            .is(403, "E0000006");
    }
}

#[tokio::test]
async fn nobody_hands_the_decision_about_their_own_requests_to_an_app() {
    let (org, _) = Org::exempting().await;
    let clock: SharedClock = org.clock.clone();
    let bo = json!({
        "profile": {"login": "bo@example.com", "email": "bo@example.com", "firstName": "Bo", "lastName": "C"},
        "credentials": {"password": {"value": "Doorstep-bo-2026"}},
    });
    let bo = id(&org.create("/users", bo).await);
    let scopes = [
        "doorstep.exemptions.manage",
        "okta.apps.manage",
        "okta.appGrants.manage",
    ];
    let owner = Some(bo.as_str());
    let token = management::tokens::issue(&org.store, &clock, &org.random, "own", &scopes, owner);
    let own = format!("SSWS {}", token.await.unwrap());
    let app = org.create("/apps", service("Robot")).await;
    let (path, grants) = (
        format!("/apps/{}", id(&app)),
        format!("/apps/{}/grants", id(&app)),
    );
    let grant = |scope: &str| Some(json!({"issuer": "https://id.example.com", "scopeId": scope}));
    let other = org
        .call_as(&own, "POST", &grants, grant("okta.apps.manage"))
        .await;
    assert_eq!(other.status, StatusCode::CREATED, "{}", other.body);
    org.call_as(&own, "POST", &grants, grant("doorstep.exemptions.manage"))
        .await
        .is(403, "E0000006");
    // Nor do they take over an app that may decide.
    let given = org
        .call("POST", &grants, grant("doorstep.exemptions.manage"))
        .await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.body);
    let mut taken = service("Robot");
    taken["settings"]["oauthClient"]["jwks"]["keys"][0]["kid"] = json!("mine");
    org.call_as(&own, "PUT", &path, Some(taken))
        .await
        .is(403, "E0000006");
}

#[tokio::test]
async fn a_token_of_somebody_who_may_not_sign_in_is_no_good() {
    let (org, _) = Org::exempting().await;
    let (clock, now): (SharedClock, _) = (org.clock.clone(), "2026-03-01T12:00:00Z");
    for (status, answer) in [("ACTIVE", 200), ("SUSPENDED", 401)] {
        let user = User {
            id: org.random.id("00u"),
            status: status.to_owned(),
            profile: Profile {
                login: status.to_owned(),
                ..Profile::default()
            },
            created: now.parse().unwrap(),
            last_updated: now.parse().unwrap(),
            status_changed: None,
            password_hash: None,
        };
        let event = LogEvent::new(user.created, &org.random, "x", "x", Actor::default());
        org.store.insert_user(&user, &event).await.unwrap();
        let scopes = ["doorstep.exemptions.read"];
        let owner = Some(user.id.as_str());
        let token =
            management::tokens::issue(&org.store, &clock, &org.random, "own", &scopes, owner);
        let own = format!("SSWS {}", token.await.unwrap());
        let reply = org.call_as(&own, "GET", PATH, None).await;
        assert_eq!(reply.status.as_u16(), answer, "{status}");
    }
}

#[tokio::test]
async fn switching_exemptions_on_and_off_is_told_with_what_changed() {
    let org = Org::new().await;
    let path = format!(
        "/device-assurances/{}",
        id(&org.create("/device-assurances", mac_policy()).await)
    );
    let mut shown = mac_policy();
    shown["displayRemediationMode"] = json!("SHOW");
    let mut allowing = shown.clone();
    allowing["exemption"] = json!({"maximumDuration": "P7D"});
    for policy in [&shown, &allowing, &shown] {
        let reply = org.call("PUT", &path, Some(policy.clone())).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    }
    let log = org.get("/logs?limit=1000").await.body;
    let updates = log.as_array().unwrap().iter();
    let changes: Vec<_> = updates
        .filter(|event| event["eventType"] == "device.assurance.policy.update")
        .map(|event| event["target"][0]["changeDetails"].clone())
        .collect();
    let on = json!({"exemption": {"maximumDuration": "P7D"}});
    let off = json!({"exemption": null});
    assert_eq!(changes[1], json!({"from": off, "to": on}));
    assert_eq!(changes[2], json!({"from": on, "to": off}));
}
