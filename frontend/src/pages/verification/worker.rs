//! The verifier: a separate program in a separate thread, so that the page stays responsive.
//!
//! It is fetched when the page opens, so that a check itself needs no network.

use std::cell::{Cell, RefCell};

use js_sys::Array;
use serde_json::Value;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::files::Known;
use crate::dom;

/// What the worker tells.
pub enum Told {
    /// Progress: the word of the step and the percentage.
    Progress(String, u64),
    /// The answer.
    Answer(Value),
    /// It ended unexpectedly.
    Broken,
}

type Listening = Closure<dyn FnMut(Event)>;
type Tell = Box<dyn Fn(Told)>;

thread_local! {
    static WORKER: RefCell<Option<(Worker, [Listening; 2])>> = const { RefCell::new(None) };
    static READY: Cell<bool> = const { Cell::new(false) };
    /// Files that wait until the worker is ready.
    static WAITING: RefCell<Option<Array>> = const { RefCell::new(None) };
    /// Receiver of messages about the current check.
    static TELL: RefCell<Option<Tell>> = const { RefCell::new(None) };
}

/// Starts the worker if it is not running. It is idle until it gets files.
///
/// # Errors
/// The browser has no such workers.
pub fn warm() -> Result<(), JsValue> {
    if WORKER.with_borrow(Option::is_some) {
        return Ok(());
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&dom::beside_program("verifier.js"), &options)?;
    let heard = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        let text = event.dyn_into::<MessageEvent>().ok().and_then(|event| event.data().as_string());
        match text.as_deref() {
            Some("ready") => {
                READY.set(true);
                give();
            }
            Some(text) => tell(read(text)),
            None => {}
        }
    });
    let failed = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        // The page shows the error, so it need not appear in the console too.
        event.prevent_default();
        tell(Told::Broken);
        // Ended later, because a closure cannot be dropped while it is running.
        leptos::task::spawn_local(async { end() });
    });
    worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
    WORKER.set(Some((worker, [heard, failed])));
    Ok(())
}

/// Ends the worker and frees its memory.
pub fn end() {
    READY.set(false);
    WAITING.take();
    TELL.take();
    if let Some((worker, _listening)) = WORKER.take() {
        worker.set_onmessage(None);
        worker.set_onerror(None);
        worker.terminate();
    }
}

/// Checks these files.
///
/// # Errors
/// The browser has no such workers.
pub fn check(files: &[(Known, Blob)], tell: impl Fn(Told) + 'static) -> Result<(), JsValue> {
    warm()?;
    let entry = |(known, blob): &(Known, Blob)| Array::of3(&known.folder.into(), &known.name.into(), blob);
    TELL.set(Some(Box::new(tell)));
    WAITING.set(Some(files.iter().map(entry).collect()));
    give();
    Ok(())
}

/// Passes the files on once the worker listens; anything sent before would be lost.
fn give() {
    if !READY.get() {
        return;
    }
    if let Some(files) = WAITING.take() {
        WORKER.with_borrow(|worker| worker.as_ref().map(|(worker, _)| worker.post_message(&files)));
    }
}

fn tell(told: Told) {
    TELL.with_borrow(|tell| {
        if let Some(tell) = tell {
            tell(told);
        }
    });
}

fn read(text: &str) -> Told {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Told::Broken };
    match (value.get("step").and_then(Value::as_str), value.get("percent").and_then(Value::as_u64)) {
        (Some(step), Some(percent)) => Told::Progress(step.to_owned(), percent),
        _ => Told::Answer(value),
    }
}
