//! Orders, callbacks and their signatures.
#![allow(clippy::unwrap_used, reason = "a test program")]

mod support;

use qabul_domain::money::Qepik;
use qabul_gateways::{
    Answer, CallbackHeaders, CallbackRefused, PaymentEvent, PaymentOrder, PaymentStatus, TopUpOrder, Unavailable,
};
use qabul_simulator::{Act, Mode, OrderStatus, System};
use support::{NOW, Received, Receiver, World, world, world_with};
use uuid::Uuid;

const SUM: Qepik = Qepik(5_000);

async fn open(world: &World, number: u128, receiver: &Receiver) -> Result<PaymentOrder, Unavailable> {
    let order = TopUpOrder {
        topup_id: Uuid::from_u128(number),
        amount: SUM,
        return_url: "http://127.0.0.1:1/az/wallet",
        callback_url: &receiver.url,
        lang: "az",
    };
    world.gateways.payment.create(order, NOW).await
}

fn read(world: &World, received: &Received) -> Result<PaymentEvent, CallbackRefused> {
    let headers = CallbackHeaders { timestamp: Some(&received.timestamp), signature: Some(&received.signature) };
    world.gateways.payment.verify_callback(headers, &received.body, NOW)
}

#[tokio::test]
async fn mag_3_a_paid_order_is_reported_with_its_top_up_and_amount() {
    let (world, receiver) = (world().await, Receiver::start(&[]).await);
    let order = open(&world, 1, &receiver).await.unwrap();
    assert!(order.redirect_url.starts_with(&world.simulator.http_url));
    assert_eq!(world.gateways.payment.last_event(&order.provider_id, NOW).await, Answer::Found(None));

    let back = world.simulator.handle.settle(&order.provider_id, Act::Pay).await;
    assert_eq!(back.as_deref(), Some("http://127.0.0.1:1/az/wallet"));
    let event = read(&world, &receiver.received()[0]).unwrap();
    assert_eq!((event.topup_id, event.amount, event.status), (Uuid::from_u128(1), SUM, PaymentStatus::Paid));
    assert_eq!((event.at, event.provider_id.as_str()), (NOW, order.provider_id.as_str()));
    assert_eq!(world.gateways.payment.last_event(&order.provider_id, NOW).await, Answer::Found(Some(event)));
}

#[tokio::test]
async fn one_top_up_has_one_order_and_never_one_of_another_amount() {
    let (world, receiver) = (world().await, Receiver::start(&[]).await);
    let first = open(&world, 2, &receiver).await.unwrap();
    assert_eq!(open(&world, 2, &receiver).await.unwrap(), first);
    let dearer = TopUpOrder {
        topup_id: Uuid::from_u128(2),
        amount: Qepik(7_000),
        return_url: "http://127.0.0.1:1/",
        callback_url: &receiver.url,
        lang: "en",
    };
    assert_eq!(world.gateways.payment.create(dearer, NOW).await, Err(Unavailable));
    assert_eq!(world.simulator.handle.orders().len(), 1);
}

#[tokio::test]
async fn cancelling_late_paying_and_another_amount_are_reported_as_they_happened() {
    let (world, receiver) = (world().await, Receiver::start(&[]).await);
    let handle = &world.simulator.handle;

    let cancelled = open(&world, 3, &receiver).await.unwrap();
    handle.settle(&cancelled.provider_id, Act::Cancel).await;
    assert_eq!(read(&world, &receiver.received()[0]).unwrap().status, PaymentStatus::Failed);

    let late = open(&world, 4, &receiver).await.unwrap();
    handle.settle(&late.provider_id, Act::Later).await;
    assert_eq!(receiver.received().len(), 1, "nothing yet");
    assert!(handle.release(&late.provider_id).await);
    assert!(!handle.release(&late.provider_id).await, "owed once");
    assert_eq!(read(&world, &receiver.received()[1]).unwrap().topup_id, Uuid::from_u128(4));

    let other = open(&world, 5, &receiver).await.unwrap();
    handle.settle(&other.provider_id, Act::WrongAmount).await;
    assert_eq!(read(&world, &receiver.received()[2]).unwrap().amount, Qepik(5_100));
}

