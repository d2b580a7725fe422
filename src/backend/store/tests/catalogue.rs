//! The versions catalogue.

use super::*;
use crate::backend::evaluation::VersionCatalogue;

on_both_databases!(a_newer_catalogue_replaces_the_stored_one_and_an_older_one_does_not);

async fn a_newer_catalogue_replaces_the_stored_one_and_an_older_one_does_not(database: Database) {
    let store = open(&database).await;
    assert_eq!(store.version_catalogue().await.unwrap(), None);
    let of = |as_of: &str| VersionCatalogue {
        as_of: as_of.parse().unwrap(),
        ..VersionCatalogue::default()
    };
    assert!(
        store
            .put_version_catalogue(&of("2027-01-02"))
            .await
            .unwrap()
    );
    assert!(
        !store
            .put_version_catalogue(&of("2027-01-01"))
            .await
            .unwrap()
    );
    let stored = store.version_catalogue().await.unwrap();
    assert_eq!(
        stored,
        Some(of("2027-01-02")),
        "the older one changed nothing"
    );
    assert!(
        store
            .put_version_catalogue(&of("2027-01-02"))
            .await
            .unwrap()
    );
    assert!(
        store
            .put_version_catalogue(&of("2027-01-10"))
            .await
            .unwrap()
    );
    let stored = store.version_catalogue().await.unwrap();
    assert_eq!(stored, Some(of("2027-01-10")));
    assert!(store.delete_version_catalogue().await.unwrap());
    assert!(!store.delete_version_catalogue().await.unwrap());
    assert_eq!(store.version_catalogue().await.unwrap(), None);
}
