//! Acts of an attacker with the database but without the keys, and the detection of each. The acts are listed by these
//! names in docs/security.md.

use qabul_api::desk::Order;
use qabul_store::audit::{self, Break, Heads, Missing};
use qabul_store::testing::{Engine, as_stranger, execute, rewrite_audit, without_triggers};
use qabul_store::{Error, Tx, UnitError, verify};
use serde_json::{Value, json};

use super::applications::ready;
use super::commission::{decision, seen, send};
use super::held_payments::{settle, waiting};
use crate::support::{AYSEL, NOW, SABINA, TestApp, fresh_key};

/// The unit is undone after the check; this is its finding.
enum Undone {
    Found(Box<verify::Report>),
    Failed(Error),
}

impl From<Error> for Undone {
    fn from(error: Error) -> Undone {
        Undone::Failed(error)
    }
}

impl UnitError for Undone {
    fn store(&self) -> Option<&Error> {
        match self {
            Undone::Failed(error) => Some(error),
            Undone::Found(_) => None,
        }
    }
}

/// An act: its name in the table, the change, and how it is detected.
struct Act {
    name: &'static str,
    done: Done,
    noticed: fn(&verify::Report) -> bool,
}

enum Done {
    /// Statements.
    Sql(&'static [&'static str]),
    /// The audit written again with the program; the function returns the details.
    Anew { change: fn(&audit::Row) -> Option<String>, sealed: bool },
}

fn broken(report: &verify::Report, found: fn(&Break) -> bool) -> bool {
    report.audit.breaks.iter().any(found)
}

fn untold(report: &verify::Report, found: fn(&Missing) -> bool) -> bool {
    report.audit.missing.iter().any(found)
}

const RAISE: &str = "update wallet set balance = balance + 900 where balance > 0";

