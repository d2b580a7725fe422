//! Policy files against the real management API, in process.

use std::{
    fmt::Write as _,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    http::{Method, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use doorstep::{
    backend::management::{Subject, refusals},
    policy_as_code::{
        Client, Export, Files, Interrupted, Needs, Organization, Pause, Plan, Source, Written,
        authorization,
    },
};
use jiff::SignedDuration;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{Org, firewall, id};

const ALL: Needs = Needs {
    checks: true,
    assurances: true,
    policies: true,
    rules: true,
    apps: true,
};

/// Two checks, three device assurance policies, a policy with three rules.
const FILE: &str = r#"
devicePostureChecks:
- name: macOS - Firewall enabled
  description: The application firewall is on.
  variableName: macOSFirewall
  platform: MACOS
  mappingType: CHECKBOX
  query: |
    SELECT CASE WHEN global_state = 0 THEN 0 ELSE 1 END AS firewall_enabled
    FROM alf;
  remediationSettings:
    message:
      customText: Your firewall is turned off.
      customTextTranslations: {de: Ihre Firewall ist aus.}
    link: {customUrl: https://help.example.com/firewall}
- {name: Windows, variableName: windowsFirewall, platform: WINDOWS, mappingType: TEXTBOX, query: SELECT 1;}
- type: BUILTIN
  variableName: macos.osVersion
  remediationSettings: {message: {customText: Update your Mac.}}
---
deviceAssurances:
- name: Macs
  platform: MACOS
  osVersion: {minimum: "14.4"}
  screenLockType: {include: [PASSCODE, BIOMETRIC]}
  secureHardwarePresent: true
  devicePostureChecks: {include: [{variableName: macOSFirewall, value: "1"}]}
  gracePeriod: {type: BY_DURATION, expiry: P7D}
  displayRemediationMode: SHOW
- name: PCs
  platform: WINDOWS
  osVersionConstraints:
  - {majorVersionConstraint: WINDOWS_11, minimum: "10.0.22631.0"}
  - {majorVersionConstraint: WINDOWS_10, dynamicVersionRequirement: {type: NOT_ALLOWED}}
  thirdPartySignalProviders: {dtc: {osFirewall: true, browserVersion: {minimum: "120"}}}
- name: Phones
  platform: ANDROID
  jailbreak: false
  diskEncryptionType: {include: [USER, FULL]}
  gracePeriod: {type: BY_DATE_TIME, expiry: 2030-01-01T00:00:00Z}
  displayRemediationMode: SHOW
---
policies:
- name: Ledger sign-in
  description: Compliant devices only.
  rules:
  - name: Computers
    conditions: {device: {registered: true, managed: false, assurance: {include: [PCs, Macs]}}}
    actions: {appSignOn: {access: ALLOW, verificationMethod: {type: ASSURANCE, factorMode: 1FA, constraints: []}}}
  - name: Phones
    status: INACTIVE
    conditions: {device: {registered: true, assurance: {include: [Phones]}}, platform: {include: [{type: MOBILE, os: {type: ANDROID}}]}}
    actions: {appSignOn: {access: ALLOW}}
  - name: Visitors
    actions: {appSignOn: {access: DENY}}
  - name: Catch-all Rule
    system: true
    actions: {appSignOn: {access: DENY, keepMeSignedIn: {postAuth: ALLOWED}}}
- name: Sleeping
  status: INACTIVE
apps:
- label: Ledger
  accessPolicy: Ledger sign-in
"#;

fn files(text: &str) -> Files {
    Files::read(&[Source {
        name: "a.yaml".to_owned(),
        text: text.to_owned(),
    }])
    .unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"))
}

fn pause() -> Pause {
    Arc::new(|_| Box::pin(std::future::ready(())))
}

impl Org {
    fn client(&self) -> Client {
        Client::in_process(self.router.clone(), authorization(&self.token), pause())
    }

    async fn with_app() -> Self {
        let org = Self::new().await;
        org.create(
            "/apps",
            json!({"name": "oidc_client", "label": "Ledger", "signOnMode": "OPENID_CONNECT",
                "credentials": {"oauthClient": {"token_endpoint_auth_method": "none"}},
                "settings": {"oauthClient": {"redirect_uris": ["https://ledger.example.com/callback"]}}}),
        )
        .await;
        org
    }

    async fn plan(&self, text: &str, prune: bool) -> Result<(Plan, Organization), String> {
        let (files, client) = (files(text), self.client());
        let organization = Organization::read(&client, Needs::of(&files, prune), &files)
            .await
            .map_err(|error| error.to_string())?;
        let plan = Plan::new(&files, &organization, prune).map_err(|error| error.to_string())?;
        Ok((plan, organization))
    }

    async fn apply_by(
        &self,
        client: &Client,
        text: &str,
        prune: bool,
    ) -> Result<Vec<String>, Interrupted> {
        let (plan, organization) = self
            .plan(text, prune)
            .await
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut done = Vec::new();
        plan.carry_out(client, &organization, |line| done.push(line.to_owned()))
            .await?;
        Ok(done)
    }

    /// What was done.
    async fn apply(&self, text: &str, prune: bool) -> Vec<String> {
        let done = self.apply_by(&self.client(), text, prune).await;
        done.unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// What is still to be done, as the plan shows it.
    async fn difference(&self, text: &str, prune: bool) -> Option<String> {
        let (plan, _) = self
            .plan(text, prune)
            .await
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        (!plan.is_empty()).then(|| plan.to_string())
    }

    async fn export(&self) -> Export {
        let organization = Organization::read(&self.client(), ALL, &Files::default())
            .await
            .expect("an organization");
        Export::new(&organization, ALL)
    }

    /// Names and priorities of the rules of a policy, in their order.
    async fn order(&self, policy: &str) -> Vec<(String, i64)> {
        let policies = self.get("/policies?type=ACCESS_POLICY").await.body;
        let policies = policies.as_array().expect("policies");
        let policy = policies
            .iter()
            .find(|other| other["name"] == policy)
            .expect("the policy");
        let rules = self
            .get(&format!("/policies/{}/rules", id(policy)))
            .await
            .body;
        let rules = rules.as_array().expect("rules").iter();
        rules
            .map(|rule| {
                let name = rule["name"].as_str().expect("a name").to_owned();
                (name, rule["priority"].as_i64().expect("a priority"))
            })
            .collect()
    }
}

#[tokio::test]
async fn a_file_is_applied_once_and_then_there_is_nothing_to_do() {
    let org = Org::with_app().await;
    let done = org.apply(FILE, false).await;
    assert_eq!(
        done,
        [
            "created device posture check macOSFirewall",
            "created device posture check windowsFirewall",
            "changed device posture check macos.osVersion",
            "created device assurance policy \"Macs\"",
            "created device assurance policy \"PCs\"",
            "created device assurance policy \"Phones\"",
            "created policy \"Ledger sign-in\"",
            "created policy \"Sleeping\"",
            "created rule \"Computers\" of policy \"Ledger sign-in\"",
            "created rule \"Phones\" of policy \"Ledger sign-in\"",
            "created rule \"Visitors\" of policy \"Ledger sign-in\"",
            "created rule \"Catch-all Rule\" of policy \"Ledger sign-in\"",
            "changed app \"Ledger\"",
        ]
    );
    assert_eq!(org.difference(FILE, false).await, None);
    assert_eq!(org.apply(FILE, false).await, Vec::<String>::new());
    let policies = org.get("/policies?type=ACCESS_POLICY").await.body;
    let status = |name: &str| {
        let policies = policies.as_array().expect("policies");
        policies
            .iter()
            .find(|policy| policy["name"] == name)
            .expect(name)["status"]
            .clone()
    };
    assert_eq!(
        (status("Ledger sign-in"), status("Sleeping")),
        (json!("ACTIVE"), json!("INACTIVE"))
    );
}

#[tokio::test]
async fn an_export_changes_nothing_and_makes_another_organization_the_same() {
    let org = Org::with_app().await;
    org.apply(FILE, false).await;
    let export = org.export().await;
    assert_eq!(export.notes, Vec::<String>::new());
    let text = export.yaml().expect("YAML");
    assert_eq!(org.difference(&text, true).await, None, "{text}");
    assert_eq!(
        org.difference(&export.json().expect("JSON"), true).await,
        None
    );
    let other = Org::with_app().await;
    other.apply(&text, true).await;
    assert_eq!(other.difference(&text, true).await, None);
    assert_eq!(other.export().await.yaml().expect("YAML"), text);
}

#[tokio::test]
async fn every_field_that_the_management_api_answers_has_its_place_in_a_file() {
    let org = Org::with_app().await;
    org.apply(FILE, false).await;
    org.create("/device-posture-checks", json!({"name": "A", "description": "B", "variableName": "c", "platform": "MACOS",
        "mappingType": "TEXTBOX", "query": "SELECT 1;", "remediationSettings": {
            "message": {"customText": "D", "customTextTranslations": {"de": "E"}},
            "link": {"customUrl": "https://f.example", "customUrlTranslations": {"de": "https://g.example"}}}})).await;
    org.create("/device-assurances", json!({"name": "A", "platform": "ANDROID", "osVersion": {"dynamicVersionRequirement":
        {"type": "MINIMUM", "distanceFromLatestMajor": 1, "latestSecurityPatch": true}}, "callerContext": {"managedApp": true},
        "screenLockType": {"include": ["BIOMETRIC"]}, "thirdPartySignalProviders": {"devicePostureIdP": {"managed": true},
            "androidDeviceTrust": {"screenLockComplexity": "HIGH", "requireMajorVersionUpdate": true}}})).await;
    let export = org.export().await;
    assert_eq!(export.notes, Vec::<String>::new());
    let text = export.yaml().expect("YAML");
    assert_eq!(org.difference(&text, true).await, None, "{text}");
}

#[tokio::test]
async fn a_change_of_a_file_is_a_change_of_that_object_alone() {
    let org = Org::with_app().await;
    org.apply(FILE, false).await;
    let changed = FILE
        .replace("\"14.4\"", "\"14.5\"")
        .replace("name: Sleeping\n  status: INACTIVE", "name: Sleeping");
    assert_eq!(
        org.apply(&changed, true).await,
        [
            "changed device assurance policy \"Macs\"",
            "changed policy \"Sleeping\"",
        ]
    );
    assert_eq!(org.difference(&changed, true).await, None);
}

#[tokio::test]
async fn rules_end_in_the_order_of_the_file() {
    let org = Org::new().await;
    let file = |names: &[&str]| {
        let rules: Vec<String> = names
            .iter()
            .map(|name| format!("  - name: {name}\n    actions: {{appSignOn: {{access: DENY}}}}\n"))
            .collect();
        format!("policies:\n- name: A\n  rules:\n{}", rules.concat())
    };
    let last = (String::from("Catch-all Rule"), 99);
    for names in [
        &["a", "b", "c", "d", "e"][..],
        &["e", "d", "c", "b", "a"],
        &["c", "new", "a", "e", "b", "d"],
        &["b", "c"],
        &["d", "c", "b"],
    ] {
        let text = file(names);
        org.apply(&text, true).await;
        let expected = names
            .iter()
            .zip(0..)
            .map(|(name, index)| ((*name).to_owned(), index));
        let expected: Vec<(String, i64)> = expected.chain([last.clone()]).collect();
        assert_eq!(org.order("A").await, expected);
        assert_eq!(org.difference(&text, true).await, None);
    }
    // Rules that the file does not name stay, behind those that took their places.
    org.apply(&file(&["x", "c"]), false).await;
    let order = org.order("A").await;
    let of = |name: &str| order.iter().find(|(other, _)| other == name).expect(name).1;
    assert_eq!((of("x"), of("c")), (0, 1));
    assert!(of("d") > 1 && of("b") > 1, "{order:?}");
}

#[tokio::test]
async fn any_order_with_any_gaps_is_reached_from_any_other() {
    let org = Org::new().await;
    let mut runner = TestRunner::deterministic();
    let orders = prop::collection::btree_map(
        0_i64..=98,
        prop::sample::select(vec!["a", "b", "c", "d"]),
        0..=8,
    );
    for _ in 0..12 {
        let order = orders.new_tree(&mut runner).expect("an order").current();
        let (mut rules, mut expected) = (String::new(), Vec::new());
        for (index, (priority, letter)) in order.iter().enumerate() {
            // Names that come back in other rounds in other places.
            let name = format!(
                "{letter}{}",
                order
                    .values()
                    .take(index)
                    .filter(|other| other == &letter)
                    .count()
            );
            writeln!(
                rules,
                "  - {{name: {name}, priority: {priority}, actions: {{appSignOn: {{access: DENY}}}}}}"
            )
            .expect("a string takes everything");
            expected.push((name, *priority));
        }
        let text = format!(
            "policies:\n- name: A\n  rules:{}\n{rules}",
            if rules.is_empty() { " []" } else { "" }
        );
        org.apply(&text, true).await;
        expected.push((String::from("Catch-all Rule"), 99));
        assert_eq!(org.order("A").await, expected);
        assert_eq!(org.difference(&text, true).await, None);
    }
}

#[tokio::test]
async fn pruning_takes_only_what_the_files_collections_cover() {
    let org = Org::with_app().await;
    org.apply(FILE, false).await;
    let without = |text: &str| {
        let documents: Vec<&str> = FILE.split("---\n").collect();
        format!("{}---\n{}", documents[0], text)
    };
    assert_eq!(org.apply(&without(""), true).await, Vec::<String>::new());
    let fewer = FILE
        .replace("- {name: Windows, variableName: windowsFirewall, platform: WINDOWS, mappingType: TEXTBOX, query: SELECT 1;}\n", "")
        .replace("- name: Sleeping\n  status: INACTIVE\n", "");
    assert_eq!(org.apply(&fewer, false).await, Vec::<String>::new());
    assert_eq!(
        org.apply(&fewer, true).await,
        [
            "deleted policy \"Sleeping\"",
            "deleted device posture check windowsFirewall",
        ]
    );
    let none = "devicePostureChecks: []\n";
    let refused = org.plan(none, true).await.expect_err("it is needed");
    assert!(
        refused.contains("is still needed: device assurance policy \"Macs\""),
        "{refused}"
    );
    let checks = org.get("/device-posture-checks").await.body;
    assert_eq!(checks.as_array().map(Vec::len), Some(1));
}

/// Lets so many writes through and answers the others with `status`.
fn failing(router: &Router, writes: usize, status: StatusCode) -> Router {
    let left = Arc::new(AtomicUsize::new(writes));
    router
        .clone()
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            let left = left.clone();
            async move {
                let is_read = request.method() == Method::GET;
                let count = |left: usize| left.checked_sub(1);
                if is_read
                    || left
                        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, count)
                        .is_ok()
                {
                    next.run(request).await
                } else {
                    status.into_response()
                }
            }
        }))
}

