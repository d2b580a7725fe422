//! A page as somebody without script fills it: what each of its buttons posts.

use scraper::{ElementRef, Html, Selector};

/// What the browser would post, button by button: its words, and the pairs. Everything that can be filled is.
pub(super) fn posts(page: &Html) -> Vec<(String, Vec<(String, String)>)> {
    let mut posts = Vec::new();
    for form in page.select(&selector("main form[method=post]")) {
        for last in [false, true] {
            let pairs = fill(form, last);
            for button in form.select(&selector("button:not([type=button])")) {
                let mut pairs = pairs.clone();
                if let Some(name) = button.attr("name") {
                    let value = button.attr("value").unwrap_or_default();
                    pairs.push((name.to_owned(), value.to_owned()));
                }
                let words = button.text().collect::<String>();
                let post = (words.trim().to_owned(), pairs);
                if !posts.contains(&post) {
                    posts.push(post);
                }
            }
        }
    }
    posts
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

/// The fields of `form`: of several choices the first or the last one, every box ticked.
fn fill(form: ElementRef<'_>, last: bool) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for control in form.select(&selector("input[name], select[name], textarea[name]")) {
        let name = control.attr("name").unwrap_or_default();
        let value = control.attr("value").unwrap_or_default();
        let value = match (control.value().name(), control.attr("type")) {
            ("select", _) => {
                let options: Vec<&str> = control
                    .select(&selector("option"))
                    .filter_map(|option| option.attr("value"))
                    .filter(|value| !value.is_empty())
                    .collect();
                let chosen = if last {
                    options.last()
                } else {
                    options.first()
                };
                chosen.copied().unwrap_or_default().to_owned()
            }
            (_, Some("radio")) if !last && pairs.iter().any(|(taken, _)| taken == name) => continue,
            (_, Some("radio")) => {
                pairs.retain(|(taken, _)| taken != name);
                value.to_owned()
            }
            (_, Some("hidden" | "checkbox")) => value.to_owned(),
            (_, Some("tel")) => String::from("+49 30 1234567"),
            (_, Some("email")) => String::from("ana@example.com"),
            _ => String::from("typed"),
        };
        pairs.push((name.to_owned(), value));
    }
    pairs
}