/// `{id}` is a new id, `{user}` an applicant's account, in the syntax of each database.
const ACTS: &[Act] = &[
    Act {
        name: "a row of the audit changed",
        done: Done::Sql(&["update audit set detail = '{}' where action = 'application.confirm'"]),
        noticed: |report| broken(report, |found| matches!(found, Break::Changed { .. })),
    },
    Act {
        name: "a row of the audit taken out",
        done: Done::Sql(&["delete from audit where action = 'application.open'"]),
        noticed: |report| broken(report, |found| matches!(found, Break::Gap { .. })),
    },
    Act {
        name: "the later half of audit and seals cut off",
        done: Done::Sql(&["delete from audit where seal is null or seal > 1", "delete from audit_seal where no > 1"]),
        noticed: |report| broken(report, |found| matches!(found, Break::HeadLost { .. })),
    },
    Act {
        name: "audit and seals emptied",
        done: Done::Sql(&["delete from audit", "delete from audit_seal"]),
        noticed: |report| {
            broken(report, |found| matches!(found, Break::HeadLost { .. }))
                && untold(report, |found| matches!(found, Missing::Booking(_)))
                && untold(report, |found| matches!(found, Missing::Application(_)))
        },
    },
    Act {
        name: "audit and seals computed anew, one row another",
        done: Done::Anew { change: |row| Some(row.detail.replace("5000", "1")), sealed: true },
        noticed: |report| {
            broken(report, |found| matches!(found, Break::Signature { no: 1 }))
                && broken(report, |found| matches!(found, Break::HeadDiffers { no: 1 }))
        },
    },
    Act {
        name: "audit computed anew and left to the portal to seal",
        done: Done::Anew { change: |row| Some(row.detail.clone()), sealed: false },
        noticed: |report| {
            broken(report, |found| matches!(found, Break::Forged { .. }))
                && broken(report, |found| matches!(found, Break::HeadLost { .. }))
        },
    },
    Act {
        name: "a row added to the audit",
        done: Done::Sql(&["insert into audit (id, subject, seq, actor, action, at, detail, prev, digest)
            select {id}, 'x', 1, actor, action, at, detail, prev, digest from audit
              where action = 'wallet.topUp' order by id limit 1"]),
        noticed: |report| broken(report, |found| matches!(found, Break::Forged { .. })),
    },
    Act {
        name: "a seal removed",
        done: Done::Sql(&["delete from audit_seal where no = 1"]),
        noticed: |report| broken(report, |found| matches!(found, Break::LostSeals { .. })),
    },
    Act {
        name: "the newest seal removed and its rows left to be sealed again",
        done: Done::Sql(&[
            "update audit set seal = null where seal = (select max(no) from audit_seal)",
            "delete from audit_seal where no = (select max(no) from audit_seal)",
        ]),
        noticed: |report| broken(report, |found| matches!(found, Break::HeadLost { .. })),
    },
    Act {
        name: "the signatures of every seal removed",
        done: Done::Sql(&["update audit_seal set total = null, signer = null, signature = null"]),
        noticed: |report| broken(report, |found| matches!(found, Break::Unsigned { .. })),
    },
    Act {
        name: "a seal given another signature",
        done: Done::Sql(&["update audit_seal set signature = (select signature from audit_seal where no = 2) where no = 1"]),
        noticed: |report| broken(report, |found| matches!(found, Break::Signature { no: 1 })),
    },
    Act {
        name: "a booking added, with its lines and balance",
        done: Done::Sql(&[
            "insert into ledger_transaction (id, kind, memo, at) select {id}, 'TOPUP', 'topup', at from ledger_transaction
              where kind = 'CHARGE' order by id limit 1",
            "insert into ledger_entry (transaction_id, line, account, wallet_id, amount, balance_after, at)
             select n.id, e.line, e.account, e.wallet_id, 900 * (3 - 2 * e.line), e.balance_after, e.at
               from ledger_entry e join ledger_transaction n on n.topup_id is null and n.application_id is null
              where e.transaction_id = (select id from ledger_transaction where kind = 'CHARGE' order by id limit 1)",
            RAISE,
        ]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Booking(_))),
    },
    Act {
        name: "a booking changed, with its balance",
        done: Done::Sql(&[
            "update ledger_entry set amount = amount + case when line = 1 then -900 else 900 end where transaction_id =
             (select e.transaction_id from ledger_entry e join wallet w on w.account_id = e.wallet_id and w.balance > 0
               order by e.transaction_id limit 1)",
            RAISE,
        ]),
        noticed: |report| untold(report, |found| matches!(found, Missing::BookingChanged(_))),
    },
    Act {
        name: "a booking removed, with its lines and balance",
        done: Done::Sql(&[
            "delete from ledger_entry where transaction_id in (select id from ledger_transaction where kind = 'CHARGE')",
            "delete from ledger_transaction where kind = 'CHARGE'",
            "update wallet set balance = balance + 5000",
        ]),
        noticed: |report| untold(report, |found| matches!(found, Missing::BookingLost(_))),
    },
    Act {
        name: "a balance changed",
        done: Done::Sql(&["update wallet set balance = balance + 1"]),
        noticed: |report| !report.imbalances.is_empty(),
    },
    Act {
        name: "a top-up marked as paid",
        done: Done::Sql(&["update topup set state = 'PAID' where state = 'REDIRECTED'"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::TopUp(_))),
    },
    Act {
        name: "an application moved to another state",
        done: Done::Sql(&["update application set state = 'withdrawn' where state = 'confirmed'"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::State(_))),
    },
    Act {
        name: "a move made without its audit row",
        done: Done::Sql(&["update application set state = 'confirmed', version = version + 1"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Move { .. })),
    },
    Act {
        name: "what was judged changed",
        done: Done::Sql(&["update application_version set digest = (select digest from audit order by id limit 1)"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Snapshot { .. })),
    },
    Act {
        name: "a return by the commission made up",
        done: Done::Sql(&["insert into correction (application_id, version, reason, steps, at)
            select application_id, version + 7, reason, steps, at from correction"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Correction { .. })),
    },
    Act {
        name: "more steps opened by a return",
        done: Done::Sql(&["update correction set steps = '[]'"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Correction { .. })),
    },
    Act {
        name: "a return by the commission removed",
        done: Done::Sql(&["delete from correction"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Correction { .. })),
    },
    Act {
        name: "a deadline moved in an officer's name",
        done: Done::Sql(&["insert into extension (id, campaign_id, closed_at, closes_at, reason, officer, at)
            select {id}, campaign_id, closes_at, closes_at + 1, reason, officer, at from extension"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Extension(_))),
    },
    Act {
        name: "an applicant made an officer",
        done: Done::Sql(&["update account set role = 'commission'"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Account(_))),
    },
    Act {
        name: "an account opened or closed in an officer's place",
        done: Done::Sql(&["update account set state = 'CLOSED'"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::Account(_))),
    },
    Act {
        name: "a held payment settled without an officer",
        done: Done::Sql(&["update held_payment set settled_at = at, settlement = 'dismissed', settled_by = 'x'"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::HeldPayment(_))),
    },
    Act {
        name: "the amount of a held payment changed",
        done: Done::Sql(&["update held_payment set amount = 900 where settled_at is null"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::HeldPayment(_))),
    },
    Act {
        name: "a held payment given another top-up",
        done: Done::Sql(&["update held_payment set topup_id = id where settled_at is null"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::HeldPayment(_))),
    },
    Act {
        name: "a held payment given another transaction",
        done: Done::Sql(&["update held_payment set reverses_tx = provider_tx where settled_at is null"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::HeldPayment(_))),
    },
    Act {
        name: "a held payment settled in another officer's name",
        done: Done::Sql(&["update held_payment set settled_by = 'x' where settled_at is not null"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::HeldPayment(_))),
    },
    Act {
        name: "a settled held payment opened again",
        done: Done::Sql(&["update held_payment set settled_at = null"]),
        noticed: |report| untold(report, |found| matches!(found, Missing::HeldPayment(_))),
    },
];

/// A portal with every kind of record, and its heads.
async fn lived_in(engine: Engine) -> TestApp {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (mut browser, id) = ready(&app, AYSEL, 6_000).await;
    app.run_jobs().await;
    let shown = browser.application(&id).await.expect(200);
    browser.confirm(&id, &fresh_key(), &shown.etag(), 5_000).await.expect(200);
    let waits = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let order = app.order_of(waits.text("/id"));
    assert_eq!(app.outside.send_event(&order, &json!({ "amount": 6 })).await, Some(200));
    app.order(settle(&waiting(&app).await[0].0, "dismissed")).await.expect(200);
    assert_eq!(app.outside.send_event(&order, &json!({ "amount": 5 })).await, Some(200));
    let (mut sabina, id) = ready(&app, SABINA, 5_000).await;
    let number = send(&mut sabina, &id).await;
    let mut back = decision("sqkReturn", &number);
    back["reason"] = "Diplomun nömrəsi uyğun deyil".into();
    back["steps"] = json!(["masterExam.education"]);
    app.decide(back).await.expect(200);
    app.run_jobs().await;
    send(&mut sabina, &id).await;
    app.decide(seen(&number)).await.expect(200);
    let until = chrono::DateTime::<chrono::Utc>::from(app.closes().await.plus_seconds(86_400)).to_rfc3339();
    let mut extend: Value = decision("extend", "");
    (extend["until"], extend["reason"]) = (until.into(), "Reyestrlər işləmirdi".into());
    app.decide(extend).await.expect(200);
    app.run_jobs().await;
    app.run_jobs().await;
    app
}

async fn tampered(tx: &mut Tx, act: &Act, postgres: bool) -> Result<(), Error> {
    without_triggers(tx).await?;
    let fresh = if postgres { "gen_random_uuid()" } else { "randomblob(16)" };
    match &act.done {
        Done::Sql(statements) => {
            for sql in *statements {
                execute(tx, &sql.replace("{id}", fresh)).await?;
            }
        }
        Done::Anew { change, sealed } => {
            as_stranger(tx, async |tx| {
                rewrite_audit(tx, change).await?;
                if *sealed {
                    audit::seal_batch(tx, NOW, 1_000, &Heads::default()).await?;
                }
                Ok(())
            })
            .await?;
        }
    }
    Ok(())
}

async fn every_act_is_noticed(engine: Engine) {
    let app = lived_in(engine).await;
    let clean = app.verify().await;
    assert!(clean.is_clean() && clean.audit.seals > 2 && clean.audit.heads == clean.audit.seals, "{clean:?}");
    let path = app.context.config.heads_file().unwrap();
    let postgres = app.db.db.is_postgres();
    for act in ACTS {
        let path = path.clone();
        let outcome = app
            .db
            .db
            .transact(async move |tx| {
                let heads = qabul_api::heads::HeadsFile::read(&path, tx.keys()).unwrap();
                tampered(tx, act, postgres).await?;
                let report = verify::run(tx, &["masterExam"], heads.as_ref()).await?;
                Err::<(), _>(Undone::Found(Box::new(report)))
            })
            .await;
        match outcome {
            Err(Undone::Found(report)) => assert!((act.noticed)(&report), "{}: {report:?}", act.name),
            Err(Undone::Failed(error)) => panic!("{}: {error}", act.name),
            Ok(()) => {}
        }
    }
    app.end().await;
}

#[tokio::test]
async fn every_act_of_tampering_is_noticed_on_sqlite() {
    every_act_is_noticed(Engine::Sqlite).await;
}

#[tokio::test]
async fn every_act_of_tampering_is_noticed_on_postgresql() {
    every_act_is_noticed(Engine::Postgres).await;
}

#[test]
fn the_table_of_acts_in_the_documentation_is_this_one() {
    let page = include_str!("../../../../docs/security.md");
    let rows: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with("| act |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| line.split('|').nth(1).map(str::trim))
        .collect();
    assert_eq!(rows, ACTS.iter().map(|act| act.name).collect::<Vec<_>>());
}

#[tokio::test]
async fn without_the_file_of_heads_the_check_fails_and_a_running_portal_seals_nothing_after_a_cut() {
    let app = lived_in(Engine::Sqlite).await;
    let path = app.context.config.heads_file().unwrap();
    let kept = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(app.verify().await.audit.breaks, [Break::NoHeads]);
    app.db.db.transact(async |tx| without_triggers(tx).await).await.unwrap();
    for sql in ["delete from audit where seal > 1", "delete from audit_seal where no > 1"] {
        app.db.execute(sql).await.unwrap();
    }
    app.order(Order::HeldPayments { officer: "aygun".to_owned() }).await.expect(200);
    assert_eq!(app.run_jobs().await.sealed, 0, "the process remembers where the chain ended");
    assert!(app.context.heads.is_broken());
    assert!(!path.exists());

    // An officer accepts it; the acceptance names the officer and cannot be removed.
    std::fs::write(&path, kept).unwrap();
    let restart = |reason: &str| Order::RestartAudit { reason: reason.to_owned(), officer: "aygun".to_owned() };
    app.order(restart("")).await.expect_problem(422, "validation");
    app.order(restart("Backup of 1 December put back")).await.expect(200);
    assert!(app.run_jobs().await.sealed > 0);
    assert!(!app.context.heads.is_broken());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(r#""by":"aygun""#) && text.contains("Backup of 1 December"), "{text}");
    assert_eq!(app.verify().await.audit.breaks, []);
    app.end_unbalanced().await;
}
