//! The challenge by a link.

use super::*;

#[tokio::test]
async fn a_link_from_the_organization_is_answered_and_leads_back() {
    let mut stage = Stage::new().await;
    let back = format!("{}/signin/abc", stage.org.url);
    let request = stage
        .link(&stage.token(), &back)
        .header("referer", format!("{}/", stage.org.url));
    let answer = send(request).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], back.as_str());
    assert_eq!(stage.next_answer().await["nonce"], "n-1");
}

#[tokio::test]
async fn a_link_from_elsewhere_asks_the_person_first() {
    let mut stage = Stage::new().await;
    let back = format!("{}/signin/abc", stage.org.url);
    let token = stage.token();
    for referrer in [None, Some("https://evil.example/")] {
        let mut request = stage.link(&token, &back);
        if let Some(referrer) = referrer {
            request = request.header("referer", referrer);
        }
        let answer = send(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .expect("text")
            .to_owned();
        assert!(
            policy.contains(&format!("form-action 'self' {}", stage.org.url)),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(
            answer
                .text()
                .await
                .expect("a page")
                .contains("action=\"/challenge/confirm\"")
        );
        assert!(stage.org.answers.try_recv().is_err());
    }
    let asked_for_keys = || *stage.org.asked_for_keys.lock().expect("unpoisoned");
    assert_eq!(
        asked_for_keys(),
        0,
        "no page of strangers has anything sent"
    );
    let fields = [
        ("challengeRequest", token.as_str()),
        ("returnTo", back.as_str()),
    ];
    let confirm = stage
        .client
        .post(format!("{}/challenge/confirm", stage.agent))
        .form(&fields);
    let elsewhere = confirm
        .try_clone()
        .expect("a copy")
        .header("origin", "https://evil.example");
    assert_eq!(send(elsewhere).await.status(), StatusCode::FORBIDDEN);
    let answer = send(confirm.header("origin", &stage.agent)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], back.as_str());
    stage.next_answer().await;
}

#[tokio::test]
async fn a_link_never_leads_away_and_its_errors_are_pages() {
    let mut stage = Stage::new().await;
    let own = format!("{}/", stage.org.url);
    for back in [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let answer = send(stage.link(&stage.token(), back).header("referer", &own)).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{back}");
        let page = answer.text().await.expect("a page");
        assert!(page.contains("<html lang=\"en\">") && page.contains("<h1>"));
        assert!(!page.contains("evil.example"));
    }
    let answer = send(stage.link("nonsense", &own)).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let answer = send(stage.client.get(format!("{}/challenge", stage.agent))).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(stage.org.answers.try_recv().is_err());
    // Where the way back is known to be good, the page has it.
    *stage.org.reply.lock().expect("unpoisoned") = (StatusCode::GONE, json!({}));
    let answer = send(stage.link(&stage.token(), &own).header("referer", &own)).await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    assert!(
        answer
            .text()
            .await
            .expect("a page")
            .contains(&format!("href=\"{own}\""))
    );
}

#[tokio::test]
async fn a_frame_of_the_organizations_page_is_answered_unseen_and_nobody_elses_is() {
    let mut stage = Stage::new().await;
    let back = format!("{}/signin/abc", stage.org.url);
    let own = format!("{}/", stage.org.url);
    for (referrer, answered) in [("https://evil.example/", false), (own.as_str(), true)] {
        let parameters = [
            ("challengeRequest", stage.token()),
            ("returnTo", back.clone()),
            ("frame", String::from("true")),
        ];
        let frame = url::Url::parse_with_params(&format!("{}/challenge", stage.agent), parameters)
            .expect("a URL");
        let frame = stage.client.get(frame).header("referer", referrer);
        assert_eq!(send(frame).await.status(), StatusCode::NO_CONTENT);
        assert_eq!(stage.org.answers.try_recv().is_ok(), answered, "{referrer}");
    }
}
