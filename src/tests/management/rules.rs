//! What rules say about platforms and about how people prove who they are.

use super::*;

async fn policy(org: &Org) -> String {
    let policy = json!({"name": "Ledger", "type": "ACCESS_POLICY"});
    format!(
        "/policies/{}/rules",
        id(&org.create("/policies", policy).await)
    )
}

#[tokio::test]
async fn a_rule_may_name_linux() {
    let org = Org::new().await;
    let rules = policy(&org).await;
    let linux = json!({"include": [{"type": "DESKTOP", "os": {"type": "LINUX"}}], "exclude": []});
    let rule = json!({
        "name": "Linux", "type": "ACCESS_POLICY", "conditions": {"platform": linux},
        "actions": {"appSignOn": {"access": "ALLOW"}},
    });
    let rule = org.create(&rules, rule).await;
    assert_eq!(rule["conditions"]["platform"], linux);
    assert_eq!(org.get(&format!("{rules}/{}", id(&rule))).await.body, rule);
}

/// Recorded with the factor modes 1FA and 2FA, and of rules that deny.
#[tokio::test]
async fn how_long_a_proof_counts_is_filled_in_where_it_is_not_said() {
    let org = Org::new().await;
    let rules = policy(&org).await;
    let rule = |name: &str, access: &str, method: Value| json!({"name": name, "actions": {"appSignOn": {"access": access, "verificationMethod": method}}});
    let assurance = |mode: &str| json!({"type": "ASSURANCE", "factorMode": mode});
    for (name, access, method, expected) in [
        ("1", "ALLOW", assurance("1FA"), json!("PT12H")),
        ("2", "ALLOW", assurance("2FA"), json!("PT12H")),
        ("3", "DENY", assurance("2FA"), json!("PT12H")),
        (
            "4",
            "ALLOW",
            json!({"type": "ASSURANCE", "factorMode": "2FA", "reauthenticateIn": "PT0S"}),
            json!("PT0S"),
        ),
        (
            "5",
            "ALLOW",
            json!({"type": "AUTH_METHOD_CHAIN", "chains": []}),
            Value::Null,
        ),
    ] {
        let made = org.create(&rules, rule(name, access, method.clone())).await;
        let method_of = |rule: &Value| rule["actions"]["appSignOn"]["verificationMethod"].clone();
        assert_eq!(method_of(&made)["reauthenticateIn"], expected, "{name}");
        let path = format!("{rules}/{}", id(&made));
        let put = org
            .call("PUT", &path, Some(rule(name, access, method)))
            .await
            .body;
        assert_eq!(method_of(&put), method_of(&made), "{name}");
        assert_eq!(
            method_of(&org.get(&path).await.body),
            method_of(&made),
            "{name}"
        );
    }
    let bare = json!({"name": "bare", "actions": {"appSignOn": {"access": "DENY"}}});
    let bare = org.create(&rules, bare).await;
    assert_eq!(bare["actions"]["appSignOn"].get("verificationMethod"), None);
}
