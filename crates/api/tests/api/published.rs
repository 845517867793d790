//! Published placements are public files; no other file in the folder is served.

use qabul_store::testing::Engine;
use qabul_verifier::{FILES, Folder, Memory};
use reqwest::Method;
use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn a_demo_offers_an_invented_run_marked_so_that_the_verifier_accepts() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let list = browser.page("/published/placement/index.json").await.expect(200);
    assert_eq!(list.body["runs"].as_array().unwrap().len(), 1);
    let run = &list.body["runs"][0];
    assert_eq!(
        (run["run"].as_str(), run["demo"].as_bool(), run["vacant"].as_bool()),
        (Some("demo-2026"), Some(true), Some(false))
    );
    assert!(["az", "en", "ru"].iter().all(|lang| run["title"][lang].is_string()), "{run}");
    let mut files = Memory::default();
    for path in run["files"].as_array().unwrap() {
        let path = path.as_str().unwrap();
        let answer = browser.page(&format!("/published/placement/demo-2026/{path}")).await.expect(200);
        let (folder, name) =
            FILES.into_iter().find(|(folder, name)| path == format!("{}/{name}", folder.word())).unwrap();
        files.put(folder, name, answer.bytes);
    }
    let report = qabul_verifier::verify(&files, false, &mut |_| ()).unwrap();
    assert_eq!(report.violations, []);
    assert_eq!(run["digest"], json!(report.digest), "announced by the digest of its output");
    assert!(files.get(Folder::Input, "ranks.csv").is_some(), "with a row that ranks by scores of its own (3.5)");
    app.end().await;
}

#[tokio::test]
async fn a_folder_of_runs_is_handed_out_and_nothing_outside_it() {
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("master-2027");
    for (folder, name, text) in [
        ("", "about.json", "{\"title\":{\"az\":\"M\",\"en\":\"M\",\"ru\":\"M\"}}"),
        ("output", "digest.txt", "input 1\noutput 2\n"),
        ("output", "placements.csv", "id,position,code\n"),
        ("output", "notes.txt", "not for everybody"),
        ("previous", "excluded.csv", "id,reason\n"),
    ] {
        std::fs::create_dir_all(run.join(folder)).unwrap();
        std::fs::write(run.join(folder).join(name), text).unwrap();
    }
    std::fs::create_dir(home.path().join("half")).unwrap();
    std::fs::write(home.path().join("secret.csv"), "secret").unwrap();
    let folder = home.path().to_owned();
    let app = TestApp::start_with(Engine::Sqlite, |config| config.published_dir = Some(folder)).await;
    let mut browser = app.browser();
    let list = browser.page("/published/placement/index.json").await.expect(200);
    let expected = json!({ "runs": [{
        "run": "master-2027",
        "title": { "az": "M", "en": "M", "ru": "M" },
        "demo": false,
        "vacant": true,
        "digest": "2",
        "files": ["output/placements.csv", "output/digest.txt", "previous/excluded.csv"],
    }] });
    assert_eq!(list.body, expected, "half a run is not shown, and the demo's own neither");
    let answer = browser.page("/published/placement/master-2027/output/placements.csv").await.expect(200);
    assert_eq!(answer.bytes, b"id,position,code\n");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let packed = [("accept-encoding", "gzip")];
    let file = "/published/placement/master-2027/output/placements.csv";
    let answer = browser.send(Method::GET, file, None, &packed).await.expect(200);
    assert!(answer.header("etag").ends_with("-gzip\""), "{}", answer.header("etag"));
    let again = [packed[0], ("if-none-match", answer.header("etag"))];
    let unchanged = browser.send(Method::GET, file, None, &again).await.expect(304);
    assert_eq!(unchanged.header("etag"), answer.header("etag"), "the tag of the packed bytes");
    browser.send(Method::GET, file, None, &[("if-none-match", "\"half")]).await.expect_problem(400, "badRequest");
    for hidden in [
        "master-2027/output/notes.txt",
        "master-2027/output/cutoffs.csv",
        "master-2027/../secret.csv",
        "master-2027/..%2F..%2Fsecret.csv/x",
        "%2e%2e/output/placements.csv",
        "demo-2026/input/seats.csv",
        "nowhere/input/seats.csv",
    ] {
        browser.page(&format!("/published/placement/{hidden}")).await.expect_problem(404, "notFound");
    }
    app.end().await;
}

#[tokio::test]
async fn outside_demo_mode_nothing_is_published_by_itself() {
    let app = TestApp::start_with(Engine::Sqlite, |config| config.demo = false).await;
    let mut browser = app.browser();
    assert_eq!(browser.page("/published/placement/index.json").await.expect(200).body, json!({ "runs": [] }));
    browser.page("/published/placement/demo-2026/input/seats.csv").await.expect_problem(404, "notFound");
    app.end().await;
}
