//! Starting the HTTP server.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use tokio::net::TcpSocket;
use utoipa_actix_web::{AppExt as _, scope};
use utoipa_swagger_ui::SwaggerUi;

use crate::context::Context;
use crate::middleware::problems;
use crate::{app, openapi, spa};

/// Most connections the system holds until they are accepted.
const WAITING: u32 = 2_048;
/// Seconds a stopping server gives to requests under way.
const DRAIN_SECONDS: u64 = 5;
/// How long a stopping server still takes requests, so that those who keep a connection learn of it.
const NOTICE: Duration = Duration::from_secs(1);

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
    let document = openapi::document();
    let data = web::Data::new(context);
    let server = HttpServer::new(move || {
        let (app, _) = App::new()
            .app_data(data.clone())
            .app_data(web::FormConfig::default().limit(4 * 1024))
            .into_utoipa_app()
            .service(scope::scope("/api/v1").configure(app::api))
            .split_for_parts();
        app.configure(app::pages)
            .service(SwaggerUi::new("/swagger-ui/{_:.*}").url("/openapi.json", document.clone()))
            .default_service(web::to(spa::serve))
            .wrap(Compress::default())
            .wrap(from_fn(problems::around))
    })
    .workers(threads)
    .client_request_timeout(Duration::from_secs(10))
    .keep_alive(Duration::from_secs(30))
    .shutdown_timeout(DRAIN_SECONDS)
    // Who runs it decides when it stops ([`drain`]).
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
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
