//! Thousands of sockets that send slowly, never complete a body or do not read their answers, while another caller
//! sends ordinary requests. The server is a separate process, so that its memory can be measured.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use qabul_api::serve::files;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpSocket, TcpStream};

use crate::confirm::demo_config;
use crate::flood::serve;
use crate::http::{Connection, Request};
use crate::start::resident_megabytes;
use crate::statistics::quantile;

/// Target: maximum memory in MB.
const MOST: f64 = 100.0;
/// Maximum time until the server closes such a socket, with some reserve.
const GONE: Duration = Duration::from_secs(90);
/// Size of the file that is requested and not read, in bytes.
const FILE: usize = 3 << 20;

/// Opens `sockets` sockets, measures memory and the times of an ordinary caller, and waits until the server has closed
/// all.
pub async fn run(sockets: usize) -> anyhow::Result<()> {
    let handles = files::raise_limit();
    anyhow::ensure!(handles as usize > sockets + 256, "only {handles} files may be open: raise `ulimit -n`");
    let folder = tempfile::tempdir_in(std::env::var_os("QABUL_BENCH_DIR").unwrap_or_else(|| ".".into()))?;
    std::fs::create_dir_all(folder.path().join("web/pkg/1"))?;
    std::fs::write(folder.path().join("web/pkg/1/app_bg.wasm"), vec![7; FILE])?;
    let mut config = demo_config();
    config.database = format!("sqlite:{}", folder.path().join("sockets.db").display());
    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let served = serve(&config.database, address, Some(&folder.path().join("web"))).await?;
    let id = served.0.id();
    let mut other = Connection::open(address).await?;
    let calm = ask(&mut other, 200).await?;
    let (before, handles_before) = (resident_megabytes(id), open_files(id));
    let begun = Instant::now();
    let mut open = Vec::with_capacity(sockets);
    for number in 0..sockets {
        open.push(slow(address, number).await?);
    }
    let opened = begun.elapsed();
    let (mut most, mut waited) = (0.0_f64, Vec::new());
    for _ in 0..20 {
        waited.extend(ask(&mut other, 20).await?);
        most = most.max(resident_megabytes(id));
    }
    waited.sort_by(f64::total_cmp);
    // Reading the sockets would consume the answers, so the server's own handles show which of them it has closed.
    let mut left = open_files(id).saturating_sub(handles_before);
    while left > 0 && begun.elapsed() < GONE {
        tokio::time::sleep(Duration::from_millis(200)).await;
        left = open_files(id).saturating_sub(handles_before);
    }
    drop(open);
    println!("\nslow sockets, SQLite: {sockets}, a third each in the head, in the body and in the answer");
    println!("| figure | before | with them | goal |\n| --- | --- | --- | --- |");
    println!("| memory, MB | {before:.0} | {most:.0} | {MOST:.0} |");
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
        println!(
            "| others' requests {name}, ms | {:.1} | {:.1} | – |",
            quantile(&calm, share),
            quantile(&waited, share)
        );
    }
    println!("| seconds to open them | – | {:.1} | – |", opened.as_secs_f64());
    println!("| kept longer than {} s | – | {left} | 0 |", GONE.as_secs());
    println!("| memory afterwards, MB | – | {:.0} | – |", resident_megabytes(id));
    anyhow::ensure!(most <= MOST && left == 0, "a goal is missed");
    Ok(())
}

/// Number of files and sockets that a process has open.
fn open_files(process: u32) -> usize {
    std::fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count)
}

/// The times of an ordinary caller in milliseconds, sorted.
async fn ask(connection: &mut Connection, times: usize) -> anyhow::Result<Vec<f64>> {
    let request = Request { line: "GET /api/v1/system/status", ..Request::default() }.bytes();
    let mut all = Vec::with_capacity(times);
    for _ in 0..times {
        let begun = Instant::now();
        let (status, _) = connection.send(&request).await?;
        anyhow::ensure!(status == 200, "answered {status}");
        all.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    all.sort_by(f64::total_cmp);
    Ok(all)
}

async fn slow(address: SocketAddr, number: usize) -> anyhow::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    // Buffers are small on this side too, because the server's memory is to be measured.
    socket.set_recv_buffer_size(4_096)?;
    let [a, b] = u16::try_from(number / 1_000).unwrap_or_default().to_be_bytes();
    socket.bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 3, a, b + 1)), 0))?;
    let mut stream = socket.connect(address).await?;
    let text: &[u8] = match number % 3 {
        0 => b"POST /api/v1/sessions HTTP/1.1\r\nHost: bench\r\nContent-Le",
        1 => b"POST /api/v1/sessions HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{",
        _ => b"GET /pkg/1/app_bg.wasm HTTP/1.1\r\nHost: bench\r\n\r\n",
    };
    stream.write_all(text).await?;
    Ok(stream)
}
