//! The id of the portal's request for whose sake an outside system is asked: both logs name it.

use std::future::Future;

tokio::task_local! {
    static REQUEST: String;
}

/// Runs a future whose calls carry the id of a request of the portal, 32 hexadecimal digits.
pub async fn with_request_id<T>(id: String, future: impl Future<Output = T>) -> T {
    REQUEST.scope(id, future).await
}

/// The id of the present request; a random one where the call is made for none, as jobs do.
pub(crate) fn current() -> String {
    REQUEST.try_with(Clone::clone).unwrap_or_else(|_| random())
}

fn random() -> String {
    let mut bytes = [0_u8; 16];
    // Without randomness the call still works; only the two logs are harder to match.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_carries_the_id_of_its_request_and_a_random_one_without() {
        let id = "3f1c2a9be0d84c57a6b1e2f3c4d5a697";
        assert_eq!(with_request_id(id.to_owned(), async { current() }).await, id);
        let (one, other) = (current(), current());
        assert!(one != other && one.len() == 32 && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
