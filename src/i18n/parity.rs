//! Holds the languages together: the same texts with the same values in each, none that the code does not use, none
//! that it uses and nobody wrote.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

use super::Locale;

/// What a text needs: values that are shown and values that only choose a form.
#[derive(Debug, Default, PartialEq, Eq)]
struct Values {
    shown: BTreeSet<String>,
    chosen: BTreeSet<String>,
}

impl Values {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                self.shown.insert(id.name.to_owned());
            }
            Expression::Inline(other) => panic!("only values stand in texts, found {other:?}"),
            Expression::Select { selector, variants } => {
                let InlineExpression::VariableReference { id } = selector else {
                    panic!("only a value chooses a form, found {selector:?}");
                };
                self.chosen.insert(id.name.to_owned());
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }
}

fn texts(locale: Locale) -> BTreeMap<String, Values> {
    let mut texts = BTreeMap::new();
    for &(file, source) in locale.sources() {
        let resource = parser::parse(source)
            .unwrap_or_else(|(_, errors)| panic!("{}/{file}: {errors:?}", locale.tag()));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut values = Values::default();
                    values.pattern(message.value.as_ref().expect("a text has a value"));
                    let earlier = texts.insert(message.id.name.to_owned(), values);
                    assert!(
                        earlier.is_none(),
                        "{}/{file}: {} is there twice",
                        locale.tag(),
                        message.id.name
                    );
                }
                Entry::Junk { content } => panic!("{}/{file}: cannot read {content}", locale.tag()),
                _ => {}
            }
        }
    }
    texts
}

/// Every string literal of the sources that has the form of a text's id.
fn literals(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            literals(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).expect("a source file");
            found.extend(
                source
                    .split('"')
                    .skip(1)
                    .filter(|text| is_id(text))
                    .map(str::to_owned),
            );
        }
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|character| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
        })
}

/// The ids that are asked for: the literal after `t(`, `t_with(` and the like.
fn asked(source: &str, found: &mut BTreeSet<String>) {
    for call in [
        ".t(",
        ".t_with(",
        ".around(",
        ".labelled(",
        "words.attribute(",
    ] {
        for rest in source.split(call).skip(1) {
            if let Some(id) = rest
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next())
            {
                found.insert(id.to_owned());
            }
        }
    }
}

fn all_asked(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all_asked(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("parity.rs")
        {
            asked(
                &std::fs::read_to_string(&path).expect("a source file"),
                found,
            );
        }
    }
}

fn sources() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

#[test]
fn every_language_has_the_same_texts() {
    let reference: BTreeSet<String> = texts(Locale::LAST_RESORT).into_keys().collect();
    for locale in Locale::ALL {
        let ids: BTreeSet<String> = texts(*locale).into_keys().collect();
        let missing: Vec<_> = reference.difference(&ids).collect();
        let surplus: Vec<_> = ids.difference(&reference).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "{}: missing {missing:?}, surplus {surplus:?}",
            locale.tag()
        );
    }
}

#[test]
fn every_text_takes_the_same_values_in_every_language() {
    let reference = texts(Locale::LAST_RESORT);
    for locale in Locale::ALL {
        for (id, values) in texts(*locale) {
            assert_eq!(values, reference[&id], "{id} in {}", locale.tag());
        }
    }
}

#[test]
fn a_value_that_chooses_a_form_is_never_shown_itself() {
    // It would be shown in English digits.
    for (id, values) in texts(Locale::LAST_RESORT) {
        assert!(values.shown.is_disjoint(&values.chosen), "{id}");
    }
}

#[test]
fn every_text_is_used() {
    let mut used = BTreeSet::new();
    literals(sources(), &mut used);
    let unused: Vec<String> = texts(Locale::LAST_RESORT)
        .into_keys()
        .filter(|id| !used.contains(id))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn every_text_that_is_asked_for_exists() {
    let known = texts(Locale::LAST_RESORT);
    let mut asked = BTreeSet::new();
    all_asked(sources(), &mut asked);
    let unknown: Vec<&String> = asked.iter().filter(|id| !known.contains_key(*id)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(asked.len() > 20, "the search found only {asked:?}");
}
