//! The server's clock as the device can follow it. Countdowns show it; decisions are the server's.

use std::cell::Cell;

use leptos::prelude::*;
use qabul_domain::calendar::Micros;

use crate::dom;

thread_local! {
    /// Server minus device, in microseconds.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
}

#[allow(clippy::cast_possible_truncation)]
fn device() -> i64 {
    (dom::device_millis() * 1000.0) as i64
}

/// Notes what the server's clock shows at this moment.
pub fn set_server_now(now: Micros) {
    AHEAD.set(now.0 - device());
}

/// Notes what the server's clock showed when the device's stood at so many milliseconds since 1970.
pub fn set_server_then(now: Micros, device_millis: i64) {
    AHEAD.set(now.0 - device_millis * 1_000);
}

/// The server's present instant.
pub fn now() -> Micros {
    Micros(device() + AHEAD.get())
}

/// A signal that moves every `seconds` with the server's present instant, for as long as its owner lives.
pub fn ticking(seconds: u64) -> ReadSignal<Micros> {
    let (read, write) = signal(now());
    if let Ok(handle) = set_interval_with_handle(move || write.set(now()), std::time::Duration::from_secs(seconds)) {
        on_cleanup(move || handle.clear());
    }
    read
}

/// How many whole units a positive span fills, the last one begun counting as whole; 0 for a span that is over.
pub fn units(span: i64, unit: i64) -> i64 {
    (span.max(0) + unit - 1) / unit
}

/// Whether the device shows another time than Baku (UTC+4 all year), so that an hour needs "Bakı vaxtı ilə".
pub fn zone_differs() -> bool {
    js_sys::Date::new_0().get_timezone_offset() != -240.0
}