#[tokio::test]
async fn a_repeated_call_back_is_the_same_event_and_a_reversal_is_another() {
    let (world, receiver) = (world().await, Receiver::start(&[]).await);
    let order = open(&world, 6, &receiver).await.unwrap();
    world.simulator.handle.settle(&order.provider_id, Act::Twice).await;
    world.simulator.handle.settle(&order.provider_id, Act::Pay).await;
    assert!(world.simulator.handle.reverse(&order.provider_id).await);
    assert!(!world.simulator.handle.reverse(&order.provider_id).await);

    let events: Vec<_> = receiver.received().iter().map(|received| read(&world, received).unwrap()).collect();
    let [first, again, reversed] = events.as_slice() else { panic!("three call-backs expected") };
    assert_eq!(first, again);
    assert_eq!(reversed.status, PaymentStatus::Reversed);
    assert_eq!(reversed.reverses_tx.as_ref(), Some(&first.provider_tx));
    assert_ne!((&reversed.provider_tx, &reversed.event_id), (&first.provider_tx, &first.event_id));
    assert_eq!(world.simulator.handle.orders()[0].status, OrderStatus::Reversed);
}

#[tokio::test]
async fn a_call_back_the_portal_did_not_take_is_recorded_for_another_try() {
    let (world, receiver) = (world().await, Receiver::start(&[503]).await);
    let order = open(&world, 7, &receiver).await.unwrap();
    world.simulator.handle.settle(&order.provider_id, Act::Pay).await;
    assert_eq!(world.simulator.handle.orders()[0].callback_statuses[0], 503);
    assert_eq!(read(&world, &receiver.received()[0]).unwrap().status, PaymentStatus::Paid);
}

#[tokio::test]
async fn a_forged_signature_is_refused() {
    let (world, receiver) = (world().await, Receiver::start(&[]).await);
    let order = open(&world, 8, &receiver).await.unwrap();
    world.simulator.handle.settle(&order.provider_id, Act::Forged).await;
    assert_eq!(read(&world, &receiver.received()[0]), Err(CallbackRefused::WrongSignature));
    assert_eq!(world.gateways.payment.last_event(&order.provider_id, NOW).await, Answer::Found(None));
}

#[tokio::test]
async fn a_changed_body_an_old_or_early_timestamp_and_a_missing_header_are_refused() {
    let (world, receiver) = (world().await, Receiver::start(&[]).await);
    let order = open(&world, 9, &receiver).await.unwrap();
    world.simulator.handle.settle(&order.provider_id, Act::Pay).await;
    let received = receiver.received().remove(0);
    let payment = &world.gateways.payment;
    let headers = CallbackHeaders { timestamp: Some(&received.timestamp), signature: Some(&received.signature) };

    let mut dearer = received.body.clone();
    let at = dearer.windows(4).position(|window| window == b"5000").unwrap();
    dearer[at] = b'9';
    assert_eq!(payment.verify_callback(headers, &dearer, NOW), Err(CallbackRefused::WrongSignature));
    for (seconds, verdict) in [(300, Ok(())), (-300, Ok(())), (301, Err(())), (-301, Err(()))] {
        let answer = payment.verify_callback(headers, &received.body, NOW.plus_seconds(seconds));
        assert_eq!(answer.as_ref().map(|_| ()).map_err(|_| ()), verdict, "{seconds} s");
        assert!(answer.err().is_none_or(|error| error == CallbackRefused::Stale));
    }
    let unsigned = CallbackHeaders { signature: None, ..headers };
    assert_eq!(payment.verify_callback(unsigned, &received.body, NOW), Err(CallbackRefused::NotSigned));
    let later = NOW.plus_seconds(1).0 / 1_000_000;
    let later = later.to_string();
    let moved = CallbackHeaders { timestamp: Some(&later), ..headers };
    assert_eq!(payment.verify_callback(moved, &received.body, NOW), Err(CallbackRefused::WrongSignature));
}

#[tokio::test]
async fn the_secret_before_the_last_change_is_still_accepted() {
    let changed = world_with(|settings| {
        let old = settings.payment.callback_secret.clone();
        settings.payment.callback_secret = "the new secret".to_owned().into();
        settings.payment.previous_callback_secret = Some(old);
    })
    .await;
    let receiver = Receiver::start(&[]).await;
    let order = open(&changed, 10, &receiver).await.unwrap();
    changed.simulator.handle.settle(&order.provider_id, Act::Pay).await;
    assert!(read(&changed, &receiver.received()[0]).is_ok());

    let forgotten = world_with(|settings| settings.payment.callback_secret = "the new secret".to_owned().into()).await;
    assert_eq!(read(&forgotten, &receiver.received()[0]), Err(CallbackRefused::WrongSignature));
}

#[tokio::test]
async fn a_provider_that_fails_opens_no_order() {
    let (world, receiver) = (world().await, Receiver::start(&[]).await);
    for mode in [Mode::Error, Mode::Nonsense] {
        world.simulator.handle.set_switch(System::Payment, mode);
        assert_eq!(open(&world, 11, &receiver).await, Err(Unavailable));
    }
    assert!(world.simulator.handle.orders().is_empty());
    assert_eq!(world.gateways.payment.last_event("../x", NOW).await, Answer::NotFound);
}
