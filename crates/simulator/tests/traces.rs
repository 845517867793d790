//! Traces of calls. The only test in its program, because a subscriber of one thread misses events that another thread
//! registered first.
#![allow(clippy::unwrap_used, reason = "a test program")]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use qabul_gateways::SecondFact;
use qabul_simulator::{Mode, System};
use support::{NOW, impatient, world, world_with};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn calls_are_traced_and_no_trace_holds_personal_data_or_secrets() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let quick = world_with(impatient).await;
    let patient = world().await;
    let modes =
        [Mode::Normal, Mode::Error, Mode::Nonsense, Mode::Nonsense, Mode::Nonsense, Mode::WrongPerson, Mode::Silent];
    for mode in modes {
        let world = if mode == Mode::Silent { &quick } else { &patient };
        for system in System::ALL {
            world.simulator.handle.set_switch(system, mode);
        }
        let second = SecondFact::BirthDate("2002-03-14".parse().unwrap());
        let gateways = &world.gateways;
        let _ = gateways.population.person_by_fin("5NM1A2C", &second, NOW).await;
        let _ = gateways.migration.holder_by_permit("MYI", "0000014", NOW).await;
        let _ = gateways.tmms.degrees("5NM1A2C", NOW).await;
        let _ = gateways.sms.send("sms-id", "+994505550117", "Təsdiq kodu: 042917", NOW).await;
        let _ = gateways.mail.send("mail-id", "aysel@numune.example", "Mövzu", "Mətn", Vec::new(), NOW).await;
        let _ = gateways.mail.send("mail-id", "yoxdur@numune.example", "Mövzu", "Mətn", Vec::new(), NOW).await;
    }

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for said in
        ["system=\"tmms\"", "operation=\"degreesByFin\"", "request_id=", "TimedOut", "ServerError(500)", "AboutAnother"]
    {
        assert!(log.contains(said), "{said} is not traced");
    }
    let kept = [
        "5NM1A2C",
        "2002-03-14",
        "Nümunəyeva",
        "0000014",
        "505550117",
        "042917",
        "numune.example",
        "91,4",
        qabul_simulator::DEMO_SECRET,
    ];
    for kept in kept {
        let line = log.lines().find(|line| line.contains(kept));
        assert_eq!(line, None, "{kept}");
    }
}
