//! Devices that have answered a challenge, and who uses them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Result, Store, document::document};
use crate::backend::evaluation::Platform;

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// Identifier, `guo…`.
    pub id: String,
    /// RFC 7638 thumbprint of its key.
    pub key_id: String,
    /// `ACTIVE`, or anything else for devices that may not be used.
    pub status: String,
    /// The name that its owner gave it.
    pub display_name: String,
    /// Its operating system.
    pub platform: Platform,
    /// The operating system's version.
    pub os_version: String,
    /// Who made it.
    pub manufacturer: String,
    /// The maker's name for the model.
    pub model: String,
    /// The maker's number for this one.
    pub serial_number: String,
    /// The hardware's UUID.
    pub udid: String,
    /// When it first answered.
    pub created: Timestamp,
    /// When it last answered.
    pub last_updated: Timestamp,
}

impl Store {
    /// Stores what a device says about itself. A key that is known keeps its identifier, status and birthday; the device
    /// as it is stored comes back.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn put_device(&self, device: &Device) -> Result<Device> {
        let mut transaction = self.begin().await?;
        // The write comes first: of two first answers, one waits for the other.
        sqlx::query(
            "INSERT INTO devices (id, key_id, document) VALUES ($1, $2, $3) ON CONFLICT (key_id) DO NOTHING",
        )
        .bind(device.id.clone())
        .bind(device.key_id.clone())
        .bind(serde_json::to_string(device)?)
        .execute(&mut *transaction)
        .await?;
        let row = sqlx::query("SELECT document FROM devices WHERE key_id = $1")
            .bind(device.key_id.clone())
            .fetch_one(&mut *transaction)
            .await?;
        let known: Device = document(&row)?;
        let stored = Device {
            id: known.id,
            status: known.status,
            created: known.created,
            ..device.clone()
        };
        sqlx::query("UPDATE devices SET document = $2 WHERE key_id = $1")
            .bind(stored.key_id.clone())
            .bind(serde_json::to_string(&stored)?)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(stored)
    }

    /// Registers a device for a user; nothing happens where it is already.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn register_device(
        &self,
        user_id: &str,
        device_id: &str,
        now: Timestamp,
    ) -> Result<()> {
        let _turn = self.turn().await?;
        sqlx::query(
            "INSERT INTO user_devices (user_id, device_id, registered_at) VALUES ($1, $2, $3) \
             ON CONFLICT (user_id, device_id) DO NOTHING",
        )
        .bind(user_id)
        .bind(device_id)
        .bind(now.as_millisecond())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Whether a device is registered for a user.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn is_registered(&self, user_id: &str, device_id: &str) -> Result<bool> {
        let row =
            sqlx::query("SELECT user_id FROM user_devices WHERE user_id = $1 AND device_id = $2")
                .bind(user_id)
                .bind(device_id)
                .fetch_optional(self.pool())
                .await?;
        Ok(row.is_some())
    }
}
