//! The verifier shares nothing with the program whose results it checks.

use std::process::Command;

#[test]
fn neither_domain_nor_contract_stands_below_the_verifier() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--package=qabul-verifier", "--edges=normal,build", "--prefix=none"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let own: Vec<&str> = tree.lines().filter(|line| line.starts_with("qabul")).collect();
    assert_eq!(own.len(), 1, "{own:?}");
    assert!(own[0].starts_with("qabul-verifier "));
    assert!(tree.lines().count() < 20, "a verifier that few can read is of little use:\n{tree}");
}
