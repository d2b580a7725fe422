//! What there is to know before a form is filled: where a code went, what to scan, what a password needs, what an app
//! asks for.

use serde_json::Value;

use super::{ending::readable, methods, password};
use crate::{
    flow::{
        screen::{Detail, Item, Link, Text},
        wording::{self, Topic},
    },
    idx::{Form, Transaction},
};

fn said(key: &str) -> Detail {
    Detail::Said(Text::key(key))
}

fn said_of(key: &str, param: &str) -> Detail {
    Detail::Said(Text::keyed(key, vec![param.to_owned()], param))
}

fn item(text: Text) -> Item {
    Item { text, about: None }
}

fn steps(keys: &[&str]) -> Detail {
    Detail::List {
        title: None,
        ordered: true,
        items: keys.iter().map(|key| item(Text::key(key))).collect(),
    }
}

/// What there is to know about `form`, the first of the transaction, which is about `topic` and `about`.
pub(super) fn of(
    transaction: &Transaction,
    form: &Form,
    topic: Topic<'_>,
    about: Option<&Value>,
) -> Vec<Detail> {
    let mut details = lead(transaction, form, topic, about);
    // What was sent before is of no use while one is asked to have it sent again.
    details.extend(code_to_compare(transaction).filter(|_| form.name != "resend"));
    if is_new_password(topic) {
        details.extend(password::requirements(transaction, about));
    }
    details.extend(scopes(transaction, form));
    details.extend(request(form));
    if form.name.ends_with("consent") {
        details.extend(policies(transaction));
    }
    details
}

/// Whether a password is being chosen.
fn is_new_password(topic: Topic<'_>) -> bool {
    let sets = topic.form.contains("enroll") || topic.form.contains("reset");
    sets && topic.has_secret && matches!(topic.key, "okta_password" | "")
}

/// What unlocking an account begins with.
fn unlock(form: &Form) -> &'static str {
    match (form.field("identifier"), form.field("authenticator")) {
        (Some(_), None) => "doorstep.lead.unlock-name",
        (None, Some(_)) => "doorstep.lead.unlock-choose",
        _ => "doorstep.lead.unlock",
    }
}

/// What the app is called.
fn app(transaction: &Transaction) -> Option<&str> {
    let app = &transaction.app.as_ref()?.value;
    let named = |name: &'_ &String| !name.trim().is_empty();
    app.label
        .as_ref()
        .filter(named)
        .or_else(|| app.name.as_ref().filter(named))
        .map(String::as_str)
}

fn lead(
    transaction: &Transaction,
    form: &Form,
    topic: Topic<'_>,
    about: Option<&Value>,
) -> Vec<Detail> {
    match topic.form {
        "identify-recovery" => vec![said("doorstep.lead.recover")],
        "unlock-account" | "select-authenticator-unlock-account" => {
            vec![said(unlock(form))]
        }
        "launch-authenticator" => vec![match app(transaction) {
            Some(app) => said_of("oktaVerify.appDescription", app),
            None => said("oktaVerify.description"),
        }],
        "select-authenticator-authenticate" if transaction.recovery_authenticator.is_some() => {
            vec![said("oie.password.reset.verification")]
        }
        "select-authenticator-enroll" => vec![said("oie.select.authenticators.enroll.subtitle")],
        "profile-update" => vec![said("doorstep.lead.profile")],
        "keep-me-signed-in" => vec![said("oie.kmsi.subtitle")],
        "user-code" => vec![said("device.code.activate.subtitle")],
        "poll" => vec![said("doorstep.lead.poll")],
        "granular-consent" => vec![match app(transaction) {
            Some(app) => said_of("oie.consent.scopes.granular.title", app),
            None => said("oie.consent.scopes.granular.description"),
        }],
        "redirect-idverify" => vec![said_of("doorstep.lead.idv", topic.name)],
        "reenroll-custom-password-expiry" | "reenroll-custom-password-expiry-warning" => {
            custom_password(about)
        }
        "enroll-poll" if topic.key == "nfc_pin" => enroll_nfc(about),
        "enroll-poll" => enroll_okta_verify(topic, about),
        "enrollment-channel-data" => vec![said(if topic.channel == "email" {
            "oie.enroll.okta_verify.channel.email.description"
        } else {
            "oie.enroll.okta_verify.channel.sms.description"
        })],
        "authenticator-enrollment-data" if topic.key == "phone_number" => {
            vec![said(match topic.method {
                "voice" => "oie.phone.enroll.call.subtitle",
                "sms" => "oie.phone.enroll.sms.subtitle",
                _ => "doorstep.about.phone",
            })]
        }
        "authenticator-enrollment-data" if topic.key == "okta_email" => to_send(topic, about),
        "authenticator-verification-data" => to_send(topic, about),
        "challenge-authenticator" | "enroll-authenticator" | "reset-authenticator" => {
            to_enter(topic, about)
        }
        "redirect-idp" if topic.key == "external_idp" => vec![said_of(
            if topic.sets_up {
                "oie.idp.enroll.description"
            } else {
                "oie.idp.challenge.description"
            },
            topic.name,
        )],
        _ => Vec::new(),
    }
}

