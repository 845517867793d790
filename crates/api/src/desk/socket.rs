//! The local socket at which a running server accepts orders.
//!
//! It lies beside the database and is open only to its own system user (and root): the file mode keeps others out, and
//! the server also checks the user id of the connected process. An order is one line of JSON, and so is the answer.

use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::oneshot;
use tokio::task::LocalSet;

use super::{Order, perform, told};
use crate::context::Context;

/// Maximum size of an order: a complete catalogue has a few megabytes.
const LARGEST: u64 = 32 * 1024 * 1024;
/// Maximum time until an order is received completely.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Reply {
    Done(String),
    Refused(String),
}

/// A socket that accepts orders; closed when dropped.
pub struct Desk {
    _stop: oneshot::Sender<()>,
}

/// Accepts orders at the socket from now on, on a separate thread. The caller owns the database, so an existing socket
/// file was left behind by an ended server.
///
/// # Errors
/// When there can be no socket at this path.
pub fn listen(context: Context, path: &Path) -> anyhow::Result<Desk> {
    let fail = || format!("cannot listen at {}", path.display());
    // It has another name until its mode is set, so that nobody can connect before that.
    let mut made = path.as_os_str().to_owned();
    made.push(".new");
    let made = Path::new(&made);
    match std::fs::remove_file(made) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).with_context(fail),
        _ => {}
    }
    let listener = std::os::unix::net::UnixListener::bind(made).with_context(fail)?;
    std::fs::set_permissions(made, std::fs::Permissions::from_mode(0o600)).with_context(fail)?;
    let own = std::fs::metadata(made).with_context(fail)?.uid();
    std::fs::rename(made, path).with_context(fail)?;
    listener.set_nonblocking(true)?;
    let (stop, stopped) = oneshot::channel();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("desk".to_owned()).spawn(move || {
        let taken = LocalSet::new().block_on(&runtime, take(context, listener, own, stopped));
        if let Err(error) = taken {
            tracing::error!(event = "desk.off", %error, "the command line cannot give orders");
        }
    })?;
    Ok(Desk { _stop: stop })
}

async fn take(
    context: Context,
    listener: std::os::unix::net::UnixListener,
    own: u32,
    mut stopped: oneshot::Receiver<()>,
) -> anyhow::Result<()> {
    let listener = UnixListener::from_std(listener)?;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stopped => return Ok(()),
        };
        let Ok((stream, _)) = accepted else { continue };
        match stream.peer_cred() {
            Ok(peer) if peer.uid() == own || peer.uid() == 0 => {
                let (context, uid) = (context.clone(), peer.uid());
                tokio::task::spawn_local(async move {
                    if let Err(error) = answer(&context, stream, uid).await {
                        tracing::warn!(event = "desk.failed", %error, "an order could not be answered");
                    }
                });
            }
            _ => tracing::warn!(event = "desk.foreign", "another system user wanted to give orders"),
        }
    }
}

async fn answer(context: &Context, stream: UnixStream, uid: u32) -> anyhow::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut line = Vec::new();
    let mut reading = BufReader::new(reading.take(LARGEST));
    tokio::time::timeout(PATIENCE, reading.read_until(b'\n', &mut line)).await.context("no order in time")??;
    // serde's message about an invalid order names fields, not values.
    let reply = match serde_json::from_slice::<Order>(&line) {
        Err(_) => Reply::Refused("the server does not know this order: is it of another release?".to_owned()),
        Ok(order) => {
            let name = order.name();
            let done = perform(context, order).await.map_err(told);
            tracing::info!(event = "desk.order", order = name, uid, done = done.is_ok(), "an order was carried out");
            match done {
                Ok(text) => Reply::Done(text),
                Err(refusal) => Reply::Refused(format!("{refusal:#}")),
            }
        }
    };
    let mut text = serde_json::to_vec(&reply)?;
    text.push(b'\n');
    writing.write_all(&text).await?;
    Ok(writing.shutdown().await?)
}

/// Sends an order to the server behind the socket. `None` = no server listens.
///
/// # Errors
/// The socket belongs to another user, or the server stopped before it answered, so that it is unknown whether the
/// order was carried out.
pub async fn ask(path: &Path, order: &Order) -> anyhow::Result<Option<Result<String, String>>> {
    let stream = match UnixStream::connect(path).await {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot give orders at {}", path.display())),
    };
    let (reading, mut writing) = stream.into_split();
    let mut text = serde_json::to_vec(order)?;
    text.push(b'\n');
    writing.write_all(&text).await?;
    let mut line = String::new();
    BufReader::new(reading).read_line(&mut line).await?;
    if line.is_empty() {
        bail!("the server ended before it answered: look whether the order was carried out");
    }
    Ok(Some(match serde_json::from_str(&line)? {
        Reply::Done(text) => Ok(text),
        Reply::Refused(text) => Err(text),
    }))
}
