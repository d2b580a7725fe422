//! What a person takes along from a denial or a reminder (`docs/idx.md`): a copy of the steps to read elsewhere, a code
//! for the help desk, a way back. Only on request, and nothing in a copy says whose it is.

mod redaction;
pub(super) mod resume;

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Error, Service, Shared,
    caller::Caller,
    challenge::later,
    envelope::{Body, Idx, Opened},
    handle,
    response::{self, Surroundings},
    steps::Open,
    transaction::{Handed, SignIn},
};
use crate::{
    backend::{
        management::{Handouts, Read},
        store::{NewHandout, Together},
    },
    idx::{
        App, Field, Handout, HandoutKind, HandoutView, Message, MessageClass, Transaction, Wrapped,
    },
};

/// Handouts of one sign-in: more than anybody needs, and too few to fill a database.
const MOST: u32 = 40;
/// The longest language tag and time zone that are kept.
const LONGEST_NAME: usize = 64;
/// The longest text that a page may give for keeping.
const LONGEST_CONTEXT: usize = 4096;
/// Codes that do not exist, from one address, within the attempts' window.
const GUESSES: i64 = 100;

/// What is kept of a denial or reminder for others to read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot {
    id: String,
    /// Redacted.
    sign_in: SignIn,
    app: Option<String>,
    language: String,
    languages: Vec<String>,
    time_zone: Option<String>,
    user_agent: Option<String>,
    created: Timestamp,
    expires_at: Timestamp,
    program_version: String,
}

/// Adds the form that makes handouts, and those that were made.
pub(super) fn offer(transaction: &mut Transaction, sign_in: &SignIn, around: &Surroundings<'_>) {
    let field = |name: &str, required: bool| Field {
        name: name.to_owned(),
        required: required.then_some(true),
        visible: Some(false),
        ..Field::default()
    };
    let fields = vec![
        field("kind", true),
        field("language", false),
        field("timeZone", false),
        field("context", false),
    ];
    transaction.handout = Some(around.form("handout", "/idp/idx/device/handout", fields));
    let made: Vec<_> = sign_in
        .handed
        .iter()
        .filter(|handed| sign_in.is_current(handed, around.now))
        .map(|handed| Handout {
            kind: handed.kind,
            code: handle::handout(around.handle, handed.kind, handed.number),
            expires_at: handed.expires_at,
        })
        .collect();
    transaction.handouts = (!made.is_empty()).then(|| Wrapped::array(made));
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    kind: HandoutKind,
    #[serde(default)]
    language: String,
    #[serde(default)]
    time_zone: Option<String>,
    #[serde(default)]
    context: String,
}

/// Makes a handout. Asked twice for the same, there is one.
pub(super) async fn hand_out(
    State(service): State<Shared>,
    caller: Caller,
    Opened(open, wanted): Opened<Wanted>,
) -> Result<Idx, Error> {
    let fits = |text: &str| text.len() <= LONGEST_NAME && text.is_ascii();
    if !fits(&wanted.language)
        || !wanted.time_zone.as_deref().is_none_or(fits)
        || wanted.context.len() > LONGEST_CONTEXT
    {
        return Ok(Idx::bad_request());
    }
    let open = Box::pin(service.current(open, &caller)).await?;
    let mut open = Box::pin(service.shown(open, &caller)).await?;
    let now = service.clock.now();
    let sign_in = open.sign_in();
    let known = sign_in.handed.iter().any(|handed| {
        handed.kind == wanted.kind
            && handed.language == wanted.language
            && sign_in.is_current(handed, now)
    });
    if known || !sign_in.can_hand_out() {
        return service.respond(open, &caller).await;
    }
    if sign_in.handouts >= MOST {
        return Ok(Idx::too_many());
    }
    service.make(&mut open, &wanted, &caller).await?;
    service.respond(open, &caller).await
}

