//! The organization's own policies in the gallery: what people are told whose device does not meet them, made by the
//! backend as in a sign-in and drawn as in a sign-in.

use crate::{
    flow::{
        gallery::{self, Case, Exhibit, Shelf, ShelfTitle, Shown, State, View},
        screen::{Check, DoorProblem},
    },
    http::{cookies::Cookies, visit::Visit},
    idx::{self, Assurance, Shortfall, Verdict},
    ui,
};

/// What an administrator's token lets see.
#[derive(Debug, Default)]
pub(super) struct Own {
    policies: Option<Vec<Assurance>>,
    /// What is wrong with the token.
    pub(super) problem: Option<DoorProblem>,
}

impl Own {
    /// Asks the management API: it knows what the token is good for.
    pub(super) async fn read(visit: &Visit, token: &str) -> Result<Self, idx::Error> {
        let client = &visit.page.0.client;
        let policies = client.assurances(token, &visit.caller()).await?;
        Ok(Self {
            policies: Some(policies),
            problem: None,
        })
    }

    /// The token is not good for it.
    pub(super) fn refused(problem: DoorProblem) -> Self {
        Self {
            policies: None,
            problem: Some(problem),
        }
    }

    /// Whether a token is known.
    pub(super) fn signed_in(&self) -> bool {
        self.policies.is_some()
    }

    /// A shelf for each policy; the one that is looked at also has its checks one by one.
    pub(super) async fn shelves(&self, visit: &Visit, view: &View) -> Vec<Shelf> {
        let mut shelves = Vec::new();
        // Another vendor's organization has policies, but no preview of them.
        let embedded = visit.page.0.client.remote_origin().is_none();
        for policy in self.policies.iter().flatten().filter(|_| embedded) {
            let exhibit = |case, check| Exhibit {
                state: State::Policy {
                    id: policy.id.clone(),
                    case,
                },
                screen: None,
                check,
            };
            let mut exhibits = vec![
                exhibit(Case::Failing, None),
                exhibit(Case::Unknown, None),
                exhibit(Case::Reminder, None),
            ];
            let chosen = matches!(&view.state, State::Policy { id, .. } if *id == policy.id);
            if chosen {
                let checks = checks(visit, view, &policy.id).await.into_iter();
                exhibits
                    .extend(checks.map(|check| exhibit(Case::Only(check.id.clone()), Some(check))));
            }
            shelves.push(Shelf {
                title: ShelfTitle::Policy(policy.name.clone()),
                exhibits,
            });
        }
        shelves
    }
}

/// What the policy asks for.
async fn checks(visit: &Visit, view: &View, id: &str) -> Vec<Check> {
    let all = view.of(State::Policy {
        id: id.to_owned(),
        case: Case::Failing,
    });
    let shown = show(visit, &all).await.ok().flatten();
    let told = shown
        .as_ref()
        .and_then(|shown| ui::remediation(&shown.screen));
    let seen = told.and_then(|told| told.observation.as_ref());
    seen.map(|seen| seen.checks.clone()).unwrap_or_default()
}

/// What a view of a policy shows; `None` where there is no such policy, or no token that may read it.
pub(super) async fn show(visit: &Visit, view: &View) -> Result<Option<Shown>, idx::Error> {
    let page = &visit.page.0;
    let State::Policy { id, case } = &view.state else {
        return Ok(None);
    };
    let now = page.clock.now().as_second();
    let Some(token) = Cookies::open(&visit.page, &visit.headers).administrator(now) else {
        return Ok(None);
    };
    let wanted = Shortfall {
        verdict: match case {
            Case::Unknown => Verdict::Unknown,
            Case::Failing | Case::Reminder | Case::Only(_) => Verdict::Fail,
        },
        checks: match case {
            Case::Only(check) => vec![check.clone()],
            _ => Vec::new(),
        },
        grace: *case == Case::Reminder,
    };
    let mut caller = visit.caller();
    caller.accept_language.clone_from(&view.language);
    let response = match page.client.preview(id, &wanted, &token, &caller).await {
        // The policy has no such check (any more).
        Err(idx::Error::Api { status: 400, .. }) => None,
        answer => answer?,
    };
    Ok(response.map(|response| {
        let body = response.to_string();
        gallery::show(200, body.as_bytes(), view.moment, &super::setting(visit))
    }))
}
