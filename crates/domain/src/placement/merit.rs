//! The common order of merit: total, average, specialty, logic, language (Rules 5.1, 5.3.1–5.3.4).

use super::market::Vector;

/// All candidates in one order, equal ones in one class.
///
/// Sorting packs each vector into one integer, 16 bytes a candidate for marks as exams give them and 32 for any others; what stays are
/// 12 bytes a candidate.
#[derive(Debug, Clone)]
pub struct Merit {
    line: Vec<u32>,
    firsts: Vec<u32>,
    classes: Vec<u32>,
}

impl Merit {
    /// Sorts the candidates; equal ones keep their order.
    pub fn of(candidates: &[Vector]) -> Merit {
        let widths = Widths::of(candidates);
        if widths.key() + widths.index <= u128::BITS { widths.packed(candidates) } else { widths.wide(candidates) }
    }

    /// Candidates, those ahead first.
    pub fn line(&self) -> &[u32] {
        &self.line
    }
    /// The class of a candidate; class 0 is ahead of class 1. Equal candidates have the same class.
    pub fn class(&self, candidate: usize) -> u32 {
        self.classes[candidate]
    }
    /// The classes in order, each with its candidates.
    pub fn each_class(&self) -> impl Iterator<Item = &[u32]> {
        let ends = self.firsts.iter().skip(1).map(|end| *end as usize).chain([self.line.len()]);
        self.firsts.iter().zip(ends).map(|(first, end)| &self.line[*first as usize..end])
    }

    fn sorted<K: PartialEq>(count: usize, in_order: impl Iterator<Item = (K, u32)>) -> Merit {
        let mut merit =
            Merit { line: Vec::with_capacity(count), firsts: Vec::with_capacity(count), classes: vec![0; count] };
        let mut last = None;
        for (key, candidate) in in_order {
            if last.as_ref() != Some(&key) {
                merit.firsts.push(merit.line.len() as u32);
                last = Some(key);
            }
            merit.classes[candidate as usize] = merit.firsts.len() as u32 - 1;
            merit.line.push(candidate);
        }
        merit
    }
}

/// How averages become integers that keep their order and their equality.
#[derive(Clone, Copy)]
enum Fractions {
    /// All scales divide this number: `value × (number / scale)`.
    Of(u64),
    /// Too many different scales: `⌊value × 2⁶⁰ / scale⌋`. Different fractions of scales below 10⁹ are at least 10⁻¹⁸ apart, which is
    /// more than 2⁻⁶⁰, so they stay different; equal ones stay equal.
    Any,
}

impl Fractions {
    const MOST: u64 = 1 << 40;
    const FEW: usize = 32;
    const ANY_BITS: u32 = 60;

    fn of(candidates: &[Vector]) -> Fractions {
        let mut scales: Vec<u32> = Vec::new();
        let (mut product, mut last) = (1, 0);
        for scale in candidates.iter().filter_map(|one| one.uomg().1.known()) {
            if scale == last || scales.contains(&scale) {
                last = scale;
                continue;
            }
            last = scale;
            scales.push(scale);
            product = least_common_multiple(product, u64::from(scale));
            if scales.len() > Self::FEW || product > Self::MOST {
                return Fractions::Any;
            }
        }
        Fractions::Of(product)
    }

    /// 0 for an unknown average, more for every known one.
    fn of_one(self, vector: &Vector) -> u64 {
        let (value, scale) = vector.uomg();
        let (Some(value), Some(scale)) = (value.known(), scale.known()) else { return 0 };
        1 + match self {
            Fractions::Of(product) => u64::from(value) * (product / u64::from(scale)),
            Fractions::Any => ((u128::from(value) << Self::ANY_BITS) / u128::from(scale)) as u64,
        }
    }

    fn most(self) -> u64 {
        1 + match self {
            Fractions::Of(product) => product,
            Fractions::Any => 1 << Self::ANY_BITS,
        }
    }
}

fn least_common_multiple(a: u64, b: u64) -> u64 {
    let (mut divisor, mut rest) = (a, b);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    a / divisor * b
}

/// Bits each part of the packed key takes.
struct Widths {
    fractions: Fractions,
    total: u32,
    uomg: u32,
    specialty: u32,
    logic: u32,
    language: u32,
    index: u32,
}

impl Widths {
    fn of(candidates: &[Vector]) -> Widths {
        let (mut total, mut specialty, mut logic, mut language) = (0, 0, 0, 0);
        for one in candidates {
            // A maximum is not needed, only its highest bit.
            total |= one.total().or_zero();
            specialty |= one.specialty().or_zero();
            logic |= one.logic().or_zero();
            language |= one.language().or_zero();
        }
        let bits = |value: u64| u64::BITS - value.leading_zeros();
        let fractions = Fractions::of(candidates);
        Widths {
            fractions,
            total: bits(total.into()),
            uomg: bits(fractions.most()),
            specialty: bits(specialty.into()),
            logic: bits(logic.into()),
            language: bits(language.into()),
            index: bits(candidates.len() as u64),
        }
    }

    fn key(&self) -> u32 {
        self.total + self.uomg + self.specialty + self.logic + self.language
    }

