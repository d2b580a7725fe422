//! The filter of lists and of the log: SCIM's operators (RFC 7644, section 3.4.2.2) as far as they fit texts:
//! `eq ne sw ew co pr`, `and`, `or`, `not`, parentheses. Names of attributes and operators are read without regard to
//! case, values with.

use serde_json::Value;

use super::error::{ApiError, ApiResult};

/// Nested parentheses beyond this are refused: each costs a stack frame.
const DEPTH: usize = 16;
/// More comparisons than this are refused: each event is compared with all of them.
const COMPARISONS: usize = 100;

/// What a list can be filtered by.
#[derive(Debug)]
pub(super) struct Fields {
    /// Paths of fields, for instance `actor.id`.
    pub(super) named: &'static [&'static str],
    /// Objects of which any field may be filtered by, each with the dot behind it.
    pub(super) open: &'static [&'static str],
    /// Other spellings: what is written, and the field that is meant.
    pub(super) spellings: &'static [(&'static str, &'static str)],
}

/// A filter expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// All of them. Lists, not pairs: a long chain costs no stack.
    And(Vec<Filter>),
    /// At least one of them.
    Or(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// The field has a value.
    Present(Vec<String>),
    /// A comparison.
    Compare {
        /// The path of the field.
        path: Vec<String>,
        /// How.
        operator: Operator,
        /// With what.
        value: String,
    },
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Contains.
    Co,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Word(String),
    Text(String),
}

impl Filter {
    /// The filter of a request, where there is one.
    ///
    /// # Errors
    /// `E0000031` where it cannot be understood.
    pub(super) fn given(text: Option<&str>, fields: &Fields) -> ApiResult<Option<Self>> {
        text.filter(|text| !text.trim().is_empty())
            .map(|text| Self::parse(text, fields))
            .transpose()
            .map_err(ApiError::BadFilter)
    }

    /// Reads a filter.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub(super) fn parse(text: &str, fields: &Fields) -> Result<Self, String> {
        let tokens = tokens(text)?;
        let mut parser = Parser {
            fields,
            tokens: &tokens,
            depth: 0,
            comparisons: 0,
        };
        let filter = parser.either()?;
        if parser.tokens.is_empty() {
            Ok(filter)
        } else {
            Err("The filter has something behind its end".to_owned())
        }
    }

    /// Whether an object matches.
    pub(super) fn matches(&self, object: &Value) -> bool {
        match self {
            Self::And(all) => all.iter().all(|filter| filter.matches(object)),
            Self::Or(any) => any.iter().any(|filter| filter.matches(object)),
            Self::Not(filter) => !filter.matches(object),
            Self::Present(path) => !values(object, path).is_empty(),
            Self::Compare {
                path,
                operator: Operator::Ne,
                value,
            } => !values(object, path).iter().any(|found| found == value),
            Self::Compare {
                path,
                operator,
                value,
            } => values(object, path).iter().any(|found| match operator {
                Operator::Eq | Operator::Ne => found == value,
                Operator::Sw => found.starts_with(value),
                Operator::Ew => found.ends_with(value),
                Operator::Co => found.contains(value),
            }),
        }
    }
}

