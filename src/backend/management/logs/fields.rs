//! What events can be filtered by (`docs/spec/management-api.md` section 6).

use crate::backend::management::filter::Fields;

/// `published` and `changeDetails` are not among them.
pub(in crate::backend::management) const FIELDS: Fields = Fields {
    named: &[
        "eventType",
        "uuid",
        "severity",
        "displayMessage",
        "version",
        "actor.id",
        "actor.type",
        "actor.alternateId",
        "actor.displayName",
        "client.ipAddress",
        "client.userAgent.rawUserAgent",
        "authenticationContext.externalSessionId",
        "outcome.result",
        "outcome.reason",
        "target.id",
        "target.type",
        "target.alternateId",
        "target.displayName",
        "transaction.id",
        "transaction.type",
        "request.ipChain.ip",
        "device.id",
        "device.name",
        "device.os_platform",
    ],
    open: &[
        "transaction.detail.",
        "debugContext.debugData.",
        "target.detailEntry.",
    ],
    // The guide's own example.
    spellings: &[("event_type", "eventType")],
};
