//! All files of a check in one text, for the fuzzer and its corpus.

use qabul_verifier::{FILES, Folder, Memory};

/// A line that begins a file: `>> input/seats.csv`.
const MARK: &[u8] = b">> ";

/// Takes the files out of a bundle. With a file of the round before, it is a round for vacant seats.
pub fn unpack(bytes: &[u8]) -> (Memory, bool) {
    let mut files = Memory::default();
    let mut vacant = false;
    let mut open: Option<(Folder, &str, Vec<u8>)> = None;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let name = line.strip_prefix(MARK).map(|name| name.trim_ascii_end());
        let known = name.and_then(|name| {
            FILES.into_iter().find(|(folder, file)| format!("{}/{file}", folder.word()).as_bytes() == name)
        });
        if let Some((folder, file)) = known {
            vacant |= folder == Folder::Previous;
            if let Some((folder, file, bytes)) = open.replace((folder, file, Vec::new())) {
                files.put(folder, file, bytes);
            }
        } else if let Some((_, _, bytes)) = &mut open {
            bytes.extend_from_slice(line);
        }
    }
    if let Some((folder, file, bytes)) = open {
        files.put(folder, file, bytes);
    }
    (files, vacant)
}

/// Puts files into a bundle.
pub fn pack(files: &Memory) -> Vec<u8> {
    let mut all = Vec::new();
    for (folder, file) in FILES {
        if let Some(bytes) = files.get(folder, file) {
            all.extend_from_slice(format!(">> {}/{file}\n", folder.word()).as_bytes());
            all.extend_from_slice(bytes);
            if !bytes.ends_with(b"\n") {
                all.push(b'\n');
            }
        }
    }
    all
}