#[tokio::test]
async fn stopped_in_the_middle_it_says_what_was_done_and_a_second_run_completes_it() {
    for writes in 0..14 {
        let org = Org::with_app().await;
        let router = failing(&org.router, writes, StatusCode::SERVICE_UNAVAILABLE);
        let client = Client::in_process(router, authorization(&org.token), pause());
        let done = org.apply_by(&client, FILE, false).await;
        if writes < 13 {
            let said = done.expect_err("a failure").to_string();
            assert!(said.contains("stopped in the middle\nfailed: "), "{said}");
            assert!(said.contains("run the same command again"), "{said}");
            if writes == 4 {
                assert!(said.contains("failed: create device assurance policy \"PCs\": POST /api/v1/device-assurances was refused: no reason was given (503 Service Unavailable)"), "{said}");
                assert!(
                    said.contains("done: created device posture check macOSFirewall; "),
                    "{said}"
                );
                assert!(
                    said.contains("not done: device assurance policy \"Phones\"; "),
                    "{said}"
                );
            }
        } else {
            assert_eq!(done.expect("enough writes").len(), 13);
        }
        org.apply(FILE, false).await;
        assert_eq!(org.difference(FILE, false).await, None);
    }
}

#[tokio::test]
async fn a_refusal_of_the_server_is_told_in_its_words() {
    let org = Org::new().await;
    let text =
        "deviceAssurances:\n- {name: A, platform: MACOS, osVersion: {minimum: '14.4.1.2.3'}}\n";
    let refused = org
        .apply_by(&org.client(), text, false)
        .await
        .expect_err("a refusal");
    let said = refused.to_string();
    assert!(said.contains("failed: create device assurance policy \"A\": POST /api/v1/device-assurances was refused: osVersion.minimum: "), "{said}");
    assert!(said.contains("(400 Bad Request E0000001)"), "{said}");
}

