//! The verifier at work: a program of its own in a thread of its own, so that the page stays quick.

use js_sys::Array;
use serde_json::Value;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::files::Known;
use super::words::beside_program;

/// What the worker tells.
pub enum Told {
    /// How far it has come: the step's word and percents.
    Progress(String, u64),
    /// The answer.
    Answer(Value),
    /// It ended before its time.
    Broken,
}

/// A check under way. Dropping it ends the worker.
pub struct Check {
    worker: Worker,
    _listening: [Closure<dyn FnMut(Event)>; 2],
}

impl Check {
    /// Starts a check of these files.
    ///
    /// # Errors
    /// The browser has no such workers.
    pub fn start(files: Vec<(Known, Blob)>, tell: impl Fn(Told) + Clone + 'static) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&beside_program("verifier.js"), &options)?;
        let (to, broken) = (worker.clone(), tell.clone());
        let heard = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let text = event.dyn_into::<MessageEvent>().ok().and_then(|event| event.data().as_string());
            match text.as_deref() {
                // What is sent before it listens would be lost.
                Some("ready") => drop(to.post_message(&message(&files))),
                Some(text) => tell(read(text)),
                None => {}
            }
        });
        let failed = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            // Told on the page; the console would say it a second time.
            event.prevent_default();
            broken(Told::Broken);
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Ok(Self { worker, _listening: [heard, failed] })
    }
}

impl Drop for Check {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn message(files: &[(Known, Blob)]) -> Array {
    let entry = |(known, blob): &(Known, Blob)| Array::of3(&known.folder.into(), &known.name.into(), blob);
    files.iter().map(entry).collect()
}

fn read(text: &str) -> Told {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Told::Broken };
    match (value.get("step").and_then(Value::as_str), value.get("percent").and_then(Value::as_u64)) {
        (Some(step), Some(percent)) => Told::Progress(step.to_owned(), percent),
        _ => Told::Answer(value),
    }
}
