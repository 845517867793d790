//! Table `lease`: tasks that only one node may run at a time.

use qabul_domain::calendar::Micros;

use crate::{Result, Tx};

/// Takes or renews a lease until `until`. `false` = another holder has it.
pub async fn take(tx: &mut Tx, name: &str, holder: &str, now: Micros, until: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "insert into lease (name, holder, until) values ($1, $2, $4)
         on conflict (name) do update set holder = excluded.holder, until = excluded.until
          where lease.holder = excluded.holder or lease.until <= $3",
        name,
        holder,
        now.0,
        until.0
    )?;
    Ok(rows == 1)
}

/// Releases a lease; returns whether it was held.
pub async fn release(tx: &mut Tx, name: &str, holder: &str) -> Result<bool> {
    Ok(exec!(tx, "delete from lease where name = $1 and holder = $2", name, holder)? == 1)
}