#[tokio::test]
async fn a_rate_limit_is_waited_for() {
    let org = Org::new().await;
    let clock = org.clock.clone();
    let waits = Arc::new(Mutex::new(Vec::new()));
    let heard = waits.clone();
    let pause: Pause = Arc::new(move |wait: Duration| {
        clock.advance(SignedDuration::try_from(wait).expect("a duration"));
        heard.lock().expect("not poisoned").push(wait);
        Box::pin(std::future::ready(()))
    });
    let client = Client::in_process(org.router.clone(), authorization(&org.token), pause);
    let policies: Vec<String> = (0..120)
        .map(|index| format!("- {{name: P{index}, platform: IOS, jailbreak: false}}"))
        .collect();
    let text = format!("deviceAssurances:\n{}", policies.join("\n"));
    assert_eq!(
        org.apply_by(&client, &text, false)
            .await
            .expect("patience")
            .len(),
        120
    );
    let waits = waits.lock().expect("not poisoned").clone();
    // 50 a minute.
    assert_eq!(waits.len(), 2, "{waits:?}");
    assert!(
        waits.iter().all(|wait| *wait <= Duration::from_secs(61)),
        "{waits:?}"
    );
}

#[tokio::test]
async fn a_limit_that_does_not_end_is_given_up() {
    let org = Org::new().await;
    let router = failing(&org.router, 0, StatusCode::TOO_MANY_REQUESTS);
    let client = Client::in_process(router, authorization(&org.token), pause());
    let refused = org
        .apply_by(&client, "policies: [{name: A}]\n", false)
        .await;
    assert!(
        refused
            .expect_err("a limit")
            .to_string()
            .contains("429 Too Many Requests")
    );
}

