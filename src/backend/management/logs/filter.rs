//! The filter of the log: SCIM's comparison operators (RFC 7644, section 3.4.2.2) as far as Okta documents them for
//! this path: `eq ne sw ew co`, `and`, `or`, parentheses.

use serde_json::Value;

/// Nested parentheses beyond this are refused: each costs a stack frame.
const DEPTH: usize = 16;
/// More comparisons than this are refused: each event is compared with all of them.
const COMPARISONS: usize = 100;

/// A filter expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// Both.
    And(Box<Filter>, Box<Filter>),
    /// One of the two.
    Or(Box<Filter>, Box<Filter>),
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
    /// Reads a filter.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let tokens = tokens(text)?;
        let mut parser = Parser {
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

    /// Whether an event matches.
    pub(super) fn matches(&self, event: &Value) -> bool {
        match self {
            Self::And(left, right) => left.matches(event) && right.matches(event),
            Self::Or(left, right) => left.matches(event) || right.matches(event),
            Self::Compare {
                path,
                operator: Operator::Ne,
                value,
            } => !values(event, path).iter().any(|found| found == value),
            Self::Compare {
                path,
                operator,
                value,
            } => values(event, path).iter().any(|found| match operator {
                Operator::Eq | Operator::Ne => found == value,
                Operator::Sw => found.starts_with(value),
                Operator::Ew => found.ends_with(value),
                Operator::Co => found.contains(value),
            }),
        }
    }
}

/// The texts at a path; lists are looked through.
fn values(value: &Value, path: &[String]) -> Vec<String> {
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
        let mut filter = self.both()?;
        while self.word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.both()?));
        }
        Ok(filter)
    }

    fn both(&mut self) -> Result<Filter, String> {
        let mut filter = self.single()?;
        while self.word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.single()?));
        }
        Ok(filter)
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
        let path = path(field)?;
        let operator = match self.next() {
            Some(Token::Word(word)) => match word.to_ascii_lowercase().as_str() {
                "eq" => Operator::Eq,
                "ne" => Operator::Ne,
                "sw" => Operator::Sw,
                "ew" => Operator::Ew,
                "co" => Operator::Co,
                _ => return Err(format!("{word} is not an operator: eq, ne, sw, ew, co")),
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

/// The path of a field that may be filtered by. The guide's own example spells `eventType` as `event_type`.
fn path(field: &str) -> Result<Vec<String>, String> {
    let field = if field == "event_type" {
        "eventType"
    } else {
        field
    };
    let known = [
        "eventType",
        "target.id",
        "target.type",
        "target.alternateId",
        "target.displayName",
        "actor.id",
        "actor.type",
        "actor.alternateId",
        "actor.displayName",
        "outcome.result",
        "outcome.reason",
        "client.ipAddress",
        "severity",
        "displayMessage",
        "uuid",
        "transaction.id",
        "device.id",
    ];
    if known.contains(&field)
        || field.starts_with("transaction.detail.")
        || field.starts_with("debugContext.debugData.")
    {
        Ok(field.split('.').map(ToOwned::to_owned).collect())
    } else {
        Err(format!("{field} is not a field to filter by"))
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
    use serde_json::json;

    use super::*;

    fn matches(filter: &str) -> bool {
        let event = json!({
            "eventType": "device.assurance.policy.add",
            "actor": {"id": "00u1"},
            "target": [{"id": "dae1"}, {"id": "dch1"}],
            "outcome": {"result": "SUCCESS"},
        });
        Filter::parse(filter).unwrap().matches(&event)
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
    fn what_cannot_be_read_is_refused() {
        for bad in [
            "",
            "eventType",
            "eventType eq",
            r#"eventType is "x""#,
            r#"published eq "x""#,
            r#"eventType eq "x"#,
            r#"(eventType eq "x""#,
            r#"eventType eq "x") "#,
            r#"eventType eq "x" and"#,
            "eventType eq x",
        ] {
            assert!(Filter::parse(bad).is_err(), "{bad} must be refused");
        }
        assert!(Filter::parse(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn a_filter_of_endless_length_is_refused() {
        let many = |count: usize| vec![r#"uuid eq "1""#; count].join(" or ");
        assert!(Filter::parse(&many(100)).is_ok());
        assert!(Filter::parse(&many(101)).is_err());
    }
}
