//! What each sample must show: `docs/spec/idx.md` sections 3.3, 3.5 and 6, by title, messages, fields, buttons, links.

use super::*;
use crate::flow::screen::{
    About, AgentFallback, Ceremony, ChoiceStyle, Detail, DeviceMethod, FieldKind, FormPage,
    Instruction, KeyPart, Onward, ProblemKind, Recheck, Remediation, RemedyItem, Text,
};
use crate::idx::Verdict;

mod exemption;
mod forms;
mod odd;

const REMEDIATION: &str = "idx.error.code.access_denied.device_assurance.remediation.";

fn screen(name: &str) -> Screen {
    let setting = Setting {
        page: "https://signin.example.com/signin/f1".to_owned(),
        server: url::Url::parse("https://org.example.com/").ok(),
        ..Setting::default()
    };
    Sample::find(name)
        .unwrap_or_else(|| panic!("no sample {name}"))
        .screen(&setting)
}

fn page(name: &str) -> FormPage {
    match screen(name) {
        Screen::Identify(page) | Screen::Password(page) | Screen::Generic(page) => page,
        other => panic!("{name} is {other:?}"),
    }
}

fn remediation(name: &str) -> (About, Remediation) {
    match screen(name) {
        Screen::Denied(denied) => (denied.about, denied.remediation),
        Screen::Grace(grace) => (grace.about, grace.remediation),
        other => panic!("{name} is {other:?}"),
    }
}

fn fields(page: &FormPage) -> Vec<&str> {
    page.main
        .iter()
        .flat_map(|main| &main.fields)
        .map(|field| field.name.as_str())
        .collect()
}

fn actions(page: &FormPage) -> Vec<&str> {
    page.actions
        .iter()
        .map(|action| action.form.as_str())
        .collect()
}

/// The keys of what is listed.
fn listed(page: &FormPage) -> Vec<&str> {
    page.details
        .iter()
        .filter_map(|detail| match detail {
            Detail::List { items, .. } => Some(items),
            _ => None,
        })
        .flatten()
        .map(|item| item.text.key.as_str())
        .collect()
}

/// What is to be compared or typed.
fn codes(details: &[Detail]) -> Vec<&str> {
    details
        .iter()
        .filter_map(|detail| match detail {
            Detail::Code { value, .. } => Some(value.as_str()),
            _ => None,
        })
        .collect()
}

fn said(item: &RemedyItem) -> String {
    match &item.instruction {
        Instruction::Built(text) => text.key.trim_start_matches(REMEDIATION).to_owned(),
        Instruction::Custom(text) => format!("\"{text}\""),
        Instruction::None => String::new(),
    }
}

/// Each option as its items' texts.
fn options(remediation: &Remediation) -> Vec<Vec<String>> {
    remediation
        .options
        .iter()
        .map(|option| option.items.iter().map(said).collect())
        .collect()
}

#[test]
fn every_file_is_a_sample_and_every_sample_shows_something() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/flow/samples");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .filter_map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .ok()?
                .strip_suffix(".json")
                .map(str::to_owned)
        })
        .collect();
    files.sort();
    let mut names: Vec<String> = ALL.iter().map(|sample| sample.name.to_owned()).collect();
    names.sort();
    assert_eq!(files, names);
    for sample in ALL {
        if let Screen::Problem(problem) = sample.screen(&Setting::default()) {
            assert!(
                sample.name.starts_with("problem-") || sample.name.starts_with("too-many"),
                "{}: {problem:?}",
                sample.name
            );
        }
    }
}

#[test]
fn nothing_that_is_shown_holds_the_state_handle() {
    for sample in ALL {
        let shown = format!("{:?}", sample.screen(&Setting::default()));
        assert!(!shown.contains("02.sample"), "{}", sample.name);
        assert!(
            !shown.contains("c2lnbmF0dXJl"),
            "{}: the challenge is in debug output",
            sample.name
        );
    }
}

