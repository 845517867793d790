//! The floor: what a program must do at the very least, written for this one shape of input.

use qabul_domain::placement::{Market, Wish};

/// Sorts the candidates by five keys of known width and walks once over their wishes, taking a seat at once. It knows no equal
/// candidates (5.4), no limits, no other scales than 4, 5 and 100, and does not look at its input: less than the rule wants, and all
/// that cannot be left out.
pub fn place(market: &Market) -> Vec<u32> {
    let mut keys: Vec<u128> = Vec::with_capacity(market.candidates().len());
    keys.extend(market.candidates().iter().enumerate().map(|(number, one)| {
        let (value, scale) = one.uomg();
        let average = value.known().map_or(0, |value| 1 + value * (10_000 / scale.or_zero()));
        let mut key = u128::from(one.total().or_zero());
        for mark in [average, one.specialty().or_zero(), one.logic().or_zero(), one.language().or_zero()] {
            key = key << 14 | u128::from(mark);
        }
        ((1 << 70) - 1 - key) << 32 | number as u128
    }));
    keys.sort_unstable();
    let mut left = market.seats().to_vec();
    let mut placed = vec![u32::MAX; keys.len()];
    let open = |wish: Wish, left: &[u32]| wish.is_open() && left[wish.row()] > 0;
    for key in keys {
        let number = (key & u128::from(u32::MAX)) as usize;
        for wish in market.range(number) {
            if open(market.wishes()[wish], &left) {
                left[market.wishes()[wish].row()] -= 1;
                placed[number] = wish as u32;
                break;
            }
        }
    }
    placed
}
