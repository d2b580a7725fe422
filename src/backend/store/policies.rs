//! App sign-in policies and their rules.

use std::slice;

use sqlx::{AnyConnection, any::AnyRow};

use super::{
    App, Deleted, LogEvent, Result, Store, Written,
    document::{document, key, name_key, sorted},
    logs::append,
    posture_checks::delete_in,
    writing::Writing,
};
use crate::backend::evaluation::{AccessPolicy, AccessPolicyRule};

impl Store {
    /// Stores a new policy with its rules, the Catch-all rule among them; [`Written::Taken`] where the name is,
    /// [`Written::Dangling`] where a device assurance policy of a rule is not there.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn insert_policy(
        &self,
        policy: &AccessPolicy,
        rules: &[AccessPolicyRule],
        event: &LogEvent,
    ) -> Result<Written> {
        insert(self.begin().await?, policy, rules, event).await
    }

    /// The policy for apps that were given none: the one there is, or `policy` with its Catch-all rule, under another name
    /// where an own policy has its name. Where several instances start at once, the first one's holds for all.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn first_default_policy(
        &self,
        policy: AccessPolicy,
        catch_all: &AccessPolicyRule,
        event: &LogEvent,
    ) -> Result<AccessPolicy> {
        loop {
            let mut transaction = self.begin_alone("default policy").await?;
            let rows = sqlx::query("SELECT document FROM access_policies")
                .fetch_all(&mut *transaction)
                .await?;
            let policies: Vec<AccessPolicy> = rows.iter().map(document).collect::<Result<_>>()?;
            let mut named = policy.clone();
            if policies
                .iter()
                .any(|other| name_key(&other.name) == name_key(&named.name))
            {
                named.name = format!("{} {}", policy.name, policy.id);
            }
            if let Some(there) = policies.into_iter().find(|policy| policy.system) {
                return Ok(there);
            }
            // Anything but done: an own policy took the name a moment ago.
            if insert(transaction, &named, slice::from_ref(catch_all), event).await?
                == Written::Done
            {
                return Ok(named);
            }
        }
    }

    /// Changes a policy; [`Written::Taken`] where another has its name.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn update_policy(&self, policy: &AccessPolicy, event: &LogEvent) -> Result<Written> {
        let query =
            sqlx::query("UPDATE access_policies SET name_key = $2, document = $3 WHERE id = $1")
                .bind(policy.id.clone())
                .bind(name_key(&policy.name))
                .bind(serde_json::to_string(policy)?);
        self.begin().await?.change(query, event).await
    }

    /// The policy with this identifier.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn policy(&self, id: &str) -> Result<Option<AccessPolicy>> {
        self.one("SELECT document FROM access_policies WHERE id = $1", id)
            .await
    }

    /// All policies, oldest first.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn policies(&self) -> Result<Vec<AccessPolicy>> {
        self.all("SELECT document FROM access_policies ORDER BY created, id")
            .await
    }

    /// Deletes a policy that no app has, with its rules.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_policy(&self, id: &str, event: &LogEvent) -> Result<Deleted> {
        let transaction = self.begin_alone(&rules_of(id)).await?;
        delete_in(
            transaction,
            "DELETE FROM access_policies WHERE id = $1",
            id,
            event,
        )
        .await
    }

    /// The rules of a policy, in the order in which they are asked.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn rules(&self, policy_id: &str) -> Result<Vec<AccessPolicyRule>> {
        let query = sqlx::query("SELECT document FROM access_rules WHERE policy_id = $1")
            .bind(key(policy_id));
        in_order(&query.fetch_all(self.pool()).await?)
    }

    /// The rules of the policy that `app` has.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn rules_of_app(&self, app: &App) -> Result<Vec<AccessPolicyRule>> {
        let policy = self.policy(&app.policy_id).await?;
        let active = policy
            .is_some_and(|policy| policy.status == crate::backend::evaluation::Status::Active);
        // Without a policy in force nothing allows anything.
        if active {
            self.rules(&app.policy_id).await
        } else {
            Ok(Vec::new())
        }
    }

    /// Changes the rules of a policy as they are at this moment: nobody else does meanwhile, in whichever instance.
    /// `change` is given all of them in order and answers those to store, new or changed, all or none; what it refuses
    /// with comes back, and nothing is stored. [`Written::Dangling`] where a device assurance policy is not there,
    /// [`Written::NotFound`] where the policy itself is not.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn change_rules<E>(
        &self,
        policy_id: &str,
        change: impl FnOnce(
            Vec<AccessPolicyRule>,
        ) -> std::result::Result<(Vec<AccessPolicyRule>, LogEvent), E>,
    ) -> Result<std::result::Result<Written, E>> {
        let mut transaction = self.begin_alone(&rules_of(policy_id)).await?;
        let policy =
            sqlx::query("SELECT id FROM access_policies WHERE id = $1").bind(key(policy_id));
        if policy.fetch_optional(&mut *transaction).await?.is_none() {
            return Ok(Ok(Written::NotFound));
        }
        let rules =
            sqlx::query("SELECT document FROM access_rules WHERE policy_id = $1").bind(policy_id);
        let rules = in_order(&rules.fetch_all(&mut *transaction).await?)?;
        let (changed, event) = match change(rules) {
            Ok(changed) => changed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        for rule in &changed {
            match put_rule(&mut transaction, policy_id, rule).await {
                Ok(()) => {}
                Err(super::Error::Database(error)) => return sorted(error).map(Ok),
                Err(error) => return Err(error),
            }
        }
        append(&mut transaction, &event).await?;
        transaction.commit().await?;
        Ok(Ok(Written::Done))
    }

    /// Deletes a rule of a policy.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_rule(
        &self,
        policy_id: &str,
        id: &str,
        event: &LogEvent,
    ) -> Result<Deleted> {
        let transaction = self.begin_alone(&rules_of(policy_id)).await?;
        delete_in(
            transaction,
            "DELETE FROM access_rules WHERE id = $1",
            id,
            event,
        )
        .await
    }
}

