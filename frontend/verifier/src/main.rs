//! The verifier in the browser: a worker that is given files and answers with a verdict.
//!
//! It sends `ready`, gets lists of `[folder, name, blob]` and answers each with JSON texts: progress, and at last the answer. It
//! asks the network for nothing.

use std::io::{self, BufReader, Read};

use js_sys::{Array, Uint8Array};
use qabul_verifier::{FILES, Files, Folder, answer_json, progress_json, verify};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn send(text: &str) {
    // The page may be gone; then nobody waits for the answer either.
    let _ = scope().post_message(&JsValue::from_str(text));
}

fn main() {
    let work = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let files = Given::of(&event.data());
        let mut told = String::new();
        let answer = verify(&files, files.vacant(), &mut |progress| {
            let text = progress_json(&progress);
            if text != told {
                send(&text);
                told = text;
            }
        });
        send(&answer_json(&answer));
    });
    scope().set_onmessage(Some(work.as_ref().unchecked_ref()));
    work.forget();
    send("ready");
}

/// The files of the message.
struct Given(Vec<((Folder, &'static str), Blob)>);

impl Given {
    fn of(message: &JsValue) -> Self {
        let named = |entry: JsValue| {
            let entry: Array = entry.dyn_into().ok()?;
            let (folder, name) = (entry.get(0).as_string()?, entry.get(1).as_string()?);
            let known = FILES.into_iter().find(|known| known.0.word() == folder && known.1 == name)?;
            Some((known, entry.get(2).dyn_into().ok()?))
        };
        let list = message.dyn_ref::<Array>().map(|list| list.iter().filter_map(named).collect());
        Self(list.unwrap_or_default())
    }

    fn vacant(&self) -> bool {
        self.0.iter().any(|((folder, _), _)| *folder == Folder::Previous)
    }

    fn find(&self, folder: Folder, name: &str) -> Option<&Blob> {
        self.0.iter().find(|(known, _)| *known == (folder, name)).map(|(_, blob)| blob)
    }
}

impl Files for Given {
    fn open(&self, folder: Folder, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let read = |blob: &Blob| Box::new(BufReader::with_capacity(1 << 20, Slices::of(blob))) as Box<dyn Read>;
        Ok(self.find(folder, name).map(read))
    }

    fn length(&self, folder: Folder, name: &str) -> u64 {
        self.find(folder, name).map_or(0, |blob| blob.size() as u64)
    }
}

/// Reads a file piece by piece, so that one larger than memory can be read.
struct Slices {
    blob: Blob,
    at: f64,
}

impl Slices {
    fn of(blob: &Blob) -> Self {
        Self { blob: blob.clone(), at: 0.0 }
    }

    fn piece(&self, end: f64) -> Result<Uint8Array, JsValue> {
        let piece = self.blob.slice_with_f64_and_f64(self.at, end)?;
        Ok(Uint8Array::new(&FileReaderSync::new()?.read_as_array_buffer(&piece)?.into()))
    }
}

impl Read for Slices {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // Somebody else may have changed or removed the file meanwhile: the browser refuses to read it then.
        let piece = self.piece(self.at + into.len() as f64).map_err(|_| io::Error::other("changed or removed"))?;
        let read = piece.length() as usize;
        piece.copy_to(&mut into[..read]);
        self.at += read as f64;
        Ok(read)
    }
}
