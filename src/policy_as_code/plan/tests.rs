use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::policy_as_code::{Export, Needs, Source};

const ALL: Needs = Needs {
    checks: true,
    assurances: true,
    policies: true,
    rules: true,
    apps: true,
};

fn files(text: &str) -> Files {
    Files::read(&[Source {
        name: "a.yaml".to_owned(),
        text: text.to_owned(),
    }])
    .unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"))
}

fn rule(id: &str, name: &str, priority: i64, include: &[&str]) -> Value {
    json!({"id": id, "name": name, "status": "ACTIVE", "priority": priority, "system": false, "type": "ACCESS_POLICY",
        "created": "2026-01-01T00:00:00.000Z", "_links": {"self": {}},
        "conditions": {"device": {"registered": true, "assurance": {"include": include}},
            "people": {"users": {"include": [], "exclude": []}, "groups": {"include": [], "exclude": []}},
            "network": {"connection": "ANYWHERE"}, "riskScore": {"level": "ANY"}, "elCondition": null},
        "actions": {"appSignOn": {"access": "ALLOW", "keepMeSignedIn": {"postAuth": "NOT_ALLOWED"}}}})
}

fn catch_all(id: &str) -> Value {
    json!({"id": id, "name": "Catch-all Rule", "status": "ACTIVE", "priority": 99, "system": true, "conditions": null,
        "actions": {"appSignOn": {"access": "DENY"}}})
}

/// A check, a device assurance policy that uses it, a policy that uses that, an app that uses that.
fn organization() -> Organization {
    Organization {
        checks: vec![
            json!({"id": "dch1", "name": "Firewall", "variableName": "firewall", "platform": "MACOS", "type": "CUSTOM",
                "mappingType": "CHECKBOX", "query": "SELECT 1;", "createdBy": "x",
                "remediationSettings": {"message": {"customText": "On!", "defaultI18nKey": null}, "link": {"customUrl": null}}}),
            json!({"id": "dch2", "variableName": "macos.osVersion", "type": "BUILTIN", "platform": "MACOS", "name": "B",
                "remediationSettings": {"message": {"defaultI18nKey": "k"}, "link": {"defaultUrl": "https://u.example"}}}),
        ],
        assurances: vec![
            json!({"id": "dae1", "name": "Macs", "platform": "MACOS", "osVersion": {"minimum": "14.4"},
                "devicePostureChecks": {"include": [{"variableName": "firewall", "value": "1"}]}}),
            json!({"id": "dae2", "name": "Phones", "platform": "IOS", "jailbreak": false}),
        ],
        policies: vec![
            json!({"id": "rst1", "name": "Ledger sign-in", "status": "ACTIVE", "priority": 1, "system": false,
                "type": "ACCESS_POLICY", "conditions": null}),
            json!({"id": "rst2", "name": "Default", "status": "ACTIVE", "system": true}),
        ],
        rules: HashMap::from([
            (
                "rst1".to_owned(),
                vec![rule("rul1", "Compliant", 0, &["dae1"]), catch_all("rul2")],
            ),
            ("rst2".to_owned(), vec![catch_all("rul3")]),
        ]),
        apps: vec![json!({"id": "0oa1", "label": "Ledger", "accessPolicy": "rst1"})],
    }
}

/// What becomes of each object that something becomes of.
fn changes(text: &str, prune: bool) -> Vec<String> {
    let plan =
        Plan::new(&files(text), &organization(), prune).unwrap_or_else(|error| panic!("{error}"));
    let work = plan.changes.iter().filter(|change| change.is_work());
    work.map(|change| {
        let verb = match change.action {
            Action::Create { .. } => "create",
            Action::Update { .. } => "change",
            _ => "delete",
        };
        format!("{verb} {}", change.title())
    })
    .collect()
}

fn impossible(text: &str, prune: bool) -> String {
    Plan::new(&files(text), &organization(), prune)
        .expect_err(text)
        .to_string()
}

fn export(organization: &Organization) -> String {
    Export::new(organization, ALL).yaml().expect("YAML")
}

#[test]
fn what_was_exported_changes_nothing() {
    let organization = organization();
    let text = export(&organization);
    for prune in [false, true] {
        let plan = Plan::new(&files(&text), &organization, prune).expect("a plan");
        assert!(plan.is_empty(), "{text}\n{plan}");
    }
    let json = Export::new(&organization, ALL).json().expect("JSON");
    let plan = Plan::new(&files(&json), &organization, true).expect("a plan");
    assert!(plan.is_empty(), "{json}\n{plan}");
}

