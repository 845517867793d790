//! The server's clock as estimated on the device. It is used for countdowns; the server makes the decisions.

use std::cell::Cell;

use leptos::prelude::*;
use qabul_domain::calendar::Micros;

use crate::dom;

thread_local! {
    /// Server time minus device time, in microseconds.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
}

#[allow(clippy::cast_possible_truncation)]
fn device() -> i64 {
    (dom::device_millis() * 1000.0) as i64
}

/// Records the server's current time.
pub fn set_server_now(now: Micros) {
    AHEAD.set(now.0 - device());
}

/// Records the server's time at the given device time, in milliseconds since 1970.
pub fn set_server_then(now: Micros, device_millis: i64) {
    AHEAD.set(now.0 - device_millis * 1_000);
}

/// The server's present instant.
pub fn now() -> Micros {
    Micros(device() + AHEAD.get())
}

/// A signal with the server's current instant, updated every `seconds` while its owner lives.
pub fn ticking(seconds: u64) -> ReadSignal<Micros> {
    let (read, write) = signal(now());
    if let Ok(handle) = set_interval_with_handle(move || write.set(now()), std::time::Duration::from_secs(seconds)) {
        on_cleanup(move || handle.clear());
    }
    read
}

/// Number of units in a positive span, counting the last incomplete one; 0 for a span that has ended.
pub fn units(span: i64, unit: i64) -> i64 {
    (span.max(0) + unit - 1) / unit
}

/// Whether the device's time zone differs from Baku (UTC+4 all year), so that times are shown with "Bakı vaxtı ilə"
/// ("Baku time").
pub fn zone_differs() -> bool {
    js_sys::Date::new_0().get_timezone_offset() != -240.0
}
