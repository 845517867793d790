//! Serial placement by class: correct where all rows use the common order of merit.

use super::market::{Market, Placing};
use super::merit::Merit;

/// Places class after class: every member of a class takes the first open wish that had a seat left when the class came up
/// (4.6), and only then the seats are counted off. Equal candidates never compete with each other, so all of them are placed (5.4);
/// a row that went over its seats has none left, never fewer.
///
/// One pass over the wishes; besides the result it needs only a list of seats. Rows with scores of their own must be placed by
/// [`deferred`](super::deferred); here they would be treated as rows of the common order.
pub fn serial(market: &Market, merit: &Merit) -> Placing {
    let mut left = market.seats().to_vec();
    let mut placing = Placing::nobody(market.candidates().len());
    for class in merit.each_class() {
        for &candidate in class {
            let reached = market.range(candidate as usize).find(|wish| {
                let wish = market.wishes()[*wish];
                wish.is_open() && left[wish.row()] > 0
            });
            placing.set(candidate as usize, reached);
            if let (&[_], Some(wish)) = (class, reached) {
                left[market.wishes()[wish].row()] -= 1;
            }
        }
        if class.len() > 1 {
            for &candidate in class {
                if let Some(row) = placing.row(market, candidate as usize) {
                    left[row] = left[row].saturating_sub(1);
                }
            }
        }
    }
    placing
}