/// The texts at a path; lists are looked through.
pub(super) fn values(value: &Value, path: &[String]) -> Vec<String> {
    match (value, path.split_first()) {
        (Value::Array(list), _) => list.iter().flat_map(|item| values(item, path)).collect(),
        (Value::Object(object), Some((name, rest))) => object
            .get(name)
            .map(|inner| values(inner, rest))
            .unwrap_or_default(),
        (Value::String(text), None) => vec![text.clone()],
        (Value::Bool(flag), None) => vec![flag.to_string()],
        (Value::Number(number), None) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

struct Parser<'a> {
    fields: &'a Fields,
    tokens: &'a [Token],
    depth: usize,
    comparisons: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.tokens.first(), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word));
        if found {
            self.next();
        }
        found
    }

    fn either(&mut self) -> Result<Filter, String> {
        let mut any = vec![self.both()?];
        while self.word("or") {
            any.push(self.both()?);
        }
        Ok(one_or(any, Filter::Or))
    }

    fn both(&mut self) -> Result<Filter, String> {
        let mut all = vec![self.single()?];
        while self.word("and") {
            all.push(self.single()?);
        }
        Ok(one_or(all, Filter::And))
    }

    fn single(&mut self) -> Result<Filter, String> {
        match self.next() {
            Some(Token::Open) => {
                self.depth += 1;
                if self.depth > DEPTH {
                    return Err("The filter has too many parentheses".to_owned());
                }
                let inner = self.either()?;
                self.depth -= 1;
                match self.next() {
                    Some(Token::Close) => Ok(inner),
                    _ => Err("A parenthesis is not closed".to_owned()),
                }
            }
            // As RFC 7644 has it, what is not wanted stands in parentheses.
            Some(Token::Word(word))
                if word.eq_ignore_ascii_case("not")
                    && self.tokens.first() == Some(&Token::Open) =>
            {
                Ok(Filter::Not(Box::new(self.single()?)))
            }
            Some(Token::Word(field)) => self.comparison(&field),
            _ => Err("A comparison is missing".to_owned()),
        }
    }

    fn comparison(&mut self, field: &str) -> Result<Filter, String> {
        self.comparisons += 1;
        if self.comparisons > COMPARISONS {
            return Err(format!(
                "The filter has more than {COMPARISONS} comparisons"
            ));
        }
        let path = self.fields.path(field)?;
        let operator = match self.next() {
            Some(Token::Word(word)) => match word.to_ascii_lowercase().as_str() {
                "eq" => Operator::Eq,
                "ne" => Operator::Ne,
                "sw" => Operator::Sw,
                "ew" => Operator::Ew,
                "co" => Operator::Co,
                "pr" => return Ok(Filter::Present(path)),
                _ => return Err(format!("{word} is not an operator: eq, ne, sw, ew, co, pr")),
            },
            _ => return Err(format!("An operator is missing behind {field}")),
        };
        match self.next() {
            Some(Token::Text(value)) => Ok(Filter::Compare {
                path,
                operator,
                value,
            }),
            Some(Token::Word(value)) if value == "true" || value == "false" => {
                Ok(Filter::Compare {
                    path,
                    operator,
                    value,
                })
            }
            _ => Err(format!(
                "A value in double quotes is missing behind {field}"
            )),
        }
    }
}

/// `Several` of them, or the one that there is.
fn one_or(mut filters: Vec<Filter>, several: impl FnOnce(Vec<Filter>) -> Filter) -> Filter {
    if filters.len() == 1 {
        filters.swap_remove(0)
    } else {
        several(filters)
    }
}

