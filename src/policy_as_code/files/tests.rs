use super::*;

fn read(text: &str) -> Result<Files, Mistakes> {
    Files::read(&[Source {
        name: "a.yaml".to_owned(),
        text: text.to_owned(),
    }])
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    let mistakes = read(text).expect_err(text).to_string();
    assert!(
        mistakes.contains(expected),
        "{text}\nshould say\n{expected}\nand says\n{mistakes}"
    );
}

const CHECK: &str = "devicePostureChecks:\n- name: A\n  variableName: a\n  platform: MACOS\n  mappingType: CHECKBOX\n  query: SELECT 1;\n";

const RULE: &str = "    actions: {appSignOn: {access: ALLOW}}\n";

#[test]
fn several_files_and_documents_are_as_one() {
    let sources = [
        "apps: []\n---\npolicies:\n- name: A\n",
        "policies:\n- name: B\n",
    ];
    let sources: Vec<Source> = sources
        .iter()
        .map(|text| Source {
            name: "a".to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    let files = Files::read(&sources).expect("files");
    assert_eq!(files.policies.map(|policies| policies.len()), Some(2));
    assert_eq!(files.apps.map(|apps| apps.len()), Some(0));
    assert!(files.checks.is_none() && files.assurances.is_none());
}

#[test]
fn all_mistakes_are_told_at_once() {
    let mistakes = read("policies:\n- nam: A\napps:\n- label: 1\n").expect_err("mistakes");
    assert_eq!(mistakes.0.len(), 4, "{mistakes}");
}

#[test]
fn an_empty_file_is_a_mistake() {
    refused("# nothing yet\n", "a.yaml:1:1: there is nothing in it");
}

#[test]
fn the_same_object_twice_is_a_mistake_that_names_the_other_one() {
    refused(
        "policies:\n- name: A\n- name: a\n",
        "a.yaml:3:9: the policy \"a\" is in the files twice; the other one is a.yaml:2",
    );
    refused(
        "policies:\n- name: ' A'\n",
        "name must not be empty and not begin or end with a blank",
    );
}

#[test]
fn a_custom_check_is_whole_and_ends_with_a_semicolon() {
    assert!(read(CHECK).is_ok());
    refused(
        &CHECK.replace("1;", "1"),
        "a.yaml:6:10: the query must end with a semicolon",
    );
    refused(
        &CHECK.replace("  platform: MACOS\n", ""),
        "a.yaml:2:3: the check a has no platform",
    );
    refused(&CHECK.replace("MACOS", "IOS"), "osquery runs nowhere else");
    refused(
        &format!("{CHECK}  remediationSettings: {{link: {{defaultUrl: https://a.example}}}}\n"),
        "defaultUrl is for built-in checks",
    );
}

#[test]
fn of_a_built_in_check_only_the_remediation_can_be_written() {
    let text = "devicePostureChecks:\n- type: BUILTIN\n  variableName: macos.osVersion\n";
    assert!(
        read(&format!(
            "{text}  remediationSettings: {{message: {{customText: Update}}}}\n"
        ))
        .is_ok()
    );
    refused(
        &format!("{text}  query: SELECT 1;\n"),
        "a.yaml:4:10: query of a built-in check cannot be changed",
    );
}

#[test]
fn a_device_assurance_policy_asks_for_something() {
    let policy = "deviceAssurances:\n- name: A\n  platform: MACOS\n";
    refused(policy, "a.yaml:2:3: \"A\" asks for nothing");
    let policy = format!("{policy}  osVersion: {{minimum: '14.4'}}\n");
    assert!(read(&policy).is_ok());
    let check = "{variableName: a, value: '1'}";
    refused(
        &format!("{policy}  devicePostureChecks: {{include: [{check}, {check}]}}\n"),
        "the check a is listed twice",
    );
    refused(
        &format!("{policy}  gracePeriod: {{type: BY_DURATION, expiry: P7D}}\n"),
        "a grace period needs displayRemediationMode: SHOW",
    );
    let shown = format!("{policy}  displayRemediationMode: SHOW\n");
    refused(
        &format!("{shown}  gracePeriod: {{type: BY_DURATION, expiry: 7d}}\n"),
        "expiry must be an ISO 8601 duration",
    );
    refused(
        &format!("{shown}  gracePeriod: {{type: BY_DATE_TIME, expiry: tomorrow}}\n"),
        "expiry must be an ISO 8601 date-time",
    );
    let exemption = "  exemption: {maximumDuration: P7D}\n";
    refused(
        &format!("{policy}{exemption}"),
        "exemptions need displayRemediationMode: SHOW",
    );
    assert!(read(&format!("{shown}{exemption}")).is_ok());
    refused(
        &format!("{shown}  exemption: {{maximumDuration: a week}}\n"),
        "maximumDuration must be an ISO 8601 duration",
    );
}

#[test]
fn rules_have_priorities_all_or_none_and_each_once() {
    let policy = |one: &str, two: &str| {
        format!(
            "policies:\n- name: A\n  rules:\n  - name: One\n{one}{RULE}  - name: Two\n{two}{RULE}"
        )
    };
    let priorities = |text: &str| -> Vec<(String, Value)> {
        let policies = read(text).expect("files").policies.expect("policies");
        let rules = policies[0].rules.clone().expect("rules");
        rules
            .into_iter()
            .map(|rule| (rule.key, rule.value["priority"].clone()))
            .collect()
    };
    let pair = |name: &str, priority: i64| (name.to_owned(), json!(priority));
    assert_eq!(
        priorities(&policy("", "")),
        [pair("One", 0), pair("Two", 1)]
    );
    assert_eq!(
        priorities(&policy("    priority: 7\n", "    priority: 2\n")),
        [pair("Two", 2), pair("One", 7)]
    );
    refused(
        &policy("    priority: 7\n", ""),
        "\"Two\" has no priority, others of \"A\" have",
    );
    refused(
        &policy("    priority: 7\n", "    priority: 7\n"),
        "has the priority 7 too",
    );
    refused(
        &policy("    priority: 7\n", "    priority: 99\n"),
        "the priority must be between 0 and 98",
    );
}

#[test]
fn the_catch_all_rule_has_only_its_actions() {
    let policy = |more: &str| {
        format!(
            "policies:\n- name: A\n  rules:\n  - name: Catch-all Rule\n    system: true\n{more}{RULE}"
        )
    };
    assert!(read(&policy("")).is_ok());
    assert!(read(&policy("    conditions:\n    priority: 99\n")).is_ok());
    refused(&policy("    priority: 3\n"), "always comes last");
    refused(&policy("    status: INACTIVE\n"), "cannot be switched off");
    refused(
        &policy("    conditions: {device: {registered: true}}\n"),
        "it has no conditions",
    );
}

#[test]
fn a_device_condition_needs_a_registered_device() {
    let policy = |device: &str| {
        format!(
            "policies:\n- name: A\n  rules:\n  - name: One\n    conditions: {{device: {device}}}\n{RULE}"
        )
    };
    assert!(read(&policy("{registered: true, managed: false}")).is_ok());
    refused(
        &policy("{assurance: {include: [A]}}"),
        "the condition assurance needs registered: true beside it",
    );
    refused(
        &policy("{registered: false, managed: true}"),
        "the condition managed needs registered: true beside it",
    );
}

#[test]
fn the_custom_checks_are_given_to_be_tried() {
    let checks = read(CHECK).expect("files").custom_checks();
    assert_eq!(
        checks,
        [CustomCheck {
            variable_name: "a".to_owned(),
            platform: "MACOS".to_owned(),
            textbox: false,
            query: "SELECT 1;".to_owned(),
        }]
    );
}
