//! Lists that are searched: `/apps` and `/users`.

use jiff::SignedDuration;
use serde_json::json;

use super::*;

/// Parameters, and what they find.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

fn app(label: &str) -> Value {
    json!({
        "name": "oidc_client", "label": label, "signOnMode": "OPENID_CONNECT",
        "credentials": {"oauthClient": {"token_endpoint_auth_method": "none"}},
        "settings": {"oauthClient": {"redirect_uris": ["http://localhost:8081/callback"], "response_types": ["code"]}},
    })
}

fn user(login: &str, first: &str, last: &str) -> Value {
    json!({
        "profile": {"login": login, "email": login, "firstName": first, "lastName": last},
        "credentials": {"password": {"value": "correct horse"}},
    })
}

/// Creates an app a moment after the last one: the list begins with the oldest.
async fn add_app(org: &Org, label: &str) {
    org.create("/apps", app(label)).await;
    org.clock.advance(SignedDuration::from_millis(1));
}

/// The path with these parameters.
fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("{path}?{query}")
}

async fn found(org: &Org, path: &str, field: &str) -> Vec<String> {
    let reply = org.get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
    let list = reply.body.as_array().unwrap().iter();
    list.map(|item| item.pointer(field).unwrap().as_str().unwrap().to_owned())
        .collect()
}

/// What all pages list, two at a time.
async fn paged(org: &Org, path: &str, field: &str) -> Vec<String> {
    let mut path = Some(path.to_owned());
    let mut all = Vec::new();
    while let Some(page) = path {
        let on_page = found(org, &page, field).await;
        assert!((1..=2).contains(&on_page.len()), "{page}: {on_page:?}");
        all.extend(on_page);
        path = org.get(&page).await.next();
    }
    all
}

