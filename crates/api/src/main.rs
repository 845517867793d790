//! The program `qabul`; see the library.

fn main() -> std::process::ExitCode {
    qabul_api::cli::main()
}
