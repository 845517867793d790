//! Any bytes are an answer, never a panic.
#![no_main]

#[path = "../../tests/support/bundle.rs"]
mod bundle;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (files, vacant) = bundle::unpack(bytes);
    match qabul_verifier::verify(&files, vacant, &mut |_| ()) {
        Ok(report) => drop(report.violations.iter().map(ToString::to_string).collect::<Vec<_>>()),
        Err(faults) => drop(faults.iter().map(ToString::to_string).collect::<Vec<_>>()),
    }
});