#[tokio::test]
async fn lists_of_many_pages_are_read_to_their_end() {
    let org = Org::with(|config| config.limits.other = u32::MAX).await;
    let policies: Vec<String> = (0..205).map(|index| format!("- name: P{index}")).collect();
    let text = format!("policies:\n{}", policies.join("\n"));
    assert_eq!(org.apply(&text, false).await.len(), 205);
    assert_eq!(org.difference(&text, false).await, None);
}

#[tokio::test]
async fn a_file_needs_no_more_scopes_than_its_collections() {
    let org = Org::new().await;
    let token = org.token(&["okta.deviceAssurance.manage"]).await;
    let client = Client::in_process(org.router.clone(), authorization(&token), pause());
    let files = files("deviceAssurances:\n- {name: A, platform: IOS, jailbreak: false}\n");
    let read = Organization::read(&client, Needs::of(&files, false), &files).await;
    let organization = read.expect("enough scopes");
    let plan = Plan::new(&files, &organization, false).expect("a plan");
    plan.carry_out(&client, &organization, |_| {})
        .await
        .expect("enough scopes");
}

#[tokio::test]
async fn what_an_administrator_changed_meanwhile_is_changed_back() {
    let org = Org::new().await;
    let text = "devicePostureChecks:\n- {name: A, variableName: macOSFirewall, platform: MACOS, mappingType: CHECKBOX, query: SELECT 1;}\n";
    let check = id(&org.create("/device-posture-checks", firewall()).await);
    let shown = org.difference(text, false).await.expect("a difference");
    assert!(
        shown.contains("-description: Whether the firewall is on\n"),
        "{shown}"
    );
    assert!(shown.contains("+query: SELECT 1;\n"), "{shown}");
    org.apply(text, false).await;
    let now = org
        .get(&format!("/device-posture-checks/{check}"))
        .await
        .body;
    assert_eq!(
        (&now["query"], &now["description"]),
        (&json!("SELECT 1;"), &Value::Null)
    );
}

