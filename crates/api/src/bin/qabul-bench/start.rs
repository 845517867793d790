//! P11: time from starting the program to its first "ready", and its memory at rest.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::median;

/// A running program; stopped when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs P11 and prints its table.
pub fn run(rounds: usize) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let program = std::env::current_exe()?.with_file_name("qabul");
    anyhow::ensure!(program.is_file(), "build the server first: {} is missing", program.display());
    let database = format!("sqlite:{}", folder.path().join("start.db").display());
    for command in [&["migrate"][..], &["seed", "--demo"][..]] {
        let done =
            Command::new(&program).args(command).env("QABUL_DATABASE", &database).env("QABUL_DEMO", "true").output()?;
        anyhow::ensure!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let began = Instant::now();
        let child = Command::new(&program)
            .arg("serve")
            .env("QABUL_DATABASE", &database)
            .env("QABUL_DEMO", "true")
            .env("QABUL_LISTEN", address.to_string())
            .env("RUST_LOG", "error")
            .spawn()?;
        let child = Running(child);
        while !ready(address) {
            anyhow::ensure!(began.elapsed() < Duration::from_secs(10), "not ready after ten seconds");
            std::thread::sleep(Duration::from_millis(1));
        }
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        std::thread::sleep(Duration::from_millis(500));
        memory.push(resident_megabytes(child.0.id()));
    }
    let size = std::fs::metadata(&program)?.len() as f64 / 1e6;
    let most = times.iter().copied().fold(0.0, f64::max);
    println!("\nP11 start, SQLite, {rounds} starts");
    println!("| figure | median | goal |\n| --- | --- | --- |");
    println!("| start to ready, ms | {:.0} (max {most:.0}) | 100 |", median(&mut times));
    println!("| memory at rest, MB | {:.1} | 25 |", median(&mut memory));
    println!("| program, MB | {size:.1} | 25 |");
    Ok(())
}

fn ready(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_millis(50)) else { return false };
    let asked = stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n");
    let mut answer = [0_u8; 16];
    asked.is_ok() && stream.read(&mut answer).is_ok() && answer.starts_with(b"HTTP/1.1 200")
}

/// Memory a process holds, in MB.
pub fn resident_megabytes(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: f64 = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0.0);
    kilobytes / 1024.0
}