/// A password of another website, which is changed there.
fn custom_password(about: Option<&Value>) -> Vec<Detail> {
    let settings = about.and_then(|about| about.get("settings"));
    let link = super::text(settings, "customExpiredPasswordURL");
    let name = super::text(settings, "customExpiredPasswordName");
    let label = (!name.is_empty()).then(|| {
        Text::keyed(
            "password.expired.custom.submit",
            vec![name.to_owned()],
            name,
        )
    });
    match Link::parse(link, label) {
        Some(link) => vec![said("password.expired.custom.subtitle"), Detail::Link(link)],
        None => Vec::new(),
    }
}

/// Where a code or message can be sent.
fn to_send(topic: Topic<'_>, about: Option<&Value>) -> Vec<Detail> {
    let address = about.and_then(methods::address);
    let key = match (topic.key, topic.method, &address) {
        ("okta_email", _, Some(_)) => "doorstep.lead.send-email-to",
        ("okta_email", _, None) => "doorstep.lead.send-email",
        ("phone_number", "voice", Some(_)) => "doorstep.lead.call-number",
        ("phone_number", _, Some(_)) => "doorstep.lead.send-code-to",
        ("phone_number", _, None) => "doorstep.about.phone",
        _ => return Vec::new(),
    };
    vec![match with_nickname(about, address) {
        Some(address) => said_of(key, &address),
        None => said(key),
    }]
}

fn with_nickname(about: Option<&Value>, address: Option<String>) -> Option<String> {
    let nickname = super::text(about, "nickname");
    let second = about
        .and_then(|about| about.pointer("/profile/secondaryEmail")?.as_str())
        .unwrap_or_default();
    address.map(|address| match (nickname, second) {
        ("", "") => address,
        ("", second) => format!("{address}, {second}"),
        (nickname, _) => format!("{address} ({nickname})"),
    })
}

/// Where what is to be entered comes from.
fn to_enter(topic: Topic<'_>, about: Option<&Value>) -> Vec<Detail> {
    let address = with_nickname(about, about.and_then(methods::address));
    match topic.key {
        "okta_email" => {
            let mut details = vec![match &address {
                Some(address) => said_of(
                    "oie.email.verify.alternate.magicLinkToEmailAddress",
                    address,
                ),
                None => said("oie.email.verify.alternate.magicLinkToYourEmail"),
            }];
            // With a link in the e-mail, the page goes on once it was opened.
            let has_link = about.is_some_and(|about| {
                about.get("poll").is_some()
                    && about.pointer("/contextualData/useEmailMagicLink")
                        != Some(&Value::Bool(false))
            });
            details.push(said(if has_link {
                "oie.email.verify.alternate.instructions"
            } else {
                "oie.email.enroll.subtitle"
            }));
            details
        }
        "phone_number" => vec![match (topic.method, &address) {
            ("voice", Some(address)) => said_of(
                "oie.phone.verify.mfa.calling.with.phone.without.nickname",
                address,
            ),
            ("voice", None) => said("oie.phone.verify.mfa.calling.without.phone"),
            (_, Some(address)) => said_of(
                "oie.phone.verify.sms.codeSentText.with.phone.without.nickname",
                address,
            ),
            (_, None) => said("oie.phone.verify.sms.codeSentText.without.phone"),
        }],
        "google_otp"
            if about.is_some_and(|about| about.pointer("/contextualData/qrcode").is_some()) =>
        {
            let mut details = vec![steps(&[
                "doorstep.google.step-open",
                "doorstep.google.step-scan",
                "doorstep.google.step-code",
            ])];
            details.extend(qr(about));
            details.extend(shared_secret(about));
            details
        }
        "google_otp" => vec![said("oie.verify.google_authenticator.otp.description")],
        "okta_verify" => vec![said("oie.okta_verify.totp.enterCodeText")],
        "tac" => vec![said("oie.verify.tac.description")],
        "symantec_vip" if topic.sets_up => vec![said("oie.symantecVip.enroll.description")],
        "custom_otp" | "onprem_mfa" | "rsa_token" | "symantec_vip" => {
            vec![said_of("oie.on_prem.authenticator.description", topic.name)]
        }
        _ => Vec::new(),
    }
}

