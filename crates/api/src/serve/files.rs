//! File handles: every connection uses one, and a process without free handles can neither answer nor write its
//! database.

/// Handles reserved for the database, served files, external systems and the log.
const RESERVED: u64 = 256;
/// Number of files assumed if the operating system reports no limit.
#[cfg(not(unix))]
const UNTOLD: u64 = 10_000;
/// Maximum number of connections, whatever the operating system allows.
const MOST: u64 = 50_000;

/// Raises the number of files this process may open to the allowed maximum; returns that number.
pub fn raise_limit() -> u64 {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.map_or(MOST + RESERVED, |most| most.min(MOST + RESERVED));
        if limit.current.is_some_and(|now| now < wanted)
            && setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum }).is_ok()
        {
            return wanted;
        }
        limit.current.unwrap_or(wanted)
    }
    #[cfg(not(unix))]
    UNTOLD
}

/// Number of connections accepted by each of `threads` threads; further ones wait until others end.
pub fn connections_each(threads: usize) -> usize {
    share(raise_limit(), threads)
}

fn share(limit: u64, threads: usize) -> usize {
    let all = limit.saturating_sub(RESERVED).clamp(RESERVED, MOST);
    usize::try_from(all).unwrap_or(usize::MAX) / threads.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_handles_for_the_database() {
        assert_eq!(share(1_024, 2), 384);
        assert_eq!(share(20_256, 4), 5_000);
        assert_eq!(share(u64::MAX, 1), 50_000);
        assert_eq!(share(100, 1), 256, "a limit this small serves somebody all the same");
    }
}
