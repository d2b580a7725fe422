//! The panel of a simulated device.

use super::*;

#[tokio::test]
async fn the_panels_forms_change_the_device_and_its_file() {
    let stage = Stage::new().await;
    let page = send(stage.client.get(&stage.agent))
        .await
        .text()
        .await
        .expect("a page");
    assert!(page.contains("Simulated Mac") && page.contains("Not part of the product"));
    assert!(page.contains("name=\"firewall\" value=\"false\" aria-pressed=\"true\""));
    let post = |fields: &[(&str, &str)]| {
        stage
            .client
            .post(format!("{}/", stage.agent))
            .header("origin", &stage.agent)
            .form(&fields.to_vec())
    };
    let answer = send(post(&[
        ("firewall", "true"),
        ("screen_lock", "none"),
        ("os_version", "14.3"),
        ("name", "<b>"),
    ]))
    .await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let device: Value = send(stage.client.get(format!("{}/device", stage.agent)))
        .await
        .json()
        .await
        .expect("JSON");
    assert_eq!(device["firewall"], true);
    assert_eq!(device["screen_lock"], "none");
    assert_eq!(device["os_version"], "14.3");
    let page = send(stage.client.get(format!("{}/?saved", stage.agent)))
        .await
        .text()
        .await
        .expect("a page");
    assert!(
        page.contains("role=\"status\"") && page.contains("&lt;b&gt;") && !page.contains("<b>")
    );
    for wrong in [
        ("firewall", "perhaps"),
        ("os_version", "fourteen"),
        ("name", " "),
        ("screen_lock", "retina"),
        ("udid", "x"),
    ] {
        assert_eq!(
            send(post(&[wrong])).await.status(),
            StatusCode::BAD_REQUEST,
            "{wrong:?}"
        );
    }
    let file = std::fs::read_to_string(stage.folder.path().join("mac.toml")).expect("a file");
    assert!(file.contains("14.3"));
}

#[tokio::test]
async fn scripts_can_put_a_whole_device_and_nothing_that_is_not_one() {
    let stage = Stage::new().await;
    let url = format!("{}/device", stage.agent);
    let mut device: Value = send(stage.client.get(&url))
        .await
        .json()
        .await
        .expect("JSON");
    device["firewall"] = json!(true);
    assert_eq!(
        send(stage.client.put(&url).json(&device)).await.status(),
        StatusCode::OK
    );
    let after: Value = send(stage.client.get(&url))
        .await
        .json()
        .await
        .expect("JSON");
    assert_eq!(after, device);
    device["platform"] = json!("AMIGA");
    let answer = send(stage.client.put(&url).json(&device)).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(error(answer).await, "invalid_device");
    let after: Value = send(stage.client.get(&url))
        .await
        .json()
        .await
        .expect("JSON");
    assert_eq!(after["platform"], "MACOS");
}
