//! What the tests share: the worked examples, and small invented rounds (see the modules).
#![allow(dead_code, clippy::unwrap_used, reason = "shared by several test binaries")]

pub mod bundle;
pub mod round;
pub mod written;

use qabul_verifier::{FILES, Folder, Memory, Report, Unusable};

/// Checks files without looking at the progress.
pub fn check(files: &Memory, vacant: bool) -> Result<Report, Vec<Unusable>> {
    qabul_verifier::verify(files, vacant, &mut |_| ())
}

/// Puts a text in.
pub fn put(files: &mut Memory, folder: Folder, name: &str, text: &str) {
    files.put(folder, name, text);
}

/// A worked example, and whether it is a round for vacant seats.
pub fn example(name: &str) -> (Memory, bool) {
    let root = format!("{}/../domain/tests/data/placement/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut files = Memory::default();
    for (folder, file) in FILES {
        if let Ok(bytes) = std::fs::read(format!("{root}/{}/{file}", folder.word())) {
            files.put(folder, file, bytes);
        }
    }
    let vacant = files.get(Folder::Previous, "excluded.csv").is_some();
    (files, vacant)
}

/// Numbers that look random and are the same each time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }
}