#[test]
fn identify_asks_for_a_name_and_shows_no_badge_and_no_way_back() {
    let page = page("identify");
    assert_eq!(page.title.key, "primaryauth.title");
    assert_eq!(fields(&page), ["identifier", "rememberMe"]);
    let main = page.main.expect("a form");
    assert_eq!(
        (main.submit.key.as_str(), main.fields[0].autocomplete),
        ("oform.next", "username")
    );
    assert_eq!(main.fields[1].kind, FieldKind::Checkbox { checked: false });
    assert!(page.about.identifier.is_none() && page.about.cancel.is_none());
}

#[test]
fn identify_with_a_password_signs_in_and_offers_what_helps() {
    let page = page("identify-password");
    assert_eq!(
        fields(&page),
        ["identifier", "credentials.passcode", "rememberMe"]
    );
    let main = page.main.as_ref().expect("a form");
    assert_eq!(main.submit.key, "oie.primaryauth.submit");
    assert_eq!(
        (&main.fields[1].kind, main.fields[1].autocomplete),
        (&FieldKind::Secret, "current-password")
    );
    assert_eq!(
        actions(&page),
        [
            "unlock-account",
            "select-enroll-profile",
            "currentAuthenticator-recover"
        ]
    );
}

#[test]
fn other_providers_are_links() {
    let providers = page("identify-providers").providers;
    let urls: Vec<&str> = providers
        .iter()
        .map(|provider| provider.link.url.as_str())
        .collect();
    assert_eq!(
        urls,
        [
            "https://signin.example.com/sso/idps/0oaG",
            "https://signin.example.com/sso/idps/0oaP"
        ]
    );
    assert_eq!(providers[1].label.params, ["Partner Directory"]);
}

