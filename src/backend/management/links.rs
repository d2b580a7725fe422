//! `_links`: where an object is, and what can be done with it (the HAL of Okta's answers).

use serde::Serialize;
use utoipa::ToSchema;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Link {
    /// Where it leads.
    #[schema(format = "uri")]
    pub(super) href: String,
    /// What can be done there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) hints: Option<Hints>,
}

/// What can be done at a link's target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LinkHints)]
pub(super) struct Hints {
    /// HTTP methods.
    allow: &'static [&'static str],
}

/// The link to the object itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct SelfLinks {
    /// The object.
    #[serde(rename = "self")]
    this: Link,
}

impl Link {
    /// A link that says what can be done there.
    pub(super) fn to(href: String, allow: &'static [&'static str]) -> Self {
        Self {
            href,
            hints: Some(Hints { allow }),
        }
    }

    /// A link that says nothing more.
    pub(super) fn bare(href: String) -> Self {
        Self { href, hints: None }
    }
}

impl SelfLinks {
    /// The link to an object that can be read, replaced and deleted.
    pub(super) fn editable(href: String) -> Self {
        Self {
            this: Link::to(href, &["GET", "PUT", "DELETE"]),
        }
    }

    /// The link to an object, without hints.
    pub(super) fn bare(href: String) -> Self {
        Self {
            this: Link::bare(href),
        }
    }
}
