//! Odd shapes of forms, put straight: after this a field's nested fields are in `form`, its choices in `options`,
//! and a question that is answered by a button is a choice. Reading, answering and remembering all begin with this,
//! so that a name means the same to each of them. Doing it twice changes nothing.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::idx::{Field, FieldForm, FieldOption, Form, Reply, Transaction};

/// What an organization's own profile attribute says about its control: `"label": "display"` (section 1.5).
const DISPLAY: &str = "display";

/// `reply` with the forms that lead on, each name once, and what passes the others over behind them: the first one is
/// the page. A form that cannot be sent asks for something in vain.
pub(super) fn ordered(reply: &Reply) -> Cow<'_, Reply> {
    let forms = reply.transaction.forms();
    let mut order: Vec<usize> = (0..forms.len())
        .filter(|index| {
            let form = &forms[*index];
            leads_elsewhere(form)
                || (form.can_be_submitted()
                    && !forms[..*index]
                        .iter()
                        .any(|earlier| earlier.name == form.name && earlier.can_be_submitted()))
        })
        .collect();
    order.sort_by_key(|index| forms[*index].name == "skip");
    if order.iter().copied().eq(0..forms.len()) {
        return Cow::Borrowed(reply);
    }
    let value = order.iter().map(|index| forms[*index].clone()).collect();
    Cow::Owned(Reply {
        transaction: Transaction {
            remediation: Some(crate::idx::Wrapped::array(value)),
            ..reply.transaction.clone()
        },
        ..reply.clone()
    })
}

/// Whether a form is an address to go to.
fn leads_elsewhere(form: &Form) -> bool {
    matches!(
        form.name.as_str(),
        "redirect-idp" | "redirect-idverify" | "success-redirect" | "failure-redirect"
    )
}

/// `form`, put straight.
pub(super) fn straight(form: &Form) -> Form {
    let mut form = form.clone();
    tell_apart(&mut form.value);
    for field in &mut form.value {
        straighten(field);
    }
    match form.name.as_str() {
        "granular-consent" | "consent" | "admin-consent" | "email-challenge-consent" => {
            ask(&mut form, "consent");
        }
        "keep-me-signed-in" => ask(&mut form, "keepMeSignedIn"),
        _ => {}
    }
    form
}

fn straighten(field: &mut Field) {
    // `authenticator: { value: { form: … } }`, as in `select-enrollment-channel`.
    if field.form.is_none()
        && field.options.is_empty()
        && let Some(nested) = nested(&field.value)
    {
        field.form = Some(FieldForm { value: nested });
        field.value = Value::Null;
    }
    display(field);
    for option in field
        .options
        .iter_mut()
        .filter(|option| option.fields.is_empty())
    {
        option.fields = nested(&option.value).unwrap_or_default();
    }
    if let Some(form) = &mut field.form {
        tell_apart(&mut form.value);
        form.value.iter_mut().for_each(straighten);
    }
}

/// Takes out what has no name to be sent by, and what is asked for under a name that is taken.
fn tell_apart(fields: &mut Vec<Field>) {
    let mut taken: Vec<String> = Vec::new();
    fields.retain(|field| {
        let asks = field.is_shown() && field.form.is_none() && nested(&field.value).is_none();
        if field.name.is_empty() || (asks && taken.contains(&field.name)) {
            return false;
        }
        if asks {
            taken.push(field.name.clone());
        }
        true
    });
}

/// The fields inside `{ "form": { "value": [FIELD] } }`.
fn nested(value: &Value) -> Option<Vec<Field>> {
    let fields = value.pointer("/form/value")?.as_array()?;
    let mut fields: Vec<Field> = fields
        .iter()
        .filter_map(|field| serde_json::from_value(field.clone()).ok())
        .collect();
    tell_apart(&mut fields);
    fields.iter_mut().for_each(straighten);
    Some(fields)
}

/// The only choice of a field that nobody needs to be asked about: the one way to get a code.
pub(super) fn lone(field: &Field) -> Option<&FieldOption> {
    let mut told = field
        .options
        .iter()
        .filter(|option| !option.value.is_null());
    let (Some(only), None) = (told.next(), told.next()) else {
        return None;
    };
    (is_way(&field.name) && only.fields.is_empty()).then_some(only)
}

/// Whether a choice can be told to the server: it has a value, or fields.
pub(super) fn says(option: &FieldOption) -> bool {
    !option.value.is_null() || !option.fields.is_empty()
}

/// Yes, as a boolean or as the word.
pub(super) fn is_yes(value: &Value) -> bool {
    *value == Value::Bool(true) || value.as_str() == Some("true")
}

/// Whether a field asks by which way something is sent or proven, in the wire's words.
pub(super) fn is_way(name: &str) -> bool {
    name.contains("methodType") || name.contains("channel")
}

/// Whether a form is offered as a link beside another one, without its fields: the server asks for them next.
pub(super) fn is_link(forms: &[Form], form: &Form) -> bool {
    matches!(form.name.as_str(), "select-identify" | "unlock-account")
        && forms.first().is_none_or(|first| first.name != form.name)
}

