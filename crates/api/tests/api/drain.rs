//! Stopping under load (quality goal R13): every request that reached the server is answered.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::Portal;

#[tokio::test]
async fn r13_asked_to_stop_it_answers_everybody_on_a_kept_connection_and_ends_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::new(format!("sqlite:{}", folder.path().join("qabul.db").display())).await;
    let mut served = portal.serve().await;
    let answered = Arc::new(AtomicUsize::new(0));
    let callers: Vec<_> = (0..16)
        .map(|_| {
            let (url, answered) = (format!("http://{}/api/v1/campaigns", portal.address), Arc::clone(&answered));
            // A separate client, so that each caller keeps one connection.
            let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
            tokio::spawn(async move {
                loop {
                    match client.get(&url).send().await {
                        Ok(answer) => {
                            assert_eq!(answer.status().as_u16(), 200);
                            let closes = answer.headers().get("connection").is_some_and(|value| value == "close");
                            answer.bytes().await.unwrap();
                            if closes {
                                return;
                            }
                            answered.fetch_add(1, Ordering::Relaxed);
                        }
                        // Only a new connection after the end may fail.
                        Err(error) => {
                            assert!(error.is_connect(), "{error:?}");
                            return;
                        }
                    }
                }
            })
        })
        .collect();
    while answered.load(Ordering::Relaxed) < 200 {
        tokio::task::yield_now().await;
    }
    assert!(Command::new("kill").args(["-TERM", &served.0.id().to_string()]).status().unwrap().success());
    for caller in callers {
        caller.await.unwrap();
    }
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    match client.get(format!("http://{}/readyz", portal.address)).send().await {
        Ok(answer) => assert_eq!(answer.status().as_u16(), 503),
        Err(error) => assert!(error.is_connect(), "{error:?}"),
    }
    let ended = tokio::task::spawn_blocking(move || served.0.wait()).await.unwrap().unwrap();
    assert!(ended.success(), "{ended}");
}
