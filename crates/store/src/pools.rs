//! Table `pool`: limited places.

use crate::{Result, Tx};

row! {
    /// A pool, its capacity and the number of taken places.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Pool {
        /// Key.
        pub id: String,
        /// Places.
        pub capacity: i64,
        /// Places taken.
        pub taken: i64,
    }
}

/// Creates a pool or changes its capacity. `false` = more places are already taken than the new capacity.
pub async fn set_capacity(tx: &mut Tx, id: &str, capacity: i64) -> Result<bool> {
    let rows = exec!(
        tx,
        "insert into pool (id, capacity, taken) values ($1, $2, 0)
         on conflict (id) do update set capacity = excluded.capacity where pool.taken <= excluded.capacity",
        id,
        capacity
    )?;
    Ok(rows == 1)
}

/// By key.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Pool>> {
    fetch_optional!(tx, Pool, "select id, capacity, taken from pool where id = $1", id)
}

/// Takes a place. `false` = full.
pub async fn take(tx: &mut Tx, id: &str) -> Result<bool> {
    Ok(exec!(tx, "update pool set taken = taken + 1 where id = $1 and taken < capacity", id)? == 1)
}

/// Gives a place back. `false` = none was taken.
pub async fn give_back(tx: &mut Tx, id: &str) -> Result<bool> {
    Ok(exec!(tx, "update pool set taken = taken - 1 where id = $1 and taken > 0", id)? == 1)
}
