//! The temporary folder next to an output until it replaces it: its permissions, and how it is removed.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Names tried until one is free: another machine may use the same number on the same disk.
const TRIES: u32 = 1000;

/// Makes something under the first free one of the names `beginning` and a number; what `make` answers, and the path.
pub(crate) fn numbered<T>(
    parent: &Path,
    beginning: &OsStr,
    make: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(PathBuf, T)> {
    let mut tries = 0;
    loop {
        let mut name = beginning.to_owned();
        name.push(std::process::id().wrapping_add(tries).to_string());
        let path = parent.join(name);
        match make(&path) {
            Ok(made) => return Ok((path, made)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Whether a name is `beginning` and a number.
pub(crate) fn is_numbered(name: &OsStr, beginning: &OsStr) -> bool {
    let number = name.as_encoded_bytes().strip_prefix(beginning.as_encoded_bytes());
    number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
}

/// Creates a folder that only the owner can read.
pub(crate) fn closed_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::DirBuilderExt::mode(&mut fs::DirBuilder::new(), 0o700).create(path);
    #[cfg(not(unix))]
    return fs::create_dir(path);
}

/// Gives `new` owner, group and permissions of what it replaces, as far as they can be given. A group that is not that of the old one may
/// do what everybody may, and no more: replacing opens nothing to anybody.
#[cfg(unix)]
pub(crate) fn take_after(new: &Path, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let made = fs::metadata(new)?;
    let mut mode = old.mode() & 0o7777;
    if (made.uid(), made.gid()) != (old.uid(), old.gid())
        && chown(new, Some(old.uid()), Some(old.gid())).is_err()
        && made.gid() != old.gid()
        && chown(new, None, Some(old.gid())).is_err()
    {
        mode &= !0o2070 | ((mode & 0o007) << 3);
    }
    fs::set_permissions(new, fs::Permissions::from_mode(mode))
}

/// Gives `new` the permissions of what it replaces.
#[cfg(not(unix))]
pub(crate) fn take_after(new: &Path, old: &Metadata) -> io::Result<()> {
    fs::set_permissions(new, old.permissions())
}

/// Removes a folder that contains only files of these names and links to files that also exist elsewhere. Any other folder stays as
/// it is; none is gone into.
pub(crate) fn clear(folder: &Path, names: &[&str]) {
    if !fs::symlink_metadata(folder).is_ok_and(|there| there.is_dir()) {
        return;
    }
    let Ok(entries) = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<DirEntry>>>) else { return };
    let ours = |entry: &DirEntry| {
        let named = names.iter().any(|name| entry.file_name() == *name);
        entry.metadata().is_ok_and(|there| !there.is_dir() && (named || is_elsewhere(&there)))
    };
    if !entries.iter().all(ours) {
        return;
    }
    // Whoever closed the old output to himself has closed this folder too. What cannot be cleared away does no harm.
    #[cfg(unix)]
    let _ = fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700));
    for entry in entries {
        let _ = fs::remove_file(entry.path());
    }
    let _ = fs::remove_dir(folder);
}

/// Whether a file has another name (hard link).
fn is_elsewhere(there: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(there) > 1;
    #[cfg(not(unix))]
    return false;
}

/// Writes a file as a whole or not at all, with the permissions of the one it replaces. A pipe, a terminal or a device is written to as it
/// is: it has nothing that could be kept.
///
/// # Errors
/// It cannot be written; what was there is as it was.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return File::options().write(true).open(&path)?.write_all(bytes);
    }
    let name = path.file_name().ok_or_else(|| io::Error::other("names no file"))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beginning = OsString::from(".");
    beginning.push(name);
    beginning.push(".writing-");
    let (fresh, mut file) = numbered(parent, &beginning, |fresh| File::create_new(fresh))?;
    let written = (|| {
        if let Some(old) = &old {
            take_after(&fresh, old)?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, &path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    written?;
    File::open(parent)?.sync_all()
}
