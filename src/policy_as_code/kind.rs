//! The kinds of objects that a file can describe.

use super::shape::{APP, ASSURANCE, CHECK, POLICY, RULE, Shape};

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A device posture check.
    Check,
    /// A device assurance policy.
    Assurance,
    /// An app sign-in policy.
    Policy,
    /// A rule of such a policy.
    Rule,
    /// The policy of an app.
    App,
}

impl Kind {
    /// The fields of such objects.
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Check => CHECK,
            Self::Assurance => ASSURANCE,
            Self::Policy => POLICY,
            Self::Rule => RULE,
            Self::App => APP,
        }
    }

    /// The field by which such objects are told apart.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Check => "variableName",
            Self::Assurance | Self::Policy | Self::Rule => "name",
            Self::App => "label",
        }
    }

    /// What such an object is called.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Check => "device posture check",
            Self::Assurance => "device assurance policy",
            Self::Policy => "policy",
            Self::Rule => "rule",
            Self::App => "app",
        }
    }
}
