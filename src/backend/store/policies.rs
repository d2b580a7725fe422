//! App sign-in policies and their rules.

use sqlx::{Any, Transaction};

use super::{
    App, Deleted, LogEvent, Result, Store, Written,
    document::{document, name_key, sorted},
    logs::append,
};
use crate::backend::evaluation::{AccessPolicy, AccessPolicyRule};

impl Store {
    /// Stores a new policy with its Catch-all rule; [`Written::Taken`] where the name is.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn insert_policy(
        &self,
        policy: &AccessPolicy,
        catch_all: &AccessPolicyRule,
        event: &LogEvent,
    ) -> Result<Written> {
        let mut transaction = self.begin().await?;
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
        put_rule(&mut transaction, &policy.id, catch_all).await?;
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Written::Done)
    }

    /// Changes a policy; [`Written::Taken`] where another has its name.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn update_policy(&self, policy: &AccessPolicy, event: &LogEvent) -> Result<Written> {
        let mut transaction = self.begin().await?;
        let written =
            sqlx::query("UPDATE access_policies SET name_key = $2, document = $3 WHERE id = $1")
                .bind(policy.id.clone())
                .bind(name_key(&policy.name))
                .bind(serde_json::to_string(policy)?)
                .execute(&mut *transaction)
                .await;
        match written {
            Ok(done) if done.rows_affected() == 0 => return Ok(Written::NotFound),
            Ok(_) => {}
            Err(error) => return sorted(error),
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Written::Done)
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
        self.delete_with("DELETE FROM access_policies WHERE id = $1", id, event)
            .await
    }

    /// The rules of a policy, in the order in which they are asked.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn rules(&self, policy_id: &str) -> Result<Vec<AccessPolicyRule>> {
        let query =
            sqlx::query("SELECT document FROM access_rules WHERE policy_id = $1").bind(policy_id);
        let rows = query.fetch_all(self.pool()).await?;
        let mut rules: Vec<AccessPolicyRule> = rows.iter().map(document).collect::<Result<_>>()?;
        rules.sort_by(|a, b| (a.system, a.priority, &a.id).cmp(&(b.system, b.priority, &b.id)));
        Ok(rules)
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

    /// Stores `rules` of a policy, new or changed, all or none; [`Written::Dangling`] where a device assurance policy or
    /// the policy itself is not there.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn put_rules(
        &self,
        policy_id: &str,
        rules: &[AccessPolicyRule],
        event: &LogEvent,
    ) -> Result<Written> {
        let mut transaction = self.begin().await?;
        for rule in rules {
            match put_rule(&mut transaction, policy_id, rule).await {
                Ok(()) => {}
                Err(super::Error::Database(error)) => return sorted(error),
                Err(error) => return Err(error),
            }
        }
        append(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Written::Done)
    }

    /// Deletes a rule.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn delete_rule(&self, id: &str, event: &LogEvent) -> Result<Deleted> {
        self.delete_with("DELETE FROM access_rules WHERE id = $1", id, event)
            .await
    }
}

async fn put_rule(
    transaction: &mut Transaction<'static, Any>,
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
    .execute(&mut **transaction)
    .await?;
    sqlx::query("DELETE FROM rule_assurances WHERE rule_id = $1")
        .bind(rule.id.clone())
        .execute(&mut **transaction)
        .await?;
    let assurance = rule
        .conditions
        .iter()
        .flat_map(|conditions| &conditions.device)
        .flat_map(|device| &device.assurance);
    for id in assurance.flat_map(|assurance| &assurance.include) {
        sqlx::query("INSERT INTO rule_assurances (rule_id, assurance_id) VALUES ($1, $2)")
            .bind(rule.id.clone())
            .bind(id.clone())
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}
