//! A child process that ends with xtask.

use std::{
    fs::File,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::http;

/// How long a program may take to end before it is killed.
const FAREWELL: Duration = Duration::from_secs(10);

/// A running program. Dropping it sends a termination signal and, after a timeout, kills it.
pub struct Running {
    name: &'static str,
    child: Child,
    /// The signal that asks this program to end quickly but cleanly.
    farewell: &'static str,
}

impl Running {
    /// Starts a program. With `log`, its output is written there instead of to the terminal.
    ///
    /// # Errors
    /// The program does not exist.
    pub fn start(name: &'static str, command: &mut Command, log: Option<&Path>) -> Result<Self> {
        if let Some(log) = log {
            let log = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
            command.stdout(log.try_clone()?).stderr(log);
        }
        // In a process group of its own: Ctrl-C reaches only xtask, which then ends its programs in the right order.
        let child =
            command.stdin(Stdio::null()).process_group(0).spawn().with_context(|| format!("cannot start {name}"))?;
        Ok(Self { name, child, farewell: "-TERM" })
    }

    /// Uses another signal than SIGTERM to end it.
    pub fn ended_by(mut self, signal: &'static str) -> Self {
        self.farewell = signal;
        self
    }

    /// Waits until `ready` returns true.
    ///
    /// # Errors
    /// The program ended, or did not become ready in time.
    pub fn wait_until(&mut self, within: Duration, ready: impl Fn() -> bool) -> Result<()> {
        let started = Instant::now();
        while !ready() {
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended with {status} instead of starting", self.name);
            }
            if started.elapsed() > within {
                bail!("{} was not ready within {} s", self.name, within.as_secs());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Waits until `GET path` answers 200.
    ///
    /// # Errors
    /// The same as [`Self::wait_until`].
    pub fn wait_for(&mut self, port: u16, path: &str) -> Result<()> {
        self.wait_until(Duration::from_secs(60), || http::get(port, path).is_ok_and(|(status, _)| status == 200))
    }

    /// Its exit status as text, if it has ended.
    ///
    /// # Errors
    /// The operating system no longer knows the process.
    pub fn ended(&mut self) -> Result<Option<String>> {
        Ok(self.child.try_wait()?.map(|status| format!("{} ended with {status}", self.name)))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        let _ = Command::new("kill").args([self.farewell, &self.child.id().to_string()]).status();
        let started = Instant::now();
        while started.elapsed() < FAREWELL {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