impl Service {
    async fn make(&self, open: &mut Open, wanted: &Wanted, caller: &Caller) -> Result<(), Error> {
        let teller = self.teller(&open.stored, caller).await?;
        let app = self.store.app(&open.sign_in().request.client_id).await?;
        let (id, handle) = (self.random.id("hnd"), open.handle.clone());
        let sign_in_id = open.stored.id.clone();
        let lifetimes = self.config.lifetimes;
        let expiry = |now| match wanted.kind {
            // As long as the sign-in itself, which this step prolongs.
            HandoutKind::Resume => later(now, lifetimes.sign_in),
            HandoutKind::Copy | HandoutKind::Helpdesk => later(now, lifetimes.handout),
        };
        let snapshot = |sign_in: &SignIn, handed: &Handed| Snapshot {
            id: id.clone(),
            sign_in: redaction::redacted(sign_in, handed.kind),
            app: app.as_ref().map(|app| app.label.clone()),
            language: handed.language.clone(),
            languages: caller.languages.clone(),
            time_zone: wanted.time_zone.clone(),
            user_agent: caller
                .user_agent
                .clone()
                .filter(|_| handed.kind == HandoutKind::Helpdesk),
            created: self.clock.now(),
            expires_at: handed.expires_at,
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let together = |after: &SignIn| -> Option<Together> {
            let handed = after.handed.last()?;
            let code = handle::handout(&handle, handed.kind, handed.number);
            let (hash, kind) = (handle::handout_hash(&code), handed.kind.as_str());
            let handout = if handed.kind == HandoutKind::Resume {
                let way = resume::Way {
                    id: id.clone(),
                    sign_in_id: sign_in_id.clone(),
                    context: wanted.context.clone(),
                };
                NewHandout::new(hash, kind, handed.expires_at, &way)
            } else {
                NewHandout::new(hash, kind, handed.expires_at, &snapshot(after, handed))
            };
            Some(Together {
                events: vec![teller.handed_out(&id, handed)],
                handout: Some(handout.ok()?),
                ..Together::default()
            })
        };
        self.change_with(
            open,
            true,
            |sign_in, now| {
                sign_in.handouts < MOST
                    && sign_in.hand_out(wanted.kind, &wanted.language, expiry(now))
            },
            |_, after| together(after).unwrap_or_default(),
        )
        .await?;
        Ok(())
    }

    /// What a handout tells, in these languages; `None` where there is no such handout any more.
    async fn handout(
        &self,
        code: &str,
        kind: HandoutKind,
        languages: Option<&[String]>,
    ) -> Result<Option<HandoutView>, super::store::Error> {
        let hash = handle::handout_hash(code);
        let now = self.clock.now();
        let found: Option<Snapshot> = self.store.handout(&hash, kind.as_str(), now).await?;
        Ok(found.map(|snapshot| self.view(snapshot, languages)))
    }

    fn view(&self, snapshot: Snapshot, languages: Option<&[String]>) -> HandoutView {
        let around = Surroundings {
            config: &self.config,
            handle: "",
            expires_at: snapshot.expires_at,
            now: snapshot.created,
            user: None,
            app: None,
            challenge_request: None,
            code: None,
            languages: languages.unwrap_or(&snapshot.languages),
        };
        let mut shown = response::transaction(&snapshot.sign_in, &around);
        // Nothing leads on from here.
        shown.state_handle = None;
        shown.expires_at = None;
        shown.remediation = None;
        shown.cancel = None;
        shown.recheck = None;
        shown.exemption = None;
        shown.handout = None;
        if let Some(assurance) = &mut shown.device_assurance {
            assurance.value.watch = None;
        }
        shown.app = snapshot.app.map(|label| {
            Wrapped::object(App {
                label: Some(label),
                ..App::default()
            })
        });
        HandoutView {
            id: snapshot.id,
            created: snapshot.created,
            expires_at: snapshot.expires_at,
            language: snapshot.language,
            languages: snapshot.languages,
            time_zone: snapshot.time_zone,
            user_agent: snapshot.user_agent,
            program_version: snapshot.program_version,
            shown,
        }
    }

    /// Whether somebody at this address has tried too many codes that do not exist. Who has no address, as a page that knows
    /// none, is not counted.
    async fn guesses_too_much(&self, caller: &Caller) -> Result<bool, Error> {
        let Some(key) = guesser(caller) else {
            return Ok(false);
        };
        let failed = self.store.failed_attempts(&key, self.since()).await?;
        Ok(failed >= GUESSES)
    }

    /// A code does not exist.
    async fn guessed(&self, caller: &Caller) -> Result<Idx, Error> {
        if let Some(key) = guesser(caller) {
            let (id, now) = (self.random.token(12), self.clock.now());
            let since = self.since();
            self.store
                .record_failed_attempt(&id, &key, since, now)
                .await?;
        }
        Ok(gone())
    }

    fn since(&self) -> Timestamp {
        let now = self.clock.now();
        now.saturating_sub(self.config.attempts.window)
            .unwrap_or(Timestamp::MIN)
    }
}

fn guesser(caller: &Caller) -> Option<String> {
    let address = caller.address.as_ref()?;
    Some(format!("handout from {address}"))
}

/// There is no such code, or not any more.
fn gone() -> Idx {
    let text = "This code does not exist, was used, or its time is over.";
    Idx::says(
        axum::http::StatusCode::NOT_FOUND,
        Message::keyed(
            MessageClass::Error,
            "doorstep.handout.gone",
            Vec::new(),
            text,
        ),
    )
}

#[derive(Deserialize)]
pub(super) struct Coded {
    code: String,
}

/// Reads a copy of the steps, in the reader's language.
pub(super) async fn read(
    State(service): State<Shared>,
    caller: Caller,
    Body(body): Body<Coded>,
) -> Result<axum::response::Response, Error> {
    use axum::response::IntoResponse as _;
    if service.guesses_too_much(&caller).await? {
        return Ok(Idx::too_many().into_response());
    }
    let languages = Some(caller.languages.as_slice());
    let found = service
        .handout(&body.code, HandoutKind::Copy, languages)
        .await?;
    match found {
        Some(view) => Ok(axum::Json(view).into_response()),
        None => Ok(service.guessed(&caller).await?.into_response()),
    }
}

/// For the help desk, in the languages in which it was shown.
impl Handouts for Service {
    fn read<'a>(&'a self, code: &'a str) -> Read<'a> {
        Box::pin(async move {
            let view = self.handout(code, HandoutKind::Helpdesk, None).await?;
            Ok(view.and_then(|view| {
                let id = view.id.clone();
                serde_json::to_value(view)
                    .ok()
                    .map(|view: Value| (id, view))
            }))
        })
    }
}