/// Takes the choices out of an option that only tells how to show them.
fn display(field: &mut Field) {
    let [only] = field.options.as_slice() else {
        return;
    };
    let Some(display) = only.value.get("value").filter(|_| only.label == DISPLAY) else {
        return;
    };
    let options: Vec<FieldOption> = display
        .get("options")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|option| serde_json::from_value(option.clone()).ok())
        .collect();
    // A box to tick has no choices; a yes or no with words of its own does.
    field.input = display
        .get("inputType")
        .and_then(Value::as_str)
        .map(str::to_owned);
    field.options = options;
}

/// Makes `name`, which the server only describes as true or false, a question with two answers.
fn ask(form: &mut Form, name: &str) {
    for field in form.value.iter_mut().filter(|field| field.name == name) {
        if field.options.is_empty() {
            field.options = [true, false]
                .map(|value| FieldOption {
                    value: json!(value),
                    ..FieldOption::default()
                })
                .into();
            field.visible = Some(true);
            field.value = Value::Null;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, value: &Value) -> Form {
        serde_json::from_value(json!({ "name": name, "value": value })).expect("a form")
    }

    #[test]
    fn fields_inside_a_value_are_nested_fields() {
        let odd = form(
            "select-enrollment-channel",
            &json!([{"name": "authenticator", "value": {"form": {"value": [
                {"name": "id", "value": "a", "mutable": false},
                {"name": "channel", "options": [{"label": "QRCODE", "value": "qrcode"}]},
            ]}}}]),
        );
        let straight = straight(&odd);
        let nested = straight.value[0].form.as_ref().expect("nested fields");
        assert_eq!(nested.value.len(), 2);
        assert_eq!(super::straight(&straight), straight, "doing it twice");
    }

    #[test]
    fn what_cannot_be_sent_is_not_asked_for() {
        let odd = form(
            "wizard",
            &json!([
                {"label": "Nameless"},
                {"name": "a", "label": "First"},
                {"name": "a", "label": "Second"},
                {"name": "a", "value": "fixed", "mutable": false},
            ]),
        );
        let straight = straight(&odd);
        let labels: Vec<Option<&str>> = straight
            .value
            .iter()
            .map(|field| field.label.as_deref())
            .collect();
        assert_eq!(labels, [Some("First"), None]);
        assert_eq!(super::straight(&straight), straight, "doing it twice");
    }

    #[test]
    fn the_first_form_that_leads_on_is_the_page() {
        let body = json!({"version": "1.0.0", "remediation": {"type": "array", "value": [
            {"rel": ["create-form"], "name": "skip", "href": "https://org.example/skip"},
            {"name": "hint"},
            {"rel": ["create-form"], "name": "wizard", "href": "https://org.example/1"},
            {"rel": ["create-form"], "name": "wizard", "href": "https://org.example/2"},
            {"name": "redirect-idp", "href": "https://idp.example/1"},
            {"name": "redirect-idp", "href": "https://idp.example/2"},
        ]}});
        let reply = Reply::read(200, None, body.to_string().as_bytes()).expect("a reply");
        let ordered = ordered(&reply);
        let forms: Vec<(&str, &str)> = ordered
            .transaction
            .forms()
            .iter()
            .map(|form| (form.name.as_str(), form.href.as_str()))
            .collect();
        assert_eq!(
            forms,
            [
                ("wizard", "https://org.example/1"),
                ("redirect-idp", "https://idp.example/1"),
                ("redirect-idp", "https://idp.example/2"),
                ("skip", "https://org.example/skip"),
            ]
        );
        assert!(matches!(super::ordered(&ordered), Cow::Borrowed(_)));
    }

    #[test]
    fn how_to_show_choices_is_not_a_choice() {
        let odd = form(
            "enroll-profile",
            &json!([{"name": "userProfile", "form": {"value": [
                {"name": "team", "options": [{"label": "display", "value": {"type": "object", "value":
                    {"inputType": "radio", "options": [{"label": "Red", "value": "red"}, {"label": "Blue", "value": "blue"}]}}}]},
                {"name": "news", "type": "boolean", "options": [{"label": "display", "value": {"type": "object", "value":
                    {"inputType": "checkbox"}}}]},
            ]}}]),
        );
        let straight = straight(&odd);
        let nested = &straight.value[0]
            .form
            .as_ref()
            .expect("nested fields")
            .value;
        assert_eq!(
            (nested[0].options.len(), nested[0].input.as_deref()),
            (2, Some("radio"))
        );
        assert!(nested[1].options.is_empty());
        assert_eq!(super::straight(&straight), straight, "doing it twice");
    }

    #[test]
    fn consent_that_is_only_true_or_false_is_asked_for() {
        let odd = form(
            "granular-consent",
            &json!([{"name": "consent", "type": "boolean", "visible": false, "required": true}]),
        );
        let consent = &straight(&odd).value[0];
        assert!(consent.is_shown());
        assert_eq!(consent.options.len(), 2);
    }
}
