//! Starting the HTTP server.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use utoipa_actix_web::{AppExt as _, scope};
use utoipa_swagger_ui::SwaggerUi;

use crate::context::Context;
use crate::middleware::problems;
use crate::{app, openapi, spa};

/// Seconds a stopping server gives to requests under way.
const DRAIN_SECONDS: u64 = 5;

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
    .listen(listener)?
    .run();
    Ok(server)
}
