//! What was found.

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::{Rule, Severity};

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A device posture check.
    PostureCheck,
    /// A device assurance policy.
    DeviceAssurance,
}

impl Kind {
    /// What such an object is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::PostureCheck => "device posture check",
            Self::DeviceAssurance => "device assurance policy",
        }
    }
}

/// Something that should be better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// What the object is.
    pub kind: Kind,
    /// The object: variable name of a check, name of a policy.
    pub object: String,
    /// The names that lead to the field.
    pub path: Vec<String>,
    /// The language of the text, or that which is missing (BCP 47).
    pub language: Option<String>,
    /// What is wrong and what to do, in a sentence.
    pub advice: String,
}

impl Finding {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// The field, as in `remediationSettings.link.customUrl`; empty for the object as a whole.
    pub fn field(&self) -> String {
        self.path.join(".")
    }

    /// Object, field and language: `device posture check "macOSFirewall", name (de)`.
    pub fn subject(&self) -> String {
        let (noun, object, field) = (self.kind.noun(), &self.object, self.field());
        let mut subject = format!("{noun} \"{object}\"");
        if !field.is_empty() {
            subject = format!("{subject}, {field}");
        }
        match &self.language {
            Some(language) if !field.ends_with(&format!(".{language}")) => {
                format!("{subject} ({language})")
            }
            _ => subject,
        }
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 7)?;
        object.serialize_field("rule", self.rule.id())?;
        object.serialize_field("severity", &self.severity())?;
        object.serialize_field("kind", self.kind.noun())?;
        object.serialize_field("object", &self.object)?;
        object.serialize_field("field", &self.field())?;
        object.serialize_field("language", &self.language)?;
        object.serialize_field("advice", &self.advice)?;
        object.end()
    }
}