/// Files of any content: names that refer to each other, in any number.
fn any_file() -> impl Strategy<Value = Value> {
    let word = || "[a-zA-Z0-9 ,:#'\"é日&*-]{0,12}[a-z]";
    let assurance = (
        prop::sample::select(vec!["MACOS", "IOS"]),
        1_u32..20,
        any::<bool>(),
        any::<bool>(),
    );
    (
        prop::collection::btree_map("[a-z][A-Za-z0-9_]{0,8}", (word(), word(), any::<bool>()), 0..3),
        prop::collection::btree_map("[a-z]{1,8}", assurance, 1..4),
        prop::collection::btree_map("[a-z]{1,8}", prop::collection::btree_set("[a-z]{1,6}", 0..4), 1..3),
    )
        .prop_map(|(checks, assurances, policies)| {
            let uses: Vec<Value> = checks
                .iter()
                .map(|(name, (value, _, _))| json!({"variableName": name, "value": value}))
                .collect();
            let include: Vec<&String> = assurances.keys().collect();
            let checks: Vec<Value> = checks
                .iter()
                .map(|(name, (display, description, checkbox))| {
                    json!({"variableName": name, "name": display.trim(), "description": description, "platform": "MACOS",
                        "mappingType": if *checkbox { "CHECKBOX" } else { "TEXTBOX" }, "query": format!("SELECT '{name}';")})
                })
                .collect();
            let assurance: Vec<Value> = assurances
                .iter()
                .map(|(name, (platform, version, show, grace))| {
                    let mut policy = json!({"name": name, "platform": platform, "osVersion": {"minimum": version.to_string()}});
                    if *platform == "MACOS" && !uses.is_empty() {
                        policy["devicePostureChecks"] = json!({"include": uses});
                    }
                    if *show {
                        policy["displayRemediationMode"] = json!("SHOW");
                        if *grace {
                            policy["gracePeriod"] = json!({"type": "BY_DURATION", "expiry": format!("P{version}D")});
                        }
                    }
                    policy
                })
                .collect();
            let policies: Vec<Value> = policies
                .iter()
                .map(|(name, rules)| {
                    let rules: Vec<Value> = rules
                        .iter()
                        .map(|rule| json!({"name": rule, "actions": {"appSignOn": {"access": "ALLOW"}},
                            "conditions": {"device": {"registered": true, "assurance": {"include": include}}}}))
                        .collect();
                    json!({"name": name, "rules": rules})
                })
                .collect();
            json!({"devicePostureChecks": checks, "deviceAssurances": assurance, "policies": policies})
        })
}