#[test]
fn a_hint_of_the_app_fills_the_name_unless_the_server_does() {
    let setting = Setting {
        login_hint: "hint@example.com".to_owned(),
        ..Setting::default()
    };
    let value = |name: &str| match Sample::find(name).expect("a sample").screen(&setting) {
        Screen::Identify(page) => page.main.expect("a form").fields[0].value.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(value("identify"), "hint@example.com");
    assert_eq!(value("identify-unknown-user"), "ana@exmaple.com");
}

#[test]
fn what_the_person_did_wrong_is_said_on_the_same_form() {
    let wrong = page("password-wrong");
    assert_eq!(
        wrong.about.notices[0].text.key,
        "oie.password.incorrect.message"
    );
    assert_eq!(fields(&wrong), ["credentials.passcode"]);
    let blank = page("identify-field-errors").main.expect("a form");
    assert!(blank.has_errors);
    assert_eq!(
        blank.fields[0].errors[0].key,
        "model.validation.field.blank"
    );
    let unknown = page("identify-unknown-user");
    assert_eq!(unknown.about.notices[0].text.key, "errors.E0000004");
}

#[test]
fn the_password_page_says_who_signs_in_and_how_to_get_back() {
    let page = page("password");
    assert!(matches!(screen("password"), Screen::Password(_)));
    assert_eq!(page.title.key, "oie.password.challenge.title");
    assert_eq!(
        page.main.as_ref().expect("a form").submit.key,
        "mfa.challenge.verify"
    );
    assert_eq!(page.about.identifier.as_deref(), Some("ana@example.com"));
    assert_eq!(
        page.about
            .cancel
            .as_ref()
            .map(|action| action.form.as_str()),
        Some("cancel")
    );
    assert_eq!(actions(&page), ["currentAuthenticatorEnrollment-recover"]);
}

#[test]
fn choices_are_buttons_unless_one_asks_for_more() {
    let choices = |page: FormPage| match page.main.expect("a form").fields.remove(0).kind {
        FieldKind::Choices { style, choices } => (style, choices),
        other => panic!("{other:?}"),
    };
    let (style, authenticators) = choices(page("select-authenticator"));
    assert_eq!(style, ChoiceStyle::Buttons, "one tap is enough");
    assert_eq!(
        authenticators[0].detail.as_deref(),
        Some("a***a@example.com")
    );
    let ways: Vec<(&str, &str)> = authenticators
        .iter()
        .filter(|choice| choice.value.starts_with("1:"))
        .map(|choice| (choice.value.as_str(), choice.label.key.as_str()))
        .collect();
    assert_eq!(
        ways,
        [
            ("1:methodType=0", "doorstep.way.sms"),
            ("1:methodType=1", "doorstep.way.voice")
        ]
    );
    let (style, answers) = choices(page("consent"));
    assert_eq!((style, answers.len()), (ChoiceStyle::Buttons, 2));
    assert_eq!(
        listed(&page("consent")),
        ["consent.scopes.email.label", "consent.scopes.profile.label"]
    );
    let (style, departments) = choices(page("form-unknown"));
    assert_eq!(style, ChoiceStyle::Select);
    assert!(departments[1].chosen && !departments[0].chosen);
}

#[test]
fn codes_pushes_and_keys_are_asked_for_as_they_can_be() {
    let code = page("code-email");
    let field = &code.main.as_ref().expect("a form").fields[0];
    assert_eq!(
        (&field.kind, field.autocomplete),
        (&FieldKind::Code, "one-time-code")
    );
    assert_eq!(
        code.details[0],
        Detail::Said(Text::keyed(
            "oie.email.verify.alternate.magicLinkToEmailAddress",
            vec!["a***a@example.com".to_owned()],
            "a***a@example.com"
        ))
    );
    assert_eq!(actions(&code), ["currentAuthenticatorEnrollment-resend"]);
    assert_eq!(
        code.poll.expect("a poll").action.form,
        "currentAuthenticatorEnrollment-poll"
    );
    let push = page("push");
    assert!(push.main.is_none());
    assert_eq!(
        (push.poll.expect("a poll").refresh, codes(&push.details)),
        (4000, vec!["57"])
    );
    let webauthn = page("webauthn");
    assert!(!webauthn.unsupported && webauthn.main.is_none());
    assert_eq!(webauthn.alternatives.len(), 1);
    assert_eq!(
        page("enroll-password").main.expect("a form").fields[0].autocomplete,
        "new-password"
    );
}

#[test]
fn a_form_nobody_foresaw_still_works() {
    let page = page("form-unknown");
    assert_eq!(fields(&page), ["department", "desk", "newsletter"]);
    let main = page.main.as_ref().expect("a form");
    assert_eq!(main.fields[1].max_length, Some(6));
    assert_eq!(main.fields[2].kind, FieldKind::Checkbox { checked: true });
    assert_eq!(actions(&page), ["skip"]);
    assert_eq!(
        page.about.notices[0].text.fallback,
        "Please tell us where you work."
    );
}

#[test]
fn the_device_is_reached_at_every_address_of_the_challenge_and_comes_back_here() {
    let Screen::Device(challenge) = screen("device-loopback") else {
        panic!("not a device screen")
    };
    assert_eq!(challenge.title.key, "deviceTrust.sso.redirectText");
    assert_eq!(challenge.poll.refresh, 2000);
    assert_eq!(
        challenge.stop.expect("a way out").form,
        "authenticatorChallenge-cancel"
    );
    assert!(challenge.about.cancel.is_none());
    let DeviceMethod::Loopback {
        addresses,
        probe_timeout,
        permission_help,
        ..
    } = challenge.method
    else {
        panic!("not loopback");
    };
    let bases: Vec<&str> = addresses
        .iter()
        .map(|address| address.base.as_str())
        .collect();
    assert_eq!(
        bases,
        [
            "http://localhost:6511",
            "http://localhost:6512",
            "http://localhost:6513"
        ]
    );
    assert_eq!(probe_timeout, 500);
    assert_eq!(permission_help.expect("help").host, "help.example.com");
    assert!(
        addresses[0]
            .link
            .starts_with("http://localhost:6511/challenge?challengeRequest=")
    );
    assert!(
        addresses[0]
            .link
            .ends_with("&returnTo=https%3A%2F%2Fsignin.example.com%2Fsignin%2Ff1")
    );
    let method = |name: &str| match screen(name) {
        Screen::Device(challenge) => challenge.method,
        other => panic!("{other:?}"),
    };
    assert!(matches!(
        method("device-custom-uri"),
        DeviceMethod::Launch {
            download: Some(_),
            ..
        }
    ));
    assert!(matches!(
        method("device-chrome"),
        DeviceMethod::ChromeDeviceTrust { .. }
    ));
}

#[test]
fn an_admins_text_and_link_are_shown_verbatim_for_the_check_that_fails() {
    let Screen::Denied(denied) = screen("denied-custom") else {
        panic!("not denied")
    };
    assert_eq!(denied.title.key, format!("{REMEDIATION}title"));
    assert_eq!(
        denied.explanation.map(|text| text.key),
        Some(format!("{REMEDIATION}explanation_one_rule"))
    );
    let item = &denied.remediation.options[0].items[0];
    assert_eq!(
        item.instruction,
        Instruction::Custom(
            "Your firewall is turned off. Turn on the macOS firewall in System Settings, under Network, Firewall.".to_owned()
        )
    );
    assert_eq!(
        item.link.as_ref().map(|link| link.url.as_str()),
        Some("https://help.example.com/enable-macos-firewall")
    );
    let check = item.check.as_ref().expect("a check");
    assert_eq!(
        (check.verdict, check.name.as_deref()),
        (Verdict::Fail, Some("macOS firewall"))
    );
    assert_eq!(
        denied
            .remediation
            .help
            .expect("help")
            .link
            .expect("a link")
            .host,
        "help.example.com"
    );
    assert!(matches!(denied.recheck, Recheck::Here(_)));
    assert!(denied.live);
    let observation = denied.remediation.observation.expect("an observation");
    assert_eq!(
        (
            observation.checks.len(),
            observation.device.expect("a device").platform.as_str()
        ),
        (5, "MACOS")
    );
}

#[test]
fn ways_out_are_grouped_and_steps_without_words_are_there() {
    let (_, two) = remediation("denied-two");
    assert_eq!(options(&two).len(), 1);
    // What restarts the device comes last (ux.md (c) 6), whatever the server's order.
    assert_eq!(options(&two)[0][1], "macos.upgrade_os_version");
    assert!(two.options[0].title.is_none());
    for name in ["denied-options", "denied-remote-options", "grace-options"] {
        let (_, several) = remediation(name);
        assert_eq!(several.options.len(), 2, "{name}");
        assert_eq!(
            several.options[1]
                .title
                .as_ref()
                .map(|title| title.params.clone()),
            Some(vec!["2".to_owned()])
        );
    }
    let (_, silent) = remediation("denied-no-instruction");
    assert_eq!(silent.options[0].items[0].instruction, Instruction::None);
    assert!(silent.options[0].items[0].check.is_some());
}

#[test]
fn what_could_not_be_checked_never_reads_as_a_failing_device() {
    let (_, mixed) = remediation("denied-unknown");
    assert_eq!(
        options(&mixed),
        [["macos.upgrade_os_version", "osquery.timeout", ""]]
    );
    for name in ["denied-agent-unreachable", "denied-canceled"] {
        let (_, unknown) = remediation(name);
        assert!(
            unknown
                .observation
                .as_ref()
                .expect("an observation")
                .cause
                .is_some()
        );
        for item in unknown.options.iter().flat_map(|option| &option.items) {
            assert_eq!(
                item.check.as_ref().map(|check| check.verdict),
                Some(Verdict::Unknown)
            );
            assert_eq!(item.instruction, Instruction::None);
        }
    }
}

#[test]
fn a_hidden_denial_discloses_no_check() {
    let Screen::DeniedGeneric(ending) = screen("denied-hidden") else {
        panic!("it tells something")
    };
    assert_eq!(ending.about.notices[0].text.key, "errors.E0000006");
    assert!(ending.recheck.is_some());
}

#[test]
fn a_denial_is_one_at_any_status_and_without_our_extension() {
    let Screen::Denied(denied) = screen("denied-remote") else {
        panic!("not denied")
    };
    assert_eq!(options(&denied.remediation)[0][1], "macos.use_lock_screen");
    assert!(
        matches!(denied.recheck, Recheck::StartAgain(_)),
        "the server has no other way"
    );
    assert!(!denied.live);
    assert_eq!(denied.about.cancel.expect("a way back").label.key, "goback");
    assert!(matches!(screen("access-denied"), Screen::DeniedGeneric(_)));
    let Screen::DeniedGeneric(ending) = screen("access-denied-links") else {
        panic!("not denied")
    };
    assert_eq!(ending.about.notices[0].links[0].host, "help.example.com");
}

#[test]
fn texts_are_text_and_unsafe_links_are_dropped() {
    let (_, hostile) = remediation("denied-hostile-texts");
    let item = &hostile.options[0].items[0];
    assert!(matches!(&item.instruction, Instruction::Custom(text) if text.starts_with("<script>")));
    assert!(item.link.is_none());
    assert!(hostile.help.expect("a sentence").link.is_none());
}

#[test]
fn a_program_on_the_device_can_be_asked_to_fix_it() {
    let (_, install) = remediation("denied-install-button");
    let button = install.options[0].items[0]
        .button
        .clone()
        .expect("a button");
    assert_eq!(
        button.bases,
        ["http://localhost:6511", "http://localhost:6512"]
    );
    assert_eq!(button.path, "/azt/install-policy-app");
    assert!(matches!(button.fallback, AgentFallback::Say(_)));
    let (_, several) = remediation("denied-install-app-link");
    let buttons = |option: usize| -> Vec<_> {
        let items = several.options[option].items.iter();
        items.filter_map(|item| item.button.as_ref()).collect()
    };
    let [first] = buttons(0)[..] else {
        panic!("one button in the first option")
    };
    assert_eq!(
        first.bases,
        [
            "https://sample.authenticatorlocaldev.com:6511",
            "https://sample.authenticatorlocaldev.com:6512"
        ]
    );
    let AgentFallback::Open(target) = &first.fallback else {
        panic!("no address to fall back to")
    };
    assert_eq!(
        target.url, "https://org.example.com/install/policy-app",
        "relative to the server"
    );
    let [second] = buttons(1)[..] else {
        panic!("no button for an address in the network")
    };
    assert_eq!(
        second.fallback,
        AgentFallback::Nothing,
        "an unsafe address is not opened"
    );
}

#[test]
fn a_reminder_has_its_deadline_or_at_least_the_servers_words() {
    let grace = |name: &str| match screen(name) {
        Screen::Grace(grace) => grace,
        other => panic!("{other:?}"),
    };
    let plain = grace("grace");
    assert_eq!(plain.deadline, "2026-03-09T10:00:00Z".parse().ok());
    assert_eq!(
        plain.go_on.label.key,
        "idx.device_assurance.grace_period.continue_to_app"
    );
    assert_eq!(plain.go_on.form, "device-assurance-grace-period");
    assert!(
        plain.about.notices.is_empty(),
        "the warning is part of the page, not beside it"
    );
    assert_eq!(
        grace("grace-options").deadline,
        "2026-03-04T08:00:00Z".parse().ok()
    );
    let odd = grace("grace-no-date");
    assert_eq!(
        (odd.deadline, odd.due.expect("words").params),
        (None, vec!["next Friday".to_owned()])
    );
}

#[test]
fn a_finished_sign_in_says_where_it_goes_and_whether_something_was_fixed() {
    let success = |name: &str| match screen(name) {
        Screen::Success(success) => success,
        other => panic!("{other:?}"),
    };
    assert!(!success("success").fixed && success("success-fixed").fixed);
    assert_eq!(success("success").onward, Onward::App);
    assert!(
        matches!(success("success-redirect").onward, Onward::Redirect(link) if link.host == "app.example.com")
    );
    let Screen::Terminal(failure) = screen("failure-redirect") else {
        panic!("not the end")
    };
    assert_eq!(failure.onward.expect("a link").host, "app.example.com");
}

#[test]
fn every_end_has_a_next_step_unless_it_is_elsewhere() {
    let Screen::Terminal(elsewhere) = screen("terminal-other-tab") else {
        panic!("not the end")
    };
    assert!(elsewhere.start_again.is_none() && elsewhere.about.cancel.is_none());
    let Screen::Terminal(unknown) = screen("terminal-unknown-key") else {
        panic!("not the end")
    };
    assert_eq!(unknown.about.notices.len(), 2);
    assert!(unknown.start_again.is_some());
    let Screen::Expired(expired) = screen("expired") else {
        panic!("not expired")
    };
    assert!(expired.start_again.is_some());
    let kind = |name: &str| match screen(name) {
        Screen::Problem(problem) => (problem.kind, problem.retry),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        kind("too-many-requests"),
        (ProblemKind::TooManyRequests, true)
    );
    assert_eq!(kind("problem-server-error"), (ProblemKind::Failed, true));
    assert_eq!(
        kind("problem-configuration"),
        (ProblemKind::Configuration, false)
    );
}

#[test]
fn a_security_key_is_asked_as_the_browser_understands_it() {
    let key = |name: &str| page(name).key.expect("a key");
    let verify = key("webauthn");
    assert_eq!(
        (verify.form.as_str(), verify.ceremony),
        ("challenge-authenticator", Ceremony::Verify)
    );
    assert_eq!(
        verify.options,
        serde_json::json!({
            // base64, as browsers read it; base64url on the wire.
            "challenge": "ZG9vcnN0ZXAtc2FtcGxlLWNoYWxsZW5nZQ==",
            "userVerification": "preferred",
            "allowCredentials": [
                {"type": "public-key", "id": "ZG9vcnN0ZXAtc2FtcGxlLWtleQ==", "transports": ["internal", "hybrid"]}
            ],
            "extensions": {"appid": "https://signin.example.com"},
        })
    );
    let parts: Vec<_> = verify
        .answers
        .iter()
        .map(|answer| (answer.path.as_str(), answer.part))
        .collect();
    assert_eq!(
        parts,
        [
            ("credentials.clientData", KeyPart::ClientData),
            ("credentials.authenticatorData", KeyPart::AuthenticatorData),
            ("credentials.signatureData", KeyPart::Signature),
        ]
    );
    let enroll = key("enroll-webauthn");
    assert_eq!(enroll.ceremony, Ceremony::Enroll);
    assert_eq!(enroll.options["user"]["id"], "YW5hLTE=");
    assert_eq!(enroll.options["rp"]["name"], "Example");
    assert_eq!(enroll.options["excludeCredentials"], serde_json::json!([]));

    let passkeys = page("identify-passkeys");
    let name = &passkeys.main.as_ref().expect("a form").fields[0];
    assert_eq!(name.autocomplete, "username webauthn");
    assert!(!actions(&passkeys).contains(&"challenge-webauthn-autofillui-authenticator"));
    let autofill = passkeys.key.expect("a key");
    assert_eq!(autofill.ceremony, Ceremony::Autofill);
    assert!(autofill.options.get("allowCredentials").is_none());
}

#[test]
fn an_appid_of_another_site_is_left_out() {
    let elsewhere = Setting {
        page: "https://elsewhere.example.net/signin/f1".to_owned(),
        ..Setting::default()
    };
    let Screen::Generic(page) = Sample::find("webauthn")
        .expect("a sample")
        .screen(&elsewhere)
    else {
        panic!("not a form")
    };
    assert!(page.key.expect("a key").options.get("extensions").is_none());
}

#[test]
fn a_captcha_is_told_and_the_form_still_works() {
    let page = page("identify-captcha");
    assert!(page.captcha && !page.unsupported);
    assert_eq!(
        fields(&page),
        ["identifier", "credentials.passcode", "rememberMe"]
    );
}
