//! What forms and endings must show: title, fields, buttons, links.

use super::{actions, codes, fields, listed, page, screen};
use crate::flow::{
    provider_address,
    screen::{Choice, ChoiceStyle, Due, Ending, FieldKind, FieldView, FormPage, Screen},
};

/// Of each sample: its title's key, its fields, what its submit or buttons say, its other ways on.
const PAGES: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "identify-unlock",
        "primaryauth.title",
        &["identifier"],
        &["oform.next", "unlockaccount", "registration.signup.text"],
    ),
    (
        "providers-only",
        "primaryauth.title",
        &[],
        &["doorstep.sign-in-with"],
    ),
    (
        "provider-verify",
        "oie.verify.custom_otp.title",
        &[],
        &["oie.idp.challenge.title"],
    ),
    (
        "identity-proofing",
        "oie.idv.idp.title",
        &[],
        &["oie.idp.challenge.title"],
    ),
    (
        "select-recovery",
        "oie.select.authenticators.verify.title",
        &["authenticator"],
        &["oie.email.label", "doorstep.way.sms", "doorstep.way.voice"],
    ),
    (
        "select-unlock",
        "account.unlock.title",
        &["identifier", "authenticator"],
        &["oie.email.label", "doorstep.way.sms", "doorstep.way.voice"],
    ),
    (
        "select-enroll",
        "oie.select.authenticators.enroll.title",
        &["authenticator"],
        &[
            "oie.password.label",
            "oie.phone.label",
            "oie.okta_verify.label",
            "oie.security.question.label",
        ],
    ),
    (
        "code-email-only",
        "oie.email.mfa.title",
        &["credentials.passcode"],
        &["mfa.challenge.verify", "email.button.resend"],
    ),
    (
        "code-sms",
        "oie.phone.verify.title",
        &["credentials.passcode"],
        &["mfa.challenge.verify", "email.button.resend"],
    ),
    (
        "code-call",
        "oie.phone.verify.title",
        &["credentials.passcode"],
        &[
            "mfa.challenge.verify",
            "oie.phone.verify.call.resendLinkText",
        ],
    ),
    (
        "code-app",
        "oie.verify.google_authenticator.otp.title",
        &["credentials.passcode"],
        &["mfa.challenge.verify"],
    ),
    (
        "code-okta-verify",
        "oie.okta_verify.totp.title",
        &["credentials.totp"],
        &["mfa.challenge.verify"],
    ),
    (
        "code-temporary",
        "oie.verify.tac.title",
        &["credentials.passcode"],
        &["mfa.challenge.verify"],
    ),
    (
        "question",
        "oie.security.question.challenge.title",
        &["credentials.answer"],
        &["mfa.challenge.verify"],
    ),
    (
        "send-email",
        "oie.email.challenge.mfa.title",
        &[],
        &["oie.email.verify.primaryButton"],
    ),
    (
        "send-phone",
        "oie.phone.verify.title",
        &["authenticator.methodType"],
        &["doorstep.way.sms", "doorstep.way.voice"],
    ),
    (
        "send-push",
        "oie.okta_verify.push.title",
        &["authenticator.autoChallenge"],
        &["oie.okta_verify.sendPushButton"],
    ),
    (
        "enroll-phone-number",
        "oie.phone.enroll.title",
        &["authenticator.methodType", "authenticator.phoneNumber"],
        &["oform.next"],
    ),
    (
        "enroll-phone-call",
        "oie.phone.enroll.title",
        &["authenticator.phoneNumber"],
        &["oie.phone.call.primaryButton"],
    ),
    (
        "enroll-google",
        "oie.enroll.google_authenticator.setup.title",
        &["credentials.passcode"],
        &["mfa.challenge.verify"],
    ),
    (
        "enroll-question",
        "oie.security.question.enroll.title",
        &["credentials"],
        &["oform.next"],
    ),
    (
        "enroll-okta-verify-number",
        "oie.enroll.okta_verify.enroll.channel.sms.title",
        &["phoneNumber"],
        &["oie.enroll.okta_verify.setupLink"],
    ),
    (
        "password-expired",
        "password.expired.title.generic",
        &["credentials.passcode"],
        &["password.expired.submit"],
    ),
    (
        "password-expiring",
        "password.expiring.title",
        &["credentials.passcode"],
        &["password.expired.submit", "password.expiring.later"],
    ),
    (
        "password-reset",
        "password.reset.title.generic",
        &["credentials.passcode", "credentials.revokeSessions"],
        &["password.reset"],
    ),
    (
        "recover",
        "password.reset.title.generic",
        &["identifier"],
        &["oform.next"],
    ),
    (
        "profile-update",
        "oie.profile.additional.title",
        &["userProfile.secondEmail", "userProfile.department"],
        &["oform.next", "oie.enroll.skip.profile"],
    ),
    (
        "consent-admin",
        "oie.consent.title",
        &["consent"],
        &[
            "consent.required.consentButton",
            "consent.required.cancelButton",
        ],
    ),
    (
        "consent-email",
        "oie.consent.enduser.title",
        &["consent"],
        &[
            "oie.consent.enduser.accept.label",
            "oie.consent.enduser.deny.label",
        ],
    ),
    (
        "stay-signed-in",
        "oie.kmsi.title",
        &["keepMeSignedIn"],
        &["oie.kmsi.accept", "oie.kmsi.reject"],
    ),
    (
        "device-code",
        "device.code.activate.title",
        &["userCode"],
        &["oform.next"],
    ),
    (
        "activation-email",
        "oie.activation.request.email.title.expire",
        &[],
        &["oie.activation.request.email.button"],
    ),
];

