//! Somebody whose device does not meet the policy, in front of the page and the real backend.

use serde_json::Value;

use super::{Answer, Device, Org, TestApp};

/// Somebody whose Mac's firewall is off, at the page that says so.
pub(crate) struct Person {
    pub(crate) org: Org,
    pub(crate) app: TestApp,
    /// The path of the sign-in's page.
    pub(crate) page: String,
}

impl Person {
    /// At an organization whose policy has these additional members.
    pub(crate) async fn with(policy: Value) -> Self {
        let org = Org::new(policy).await;
        let app = TestApp::patient(org.router.clone());
        let page = app.start_for(&org.client).await;
        let person = Self { org, app, page };
        person.sign_in(&person.app, &person.page).await;
        person
    }

    /// Gives name and password, then the device's answer.
    pub(crate) async fn sign_in(&self, app: &TestApp, page: &str) {
        let name = [("form", "identify"), ("identifier", "ana@example.com")];
        app.submit(page, &name).await;
        self.prove(app, page).await;
    }

    /// Gives the password, then the device's answer; the page that follows.
    pub(crate) async fn prove(&self, app: &TestApp, page: &str) -> Answer {
        let password = [
            ("form", "challenge-authenticator"),
            ("credentials.passcode", "Doorstep-ana-2026"),
        ];
        let screen = app.submit(page, &password).await;
        let link = screen
            .attribute("a[href*=challengeRequest]", "href")
            .expect("a link to the agent");
        let link = url::Url::parse(&link).unwrap();
        let challenge = link
            .query_pairs()
            .find(|(name, _)| name == "challengeRequest")
            .unwrap()
            .1
            .into_owned();
        let mut device = Device::new();
        (device.firewall, device.os_version) = ("0", "14.3");
        self.org.deliver(&device, &challenge).await;
        app.submit(page, &[("form", "device-challenge-poll")]).await
    }
}