/// A card or key that is read without touching it: the app makes it known, then the page asks for its PIN.
fn enroll_nfc(about: Option<&Value>) -> Vec<Detail> {
    let address = about
        .and_then(|about| about.pointer("/contextualData/setupNfcUrl")?.as_str())
        .filter(|address| super::device::opens_a_program(address));
    let mut details = vec![said("oie.enroll.nfc_pin.instructions")];
    details.extend(address.map(|address| Detail::Program {
        label: Text::key("oie.enroll.nfc_pin.openOktaVerify"),
        address: address.to_owned(),
    }));
    details
}

/// How Okta Verify is set up on another device, or on this one.
fn enroll_okta_verify(topic: Topic<'_>, about: Option<&Value>) -> Vec<Detail> {
    let context = about.and_then(|about| about.get("contextualData"));
    match topic.channel {
        "email" => vec![said_of(
            "oie.enroll.okta_verify.email.info.updated",
            super::text(context, "email"),
        )],
        "sms" => vec![said_of(
            "oie.enroll.okta_verify.sms.info.updated",
            super::text(context, "phoneNumber"),
        )],
        "samedevice" => {
            let same = context.and_then(|context| context.get("samedevice"));
            let mut details = vec![
                said("oie.enroll.okta_verify.setup.subtitle"),
                steps(&[
                    "doorstep.okta-verify.step-get",
                    "oie.enroll.okta_verify.setup.openOv",
                    "oie.enroll.okta_verify.setup.signInUrl",
                ]),
            ];
            let address = super::text(same, "orgUrl");
            if !address.is_empty() {
                details.push(Detail::Code {
                    label: Text::key("doorstep.label.sign-in-address"),
                    value: address.to_owned(),
                });
            }
            details.extend(
                Link::parse(
                    super::text(same, "downloadHref"),
                    Some(Text::key("doorstep.okta-verify.get")),
                )
                .map(Detail::Link),
            );
            details
        }
        "devicebootstrap" => {
            let devices: Vec<Item> = context
                .and_then(|context| context.pointer("/devicebootstrap/enrolledDevices"))
                .map(|devices| match devices {
                    Value::Array(devices) => devices.iter().filter_map(Value::as_str).collect(),
                    other => other.as_str().into_iter().collect::<Vec<_>>(),
                })
                .unwrap_or_default()
                .into_iter()
                .map(|device| item(Text::verbatim(device)))
                .collect();
            let mut details = vec![
                said("oie.enroll.okta_verify.setup.skipAuth.subtitle"),
                steps(&[
                    "doorstep.okta-verify.step-other",
                    "oie.enroll.okta_verify.setup.skipAuth.addAccount",
                    "oie.enroll.okta_verify.setup.skipAuth.followInstruction",
                ]),
            ];
            if !devices.is_empty() {
                details.push(Detail::List {
                    title: Some(Text::key("doorstep.okta-verify.devices")),
                    ordered: false,
                    items: devices,
                });
            }
            details
        }
        _ => {
            let (qr, secret) = (qr(about), shared_secret(about));
            let mut keys = vec![
                "oie.enroll.okta_verify.qrcode.step1",
                "oie.enroll.okta_verify.qrcode.step2",
            ];
            // Nobody is told to scan what is not there.
            keys.extend(
                qr.is_some()
                    .then_some("oie.enroll.okta_verify.qrcode.step3"),
            );
            let mut details = vec![steps(&keys)];
            details.extend(qr);
            details.extend(secret);
            details
        }
    }
}

