//! Starting the HTTP server.

use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, Protocol};
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::dev::{AppConfig, Server, ServerHandle};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, web};
use tokio::net::{TcpSocket, TcpStream};
use utoipa_actix_web::{AppExt as _, scope};
use utoipa_swagger_ui::SwaggerUi;

use crate::context::Context;
use crate::middleware::methods::Declared;
use crate::middleware::problems;
use crate::{app, openapi, spa};

pub mod files;
pub mod guarded;
pub mod refusal;

use guarded::{Guarded, Limits};
use refusal::Refusals;

/// Most connections the system holds until they are accepted.
const WAITING: u32 = 2_048;
/// Seconds a stopping server gives to requests under way.
const DRAIN_SECONDS: u64 = 5;
/// How long a stopping server still takes requests, so that those who keep a connection learn of it.
const NOTICE: Duration = Duration::from_secs(1);

/// Longest wait for the head of a connection's first request.
const FIRST_HEAD: Duration = Duration::from_secs(10);
/// How long a caller whose request was refused before its end may go on sending.
const LINGER: Duration = Duration::from_secs(1);
/// Most of an answer that waits in memory until the caller takes it, in bytes.
pub const PIECE: usize = 4 * 1024;

/// How long what was accepted last has for being read, before workers are asked to end.
const LAST: Duration = Duration::from_millis(250);

/// The socket a service manager has opened before the program began (`LISTEN_FDS`). It outlives the program, so whoever connects
/// while one instance has ended and the next has not begun waits instead of being refused.
///
/// # Errors
/// When what was handed over is no such socket.
pub fn handed_over() -> std::io::Result<Option<TcpListener>> {
    let Some(listener) = listenfd::ListenFd::from_env().take_tcp_listener(0)? else { return Ok(None) };
    listener.set_nonblocking(true)?;
    Ok(Some(listener))
}

/// A socket that a second instance may share: the system gives new connections to either, so one can take over from the
/// other without anybody being refused.
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
    // Between requests the server below counts; here it is counted where that one does not.
    let limits = Limits { patience, idle: patience + LINGER };
    let https = context.config.https();
    let document = openapi::document();
    let declared = web::Data::new(Declared::new(&document));
    let data = web::Data::new(context);
    let builder = Server::build()
        .workers(threads)
        .max_concurrent_connections(files::connections_each(threads))
        .shutdown_timeout(DRAIN_SECONDS)
        // Who runs it decides when it stops ([`drain`]).
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let builder = builder.listen("portal", listener, move || {
        let (app, _) = App::new()
            .app_data(data.clone())
            .app_data(declared.clone())
            .app_data(web::FormConfig::default().limit(4 * 1024))
            .into_utoipa_app()
            .service(scope::scope("/api/v1").configure(app::api))
            .split_for_parts();
        let app = app
            .configure(app::pages)
            .service(SwaggerUi::new("/swagger-ui/{_:.*}").url("/openapi.json", document.clone()))
            .default_service(web::to(spa::serve))
            .wrap(Compress::default())
            .wrap(from_fn(problems::around))
            .into_factory()
            .map_err(|error| error.error_response());
        let stopping = stopping.clone();
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
        let refusals = Rc::new(Refusals::new(https));
        fn_service(move |stream: TcpStream| {
            let (caller, guarded) = (stream.peer_addr().ok(), Guarded::new(stream, limits, refusals.clone()));
            async move { Ok::<_, DispatchError>((guarded, Protocol::Http1, caller)) }
        })
        .and_then(http)
    })?;
    Ok(builder.run())
}

/// Stops a server so that nobody loses a request: first it says that it is not ready and closes each connection after its
/// answer, so whoever distributes requests goes elsewhere; then it takes no new ones and finishes those under way.
pub async fn drain(context: &Context, server: &ServerHandle) {
    context.draining.store(true, Ordering::Relaxed);
    tokio::time::sleep(NOTICE).await;
    // What was accepted is answered before the workers end; what was not waits in the socket and moves to another instance.
    server.pause().await;
    tokio::time::sleep(LAST).await;
    server.stop(true).await;
}
