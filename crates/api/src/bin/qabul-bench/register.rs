//! A population register that answers at once: FINs with `C` are unknown, every other FIN belongs to a person born on
//! 2001-02-03. It does the same work for both, so any difference in time is caused by the portal.

use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Starts it; its address.
pub async fn start() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    Ok(address)
}

async fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::new();
    loop {
        let mut chunk = [0_u8; 4096];
        let read = stream.read(&mut chunk).await?;
        if read == 0 {
            return Ok(());
        }
        buffer.extend_from_slice(&chunk[..read]);
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let Ok(question) = serde_json::from_slice::<Value>(&buffer[head + 4..]) else { continue };
        let answer = answer(question["fin"].as_str().unwrap_or_default());
        buffer.clear();
        stream.write_all(answer.as_bytes()).await?;
    }
}

fn answer(fin: &str) -> String {
    let person = json!({
        "fin": fin, "surname": "Ölçməli", "name": "Şəxs", "patronymic": "Sınaq oğlu", "birthDate": "2001-02-03",
        "citizenship": "azerbaijan", "document": format!("AA1{}", &fin[1..]), "registeredPlace": "Bakı",
        "actualPlace": "Bakı",
    });
    let problem = json!({ "type": "about:blank", "title": "No record", "status": 404, "code": "notFound" });
    let (status, kind, body) = if fin.starts_with('C') {
        ("404 Not Found", "application/problem+json", problem)
    } else {
        ("200 OK", "application/json", person)
    };
    let body = body.to_string();
    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}
