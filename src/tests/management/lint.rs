//! What the linter says of what was written: headers beside the answer, which itself stays Okta's.

use serde_json::json;

use super::*;

fn rules(reply: &Reply) -> Vec<String> {
    reply
        .headers
        .get_all("doorstep-lint")
        .iter()
        .map(|value| {
            let item = value.to_str().expect("ASCII");
            item.split(';').next().unwrap_or_default().to_owned()
        })
        .collect()
}

#[tokio::test]
async fn a_check_that_is_written_answers_what_should_be_better_about_it() {
    let org = Org::new().await;
    let mut check = firewall();
    check["remediationSettings"]["message"]["customText"] =
        json!("Turn **it** on, then sign in again.");
    let reply = org
        .call("POST", "/device-posture-checks", Some(check))
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(
        rules(&reply),
        [
            "markup",
            "contradicts-auto-continue",
            "missing-language",
            "missing-language",
            "missing-language"
        ]
    );
    assert!(reply.body.get("warnings").is_none(), "the body is Okta's");
    let mut good = firewall();
    good["remediationSettings"]["message"]["customTextTranslations"] = json!({"de": "Ihre Firewall ist aus.", "ja": "ファイアウォールがオフです。", "ar": "جدار الحماية متوقف."});
    let path = format!("/device-posture-checks/{}", id(&reply.body));
    let reply = org.call("PUT", &path, Some(good)).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(rules(&reply), Vec::<String>::new());
}

#[tokio::test]
async fn a_policy_whose_name_people_cannot_read_answers_so() {
    let org = Org::new().await;
    let mut policy = mac_policy();
    policy["name"] = json!("Macs <b>of sales</b>");
    let reply = org
        .call("POST", "/device-assurances", Some(policy.clone()))
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert_eq!(rules(&reply), ["markup"]);
    policy["name"] = json!("Macs of sales");
    let path = format!("/device-assurances/{}", id(&reply.body));
    let reply = org.call("PUT", &path, Some(policy)).await;
    assert_eq!(rules(&reply), Vec::<String>::new());
}