fn choices(field: &FieldView) -> (ChoiceStyle, &[Choice]) {
    match &field.kind {
        FieldKind::Choices { style, choices } => (*style, choices),
        other => panic!("{} is {other:?}", field.name),
    }
}

/// What the page's buttons and links say.
fn buttons(page: &FormPage) -> Vec<&str> {
    let mut keys = Vec::new();
    if let Some(main) = &page.main {
        let offered: Vec<&Choice> = main
            .fields
            .iter()
            .filter_map(|field| match &field.kind {
                FieldKind::Choices {
                    style: ChoiceStyle::Buttons,
                    choices,
                } => Some(choices),
                _ => None,
            })
            .flatten()
            .collect();
        if offered.is_empty() {
            keys.push(main.submit.key.as_str());
        }
        keys.extend(offered.iter().map(|choice| choice.label.key.as_str()));
    }
    keys.extend(page.actions.iter().map(|action| action.label.key.as_str()));
    keys.extend(
        page.providers
            .iter()
            .map(|provider| provider.label.key.as_str()),
    );
    keys
}

fn ending(name: &str) -> Ending {
    match screen(name) {
        Screen::Terminal(ending) => ending,
        other => panic!("{name} is {other:?}"),
    }
}

fn title(ending: &Ending) -> &str {
    ending.title.as_ref().map_or("", |title| title.key.as_str())
}

#[test]
fn each_form_has_its_title_its_fields_and_its_buttons() {
    for (name, title, asked, offered) in PAGES {
        let page = page(name);
        assert_eq!(page.title.key, *title, "{name}");
        assert_eq!(fields(&page), *asked, "{name}");
        assert_eq!(buttons(&page), *offered, "{name}");
    }
}

#[test]
fn a_provider_is_reached_by_its_number_and_its_address_is_in_no_log() {
    let screen = screen("providers-only");
    assert_eq!(
        provider_address(&screen, 0),
        Some("https://signin.example.com/sso/idps/0oaP?stateToken=02.sample")
    );
    assert_eq!(provider_address(&screen, 1), None);
    assert!(!format!("{screen:?}").contains("02.sample"));
}

