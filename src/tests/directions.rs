//! The arrows of the map in `lib.rs`, read from the source: who may name whom, and who alone may name which crate.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each module with the modules that it may name. What is not here may not be named at all.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("random", &[]),
    ("config", &[]),
    ("i18n", &[]),
    ("islands", &[]),
    ("idx", &[]),
    ("lint", &[]),
    ("flow", &["idx"]),
    ("ui", &["flow", "i18n", "islands"]),
    (
        "http",
        &[
            "ui", "flow", "i18n", "islands", "idx", "backend", "config", "clock", "random",
        ],
    ),
    ("backend", &["idx", "lint", "config", "clock", "random"]),
    ("agent", &["idx", "config", "clock", "random"]),
    ("policy_as_code", &["lint"]),
    (
        "demo",
        &["agent", "backend", "http", "config", "clock", "random"],
    ),
];

/// Each crate with the folders and files that alone may name it.
const ONLY_IN: &[(&str, &[&str])] = &[
    // The agent runs osquery statements on a simulated device with a real SQL engine.
    // The durability tests look at the file from outside, and talk to the program over a connection.
    ("sqlx", &["backend/store", "agent/", "tests/durability"]),
    // idx::client speaks the sign-in protocol, which only posts; a management API is read, replaced and paged through.
    (
        "reqwest",
        &[
            "idx/client",
            "policy_as_code/client",
            "command/catalogue",
            "agent",
            "demo",
            "tests/durability",
        ],
    ),
    ("fluent_bundle", &["i18n"]),
    ("icu_datetime", &["i18n"]),
    ("icu_decimal", &["i18n"]),
    ("icu_locale", &["i18n"]),
    (
        "axum",
        &[
            "http",
            "backend",
            "agent",
            "demo",
            "main",
            "command",
            "tests",
            "idx/client",
            "policy_as_code",
        ],
    ),
    ("leptos", &["ui", "islands", "http", "lib"]),
    ("icu_list", &["i18n"]),
    ("icu_calendar", &["i18n"]),
    // The example app hashes its PKCE verifier as any relying party does; so does the page where it is the client of a
    // remote org, and the scripted org checks it.
    (
        "aws_lc_rs",
        &[
            "random",
            "http/own_client",
            "http/seal",
            "tests/support/remote_org",
            "backend",
            "agent",
            "config",
            "demo",
            "tests/durability",
        ],
    ),
];

struct Source {
    /// Relative to `src`, with `/`.
    path: String,
    /// Without comments.
    code: String,
}

impl Source {
    /// The top-level module that it belongs to.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Modules of the crate that it names: after `crate::`, in `crate::{…}`, or by `super` up to the top.
    fn named_modules(&self) -> BTreeSet<&str> {
        let depth = self.path.trim_end_matches(".rs").split('/').count();
        let up = "super::".repeat(depth);
        let mut named = BTreeSet::new();
        for prefix in ["crate::", up.as_str()] {
            for (start, _) in self.code.match_indices(prefix) {
                let preceded = self.code[..start]
                    .ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '$');
                if preceded {
                    continue;
                }
                let rest = &self.code[start + prefix.len()..];
                match rest.strip_prefix('{') {
                    Some(list) => named.extend(top_level_items(list)),
                    None => named.extend(identifier(rest)),
                }
            }
        }
        named.retain(|name| MAY_NAME.iter().any(|(module, _)| module == name));
        named
    }

    fn names_crate(&self, name: &str) -> bool {
        self.code.match_indices(name).any(|(start, _)| {
            let before = self.code[..start].chars().next_back();
            let after = &self.code[start + name.len()..];
            let is_word = |c: char| {
                c.is_alphanumeric() || c == '_' || c == ':' || c == '-' || c == '"' || c == '.'
            };
            !before.is_some_and(is_word)
                && (after.starts_with("::") || after.starts_with(" as ") || after.starts_with(';'))
        })
    }
}

/// The first identifiers of the items in `a, b::{c, d}, e::f}…`.
fn top_level_items(list: &str) -> Vec<&str> {
    let (mut depth, mut names, mut expect) = (0_usize, Vec::new(), true);
    for (index, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expect = true,
            letter if expect && depth == 0 && letter.is_alphabetic() => {
                names.extend(identifier(&list[index..]));
                expect = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the source folder") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                let code = text
                    .lines()
                    .map(|line| line.split("//").next().unwrap_or_default())
                    .collect::<Vec<_>>()
                    .join("\n");
                let path = path
                    .strip_prefix(&root)
                    .expect("below src")
                    .to_string_lossy()
                    .replace('\\', "/");
                // This file names what it looks for.
                if path != "tests/directions.rs" {
                    found.push(Source { path, code });
                }
            }
        }
    }
    assert!(
        found.len() > 30,
        "only {} source files were found",
        found.len()
    );
    found
}

