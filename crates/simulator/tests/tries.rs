//! Number of attempts per query, and the content of its address.
#![allow(clippy::unwrap_used, reason = "a test program")]

mod support;

use qabul_gateways::{Answer, SecondFact};
use support::{NOW, Receiver, world_with};

#[tokio::test]
async fn a_fault_is_tried_twice_and_a_refused_secret_once() {
    for (statuses, tries) in [([500, 503, 500], 2), ([401, 401, 401], 1), ([429, 429, 429], 1), ([302, 302, 302], 1)] {
        let receiver = Receiver::start(&statuses).await;
        let world = world_with(|settings| settings.tmms.base_url.clone_from(&receiver.url)).await;
        assert_eq!(world.gateways.tmms.degrees("5NM1A2C", NOW).await, Answer::Unavailable);
        assert_eq!(receiver.received().len(), tries, "{statuses:?}");
    }
}

#[tokio::test]
async fn nothing_personal_stands_in_the_address_of_a_question() {
    let receiver = Receiver::start(&[500, 500]).await;
    let world = world_with(|settings| settings.population.base_url.clone_from(&receiver.url)).await;
    let second = SecondFact::BirthDate("2002-03-14".parse().unwrap());
    let _ = world.gateways.population.person_by_fin("5NM1A2C", &second, NOW).await;
    for received in receiver.received() {
        assert_eq!(received.target, "/callback/v1/person");
        assert!(String::from_utf8(received.body).unwrap().contains("5NM1A2C"));
    }
}
