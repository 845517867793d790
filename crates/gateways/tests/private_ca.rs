//! One setting for a private authority: HTTP systems and the mail relay are believed if it has certified them, and only then.
//!
//! `private_ca/` holds an authority made for this test, a server's certificate by it for `localhost`, and another authority.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::time::Duration;

use qabul_domain::calendar::Micros;
use qabul_gateways::{Delivery, GatewaySettings, Gateways, Timeouts};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const AUTHORITY: &[u8] = include_bytes!("private_ca/authority.pem");
const STRANGER: &[u8] = include_bytes!("private_ca/stranger.pem");
const NOW: Micros = Micros(1_796_104_800_000_000);

fn acceptor() -> TlsAcceptor {
    let chain = vec![CertificateDer::from_pem_slice(include_bytes!("private_ca/server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("private_ca/server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    TlsAcceptor::from(Arc::new(config.with_no_client_auth().with_single_cert(chain, key).unwrap()))
}

/// Serves each connection over TLS; returns the port.
async fn serve<F: Future<Output = ()> + Send + 'static>(talk: fn(TlsStream<TcpStream>) -> F) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A caller who does not believe us hangs up in the middle.
            tokio::spawn(async move {
                if let Ok(stream) = acceptor().accept(stream).await {
                    talk(stream).await;
                }
            });
        }
    });
    port
}

/// The SMS provider: takes one message.
async fn http(mut stream: TlsStream<TcpStream>) {
    let (mut read, mut chunk) = (Vec::new(), [0; 4096]);
    while !read.ends_with(b"}") {
        let count = stream.read(&mut chunk).await.unwrap();
        read.extend_from_slice(&chunk[..count]);
    }
    let body = r#"{"id":"m-1"}"#;
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let _ = stream.shutdown().await;
}

/// The mail relay: takes one message.
async fn smtp(stream: TlsStream<TcpStream>) {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 localhost\r\n").await.unwrap();
    let (mut line, mut in_message) = (String::new(), false);
    while stream.read_line(&mut line).await.is_ok_and(|count| count > 0) {
        let reply = match line.trim_end() {
            "." => {
                in_message = false;
                "250 taken\r\n"
            }
            _ if in_message => "",
            "DATA" => {
                in_message = true;
                "354 go on\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 localhost\r\n",
        };
        if stream.write_all(reply.as_bytes()).await.is_err() {
            return;
        }
        line.clear();
    }
}

async fn deliveries(http: u16, smtp: u16, roots: Option<&[u8]>) -> (Delivery, Delivery) {
    let mut settings =
        GatewaySettings::for_simulator(&format!("https://localhost:{http}"), ([127, 0, 0, 1], smtp).into(), "secret");
    settings.mail.url = format!("smtps://localhost:{smtp}");
    settings.timeouts = Timeouts { connect: Duration::from_secs(5), total: Duration::from_secs(5) };
    settings.own_roots_pem = roots.map(<[u8]>::to_vec);
    let gateways = Gateways::new(&settings).unwrap();
    (
        gateways.sms.send("m-1", "+994505550117", "Salam", NOW).await,
        gateways.mail.send("m-1", "aysel@example.az", "Salam", "Salam", Vec::new(), NOW).await,
    )
}

#[tokio::test]
async fn a_private_authority_is_believed_for_http_and_mail_alike_and_no_other_is() {
    let (http, smtp) = (serve(http).await, serve(smtp).await);
    assert_eq!(deliveries(http, smtp, Some(AUTHORITY)).await, (Delivery::Accepted, Delivery::Accepted));
    assert_eq!(deliveries(http, smtp, Some(STRANGER)).await, (Delivery::Unavailable, Delivery::Unavailable));
    assert_eq!(deliveries(http, smtp, None).await, (Delivery::Unavailable, Delivery::Unavailable));
    let both = [STRANGER, AUTHORITY].concat();
    assert_eq!(deliveries(http, smtp, Some(&both)).await, (Delivery::Accepted, Delivery::Accepted));
}

#[tokio::test]
async fn a_file_without_a_certificate_is_refused_at_the_start() {
    let mut settings = GatewaySettings::for_simulator("https://localhost:1", ([127, 0, 0, 1], 1).into(), "secret");
    for pem in [&b""[..], b"not a certificate"] {
        settings.own_roots_pem = Some(pem.to_vec());
        assert!(Gateways::new(&settings).is_err());
    }
}