    /// Vector and number of the candidate in one integer, with the vector inverted so that whoever is ahead sorts first.
    fn packed(&self, candidates: &[Vector]) -> Merit {
        let full = (1_u128 << self.key()) - 1;
        let mut keys: Vec<u128> = Vec::with_capacity(candidates.len());
        keys.extend(candidates.iter().zip(0_u32..).map(|(one, number)| {
            let high = u128::from(one.total().or_zero()) << self.uomg | u128::from(self.fractions.of_one(one));
            let low = u128::from(one.specialty().or_zero()) << self.logic | u128::from(one.logic().or_zero());
            let key =
                (high << (self.specialty + self.logic) | low) << self.language | u128::from(one.language().or_zero());
            (full - key) << self.index | u128::from(number)
        }));
        keys.sort_unstable();
        let index = self.index;
        let number = (1_u128 << index) - 1;
        Merit::sorted(candidates.len(), keys.into_iter().map(|key| (key >> index, (key & number) as u32)))
    }

    /// The same for marks of any size.
    fn wide(&self, candidates: &[Vector]) -> Merit {
        let mut keys: Vec<(u32, u64, [u32; 4])> = Vec::with_capacity(candidates.len());
        keys.extend(candidates.iter().zip(0_u32..).map(|(one, number)| {
            let down = |value: u32| u32::MAX - value;
            let rest = [one.specialty(), one.logic(), one.language()].map(|mark| down(mark.or_zero()));
            let [specialty, logic, language] = rest;
            let uomg = u64::MAX - self.fractions.of_one(one);
            (down(one.total().or_zero()), uomg, [specialty, logic, language, number])
        }));
        keys.sort_unstable();
        let split = |(total, uomg, [a, b, c, number]): (u32, u64, [u32; 4])| ((total, uomg, a, b, c), number);
        Merit::sorted(candidates.len(), keys.into_iter().map(split))
    }
}

#[cfg(test)]
mod tests {
    use super::super::mark::Mark;
    use super::*;

    fn vector(total: u32, uomg: Option<(u32, u32)>, rest: [u32; 3]) -> Vector {
        let mark = |value| Mark::hundredths(value).unwrap();
        let [specialty, logic, language] = rest.map(mark);
        let uomg = uomg.map_or((Mark::BLANK, Mark::BLANK), |(value, scale)| (mark(value), mark(scale)));
        Vector::new(mark(total), uomg, specialty, logic, language).unwrap()
    }

    fn classes(candidates: &[Vector]) -> Vec<u32> {
        let merit = Merit::of(candidates);
        let by_line: Vec<Vec<u32>> = merit.each_class().map(<[u32]>::to_vec).collect();
        for (number, class) in by_line.iter().enumerate() {
            assert!(class.iter().all(|one| merit.class(*one as usize) == number as u32));
        }
        assert_eq!(by_line.concat(), merit.line());
        (0..candidates.len()).map(|one| merit.class(one)).collect()
    }

    #[test]
    fn equal_totals_are_told_apart_by_average_specialty_logic_language_5_3() {
        let all = [
            vector(8000, Some((450, 500)), [40, 20, 10]),
            vector(8000, Some((9000, 10000)), [40, 20, 10]),
            vector(8000, Some((9001, 10000)), [0, 0, 0]),
            vector(8000, Some((9000, 10000)), [41, 0, 0]),
            vector(8000, Some((9000, 10000)), [40, 21, 0]),
            vector(8000, Some((9000, 10000)), [40, 20, 11]),
            vector(8000, None, [100, 100, 100]),
            vector(8000, Some((0, 400)), [0, 0, 0]),
            vector(8001, None, [0, 0, 0]),
        ];
        assert_eq!(classes(&all), [5, 5, 1, 2, 3, 4, 7, 6, 0]);
        assert_eq!(classes(&[]), [0; 0]);
    }

    #[test]
    fn fractions_one_part_in_ten_to_the_eighteenth_apart_are_different_5_3_1() {
        let most = Mark::MOST;
        // Adjacent in the Farey sequence of order 10⁹: the closest two averages that are possible.
        let all = [
            vector(1, Some((most - 2, most - 1)), [0, 0, 0]),
            vector(1, Some((most - 1, most)), [0, 0, 0]),
            vector(1, Some((499_999_999, most)), [0, 0, 0]),
            vector(1, Some((1, 2)), [0, 0, 0]),
        ];
        assert_eq!(classes(&all), [1, 0, 3, 2]);
        // The same fraction written twice is one.
        assert_eq!(
            classes(&[vector(1, Some((333, 999)), [0; 3]), vector(1, Some((333_333_333, most)), [0; 3])]),
            [0, 0]
        );
    }

    #[test]
    fn packed_and_wide_keys_give_one_order() {
        let mut seed = 7_u64;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as u32 % below
        };
        for _ in 0..200 {
            let count = next(40) as usize;
            let all: Vec<Vector> = (0..count)
                .map(|_| {
                    let scale = [400, 500, 10_000, 999_983][next(4) as usize];
                    let uomg = (next(3) > 0).then(|| (next(3) * (scale / 4), scale));
                    vector(next(3), uomg, [next(3), next(2), next(2)])
                })
                .collect();
            let widths = Widths::of(&all);
            let (packed, wide) = (widths.packed(&all), widths.wide(&all));
            assert_eq!((packed.line, packed.classes), (wide.line, wide.classes));
        }
    }
}