#[test]
fn an_export_has_names_in_place_of_identifiers_and_nothing_of_the_servers() {
    let text = export(&organization());
    for part in ["- Macs\n", "accessPolicy: Ledger sign-in", "system: true"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    for part in [
        "dae1",
        "rst1",
        "rul1",
        "0oa1",
        "createdBy",
        "_links",
        "BUILTIN",
        "ANYWHERE",
    ] {
        assert!(!text.contains(part), "{part} is in\n{text}");
    }
}

#[test]
fn a_built_in_check_is_exported_where_somebody_changed_it() {
    let mut organization = organization();
    organization.checks[1]["remediationSettings"]["message"]["customText"] = json!("Update");
    let text = export(&organization);
    assert!(text.contains("variableName: macos.osVersion"), "{text}");
    let plan = Plan::new(&files(&text), &organization, true).expect("a plan");
    assert!(plan.is_empty(), "{plan}");
}

#[test]
fn a_collection_that_is_not_in_the_files_is_never_touched() {
    assert_eq!(changes("apps: []\n", true), Vec::<String>::new());
    assert_eq!(
        changes("policies: [{name: Ledger sign-in}]\n", true),
        Vec::<String>::new()
    );
}

#[test]
fn what_is_not_in_a_collection_goes_only_where_it_is_asked_for() {
    let text = "deviceAssurances:\n- {name: Macs, platform: MACOS, osVersion: {minimum: '14.4'}, devicePostureChecks: \
                {include: [{variableName: firewall, value: '1'}]}}\n";
    assert_eq!(changes(text, false), Vec::<String>::new());
    assert_eq!(
        changes(text, true),
        ["delete device assurance policy \"Phones\""]
    );
    let plan = Plan::new(&files(text), &organization(), false).expect("a plan");
    assert!(
        plan.to_string().contains(
            "left alone, as not in the files (--prune deletes): device assurance policy \"Phones\""
        ),
        "{plan}"
    );
}

#[test]
fn what_came_with_the_organization_is_not_deleted() {
    let text = "policies:\n- name: Ledger sign-in\n  rules: []\ndevicePostureChecks: []\ndeviceAssurances:\n\
                - {name: Phones, platform: IOS, jailbreak: false}\n";
    assert_eq!(
        changes(text, true),
        [
            "delete rule \"Compliant\" of policy \"Ledger sign-in\"",
            "delete device assurance policy \"Macs\"",
            "delete device posture check firewall",
        ]
    );
}

#[test]
fn nothing_is_deleted_that_is_still_needed() {
    for (text, expected) in [
        (
            "devicePostureChecks: []\n",
            "device posture check firewall is not in the files and would be deleted (--prune), but is still needed: \
             device assurance policy \"Macs\"",
        ),
        (
            "deviceAssurances: []\n",
            "but is still needed: rule \"Compliant\" of policy \"Ledger sign-in\"",
        ),
        ("policies: []\n", "but is still needed: app \"Ledger\""),
    ] {
        let said = impossible(text, true);
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn what_is_referred_to_comes_first_and_what_refers_goes_first() {
    let text = "apps: [{label: Ledger, accessPolicy: New}]\npolicies:\n- name: New\n  rules:\n  - name: One\n    \
                conditions: {device: {registered: true, assurance: {include: [PCs]}}}\n    \
                actions: {appSignOn: {access: ALLOW}}\ndeviceAssurances:\n- name: PCs\n  platform: WINDOWS\n  \
                secureHardwarePresent: true\n  devicePostureChecks: {include: [{variableName: pc, value: '1'}]}\n\
                devicePostureChecks:\n- {variableName: pc, name: PC, platform: WINDOWS, mappingType: CHECKBOX, query: SELECT 1;}\n";
    assert_eq!(
        changes(text, true),
        [
            "create device posture check pc",
            "create device assurance policy \"PCs\"",
            "create policy \"New\"",
            "create rule \"One\" of policy \"New\"",
            "change app \"Ledger\"",
            "delete policy \"Ledger sign-in\"",
            "delete device assurance policy \"Macs\"",
            "delete device assurance policy \"Phones\"",
            "delete device posture check firewall",
        ]
    );
}

#[test]
fn references_to_what_is_not_there_are_told_with_their_line() {
    for (text, expected) in [
        (
            "apps: [{label: Ledger, accessPolicy: Nothing}]\n",
            "a.yaml:1:38: there is no policy \"Nothing\"",
        ),
        (
            "apps: [{label: Wiki, accessPolicy: Default}]\n",
            "a.yaml:1:16: there is no app \"Wiki\"; files cannot create apps",
        ),
        (
            "deviceAssurances:\n- {name: A, platform: WINDOWS, secureHardwarePresent: true, devicePostureChecks: {include: \
             [{variableName: firewall, value: '1'}]}}\n",
            "firewall is a check for MACOS",
        ),
        (
            "deviceAssurances:\n- {name: A, platform: WINDOWS, secureHardwarePresent: true, devicePostureChecks: {include: \
             [{variableName: macos.osVersion, value: '1'}]}}\n",
            "there is no custom check with the variableName macos.osVersion",
        ),
        (
            "policies:\n- name: A\n  rules:\n  - name: One\n    conditions: {device: {registered: true, assurance: {include: \
             [Macs, Mcas]}}}\n    actions: {appSignOn: {access: ALLOW}}\n",
            "a.yaml:5:73: there is no device assurance policy \"Mcas\"",
        ),
        (
            "policies: [{name: A, id: rst9}]\n",
            "there is no policy with the id rst9",
        ),
        (
            "devicePostureChecks: [{type: BUILTIN, variableName: firewall}]\n",
            "there is no built-in check firewall",
        ),
    ] {
        let said = impossible(text, false);
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn identifiers_are_good_references_too_and_rename() {
    let text = "deviceAssurances:\n- {id: dae1, name: All Macs, platform: MACOS, osVersion: {minimum: '14.4'}, \
                devicePostureChecks: {include: [{variableName: firewall, value: '1'}]}}\n\
                policies:\n- name: ledger SIGN-IN\n  rules:\n  - name: Compliant\n    \
                conditions: {device: {registered: true, assurance: {include: [dae1]}}}\n    \
                actions: {appSignOn: {access: ALLOW}}\n";
    assert_eq!(
        changes(text, false),
        [
            "change device assurance policy \"All Macs\"",
            "change policy \"ledger SIGN-IN\"",
        ]
    );
    let new = text.replace("[dae1]", "[all macs]");
    assert_eq!(changes(&new, false), changes(text, false));
    let old = impossible(&text.replace("[dae1]", "[Macs]"), false);
    assert!(
        old.contains("there is no device assurance policy \"Macs\""),
        "{old}"
    );
}

#[test]
fn a_name_that_two_objects_share_needs_an_identifier() {
    let mut organization = organization();
    let mut twin = organization.policies[0].clone();
    twin["id"] = json!("rst3");
    organization.policies.push(twin);
    organization
        .rules
        .insert("rst3".to_owned(), vec![catch_all("rul9")]);
    let plan = |text: &str| Plan::new(&files(text), &organization, false);
    let said = plan("policies: [{name: Ledger sign-in}]\n")
        .expect_err("two")
        .to_string();
    assert!(said.contains("say which by its id: rst1, rst3"), "{said}");
    let said = plan("apps: [{label: Ledger, accessPolicy: Ledger sign-in}]\n")
        .expect_err("two")
        .to_string();
    assert!(said.contains("write its id, one of rst1, rst3"), "{said}");
    assert!(
        plan("policies: [{id: rst3, name: Ledger sign-in}]\n")
            .expect("a plan")
            .is_empty()
    );
    let plan = plan(&export(&organization)).expect("a plan");
    assert!(plan.is_empty(), "{plan}");
}

#[test]
fn a_difference_is_shown_line_by_line() {
    let text = export(&organization()).replace("14.4", "14.5");
    let plan = Plan::new(&files(&text), &organization(), false).expect("a plan");
    let shown = plan.to_string();
    for part in [
        "change device assurance policy \"Macs\"\n",
        "    -  minimum: \"14.4\"\n    +  minimum: \"14.5\"\n",
        "unchanged device posture check firewall\n",
        "unchanged rule \"Compliant\" of policy \"Ledger sign-in\"\n",
        "0 to create, 1 to change, 0 to delete, 8 unchanged",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}

#[test]
fn changing_the_order_of_rules_changes_their_priorities() {
    let text = "policies:\n- name: Ledger sign-in\n  rules:\n  - name: New\n    actions: {appSignOn: {access: DENY}}\n  \
                - name: Compliant\n    conditions: {device: {registered: true, assurance: {include: [Macs]}}}\n    \
                actions: {appSignOn: {access: ALLOW}}\n";
    assert_eq!(
        changes(text, false),
        [
            "create rule \"New\" of policy \"Ledger sign-in\"",
            "change rule \"Compliant\" of policy \"Ledger sign-in\"",
        ]
    );
}

/// Texts that are something else to YAML where they are not quoted, and any others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "yes",
            "no",
            "null",
            "~",
            "1",
            "1.0",
            "0x1f",
            "2026-01-01",
            "- a",
            "a: b",
            "a #b",
            "#",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "'",
            "\"",
            "{a}",
            "[a]",
            "%",
            "@",
            "`",
            "true",
            "<<",
            "---",
            "...",
            "é ü 日本",
            "a\\b",
            "?",
            ": ",
            ".inf",
            "1e3",
        ])
        .prop_map(str::to_owned),
        "\\PC{1,40}",
        "[ -~\n]{1,120}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    text()
        .prop_map(|text| text.trim().replace('\n', " "))
        .prop_filter("empty", |text| !text.is_empty())
}

prop_compose! {
    fn organizations()(
        names in prop::collection::hash_set(name().prop_map(|name| name.to_lowercase()), 4),
        texts in prop::collection::vec(text(), 4),
        (checkbox, hidden, inactive, managed) in any::<(bool, bool, bool, bool)>(),
        seconds in 0_i64..4_000_000_000,
        order in Just(vec![0_i64, 1, 2]).prop_shuffle(),
    ) -> Organization {
        let names: Vec<String> = names.into_iter().collect();
        let mut organization = organization();
        organization.checks[0]["name"] = json!(texts[0]);
        organization.checks[0]["description"] = json!(texts[1]);
        organization.checks[0]["query"] = json!(format!("SELECT '{}';", texts[2]));
        organization.checks[0]["mappingType"] = json!(if checkbox { "CHECKBOX" } else { "TEXTBOX" });
        organization.checks[0]["remediationSettings"]["message"]["customTextTranslations"] = json!({"de": texts[3]});
        organization.assurances[0]["name"] = json!(names[0]);
        organization.assurances[0]["devicePostureChecks"]["include"][0]["value"] = json!(texts[1]);
        if !hidden {
            let instant = jiff::Timestamp::from_second(seconds).expect("an instant");
            organization.assurances[0]["displayRemediationMode"] = json!("SHOW");
            organization.assurances[0]["gracePeriod"] = json!({"type": "BY_DATE_TIME", "expiry": instant.to_string()});
        }
        organization.assurances[1]["name"] = json!(names[1]);
        organization.policies[0]["name"] = json!(names[2]);
        organization.policies[0]["status"] = json!(if inactive { "INACTIVE" } else { "ACTIVE" });
        let rules: Vec<Value> = order
            .iter()
            .enumerate()
            .map(|(index, priority)| {
                let mut rule = rule(&format!("rulx{index}"), &names[index], *priority, &["dae2", "dae1"]);
                rule["conditions"]["device"]["managed"] = json!(managed);
                rule["status"] = json!(if inactive { "INACTIVE" } else { "ACTIVE" });
                rule["actions"]["appSignOn"]["verificationMethod"] = json!({"type": texts[0], "constraints": [{"a": texts[1]}], "n": 1});
                rule
            })
            .chain([catch_all("rul2")])
            .collect();
        organization.rules.insert("rst1".to_owned(), rules);
        organization.apps[0]["label"] = json!(names[3]);
        organization
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_there_is_its_export_changes_nothing(organization in organizations()) {
        let export = Export::new(&organization, ALL);
        prop_assert!(export.notes.is_empty(), "{:?}", export.notes);
        for text in [export.yaml().expect("YAML"), export.json().expect("JSON")] {
            let plan = Plan::new(&files(&text), &organization, true);
            let plan = plan.map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
            prop_assert!(plan.is_empty(), "{}\n{}", text, plan);
        }
    }
}
