//! `cargo xtask run`: builds a clean clone and starts the portal.

use std::{path::PathBuf, thread, time::Duration};

use anyhow::{Result, bail};

use crate::{demo::Plan, files, interrupt, native, shell, web};

/// `cargo xtask run`
#[derive(clap::Args)]
pub struct Args {
    /// Port of the portal; the simulator uses the next port, its mail server the one after
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder for the database and other persistent data
    #[arg(long, default_value = "data", value_name = "DIR")]
    data_dir: PathBuf,
    /// Delete the data of an earlier run
    #[arg(long)]
    fresh: bool,
    /// Use this PostgreSQL instead of SQLite in the data folder
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

/// Marker file of a folder created by this command, so that `--fresh` never deletes another folder.
const MARK: &str = ".qabul-data";

/// Builds what is missing, starts both programs and waits for Ctrl-C.
///
/// # Errors
/// A build fails, a port is in use, or a program ends unexpectedly.
pub fn run(args: &Args) -> Result<()> {
    let Some(mail) = args.port.checked_add(2) else { bail!("--port {} leaves no room for two more", args.port) };
    web::build(&web::Args::default(), web::Optimiser::Wanted)?;
    let programs = native::build(native::Build::Release)?;
    let data = shell::root().join(&args.data_dir);
    if args.fresh {
        empty(&data, args.postgres.is_some())?;
    }
    files::put(&data.join(MARK), "")?;
    let plan = Plan {
        programs,
        web: web::dist(),
        data,
        postgres: args.postgres.clone(),
        port: args.port,
        simulator: args.port + 1,
        mail,
        quiet: true,
    };
    interrupt::watch()?;
    let mut demo = plan.start()?;
    println!();
    println!("Qəbul runs at      {}", plan.address());
    println!("SMS and e-mail at  {}   (with switches that make a register slow, silent or wrong)", plan.inbox());
    println!("Swagger UI at      {}/swagger-ui/", plan.address());
    println!("Data and logs in   {}", plan.data.display());
    println!("\nPersons one can register as:\n\n{}", plan.persons()?);
    println!("Stop with Ctrl-C. Data stays for the next start; --fresh throws it away.");
    while !interrupt::asked() {
        if let Some(how) = demo.ended()? {
            bail!("{how}; its words are in {}", plan.data.display());
        }
        thread::sleep(Duration::from_millis(200));
    }
    println!("\nstopping");
    drop(demo);
    Ok(())
}

fn empty(data: &std::path::Path, postgres: bool) -> Result<()> {
    if postgres {
        bail!("--fresh empties a data folder, never a PostgreSQL: make an empty database and name that");
    }
    if data.exists() && !data.join(MARK).is_file() {
        bail!("{} was not made by this command: not emptied", data.display());
    }
    files::clear(data)
}
