//! What fields and choices are called: our own words by the field's path (`docs/spec/idx.md` section 1.5), the
//! server's where it knows better.

use super::{EXEMPTION, Text, duration, page::key};

/// The label of the field at `path` of `form`, about the authenticator `authenticator`; the server's own otherwise.
pub(in crate::flow) fn label(form: &str, authenticator: &str, path: &str, server: &str) -> Text {
    let name = path.rsplit('.').next().unwrap_or(path);
    let known = match (form, authenticator, name) {
        ("identify", _, "identifier")
        | ("enroll-authenticator", "onprem_mfa" | "rsa_token", "clientData") => {
            "primaryauth.username.placeholder"
        }
        (_, _, "identifier") => "password.forgot.email.or.username.placeholder",
        (EXEMPTION, _, "reason") => "doorstep.label.exemption-reason",
        (EXEMPTION, _, "duration") => "doorstep.label.exemption-duration",
        ("identify" | "enroll-profile", _, "passcode") => "primaryauth.password.placeholder",
        ("challenge-authenticator", "okta_password", "passcode") => {
            "mfa.challenge.password.placeholder"
        }
        (_, "okta_password", "passcode") => "oie.password.newPasswordLabel",
        // Nobody knows what is asked for but the server.
        (_, "", "passcode") if !server.trim().is_empty() => "",
        (_, "tac", "passcode") => "oie.tac.label",
        (_, "nfc_pin", "passcode") => "oie.nfc_pin.verify.pinLabel",
        (_, "yubikey_token", "passcode") => "oie.yubikey.passcode.label",
        ("enroll-authenticator", "symantec_vip", "passcode") => "doorstep.label.code-first",
        (_, "symantec_vip", "nextPasscode") => "doorstep.label.code-next",
        (_, "symantec_vip", "credentialId") => "doorstep.label.credential-id",
        (_, _, "passcode" | "totp" | "otp") => "mfa.challenge.enterCode.placeholder",
        (_, _, "answer") => "doorstep.label.answer",
        (_, _, "questionKey") => "oie.security.question.questionKey.label",
        (_, _, "question") => "oie.security.question.createQuestion.label",
        (_, "security_question", "credentials") => "oie.security.question.label",
        (_, _, "rememberMe") => "oie.remember",
        (_, _, "revokeSessions") => "password.reset.revokeSessions",
        (_, _, "autoChallenge") => "autoPush",
        (_, _, "userCode") => "device.code.activate.label",
        (_, _, "methodType") => "doorstep.label.method",
        (_, _, "channel") => "oie.enroll.okta_verify.select.channel.title",
        (_, _, "phoneNumber") => "doorstep.label.phone",
        (_, _, "email") if form == "enrollment-channel-data" => "oie.user.profile.primary.email",
        ("select-authenticator-enroll", _, "authenticator") => {
            "oie.select.authenticators.enroll.title"
        }
        (_, _, "authenticator") => "oie.select.authenticators.verify.title",
        (_, _, "consent") => "oie.consent.title",
        _ if path.starts_with("userProfile.") => profile(name),
        _ => "",
    };
    if server.trim().is_empty() {
        Text::keyed(known, Vec::new(), &readable(name))
    } else {
        Text::keyed(known, Vec::new(), server)
    }
}

/// A name of the wire as people write: `favoriteColor` as "Favorite color", `TEAM_NAME` as "Team name".
pub(in crate::flow) fn readable(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            if !before.is_whitespace() {
                words.push(' ');
                before = ' ';
            }
            continue;
        }
        let begins = letter.is_uppercase() && (before.is_lowercase() || before.is_numeric());
        if begins {
            words.push(' ');
        }
        match (
            words.is_empty(),
            begins || before.is_whitespace() || before.is_uppercase(),
        ) {
            (true, _) => words.extend(letter.to_uppercase()),
            (false, true) => words.extend(letter.to_lowercase()),
            (false, false) => words.push(letter),
        }
        before = letter;
    }
    words.trim_end().to_owned()
}

/// Attributes of a person that every organization has.
fn profile(name: &str) -> &'static str {
    match name {
        "login" => "oie.user.profile.login",
        "firstName" => "oie.user.profile.firstname",
        "lastName" => "oie.user.profile.lastname",
        "middleName" => "oie.user.profile.middleName",
        "email" => "oie.user.profile.primary.email",
        "secondEmail" => "oie.user.profile.secondary.email",
        "displayName" => "oie.user.profile.displayName",
        "nickName" => "oie.user.profile.nickName",
        "honorificPrefix" => "oie.user.profile.honorificPrefix",
        "honorificSuffix" => "oie.user.profile.honorificSuffix",
        "title" => "oie.user.profile.title",
        "profileUrl" => "oie.user.profile.profileUrl",
        "mobilePhone" => "oie.user.profile.mobilePhone",
        "primaryPhone" => "oie.user.profile.primaryPhone",
        "streetAddress" => "oie.user.profile.streetAddress",
        "city" => "oie.user.profile.city",
        "state" => "oie.user.profile.state",
        "zipCode" | "postalCode" => "oie.user.profile.postalCode",
        "country" => "doorstep.label.country",
        "countryCode" => "oie.user.profile.countryCode",
        "postalAddress" => "oie.user.profile.postalAddress",
        "preferredLanguage" => "oie.user.profile.preferredLanguage",
        "locale" => "oie.user.profile.locale",
        "timezone" => "oie.user.profile.timezone",
        "userType" => "oie.user.profile.userType",
        "employeeNumber" => "oie.user.profile.employeeNumber",
        "costCenter" => "oie.user.profile.costCenter",
        "organization" => "oie.user.profile.organization",
        "division" => "oie.user.profile.division",
        "department" => "oie.user.profile.department",
        "managerId" => "oie.user.profile.managerId",
        "manager" => "oie.user.profile.manager",
        _ => "",
    }
}

