//! Rebuilds the crate when a migration changes: they are embedded by a macro that cargo does not watch.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
