//! Statistics of samples: quantiles, and whether two samples can come from one distribution.

/// Value below which the given `share` of the values lies; 0 if there are none.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted.get(((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// Two-sample Kolmogorov-Smirnov test: the maximum distance of the two distributions, and the probability of a distance
/// at least as large if both are equal (asymptotic, with Stephens' correction).
pub fn kolmogorov_smirnov(a: &mut [f64], b: &mut [f64]) -> (f64, f64) {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let (mut i, mut j, mut distance) = (0, 0, 0.0_f64);
    let (n, m) = (a.len() as f64, b.len() as f64);
    while i < a.len() && j < b.len() {
        let at = a[i].min(b[j]);
        while i < a.len() && a[i] <= at {
            i += 1;
        }
        while j < b.len() && b[j] <= at {
            j += 1;
        }
        distance = distance.max((i as f64 / n - j as f64 / m).abs());
    }
    let root = (n * m / (n + m)).sqrt();
    let lambda = (root + 0.12 + 0.11 / root) * distance;
    if lambda < 0.2 {
        return (distance, 1.0);
    }
    let mut sum = 0.0;
    for k in 1..=100 {
        let k = f64::from(k);
        let sign = if k as u32 % 2 == 1 { 1.0 } else { -1.0 };
        sum += sign * (-2.0 * k * k * lambda * lambda).exp();
    }
    (distance, (2.0 * sum).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_samples_of_one_distribution_pass_and_a_shifted_one_does_not() {
        let drawn = |seed: u64, shift: f64| -> Vec<f64> {
            let mut dice = seed;
            let mut next = move || {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (dice >> 11) as f64 / (1_u64 << 53) as f64
            };
            (0..1000).map(|_| next() + shift).collect()
        };
        let (distance, p) = kolmogorov_smirnov(&mut drawn(1, 0.0), &mut drawn(2, 0.0));
        assert!(distance < 0.08 && p > 0.01, "{distance} {p}");
        let (distance, p) = kolmogorov_smirnov(&mut drawn(1, 0.0), &mut drawn(2, 0.15));
        assert!(distance > 0.1 && p < 0.001, "{distance} {p}");
        // Table value: with n = m = 1000 a distance of 0.0728 has p = 0.01.
        let mut step: Vec<f64> = (0..1000).map(f64::from).collect();
        let mut other: Vec<f64> = (0..1000).map(|n| f64::from(n) + 72.8).collect();
        let (distance, p) = kolmogorov_smirnov(&mut step, &mut other);
        assert!((distance - 0.073).abs() < 1e-9 && (0.005..0.015).contains(&p), "{distance} {p}");
    }

    #[test]
    fn a_quantile_is_one_of_the_values() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!((quantile(&values, 0.5), quantile(&values, 0.99), quantile(&values, 1.0)), (51.0, 100.0, 100.0));
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
