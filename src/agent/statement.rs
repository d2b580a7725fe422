//! Which statements may run at all (`docs/spec/management-api.md` section 7): one `SELECT`, of bounded length.

/// The longest statement that is run.
pub(super) const LONGEST: usize = 16 * 1024;

/// Why a statement is not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing in it.
    #[error("the statement is empty")]
    Empty,
    /// It is longer than [`LONGEST`].
    #[error("the statement is longer than {LONGEST} bytes")]
    TooLong,
    /// It is not a `SELECT`.
    #[error("only a SELECT is run")]
    NotSelect,
    /// Something follows it.
    #[error("only one statement is run")]
    Several,
    /// A quotation, comment or parenthesis is left open.
    #[error("a quotation, a comment or a parenthesis is not closed")]
    Unclosed,
}

/// The statement without what stands around it, if it may run.
///
/// # Errors
/// Why it may not.
pub(super) fn accept(text: &str) -> Result<&str, Refusal> {
    if text.len() > LONGEST {
        return Err(Refusal::TooLong);
    }
    let mut scanner = Scanner { text, at: 0 };
    let (mut start, mut end, mut depth) = (None, 0, 0_usize);
    // The verb at the outermost level decides: WITH may introduce an INSERT too.
    let mut verb = None;
    while let Some(token) = scanner.next()? {
        if end != 0 {
            return Err(Refusal::Several);
        }
        let first = start.is_none();
        if first {
            start = Some(token.start);
        }
        match token.text {
            ";" if first => return Err(Refusal::Empty),
            ";" => end = token.start,
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1).ok_or(Refusal::Unclosed)?,
            word if first
                && !["select", "with"]
                    .iter()
                    .any(|verb| word.eq_ignore_ascii_case(verb)) =>
            {
                return Err(Refusal::NotSelect);
            }
            word if depth == 0 && verb.is_none() => {
                verb = ["select", "insert", "update", "delete", "replace", "values"]
                    .into_iter()
                    .find(|verb| word.eq_ignore_ascii_case(verb));
            }
            _ => {}
        }
    }
    let start = start.ok_or(Refusal::Empty)?;
    if verb != Some("select") {
        return Err(Refusal::NotSelect);
    }
    if depth != 0 {
        return Err(Refusal::Unclosed);
    }
    Ok(if end == 0 {
        &text[start..]
    } else {
        &text[start..end]
    })
}

struct Token<'a> {
    start: usize,
    text: &'a str,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Result<Option<Token<'a>>, Refusal> {
        loop {
            let rest = &self.text[self.at..];
            let Some(first) = rest.chars().next() else {
                return Ok(None);
            };
            let start = self.at;
            if first.is_whitespace() {
                self.at += first.len_utf8();
            } else if rest.starts_with("--") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if let Some(comment) = rest.strip_prefix("/*") {
                self.at += 2 + comment.find("*/").ok_or(Refusal::Unclosed)? + 2;
            } else if let Some(close) = closing(first) {
                self.quotation(close)?;
                return Ok(Some(Token {
                    start,
                    text: &self.text[start..self.at],
                }));
            } else {
                let word = rest
                    .find(|next: char| !(next.is_alphanumeric() || next == '_'))
                    .unwrap_or(rest.len());
                self.at += word.max(first.len_utf8());
                return Ok(Some(Token {
                    start,
                    text: &self.text[start..self.at],
                }));
            }
        }
    }

    /// A quotation ends at its mark; a doubled mark is part of it.
    fn quotation(&mut self, close: char) -> Result<(), Refusal> {
        self.at += 1;
        loop {
            self.at += self.text[self.at..].find(close).ok_or(Refusal::Unclosed)? + 1;
            if close == ']' || !self.text[self.at..].starts_with(close) {
                return Ok(());
            }
            self.at += 1;
        }
    }
}

fn closing(open: char) -> Option<char> {
    match open {
        '\'' | '"' | '`' => Some(open),
        '[' => Some(']'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_select_is_accepted_with_and_without_its_semicolon() {
        for (text, accepted) in [
            ("SELECT 1;", "SELECT 1"),
            ("  select 1 ", "select 1 "),
            (
                "-- why\n/* and; how */ SELECT ';' AS a; -- done;\n",
                "SELECT ';' AS a",
            ),
            (
                "WITH a AS (SELECT 1 AS b) SELECT b FROM a;",
                "WITH a AS (SELECT 1 AS b) SELECT b FROM a",
            ),
            (
                "SELECT replace('a''; DELETE', \"b;\", [c;]);",
                "SELECT replace('a''; DELETE', \"b;\", [c;])",
            ),
        ] {
            assert_eq!(accept(text), Ok(accepted), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        for (text, refusal) in [
            ("", Refusal::Empty),
            (" -- nothing", Refusal::Empty),
            (";", Refusal::Empty),
            ("SELECT 1; SELECT 2;", Refusal::Several),
            ("SELECT 1;;", Refusal::Several),
            ("DELETE FROM alf;", Refusal::NotSelect),
            ("PRAGMA query_only = 0;", Refusal::NotSelect),
            ("ATTACH 'file' AS a;", Refusal::NotSelect),
            (".tables", Refusal::NotSelect),
            ("--json\n.quit", Refusal::NotSelect),
            ("WITH a AS (SELECT 1) DELETE FROM alf;", Refusal::NotSelect),
            (
                "WITH a AS (SELECT 1) INSERT INTO alf SELECT * FROM a;",
                Refusal::NotSelect,
            ),
            ("SELECT 'open;", Refusal::Unclosed),
            ("SELECT /* open", Refusal::Unclosed),
            ("SELECT (1;", Refusal::Unclosed),
            ("SELECT 1);", Refusal::Unclosed),
        ] {
            assert_eq!(accept(text), Err(refusal), "{text}");
        }
        assert_eq!(
            accept(&format!("SELECT '{}'", "a".repeat(LONGEST))),
            Err(Refusal::TooLong)
        );
    }

    proptest! {
        #[test]
        fn what_is_accepted_begins_with_a_verb_and_no_input_is_too_strange(text in "\\PC{0,60}") {
            if let Ok(statement) = accept(&text) {
                let start = statement.to_ascii_lowercase();
                prop_assert!(start.starts_with("select") || start.starts_with("with"));
            }
        }

        #[test]
        fn nothing_hides_behind_a_quotation(quoted in "[a-z;' -]{0,12}") {
            let text = format!("SELECT '{}'; DELETE FROM alf", quoted.replace('\'', "''"));
            prop_assert_eq!(accept(&text), Err(Refusal::Several));
        }
    }
}