/// What is written by one at a time: a policy's rules.
fn rules_of(policy_id: &str) -> String {
    format!("rules of {}", key(policy_id))
}

/// Rules in the order in which they are asked.
fn in_order(rows: &[AnyRow]) -> Result<Vec<AccessPolicyRule>> {
    let mut rules: Vec<AccessPolicyRule> = rows.iter().map(document).collect::<Result<_>>()?;
    rules.sort_by(|a, b| (a.system, a.priority, &a.id).cmp(&(b.system, b.priority, &b.id)));
    Ok(rules)
}

/// Stores a new policy with its rules, and ends the transaction.
async fn insert(
    mut transaction: Writing,
    policy: &AccessPolicy,
    rules: &[AccessPolicyRule],
    event: &LogEvent,
) -> Result<Written> {
    let written = sqlx::query(
        "INSERT INTO access_policies (id, name_key, created, document) VALUES ($1, $2, $3, $4)",
    )
    .bind(policy.id.clone())
    .bind(name_key(&policy.name))
    .bind(policy.created.unwrap_or_default().as_millisecond())
    .bind(serde_json::to_string(policy)?)
    .execute(&mut *transaction)
    .await;
    if let Err(error) = written {
        return sorted(error);
    }
    for rule in rules {
        match put_rule(&mut transaction, &policy.id, rule).await {
            Ok(()) => {}
            Err(super::Error::Database(error)) => return sorted(error),
            Err(error) => return Err(error),
        }
    }
    append(&mut transaction, event).await?;
    transaction.commit().await?;
    Ok(Written::Done)
}

async fn put_rule(
    transaction: &mut AnyConnection,
    policy_id: &str,
    rule: &AccessPolicyRule,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO access_rules (id, policy_id, priority, document) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (id) DO UPDATE SET priority = excluded.priority, document = excluded.document",
    )
    .bind(rule.id.clone())
    .bind(policy_id)
    .bind(rule.priority)
    .bind(serde_json::to_string(rule)?)
    .execute(&mut *transaction)
    .await?;
    sqlx::query("DELETE FROM rule_assurances WHERE rule_id = $1")
        .bind(rule.id.clone())
        .execute(&mut *transaction)
        .await?;
    let assurance = rule
        .conditions
        .iter()
        .flat_map(|conditions| &conditions.device)
        .flat_map(|device| &device.assurance);
    for id in assurance.flat_map(|assurance| &assurance.include) {
        sqlx::query("INSERT INTO rule_assurances (rule_id, assurance_id) VALUES ($1, $2)")
            .bind(rule.id.clone())
            .bind(key(id))
            .execute(&mut *transaction)
            .await?;
    }
    Ok(())
}
