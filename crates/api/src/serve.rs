//! Starting the HTTP server.

use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, Protocol};
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, boxed, fn_service, map_config};
use actix_web::dev::{AppConfig, Server, ServerHandle};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, web};
use tokio::net::{TcpSocket, TcpStream};
use utoipa_actix_web::{AppExt as _, scope};

use crate::context::Context;
use crate::handlers::swagger::Interface;
use crate::middleware::methods::Declared;
use crate::middleware::problems;
use crate::{app, openapi, spa};

pub mod files;
pub mod gathered;
pub mod guarded;
pub mod refusal;
pub mod stalled;

use gathered::First;
use guarded::{Guarded, Limits};
use refusal::Refusals;
use stalled::Stalled;

/// Maximum number of connections that the operating system queues until they are accepted.
const WAITING: u32 = 2_048;
/// Seconds that a stopping server gives to running requests.
const DRAIN_SECONDS: u64 = 5;
/// How long a stopping server still accepts requests, so that callers with persistent connections notice.
const NOTICE: Duration = Duration::from_secs(1);

/// Maximum wait for the head of a connection's first request.
const FIRST_HEAD: Duration = Duration::from_secs(10);
/// How long a caller may continue to send after its request was refused before its end.
const LINGER: Duration = Duration::from_secs(1);
/// Maximum size in bytes of the part of an answer that waits in memory until the caller reads it.
pub const PIECE: usize = 4 * 1024;

/// Size in bytes of the part of an answer that waits in the operating system, for every connection. It holds the larger
/// files of the SPA, so that they leave this process at once; without this setting it would be megabytes.
#[cfg(unix)]
const KERNEL: usize = 128 * 1024;

/// Time for reading the connections accepted last, before workers are asked to end.
const LAST: Duration = Duration::from_millis(250);

/// The socket that a service manager opened before the program started (`LISTEN_FDS`). It exists longer than the
/// program, so a caller who connects between the end of one instance and the start of the next waits instead of being
/// refused.
///
/// # Errors
/// When the given descriptor is not such a socket.
pub fn handed_over() -> std::io::Result<Option<TcpListener>> {
    let Some(listener) = listenfd::ListenFd::from_env().take_tcp_listener(0)? else { return Ok(None) };
    listener.set_nonblocking(true)?;
    Ok(Some(listener))
}

/// A socket that a second instance may share: the operating system gives new connections to either, so one instance can
/// take over from the other without refused connections.
///
/// # Errors
/// When the address is in use by a program that does not share it.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    #[cfg(unix)]
    socket.set_reuseport(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)?.into_std()
}

/// A server on an open socket; it runs when awaited.
///
/// # Errors
/// When the socket cannot be used.
pub fn server(context: Context, listener: TcpListener) -> anyhow::Result<Server> {
    let threads = match context.config.threads {
        0 => std::thread::available_parallelism().map_or(2, usize::from),
        some => some,
    };
    let patience = Duration::from_secs(context.config.patience_seconds);
    // The server below limits the time between requests; this limit is for the cases that it does not cover.
    let limits = Limits { patience, idle: patience + LINGER };
    let first = gathered::Limits { head: patience.min(FIRST_HEAD), body: patience };
    let https = context.config.https();
    let document = openapi::document();
    let declared = web::Data::new(Declared::new(&document));
    let interface = web::Data::new(Interface::new(&document)?);
    #[cfg(unix)]
    rustix::net::sockopt::set_socket_send_buffer_size(&listener, KERNEL)?;
    let data = web::Data::new(context);
    let builder = Server::build()
        .workers(threads)
        .max_concurrent_connections(files::connections_each(threads))
        .shutdown_timeout(DRAIN_SECONDS)
        // The caller decides when it stops ([`drain`]).
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let builder = builder.listen("portal", listener, move || {
        let (app, _) = App::new()
            .app_data(data.clone())
            .app_data(declared.clone())
            .app_data(interface.clone())
            .app_data(web::FormConfig::default().limit(4 * 1024))
            .into_utoipa_app()
            .service(scope::scope("/api/v1").configure(app::api))
            .split_for_parts();
        let app = app
            .configure(app::pages)
            .default_service(web::to(spa::serve))
            .wrap(Compress::default())
            .wrap(from_fn(problems::around))
            .into_factory()
            .map_err(|error| error.error_response());
        let (stopping, stops) = (stopping.clone(), stopping.clone());
        let http = HttpService::build()
            .keep_alive(patience)
            .client_request_timeout(patience.min(FIRST_HEAD))
            .client_disconnect_timeout(LINGER)
            .h1_write_buffer_size(PIECE)
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .on_connect_ext(|stream: &Guarded, data| {
                data.insert(stream.busy());
            })
            .finish(map_config(app, |()| AppConfig::default()));
        let (stalled, refusals) = (Stalled::new(threads), Rc::new(Refusals::new(https)));
        fn_service(move |stream: TcpStream| {
            let (stalled, refusals) = (stalled.clone(), refusals.clone());
            let (caller, stops) = (stream.peer_addr().ok(), stops.clone());
            async move {
                let bytes = match gathered::first(&stream, first, stops.notified()).await {
                    First::Came(bytes) => bytes,
                    First::Slow => return Err(refusals.slow(stream).await),
                    First::Gone => return Err(DispatchError::DisconnectTimeout),
                };
                Ok((Guarded::new(stream, bytes, limits, stalled, refusals), Protocol::Http1, caller))
            }
        })
        // Boxed, so that a connection whose first request is still awaited does not contain the state of a served one.
        .and_then(boxed::factory(http))
    })?;
    Ok(builder.run())
}

/// Stops a server without losing a request: first it reports that it is not ready and closes each connection after its
/// answer, so that load balancers use another instance; then it accepts no new connections and finishes the running
/// requests.
pub async fn drain(context: &Context, server: &ServerHandle) {
    context.draining.store(true, Ordering::Relaxed);
    tokio::time::sleep(NOTICE).await;
    // Accepted connections are answered before the workers end; the others wait in the socket and move to another
    // instance.
    server.pause().await;
    tokio::time::sleep(LAST).await;
    server.stop(true).await;
}