fn report(mistakes: &[String]) {
    assert!(mistakes.is_empty(), "\n{}\n", mistakes.join("\n"));
}

#[test]
fn no_arrow_of_the_map_points_up() {
    let mut mistakes = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = MAY_NAME
            .iter()
            .find(|(module, _)| *module == source.module())
        else {
            continue;
        };
        for named in source.named_modules() {
            if named != source.module() && !allowed.contains(&named) {
                mistakes.push(format!(
                    "src/{} names crate::{named}; {} may name {allowed:?}",
                    source.path,
                    source.module()
                ));
            }
        }
    }
    report(&mistakes);
}

#[test]
fn every_module_of_the_crate_is_on_the_map() {
    let map: BTreeSet<&str> = MAY_NAME.iter().map(|(module, _)| *module).collect();
    for source in sources() {
        let module = source.module();
        if !["lib", "main", "command", "tests"].contains(&module) {
            assert!(
                map.contains(module),
                "src/{} belongs to {module}, which has no arrows",
                source.path
            );
        }
    }
}

#[test]
fn evaluation_knows_nothing_but_its_own_types() {
    for source in sources()
        .iter()
        .filter(|source| source.path.starts_with("backend/evaluation"))
    {
        assert!(
            source
                .named_modules()
                .iter()
                .all(|named| *named == "backend"),
            "src/{}",
            source.path
        );
        for sibling in ["management", "sign_in", "store"] {
            assert!(
                !source.code.contains(&format!("backend::{sibling}")),
                "src/{} names {sibling}",
                source.path
            );
            assert!(
                !source.code.contains(&format!("super::{sibling}::")),
                "src/{} names {sibling}",
                source.path
            );
        }
    }
}

#[test]
fn the_page_mounts_the_backend_and_knows_nothing_else_of_it() {
    for source in sources().iter().filter(|source| source.module() == "http") {
        for part in ["store", "evaluation", "management", "sign_in"] {
            assert!(
                !source.code.contains(&format!("backend::{part}")),
                "src/{} names backend::{part}",
                source.path
            );
        }
    }
}

#[test]
fn each_engine_is_known_in_one_place() {
    let mut mistakes = Vec::new();
    for source in sources() {
        for (name, places) in ONLY_IN {
            let at_home = places.iter().any(|place| source.path.starts_with(place));
            if source.names_crate(name) && !at_home {
                mistakes.push(format!(
                    "src/{} names {name}, which belongs to {places:?}",
                    source.path
                ));
            }
        }
    }
    report(&mistakes);
}

#[test]
fn only_the_map_decides_what_is_compiled_for_whom() {
    for source in sources().iter().filter(|source| source.path != "lib.rs") {
        assert!(
            !source.code.contains("feature ="),
            "src/{} has a cfg(feature)",
            source.path
        );
    }
}

#[test]
fn no_text_is_ever_put_into_a_page_as_markup() {
    // The shell's own script is the one exception: two addresses of our assets and nothing that anybody wrote or sent.
    for source in sources()
        .iter()
        .filter(|source| source.path != "ui/shell.rs")
    {
        for hole in [
            "inner_html",
            "set_inner_html",
            "insert_adjacent_html",
            "set_outer_html",
        ] {
            assert!(
                !source.code.contains(hole),
                "src/{} uses {hole}",
                source.path
            );
        }
    }
}

#[test]
fn names_are_found_where_they_stand() {
    let source = Source {
        path: String::from("ui/shell.rs"),
        code: String::from(
            "use crate::{flow::{Screen, idx}, i18n};\nfn f() { crate::backend::router(); super::super::http::x(); }",
        ),
    };
    let named: Vec<&str> = source.named_modules().into_iter().collect();
    assert_eq!(named, ["backend", "flow", "http", "i18n"]);
    let source = Source {
        path: String::from("flow.rs"),
        code: String::from("use sqlx::Any; let a = my_sqlx::b;"),
    };
    assert!(source.names_crate("sqlx"));
    assert!(!source.names_crate("my"));
}