#[test]
fn two_authenticators_of_one_kind_are_told_apart() {
    let page = page("select-many");
    let (_, methods) = choices(&page.main.as_ref().expect("a form").fields[0]);
    let details: Vec<Option<&str>> = methods
        .iter()
        .map(|method| method.detail.as_deref())
        .collect();
    assert_eq!(
        details[..7],
        [
            Some("Blue key"),
            Some("Laptop fingerprint"),
            Some("a***a@example.com"),
            Some("+49 XXX XX23"),
            Some("+49 XXX XX23"),
            Some("+49 XXX XX42 (Work)"),
            Some("+49 XXX XX42 (Work)")
        ]
    );
    let okta_verify: Vec<&str> = methods[7..10]
        .iter()
        .map(|method| method.label.key.as_str())
        .collect();
    assert_eq!(
        okta_verify,
        [
            "oie.okta_verify.signed_nonce.label",
            "doorstep.okta-verify-push",
            "doorstep.okta-verify-code"
        ]
    );
}

#[test]
fn what_must_be_set_up_now_comes_before_what_can_wait() {
    let grouped = |name: &str| {
        let page = page(name);
        let (_, methods) = choices(&page.main.as_ref().expect("a form").fields[0]);
        methods
            .iter()
            .map(|method| {
                let group = method.group.as_ref().expect("a group").key.clone();
                (group, method.due)
            })
            .collect::<Vec<_>>()
    };
    let grace = grouped("select-enroll-grace");
    assert_eq!(grace[0], ("oie.setup.required.now".to_owned(), None));
    assert_eq!(
        grace[1].1,
        Some(Due::At("2026-03-20T09:00:00Z".parse().expect("a time")))
    );
    assert_eq!(
        grace[2],
        ("oie.setup.required.soon".to_owned(), Some(Due::Skips(3)))
    );
    for (name, group) in [
        ("select-enroll", "oie.setup.required"),
        ("select-enroll-optional", "oie.setup.optional"),
    ] {
        assert!(
            grouped(name).iter().all(|(found, _)| found == group),
            "{name}"
        );
    }
    assert_eq!(actions(&page("select-enroll-optional")), ["skip"]);
}

#[test]
fn the_way_that_is_being_gone_is_not_offered_as_another() {
    assert_eq!(page("code-app").alternatives.len(), 1);
    let others = page("code-app").alternatives.remove(0);
    assert_eq!(choices(&others.fields[0]).1.len(), 1, "only the password");
    let ways = page("enroll-okta-verify-qr").alternatives.remove(0);
    let ways: Vec<&str> = choices(&ways.fields[0])
        .1
        .iter()
        .map(|way| way.value.as_str())
        .collect();
    assert_eq!(ways, ["1", "2"], "not the QR code again");
}

