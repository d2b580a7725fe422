use serde_json::json;

use super::*;
use crate::policy_as_code::node;

fn mistakes(text: &str) -> Vec<String> {
    let mut mistakes = Vec::new();
    for document in node::read("a.yaml", text).expect("YAML") {
        FILE.check("a.yaml", "", &document, &mut mistakes);
    }
    mistakes.iter().map(Mistake::to_string).collect()
}

#[test]
fn a_typing_mistake_is_named_with_line_suggestion_and_what_is_allowed() {
    let said = mistakes("devicePostureChecks:\n- variableName: a\n  querry: SELECT 1;\n");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with(
            "a.yaml:3:3: there is no field devicePostureChecks[0].querry – did you mean query?; allowed: id, name,"
        ),
        "{}",
        said[0]
    );
    let said = mistakes("device_assurances: []\n");
    assert!(
        said[0].contains("did you mean deviceAssurances?"),
        "{}",
        said[0]
    );
}

#[test]
fn a_value_of_the_wrong_type_is_told_what_it_must_be() {
    for (text, expected) in [
        (
            "deviceAssurances:\n- name: A\n  platform: MACOS\n  osVersion: {minimum: 14.4}\n",
            "a.yaml:4:24: deviceAssurances[0].osVersion.minimum is a number; it must be text: put it in quotes",
        ),
        (
            "deviceAssurances:\n- name: A\n  platform: MacOS\n",
            "a.yaml:3:13: deviceAssurances[0].platform is \"MacOS\"; it must be one of ANDROID, CHROMEOS, IOS, MACOS, \
             WINDOWS – did you mean MACOS?",
        ),
        (
            "deviceAssurances:\n- name: A\n  platform: IOS\n  jailbreak: \"false\"\n",
            "a.yaml:4:14: deviceAssurances[0].jailbreak is text; it must be true or false",
        ),
        (
            "policies:\n- name: A\n  rules: {name: B}\n",
            "a.yaml:3:10: policies[0].rules is an object; it must be a list",
        ),
        (
            "policies:\n",
            "a.yaml:1:9: policies is nothing; it must be a list",
        ),
        (
            "policies:\n- name: A\n  rules:\n  - name: B\n    priority: 1.5\n    actions: {appSignOn: {access: DENY}}\n",
            "a.yaml:5:15: policies[0].rules[0].priority is a number; it must be a whole number",
        ),
        (
            "apps:\n- label: A\n",
            "a.yaml:2:3: apps[0] has no accessPolicy",
        ),
        (
            "policies:\n- name: A\n  created: 2026-01-01T00:00:00Z\n",
            "a.yaml:3:3: policies[0].created is written by the server: leave it out",
        ),
        (
            "- a\n",
            "a.yaml:1:1: the document is a list; it must be an object",
        ),
    ] {
        assert_eq!(mistakes(text), [expected], "{text}");
    }
}

#[test]
fn null_means_the_same_as_absent() {
    assert!(mistakes("policies:\n- name: A\n  description:\n").is_empty());
    let value = json!({"variableName": "a", "description": "", "query": null,
        "remediationSettings": {"message": {"customText": ""}, "link": {"customUrl": null}}});
    assert_eq!(CHECK.canonical(&value), json!({"variableName": "a"}));
}

#[test]
fn an_empty_value_that_a_policy_asks_for_is_kept() {
    let value = json!({"name": "A", "platform": "MACOS",
        "devicePostureChecks": {"include": [{"variableName": "a", "value": ""}]}});
    assert_eq!(ASSURANCE.canonical(&value), value);
}

#[test]
fn the_order_of_a_set_means_nothing_and_the_order_of_a_list_does() {
    let lock = |include: Value| {
        ASSURANCE.canonical(
            &json!({"name": "A", "platform": "MACOS", "screenLockType": {"include": include}}),
        )
    };
    assert_eq!(
        lock(json!(["PASSCODE", "BIOMETRIC"])),
        lock(json!(["BIOMETRIC", "PASSCODE"]))
    );
    let rule = |include: Value| {
        RULE.canonical(&json!({"conditions": {"device": {"assurance": {"include": include}}}}))
    };
    assert_ne!(rule(json!(["a", "b"])), rule(json!(["b", "a"])));
}

#[test]
fn replacing_an_object_keeps_what_is_not_known_and_clears_what_is_not_wanted() {
    let server = json!({"id": "rul1", "status": "ACTIVE", "priority": 3, "created": "x", "_links": {}, "name": "Old",
        "policyRuleType": "X", "conditions": {"device": {"registered": true, "future": 1}, "people": {"users": {}}},
        "actions": {"appSignOn": {"access": "ALLOW", "new": {"a": 1}, "verificationMethod": {"old": true}}}});
    let wanted = json!({"name": "New", "conditions": {"device": {"registered": true}},
        "actions": {"appSignOn": {"access": "DENY"}}});
    assert_eq!(
        RULE.merged(&server, &wanted),
        json!({"name": "New", "policyRuleType": "X", "conditions": {"device": {"registered": true, "future": 1}},
            "actions": {"appSignOn": {"access": "DENY", "new": {"a": 1}}}})
    );
    let mut unknown = Vec::new();
    RULE.unknown(&server, "", &mut unknown);
    unknown.sort();
    assert_eq!(
        unknown,
        [
            "actions.appSignOn.new",
            "conditions.device.future",
            "policyRuleType"
        ]
    );
}

#[test]
fn what_is_written_stands_in_the_order_of_the_shape_with_text_in_quotes_where_it_looks_like_a_number()
 {
    let value = json!({"platform": "MACOS", "name": "A", "osVersion": {"minimum": "14.4"}, "displayRemediationMode": "SHOW",
        "devicePostureChecks": {"include": [{"value": "1", "variableName": "a"}]}});
    let text = serde_saphyr::to_string(&ASSURANCE.ordered(&value)).expect("YAML");
    assert_eq!(
        text,
        "name: A\nplatform: MACOS\nosVersion:\n  minimum: \"14.4\"\ndevicePostureChecks:\n  include:\n  - variableName: a\n    value: \"1\"\ndisplayRemediationMode: SHOW\n"
    );
}
