//! Dropped items: files, or folders with their content.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DragEvent, Event, File, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry, FileSystemFileEntry,
};

use super::choose::with_paths;

/// Maximum number of folders and files that are read, because dropping a whole disk is a mistake.
const MOST: usize = 200;

/// Reads the dropped items and passes them on.
pub fn read(event: Event, then: impl FnOnce(Vec<(String, File)>) + 'static) {
    let Some(data) = event.dyn_into::<DragEvent>().ok().and_then(|event| event.data_transfer()) else { return };
    let items = data.items();
    // Read immediately, because the browser removes the list after this event.
    let entries: Vec<FileSystemEntry> =
        (0..items.length()).filter_map(|at| items.get(at)?.webkit_get_as_entry().ok().flatten()).collect();
    let plain = data.files().map(|files| with_paths(&files)).unwrap_or_default();
    if entries.is_empty() {
        return then(plain);
    }
    leptos::task::spawn_local(async move {
        let mut found = Vec::new();
        let mut open = entries;
        let mut looked = 0;
        while let Some(entry) = open.pop() {
            looked += 1;
            if looked > MOST {
                break;
            }
            if entry.is_directory() {
                open.extend(inside(entry.unchecked_ref()).await);
            } else if let Some(file) = file(entry.unchecked_ref()).await {
                found.push((entry.full_path(), file));
            }
        }
        then(found);
    });
}

/// The content of a folder. The browser returns it in parts; an empty part is the end.
async fn inside(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader: FileSystemDirectoryReader = folder.create_reader();
    let mut all = Vec::new();
    while all.len() < MOST {
        let part = answered(|done, failed| {
            let (done, failed) = (done.unchecked_ref(), failed.unchecked_ref());
            reader.read_entries_with_callback_and_callback(done, failed).is_ok()
        });
        let part: Vec<FileSystemEntry> = match part.await.and_then(|part| part.dyn_into::<Array>().ok()) {
            Some(part) => part.iter().map(JsCast::unchecked_into).collect(),
            None => break,
        };
        if part.is_empty() {
            break;
        }
        all.extend(part);
    }
    all
}

async fn file(entry: &FileSystemFileEntry) -> Option<File> {
    let file = answered(|done, failed| {
        entry.file_with_callback_and_callback(done.unchecked_ref(), failed.unchecked_ref());
        true
    });
    file.await?.dyn_into().ok()
}

/// Waits for one of two callbacks.
async fn answered(ask: impl FnOnce(&JsValue, &JsValue) -> bool) -> Option<JsValue> {
    let mut ask = Some(ask);
    let promise = Promise::new(&mut |done, failed| {
        if let Some(ask) = ask.take()
            && !ask(&done, &failed)
        {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.ok()
}
