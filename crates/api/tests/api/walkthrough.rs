//! Runs `docs/walkthrough.sh`, the example with curl explained in `docs/integrators.md`, as printed.

use std::process::Command;

use crate::support::Portal;

#[tokio::test(flavor = "multi_thread")]
async fn the_walkthrough_of_the_integrators_page_runs_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::new(format!("sqlite:{}", folder.path().join("qabul.db").display())).await;
    let _served = portal.serve().await;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/walkthrough.sh");
    let done = Command::new("bash")
        .arg(script)
        .env("API", format!("http://{}", portal.address))
        .env("SIMULATOR", &portal.simulator.http_url)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.ends_with("done\n") && said.contains("Confirmed"), "{said}");
}
