//! Odd shapes of forms, put straight: after this a field's nested fields are in `form`, its choices in `options`,
//! and a question that is answered by a button is a choice. Reading, answering and remembering all begin with this,
//! so that a name means the same to each of them. Doing it twice changes nothing.

use serde_json::{Value, json};

use crate::idx::{Field, FieldForm, FieldOption, Form};

/// What an organization's own profile attribute says about its control: `"label": "display"` (section 1.5).
const DISPLAY: &str = "display";

/// `form`, put straight.
pub(super) fn straight(form: &Form) -> Form {
    let mut form = form.clone();
    for field in &mut form.value {
        straighten(field);
    }
    match form.name.as_str() {
        "granular-consent" => ask(&mut form, "consent"),
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
    for nested in field.form.iter_mut().flat_map(|form| &mut form.value) {
        straighten(nested);
    }
}

/// The fields inside `{ "form": { "value": [FIELD] } }`.
fn nested(value: &Value) -> Option<Vec<Field>> {
    let fields = value.pointer("/form/value")?.as_array()?;
    Some(
        fields
            .iter()
            .filter_map(|field| serde_json::from_value(field.clone()).ok())
            .map(|mut field| {
                straighten(&mut field);
                field
            })
            .collect(),
    )
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