/// A sentence that helps to fill the field at `path` of `form`.
pub(in crate::flow) fn hint(form: &str, authenticator: &str, path: &str) -> Option<Text> {
    let name = path.rsplit('.').next().unwrap_or(path);
    let known = match (form, authenticator, name) {
        (EXEMPTION, _, "reason") => "doorstep.hint.exemption-reason",
        (_, _, "phoneNumber") => "doorstep.hint.phone",
        (_, "yubikey_token", "passcode") => "oie.yubikey.description",
        _ => return None,
    };
    Some(key(known))
}

/// The choice `value` of the field `name` of `form`; the server's own words otherwise.
pub(in crate::flow) fn option(
    form: &str,
    name: &str,
    value: &serde_json::Value,
    server: &str,
) -> Text {
    let word = value.as_str().unwrap_or_default();
    let known = match (form, name, value.as_bool(), word) {
        ("email-challenge-consent", "consent", Some(true), _) => "oie.consent.enduser.accept.label",
        ("email-challenge-consent", "consent", Some(false), _) => "oie.consent.enduser.deny.label",
        (_, "consent", Some(true), _) => "consent.required.consentButton",
        (_, "consent", Some(false), _) => "consent.required.cancelButton",
        (_, "keepMeSignedIn", Some(true), _) => "oie.kmsi.accept",
        (_, "keepMeSignedIn", Some(false), _) => "oie.kmsi.reject",
        (_, "channel", _, "qrcode") => "oie.enroll.okta_verify.select.channel.qrcode.label",
        (_, "channel", _, "email") => "oie.enroll.okta_verify.select.channel.email.label",
        (_, "channel", _, "sms") => "oie.enroll.okta_verify.select.channel.sms.label",
        (_, "channel", _, "samedevice") => "doorstep.channel.same-device",
        (_, "channel", _, "devicebootstrap") => "doorstep.channel.other-device",
        (_, "methodType", _, "sms") => "doorstep.way.sms",
        (_, "methodType", _, "voice") => "doorstep.way.voice",
        (_, "methodType", _, "email") => "oie.email.label",
        (_, "methodType", _, "push") => "doorstep.way.push",
        (_, "methodType", _, "totp" | "otp") => "doorstep.way.code",
        (_, "methodType", _, "signed_nonce") => "oie.okta_verify.signed_nonce.label",
        (_, "questionKey", _, "custom") => "oie.security.question.createQuestion.label",
        (_, "questionKey", _, word) => return question(word, server),
        (EXEMPTION, "duration", _, word) => return duration(word, server),
        _ => "",
    };
    let number = value.as_number().map(ToString::to_string);
    let fallback = match (server.trim(), &number) {
        ("", Some(number)) => number,
        ("", None) => word,
        _ => server,
    };
    Text::keyed(known, Vec::new(), fallback)
}

/// A security question; one that a person made up is shown as they wrote it.
pub(in crate::flow) fn question(question_key: &str, server: &str) -> Text {
    Text::keyed(&format!("security.{question_key}"), Vec::new(), server)
}

/// What an app asks for.
pub(in crate::flow) fn scope(name: &str, server: &str) -> Text {
    let known = match name {
        "openid" => "doorstep.scope.openid",
        "email" => "consent.scopes.email.label",
        "profile" => "consent.scopes.profile.label",
        "phone" => "consent.scopes.phone.label",
        "address" => "consent.scopes.address.label",
        "offline_access" => "consent.scopes.offlineAccess.label",
        "online_access" => "consent.scopes.onlineAccess.label",
        "device_sso" => "consent.scopes.deviceSSO.label",
        _ => "",
    };
    let fallback = if server.is_empty() { name } else { server };
    Text::keyed(known, Vec::new(), fallback)
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn names_of_the_wire_are_shown_as_people_write() {
        for (name, shown) in [
            ("favoriteColor", "Favorite color"),
            ("snake_case_name", "Snake case name"),
            ("TEAM_NAME", "Team name"),
            ("wizard-step-42", "Wizard step 42"),
            ("userID", "User id"),
            ("x", "X"),
            ("größe", "Größe"),
            ("__", ""),
            ("", ""),
        ] {
            assert_eq!(readable(name), shown, "{name}");
        }
    }
}