/// The QR code, if it came with the transaction: nothing is loaded from elsewhere.
fn qr(about: Option<&Value>) -> Option<Detail> {
    let source = about?.pointer("/contextualData/qrcode/href")?.as_str()?;
    let is_image = ["png", "gif", "jpeg", "svg+xml"]
        .iter()
        .any(|kind| source.starts_with(&format!("data:image/{kind};base64,")));
    is_image.then(|| Detail::Image {
        source: source.to_owned(),
        text: Text::key("doorstep.qr"),
    })
}

/// The same as letters, for whoever cannot scan.
fn shared_secret(about: Option<&Value>) -> Option<Detail> {
    let secret = about?.pointer("/contextualData/sharedSecret")?.as_str()?;
    Some(Detail::Code {
        label: Text::key("doorstep.label.shared-secret"),
        value: secret.to_owned(),
    })
}

/// The number to choose in the app.
fn code_to_compare(transaction: &Transaction) -> Option<Detail> {
    let answer = super::actors(transaction)
        .find_map(|(_, value)| value.pointer("/contextualData/correctAnswer"))?;
    Some(Detail::Code {
        label: Text::key("doorstep.label.number"),
        value: answer
            .as_str()
            .map_or_else(|| answer.to_string(), str::to_owned),
    })
}

/// What an app asks for.
fn scopes(transaction: &Transaction, form: &Form) -> Option<Detail> {
    let items: Vec<Item> = form
        .scopes
        .as_array()?
        .iter()
        .map(|scope| {
            let name = super::text(Some(scope), "name");
            let label = super::text(Some(scope), "label");
            let about = super::text(Some(scope), "desc");
            Item {
                text: wording::scope(name, label),
                about: (!about.is_empty()).then(|| Text::verbatim(about)),
            }
        })
        .filter(|item| !item.text.key.is_empty() || !item.text.fallback.trim().is_empty())
        .collect();
    (!items.is_empty()).then(|| Detail::List {
        title: Some(match app(transaction) {
            Some(app) => Text::keyed("doorstep.scopes-of", vec![app.to_owned()], app),
            None => Text::key("doorstep.scopes"),
        }),
        ordered: false,
        items,
    })
}

/// What the app's owner says about what becomes of all that.
fn policies(transaction: &Transaction) -> Vec<Detail> {
    let Some(app) = transaction.app.as_ref().map(|wrapped| &wrapped.value) else {
        return Vec::new();
    };
    [
        (&app.terms_of_service, "consent.required.termsOfService"),
        (&app.privacy_policy, "consent.required.privacyPolicy"),
    ]
    .into_iter()
    .filter_map(|(policy, label)| {
        Link::parse(super::text(Some(policy), "href"), Some(Text::key(label))).map(Detail::Link)
    })
    .collect()
}

/// From where somebody tries to sign in.
fn request(form: &Form) -> Option<Detail> {
    let items: Vec<Item> = form
        .request_info
        .as_array()?
        .iter()
        .filter_map(|info| {
            let value = readable(super::text(Some(info), "value"));
            (!value.is_empty()).then(|| match super::text(Some(info), "name") {
                "browser" => Text::keyed("doorstep.request.browser", vec![value.clone()], &value),
                "appName" => Text::keyed("doorstep.request.app", vec![value.clone()], &value),
                _ => Text::verbatim(&value),
            })
        })
        .map(item)
        .collect();
    (!items.is_empty()).then(|| Detail::List {
        title: Some(Text::key("idx.return.link.otponly.request")),
        ordered: false,
        items,
    })
}