#[tokio::test]
async fn after_applying_any_file_there_is_nothing_left_to_do() {
    let org = Org::with(|config| {
        config.limits.device = u32::MAX;
        config.limits.other = u32::MAX;
    })
    .await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..24 {
        // One after the other in the same organization: each replaces what the one before left.
        let text = any_file()
            .new_tree(&mut runner)
            .expect("a file")
            .current()
            .to_string();
        org.apply(&text, true).await;
        assert_eq!(org.difference(&text, true).await, None, "{text}");
        let export = org.export().await.yaml().expect("YAML");
        assert_eq!(org.difference(&export, true).await, None, "{export}");
    }
}

/// A stand-in for an organization that answers as none should.
async fn answering(response: impl Fn() -> Response + Clone + Send + Sync + 'static) -> String {
    let router = Router::new().fallback(move || {
        let response = response();
        async move { response }
    });
    let client = Client::in_process(router, authorization("00token"), pause());
    let read = Organization::read(&client, ALL, &Files::default()).await;
    read.expect_err("no organization").to_string()
}

#[tokio::test]
async fn what_is_not_an_organization_is_told() {
    let said = answering(|| "<html>".into_response()).await;
    assert_eq!(
        said,
        "GET /api/v1/device-posture-checks was answered with something that is not JSON: is this an organization?"
    );
    let said = answering(|| "{}".into_response()).await;
    assert!(said.ends_with("something that is not a list"), "{said}");
    let denied = json!({"errorCode": "E0000011", "errorSummary": "Invalid token provided", "errorCauses": []}).to_string();
    let said = answering(move || (StatusCode::UNAUTHORIZED, denied.clone()).into_response()).await;
    assert_eq!(
        said,
        "GET /api/v1/device-posture-checks was refused: Invalid token provided (401 Unauthorized E0000011)"
    );
}

#[tokio::test]
async fn what_the_embedded_backend_would_refuse_is_known_before_the_first_write() {
    let org = Org::with_app().await;
    let refused = |plan: &Plan| {
        let now = doorstep::clock::Clock::now(&*org.clock);
        let refused = plan.rehearse(|written, body, old, checks| {
            let subject = match written {
                Written::PostureCheck => Subject::PostureCheck,
                Written::DeviceAssurance => Subject::DeviceAssurance,
                Written::Policy => Subject::Policy,
                Written::Rule => Subject::Rule,
            };
            refusals(subject, body, old, checks, now)
        });
        refused.map_or_else(|error| error.0, |()| Vec::new())
    };
    let (plan, _) = org.plan(FILE, false).await.expect("a plan");
    assert_eq!(refused(&plan), Vec::<String>::new());
    let wrong = FILE
        .replace("\"14.4\"", "\"14.4.0.1\"")
        .replace("jailbreak: false", "jailbreak: true")
        .replace(
            "os: {type: ANDROID}}]}",
            "os: {type: ANDROID}}]}, riskScore: {level: LOW}",
        );
    let (plan, _) = org.plan(&wrong, false).await.expect("a plan");
    let told = refused(&plan);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0]
            .starts_with("device assurance policy \"Macs\" would be refused: osVersion.minimum: "),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("device assurance policy \"Phones\" would be refused: jailbreak: "),
        "{told:?}"
    );
    assert!(
        told[2].starts_with(
            "rule \"Phones\" of policy \"Ledger sign-in\" would be refused: conditions.riskScore"
        ),
        "{told:?}"
    );
    // Once there, changes are looked at in the same way.
    org.apply(FILE, false).await;
    let (plan, _) = org.plan(&wrong, false).await.expect("a plan");
    assert_eq!(refused(&plan).len(), 3);
}
