//! Time limit for receiving a request body, whichever handler reads it.

use std::io::ErrorKind;
use std::pin::Pin;
use std::time::Duration;

use actix_web::HttpMessage as _;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use futures_util::stream::poll_fn;
use futures_util::{FutureExt as _, Stream as _};

use crate::sampled::{self, Refused};

/// Ends a body with an error when its time is over.
pub fn limit(request: &mut ServiceRequest, time: Duration) {
    let headers = request.headers();
    if !headers.contains_key(CONTENT_LENGTH) && !headers.contains_key(TRANSFER_ENCODING) {
        return;
    }
    let mut body = request.take_payload();
    // Most bodies arrive with the head, so the timer is created only when the body has to be waited for.
    let mut over = None;
    let timed = poll_fn(move |cx| {
        let chunk = Pin::new(&mut body).poll_next(cx);
        if chunk.is_ready() {
            return chunk;
        }
        let over = over.get_or_insert_with(|| Box::pin(tokio::time::sleep(time)));
        over.poll_unpin(cx).map(|()| {
            sampled::note(Refused::SlowRequest);
            Some(Err(PayloadError::Io(ErrorKind::TimedOut.into())))
        })
    });
    request.set_payload(Payload::Stream { payload: Box::pin(timed) });
}