impl Fields {
    /// The path of a field that may be filtered by.
    ///
    /// # Errors
    /// That it is none, in a sentence.
    pub(super) fn path(&self, field: &str) -> Result<Vec<String>, String> {
        let name = self
            .spellings
            .iter()
            .find(|(written, _)| field.eq_ignore_ascii_case(written))
            .map_or(field, |(_, meant)| *meant);
        let known = self
            .named
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name))
            .map(|known| (*known).to_owned());
        let open = || {
            self.open.iter().find_map(|prefix| {
                let head = name.get(..prefix.len())?;
                let rest = name.get(prefix.len()..)?;
                (head.eq_ignore_ascii_case(prefix) && !rest.is_empty())
                    .then(|| format!("{prefix}{rest}"))
            })
        };
        known
            .or_else(open)
            .map(|path| path.split('.').map(ToOwned::to_owned).collect())
            .ok_or_else(|| format!("{field} is not a field to filter by"))
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            '"' => {
                let mut value = String::new();
                loop {
                    match characters.next() {
                        None => return Err("A double quote is not closed".to_owned()),
                        Some('"') => break,
                        Some('\\') => value.extend(characters.next()),
                        Some(other) => value.push(other),
                    }
                }
                tokens.push(Token::Text(value));
            }
            blank if blank.is_whitespace() => {}
            first => {
                let mut word = String::from(first);
                while let Some(next) =
                    characters.next_if(|next| !next.is_whitespace() && !"()\"".contains(*next))
                {
                    word.push(next);
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Ok(tokens)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use serde_json::json;

    use super::*;
    use crate::backend::management::logs::fields::FIELDS;

    fn parse(text: &str) -> Result<Filter, String> {
        Filter::parse(text, &FIELDS)
    }

    fn matches(filter: &str) -> bool {
        let event = json!({
            "eventType": "device.assurance.policy.add",
            "actor": {"id": "00u1"},
            "target": [{"id": "dae1"}, {"id": "dch1"}],
            "outcome": {"result": "SUCCESS"},
        });
        parse(filter).unwrap().matches(&event)
    }

    #[test]
    fn comparisons_look_through_lists() {
        assert!(matches(r#"eventType eq "device.assurance.policy.add""#));
        assert!(matches(r#"event_type sw "device.""#));
        assert!(matches(r#"target.id eq "dch1""#));
        assert!(!matches(r#"target.id ne "dch1""#));
        assert!(matches(
            r#"eventType ew ".add" and eventType co "assurance""#
        ));
        assert!(!matches(r#"outcome.result eq "FAILURE""#));
    }

    #[test]
    fn and_binds_closer_than_or_unless_there_are_parentheses() {
        assert!(matches(
            r#"actor.id eq "00u1" or actor.id eq "x" and actor.id eq "y""#
        ));
        assert!(!matches(
            r#"(actor.id eq "00u1" or actor.id eq "x") and actor.id eq "y""#
        ));
    }

    #[test]
    fn names_are_read_without_regard_to_case_and_values_with() {
        assert!(matches(
            r#"EVENTTYPE EQ "device.assurance.policy.add" AND Actor.Id SW "00u""#
        ));
        assert!(!matches(r#"eventType eq "DEVICE.assurance.policy.add""#));
    }

    #[test]
    fn presence_and_negation_are_understood() {
        assert!(matches("actor.id pr and not (outcome.reason pr)"));
        assert!(!matches(r#"not (actor.id eq "00u1")"#));
        assert!(matches(r#"not (not (actor.id eq "00u1"))"#));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for bad in [
            "",
            "eventType",
            "eventType eq",
            r#"eventType is "x""#,
            r#"published eq "x""#,
            r#"target.changeDetails eq "x""#,
            r#"transaction.detail. eq "x""#,
            r#"eventType eq "x"#,
            r#"(eventType eq "x""#,
            r#"eventType eq "x") "#,
            r#"eventType eq "x" and"#,
            r#"not eventType eq "x""#,
            "eventType eq x",
            "()",
        ] {
            assert!(parse(bad).is_err(), "{bad} must be refused");
        }
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"not (".repeat(100_000)).is_err());
    }

    #[test]
    fn a_chain_is_as_long_as_is_compared_in_reasonable_time() {
        let chain = |length: usize| vec![r#"uuid eq """#; length].join(" and ");
        let filter = parse(&chain(COMPARISONS)).unwrap();
        assert!(!filter.matches(&json!({"uuid": "x"})));
        for length in [COMPARISONS + 1, 50_000] {
            assert!(parse(&chain(length)).is_err(), "{length}");
        }
    }

    /// What a filter means, said as directly as possible, over one field of two possible values.
    fn expression() -> impl Strategy<Value = (String, fn(&str) -> bool)> {
        prop_oneof![
            Just((
                r#"uuid eq "a""#.to_owned(),
                (|v| v == "a") as fn(&str) -> bool
            )),
            Just((
                r#"uuid ne "a""#.to_owned(),
                (|v| v != "a") as fn(&str) -> bool
            )),
            Just((
                r#"uuid co "b""#.to_owned(),
                (|v| v.contains('b')) as fn(&str) -> bool
            )),
            Just(("uuid pr".to_owned(), (|_| true) as fn(&str) -> bool)),
        ]
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,200}") {
            if let Ok(filter) = parse(&text) {
                filter.matches(&json!({"eventType": "x"}));
            }
        }

        #[test]
        fn no_row_of_its_own_words_makes_the_parser_panic(
            words in vec(prop_oneof![
                Just("("), Just(")"), Just("\""), Just("\\"), Just(" "), Just("and"), Just("or"), Just("not"),
                Just("eventType"), Just("transaction.detail."), Just("eq"), Just("pr"), Just("\"x\""), Just("é"),
            ], 0..40),
        ) {
            if let Ok(filter) = parse(&words.concat()) {
                filter.matches(&json!({"eventType": "x"}));
            }
        }

        #[test]
        fn and_or_and_not_mean_what_they_say(
            (first, is_first) in expression(),
            (second, is_second) in expression(),
            (third, is_third) in expression(),
            value in "[ab]{1,2}",
        ) {
            let event = json!({"uuid": value});
            let says = |filter: &str| parse(filter).unwrap().matches(&event);
            let (a, b, c) = (is_first(&value), is_second(&value), is_third(&value));
            prop_assert_eq!(says(&format!("{first} or {second} and {third}")), a || b && c);
            prop_assert_eq!(says(&format!("({first} or {second}) and {third}")), (a || b) && c);
            prop_assert_eq!(says(&format!("not ({first} and {second}) or {third}")), !(a && b) || c);
        }
    }

    #[test]
    fn a_filter_of_endless_length_is_refused() {
        let many = |count: usize| vec![r#"uuid eq "1""#; count].join(" or ");
        assert!(parse(&many(100)).is_ok());
        assert!(parse(&many(101)).is_err());
    }
}