#[tokio::test]
async fn apps_are_found_by_what_their_name_begins_with_and_by_filters() {
    let org = Org::new().await;
    for label in ["Payroll", "Payments", "Ledger"] {
        add_app(&org, label).await;
    }
    let ledger = id(&org.get("/apps?q=ledger").await.body[0]);
    let path = format!("/apps/{ledger}/lifecycle/deactivate");
    org.call("POST", &path, None).await;
    let all: &[_] = &["Payroll", "Payments", "Ledger"];
    let cases: [Case<'_>; 13] = [
        (&[], all),
        (&[("q", "PAY")], &["Payroll", "Payments"]),
        (&[("q", "oidc_")], all),
        (&[("q", "roll")], &[]),
        (&[("filter", r#"label eq "Ledger""#)], &["Ledger"]),
        (&[("filter", r#"label sw "Pay""#)], &["Payroll", "Payments"]),
        (&[("filter", r#"name eq "oidc_client""#)], all),
        (&[("filter", r#"name eq "bookmark""#)], &[]),
        (
            &[("filter", r#"status eq "ACTIVE""#)],
            &["Payroll", "Payments"],
        ),
        (&[("filter", &format!("id eq \"{ledger}\""))], &["Ledger"]),
        (
            &[("filter", r#"not (label sw "Pay") or label eq "Payroll""#)],
            &["Payroll", "Ledger"],
        ),
        (
            &[("q", "pay"), ("filter", r#"label ew "ments""#)],
            &["Payments"],
        ),
        // These change nothing: inactive apps are always there, deleted ones are gone.
        (
            &[("includeNonDeleted", "true"), ("useOptimization", "true")],
            all,
        ),
    ];
    for (parameters, expected) in cases {
        let path = with("/apps", parameters);
        assert_eq!(found(&org, &path, "/label").await, expected, "{path}");
    }
}

#[tokio::test]
async fn users_are_found_by_search_and_by_filter() {
    let org = Org::new().await;
    for (login, first, last) in [
        ("ada@example.com", "Ada", "Lovelace"),
        ("alan@example.com", "Alan", "Turing"),
        ("grace@example.org", "Grace", "Hopper"),
    ] {
        org.create("/users", user(login, first, last)).await;
    }
    let staged = json!({"profile": user("lin@example.org", "Lin", "Love")["profile"]});
    let lin = id(&org.create("/users", staged).await);
    let [ada, alan, grace, love] = [
        "ada@example.com",
        "alan@example.com",
        "grace@example.org",
        "lin@example.org",
    ];
    let cases: [Case<'_>; 13] = [
        (&[("q", "LOVE")], &[ada, love]),
        (
            &[("search", r#"profile.login eq "ADA@example.com""#)],
            &[ada],
        ),
        (&[("filter", r#"profile.login eq "ADA@example.com""#)], &[]),
        (
            &[("filter", r#"profile.login eq "ada@example.com""#)],
            &[ada],
        ),
        (&[("search", r#"profile.lastName sw "love""#)], &[ada, love]),
        (
            &[(
                "filter",
                r#"profile.firstName eq "Grace" or profile.firstName eq "Alan""#,
            )],
            &[alan, grace],
        ),
        (
            &[(
                "search",
                r#"status eq "STAGED" and profile.email ew ".org""#,
            )],
            &[love],
        ),
        (&[("search", &format!("id eq \"{lin}\""))], &[love]),
        (
            &[
                ("q", "love"),
                ("search", r#"status eq "active""#),
                ("filter", "profile.email pr"),
            ],
            &[ada],
        ),
        (&[("filter", "profile.displayName pr")], &[]),
        (&[("sortBy", "profile.lastName")], &[grace, love, ada, alan]),
        (
            &[
                ("search", r#"profile.email ew ".com""#),
                ("sortBy", "profile.firstName"),
                ("sortOrder", "DESC"),
            ],
            &[alan, ada],
        ),
        (&[("search", "  ")], &[ada, alan, grace, love]),
    ];
    for (parameters, expected) in cases {
        let path = with("/users", parameters);
        assert_eq!(
            found(&org, &path, "/profile/login").await,
            expected,
            "{path}"
        );
    }
}

#[tokio::test]
async fn searched_lists_are_read_page_by_page() {
    let org = Org::new().await;
    for name in ["Beta", "Alpha", "Other", "Gamma", "Delta", "Epsilon"] {
        add_app(&org, name).await;
        let login = format!("{name}@example.com").to_lowercase();
        org.create("/users", user(&login, name, "Person")).await;
    }
    let path = with(
        "/apps",
        &[("filter", r#"label ne "Other""#), ("limit", "2")],
    );
    assert_eq!(
        paged(&org, &path, "/label").await,
        ["Beta", "Alpha", "Gamma", "Delta", "Epsilon"]
    );
    let search = r#"profile.firstName ne "other""#;
    let path = with(
        "/users",
        &[
            ("search", search),
            ("sortBy", "profile.firstName"),
            ("sortOrder", "desc"),
            ("limit", "2"),
        ],
    );
    assert_eq!(
        paged(&org, &path, "/profile/firstName").await,
        ["Gamma", "Epsilon", "Delta", "Beta", "Alpha"]
    );
    for list in ["/apps", "/users"] {
        assert_eq!(org.get(list).await.next(), None);
        assert_eq!(
            org.get(&format!("{list}?limit=1000")).await.status,
            StatusCode::OK
        );
        org.get(&format!("{list}?limit=0")).await.refuses("limit");
        org.get(&format!("{list}?after=nobody"))
            .await
            .refuses("after");
    }
}

#[tokio::test]
async fn what_is_not_understood_in_a_search_is_refused() {
    let org = Org::new().await;
    for (list, parameter, criteria) in [
        ("/apps", "filter", r#"user.id eq "00u1""#),
        ("/apps", "filter", "label eq Ledger"),
        ("/apps", "filter", r#"status gt "ACTIVE""#),
        ("/apps", "filter", "nonsense"),
        (
            "/users",
            "filter",
            r#"lastUpdated gt "2026-01-01T00:00:00.000Z""#,
        ),
        ("/users", "filter", r#"profile.department eq "Sales""#),
        ("/users", "search", "profile.login eq"),
        ("/users", "search", r#"type.id eq "otyp""#),
    ] {
        let path = with(list, &[(parameter, criteria)]);
        let reply = org.get(&path).await;
        reply.is(400, "E0000031");
        assert_eq!(reply.body["errorSummary"], "Invalid search criteria.");
    }
    org.get("/apps?expand=user/00u1").await.refuses("expand");
    org.get("/users?expand=classification")
        .await
        .refuses("expand");
    org.get("/users?sortBy=created").await.refuses("sortBy");
    org.get("/users?sortBy=status&sortOrder=up")
        .await
        .refuses("sortOrder");
}