#[test]
fn a_password_says_what_it_needs() {
    let needs = |name: &str| {
        listed(&page(name))
            .iter()
            .map(|key| {
                key.replace("password.complexity.", "")
                    .replace(".description", "")
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        needs("password-expired"),
        [
            "length",
            "lowercase",
            "uppercase",
            "number",
            "no_username",
            "no_first_name",
            "no_last_name",
            "maxConsecutiveRepeatingCharacters",
            "history",
            "minAgeHours"
        ]
    );
    assert_eq!(
        needs("password-reset"),
        ["length", "adRequirements", "minAgeDays"]
    );
    let weak = page("password-too-common").main.expect("a form");
    assert!(weak.has_errors && weak.fields[0].errors[0].key == "password.common");
}

#[test]
fn what_is_set_up_on_another_device_comes_with_what_it_needs() {
    let google = page("enroll-google");
    assert_eq!(codes(&google.details), ["JBSWY3DPEHPK3PXP"]);
    assert!(
        google
            .details
            .iter()
            .any(|detail| matches!(detail, crate::flow::screen::Detail::Image { source, .. } if source.starts_with("data:image/png;")))
    );
    assert_eq!(
        codes(&page("enroll-okta-verify-here").details),
        ["signin.example.com"]
    );
    assert!(page("enroll-okta-verify-email").poll.is_some());
}

#[test]
fn a_security_question_is_one_of_the_list_or_ones_own() {
    let main = page("enroll-question").main.expect("a form");
    let (style, kinds) = choices(&main.fields[0]);
    assert_eq!((style, kinds.len()), (ChoiceStyle::Radio, 2));
    assert!(kinds[1].chosen, "what is wrong is not folded away");
    assert!(main.has_errors);
    assert_eq!(
        kinds[0].fields[0].label.key,
        "oie.security.question.questionKey.label"
    );
    let asked = page("question").main.expect("a form");
    assert_eq!(
        asked.fields[0].label.key,
        "security.favorite_vacation_location"
    );
}

#[test]
fn profiles_are_asked_for_in_our_words_unless_the_organization_has_its_own() {
    let main = page("sign-up").main.expect("a form");
    let labels: Vec<&str> = main
        .fields
        .iter()
        .map(|field| match field.label.key.as_str() {
            "" => field.label.fallback.as_str(),
            key => key,
        })
        .collect();
    assert_eq!(
        labels,
        [
            "oie.user.profile.firstname",
            "oie.user.profile.lastname",
            "oie.user.profile.primary.email",
            "oie.user.profile.mobilePhone",
            "Badge colour",
            "doorstep.label.country",
            "Call sign",
            "primaryauth.password.placeholder"
        ]
    );
    assert_eq!(main.fields[2].kind, FieldKind::Email);
    assert_eq!(main.fields[3].kind, FieldKind::Phone);
    assert_eq!(choices(&main.fields[4]).0, ChoiceStyle::Radio);
    assert_eq!(choices(&main.fields[5]).0, ChoiceStyle::Select);
    assert_eq!(actions(&page("sign-up")), ["select-identify"]);
    let wrong = page("sign-up-errors").main.expect("a form");
    assert_eq!(wrong.fields[1].errors.len(), 2);
}

#[test]
fn what_an_app_always_gets_is_said_and_not_asked() {
    let main = page("consent-granular").main.expect("a form");
    let kinds: Vec<bool> = main
        .fields
        .iter()
        .map(|field| field.kind == FieldKind::Fixed)
        .collect();
    assert_eq!(kinds, [true, false, false, false]);
    assert_eq!(choices(&main.fields[3]).0, ChoiceStyle::Buttons);
    assert_eq!(
        listed(&page("consent-email")),
        ["doorstep.request.browser", "doorstep.request.app"]
    );
}

#[test]
fn endings_say_what_became_of_it() {
    for (name, expected) in [
        (
            "terminal-email-code",
            "idx.return.link.otponly.your.verification.code",
        ),
        (
            "terminal-email-done",
            "oie.consent.enduser.email.allow.title",
        ),
        (
            "terminal-email-expired",
            "oie.email.return.link.expired.title",
        ),
        (
            "terminal-device-activated",
            "device.code.activated.success.title",
        ),
        (
            "terminal-device-refused",
            "device.code.activated.error.title",
        ),
        ("terminal-unlocked", "account.unlock.unlocked.title"),
        ("terminal-no-reset", "doorstep.title.no-reset"),
        (
            "terminal-registered",
            "oie.enroll.okta_verify.setup.email.title",
        ),
        (
            "terminal-suspended",
            "oie.activation.request.email.title.suspended",
        ),
        ("terminal-biometrics", "doorstep.title.biometrics"),
        ("maintenance-skip", "oie.safe.mode.title"),
        ("enroll-device", "doorstep.title.enroll-device"),
    ] {
        assert_eq!(title(&ending(name)), expected, "{name}");
    }
    assert_eq!(codes(&ending("terminal-email-code").details), ["730415"]);
    assert_eq!(ending("maintenance-skip").actions[0].form, "skip");
    assert!(ending("maintenance-skip").start_again.is_none());
    assert!(ending("terminal-unlocked").start_again.is_some());
    assert!(ending("terminal-email-done").start_again.is_none());
}

#[test]
fn several_messages_stay_several_and_in_order() {
    let page = page("identify-errors");
    let said: Vec<&str> = page
        .about
        .notices
        .iter()
        .map(|notice| notice.text.key.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "idx.error.user.not.assigned.to.app",
            "errors.E0000069",
            "errors.E0000047"
        ]
    );
}
