//! `cargo xtask …`: all tasks of the repository besides editing.
//!
//! One file per command. `run` and `test` do all the required set-up; the other commands are parts of them and can be
//! called alone.

mod bench;
mod chaos;
mod child;
mod demo;
mod docs;
mod files;
mod http;
mod interrupt;
mod lint;
mod native;
mod npm;
mod openapi;
mod run;
mod shell;
mod test;
mod web;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Build, run, test and check the portal")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start the portal with its simulator
    Run(run::Args),
    /// Run every test: domain, both databases, API, browser
    Test(test::Args),
    /// Build the SPA and check its size budget
    Web(web::Args),
    /// Write openapi/openapi.json from the handlers
    Openapi(openapi::Args),
    /// Write the generated pages of docs/
    Docs(docs::Args),
    /// Format, clippy, interface descriptions, licences, texts, file lengths
    Lint(lint::Args),
    /// Measure the release build
    Bench(bench::Args),
    /// Kill, starve and slow down the portal, and check that nothing is lost
    Chaos(chaos::Args),
}

fn main() -> ExitCode {
    // Prints only a message: the position in xtask's source where a build stopped does not help.
    match perform(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    match task {
        Task::Run(args) => run::run(&args),
        Task::Test(args) => test::run(&args),
        Task::Web(args) => web::run(&args),
        Task::Openapi(args) => openapi::run(&args),
        Task::Docs(args) => docs::run(&args),
        Task::Lint(args) => lint::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Chaos(args) => chaos::run(&args),
    }
}
